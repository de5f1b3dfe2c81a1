# Functions that find, or build, the jar that carries a runner. Sourced, with $here set to the top folder.

# The bundle's name for a value of --runner.
bundle_of_runner() {
  case "$1" in
    DirectRunner | *.DirectRunner) echo direct ;;
    *)
      echo "byoml: there is no bundle for --runner=$1; use --runner=DirectRunner" >&2
      return 2
      ;;
  esac
}

bundle_path() {
  echo "$here/pipelines/target/byoml-bundled-$1.jar"
}

java_command() {
  if [ -n "${JAVA_HOME:-}" ] && [ -x "$JAVA_HOME/bin/java" ]; then
    echo "$JAVA_HOME/bin/java"
  else
    echo java
  fi
}

require_java() {
  if ! command -v "$(java_command)" >/dev/null 2>&1; then
    echo "byoml: Java is missing; install a JDK 17 and set JAVA_HOME or PATH" >&2
    exit 2
  fi
}

# Builds one bundle. What Maven says is kept in a file and shown when the build fails.
build_bundle() {
  local runner=$1 log="$here/target/build-$1.log"
  if ! command -v mvn >/dev/null 2>&1; then
    echo "byoml: Maven is missing, and the bundle is not built yet; install Maven 3.8 or later" >&2
    exit 2
  fi
  mkdir -p "$here/target"
  echo "byoml: building the $runner bundle, once; this takes a few minutes on a fresh machine" >&2
  if ! (cd "$here" && mvn -B -ntp -q -DskipTests -Dspotless.check.skip=true "-P$runner-runner" package >"$log" 2>&1); then
    tail -n 40 "$log" >&2
    echo "byoml: the build failed; the whole log is in target/build-$runner.log" >&2
    exit 1
  fi
}
