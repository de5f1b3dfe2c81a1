# shellcheck shell=bash disable=SC2154  # whoever sources this file has set $here
# Functions that find, or build, the jar that carries a runner. Sourced, with $here set to the top folder.

# The bundle's name for a value of --runner.
bundle_of_runner() {
  case "$1" in
    DirectRunner | *.DirectRunner) echo direct ;;
    SparkRunner | *.SparkRunner) echo spark ;;
    FlinkRunner | *.FlinkRunner) echo flink ;;
    *)
      echo "byoml: there is no bundle for --runner=$1; use DirectRunner, SparkRunner or FlinkRunner" >&2
      return 2
      ;;
  esac
}

bundle_path() {
  echo "$here/pipelines/target/byoml-bundled-$1.jar"
}

# A file with the class path of the engine itself, which a cluster has and the bundle lacks.
engine_class_path_file() {
  echo "$here/pipelines/target/engine-$1.classpath"
}

# A file with the classes of a bundle as Java lays them out in memory, which shortens the start.
class_archive() {
  echo "$here/pipelines/target/byoml-bundled-$1.jsa"
}

# Writes the class archive of a bundle unless it is there: trains and scores on a handful of events and
# keeps the classes that took. Without it, or with another Java than the one that wrote it, everything
# runs as well; where it cannot be written, that is not tried again for the same bundle.
write_class_archive() {
  local runner=$1 work archive name
  archive=$(class_archive "$runner")
  if [ "$archive" -nt "$(bundle_path "$runner")" ] || [ "$archive.failed" -nt "$(bundle_path "$runner")" ] ||
    [ ! -w "$here/pipelines/target" ]; then
    return
  fi
  echo "byoml: preparing faster starts on the $runner bundle, once; this takes half a minute" >&2
  name=$(tr '[:lower:]' '[:upper:]' <<<"${runner:0:1}")${runner:1}Runner
  mkdir -p "$here/target"
  # Beside the archive, so that it is there at once and whole, whoever else starts meanwhile.
  work=$(mktemp -d "$archive.XXXXXX")
  local arguments=() argument
  while IFS= read -r argument; do arguments+=("$argument"); done < <(BYOML_CLASS_PATH='' java_arguments "$runner")
  run_once() {
    SPARK_LOCAL_IP=127.0.0.1 "$(java_command)" -XX:+UseParallelGC -XX:TieredStopAtLevel=1 -Xmx1g \
      "-XX:DumpLoadedClassList=$work/$1.classes" "${arguments[@]}" "${@:2}"
  }
  {
    run_once data sample-data "--runner=$name" "--output=$work/data" --users=50 --resources=40 --days=8 &&
      run_once train train "--runner=$name" "--input=$work/data" "--model=$work/model" &&
      run_once score score "--runner=$name" "--input=$work/data" "--model=$work/model" "--output=$work/results" &&
      awk '!seen[$0]++' "$work"/*.classes >"$work/all" &&
      "$(java_command)" -Xshare:dump "-XX:SharedClassListFile=$work/all" "-XX:SharedArchiveFile=$work/archive" \
        "${arguments[@]:0:${#arguments[@]}-1}" &&
      mv "$work/archive" "$archive"
  } >"$here/target/classes-$runner.log" 2>&1 || {
    : >"$archive.failed"
    echo "byoml: no class archive was written, so starting takes longer; see target/classes-$runner.log" >&2
  }
  rm -rf "$work"
}

# Whether a bundle, and what a run of it on this machine needs beside it, is there.
is_built() {
  [ -f "$(bundle_path "$1")" ] || return 1
  [ "$1" = direct ] && return 0
  local file jars jar
  file=$(engine_class_path_file "$1")
  [ -f "$file" ] || return 1
  IFS=: read -r -a jars <"$file" || true
  for jar in "${jars[@]}"; do
    [ -f "$jar" ] || return 1
  done
}

# How Java is to compile, a word a line. Its second compiler costs half of a short run's processor time
# when it begins, as by default, with whatever starting called some thousand times: runners, libraries
# and Java itself wait for the fiftyfold. Our own methods wait for the tenfold, which what is called for
# each row comes to within a second, and take in what they call of others. It is also faster when it
# takes more methods into one than it did up to Java 13. Room for classes from the start spares full
# collections.
compiler_options() {
  printf '%s\n' -XX:MetaspaceSize=192m -XX:CompileCommand=quiet \
    '-XX:CompileCommand=CompileThresholdScaling,dev.byoml.*::*,0.2' \
    -XX:Tier4InvocationThreshold=250000 -XX:Tier4MinInvocationThreshold=30000 \
    -XX:Tier4CompileThreshold=750000 -XX:Tier4BackEdgeThreshold=2000000 \
    -XX:MaxInlineLevel=9 -XX:InlineSmallCode=1500
}

# Prints, a word a line, what Java is told to run a bundle on this machine.
java_arguments() {
  local class_path
  class_path=$(bundle_path "$1")
  if [ "$1" != direct ]; then
    class_path=$class_path:$(cat "$(engine_class_path_file "$1")")
  fi
  # Last, because the class archive fits a class path that goes on, but no other one.
  class_path=$class_path${BYOML_CLASS_PATH:+:$BYOML_CLASS_PATH}
  if [ "$1" = spark ]; then
    add_opens
  fi
  if [ "$(class_archive "$1")" -nt "$(bundle_path "$1")" ]; then
    # Where the archive does not fit, Java does without, and is not to say so.
    printf '%s\n' "-XX:SharedArchiveFile=$(class_archive "$1")" '-Xlog:cds*=off'
  fi
  printf '%s\n' -cp "$class_path" dev.byoml.pipelines.Byoml
}

# What Spark needs on Java 17, a word a line: its JavaModuleOptions.
add_opens() {
  local package
  for package in java.lang java.lang.invoke java.lang.reflect java.io java.net java.nio java.util \
    java.util.concurrent java.util.concurrent.atomic jdk.internal.ref sun.nio.ch sun.nio.cs \
    sun.security.action sun.util.calendar; do
    printf -- '--add-opens=java.base/%s=ALL-UNNAMED\n' "$package"
  done
  echo -Djdk.reflect.useDirectMethodHandle=false
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
  # Later versions than a runner supports are refused by the program itself, which an earlier one
  # cannot even load.
  local version
  version=$("$(java_command)" -version 2>&1 | sed -n 's/.* version "\(1\.\)\{0,1\}\([0-9]*\).*/\2/p' | head -n 1)
  if [ -n "$version" ] && [ "$version" -lt 17 ]; then
    echo "byoml: this is Java $version; set JAVA_HOME to a Java 17 (the DirectRunner runs on 21 too)" >&2
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
