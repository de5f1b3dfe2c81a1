# shellcheck shell=bash disable=SC2154  # whoever sources this file has set $here and $work
# Functions of the benchmarks. Sourced after bundle.sh, with $here and $work set.

# Compiles a module and what it needs, with tests, and writes the class path of its tests to
# $work/classpath: compile_tests MODULE [PROFILES].
compile_tests() {
  local module=$1 log=$work/build.log
  mkdir -p "$work"
  echo "compiling (log: ${log#"$here"/})" >&2
  if ! (cd "$here" && mvn -B -ntp ${2:+"-P$2"} -Denforcer.skip -Dspotless.check.skip=true -pl "$module" -am \
    test-compile dependency:build-classpath -Dmdep.outputFile="$work/classpath" \
    -Dmdep.includeScope=test >"$log" 2>&1); then
    tail -n 20 "$log" >&2
    return 1
  fi
}

# Compiles for a runner, with the benchmarks, and sets class_path to what runs them.
compile_benchmarks() {
  local runner=$1 module kind
  echo "compiling for the $runner runner (log: ${work#"$here"/}/build-$runner.log)" >&2
  if ! (cd "$here" && mvn -B -ntp "-Pbenchmarks,$runner-runner" -Denforcer.skip -Dspotless.check.skip=true \
    -pl pipelines -am test-compile dependency:build-classpath -Dmdep.outputFile="$work/classpath-$runner" \
    -Dmdep.includeScope=test >"$work/build-$runner.log" 2>&1); then
    tail -n 20 "$work/build-$runner.log" >&2
    return 1
  fi
  # Copies, so that a build that is started meanwhile takes nothing away; jars, because Java archives
  # no classes of folders.
  rm -rf "$work/classes-$runner"
  mkdir -p "$work/classes-$runner"
  for module in model transforms pipelines; do
    for kind in classes test-classes; do
      jar --create --file "$work/classes-$runner/$module-$kind.jar" -C "$here/$module/target/$kind" .
    done
  done
}

# The jars that the tests and the benchmarks of Spark need and the bundles of other runners do not have.
# With them there Jackson starts its module for Scala, which takes two processor seconds.
left_out_of() {
  case "$1" in
    spark) echo '^$' ;;
    *) echo '/org/scala-lang/|/jackson-module-scala' ;;
  esac
}

# The compiler options for a class: those of scripts/byoml are for our own code, and Spark SQL and MLlib
# are given what Java does by itself.
options_of_class() {
  case "$1" in
    *.SparkSqlScoring | *.MllibAls) echo -XX:MetaspaceSize=192m ;;
    *) compiler_options ;;
  esac
}

# Runs a class with the class path of a runner: run_class RUNNER CLASS [ARGUMENT ...]. All engines
# get the same heap, and a stack that is deep enough for the lineage of MLlib's iterations. With the
# class archive that write_archive has made, as scripts/byoml has one.
run_class() {
  local runner=$1 archive=$work/classes-$1/$2.jsa options=() folders path option
  shift
  while IFS= read -r option; do options+=("$option"); done < <(add_opens && options_of_class "$1")
  if [ -n "${archiving:-}" ]; then
    options+=("$archiving")
  elif [ -f "$archive" ]; then
    options+=("-XX:SharedArchiveFile=$archive")
  fi
  # The modules themselves stand in the copies.
  folders=$(printf '%s:' "$work/classes-$runner"/*.jar)
  path=$(tr ':' '\n' <"$work/classpath-$runner" | grep -v "^$here/" | grep -vE "$(left_out_of "$runner")" | paste -sd:)
  SPARK_LOCAL_IP=127.0.0.1 BYOML_LOG_LEVEL=${BYOML_LOG_LEVEL:-error} "$(java_command)" -XX:+UseParallelGC \
    "-Xmx${heap:-6g}" -Xss16m '-Xlog:cds*=off' "${options[@]}" -cp "$folders$path" "$@"
}

# The same, and archives the classes that took for later runs of the class with this runner; but not
# those of signed jars, whose lambdas end Java 17 when it writes an archive.
write_archive() {
  local archive=$work/classes-$1/$2.jsa
  archiving=-XX:DumpLoadedClassList=$archive.classes run_class "$@" || return
  grep -v 'com.azure' "$archive.classes" >"$archive.list"
  archiving=-Xshare:dump run_class "$1" "-XX:SharedClassListFile=$archive.list" "-XX:SharedArchiveFile=$archive"
}

# The options that make a runner two cores large.
runner_options() {
  case "$1" in
    direct) printf '%s\n' --runner=DirectRunner --targetParallelism=2 --enforceImmutability=false --enforceEncodability=false ;;
    spark) printf '%s\n' --runner=SparkRunner '--sparkMaster=local[2]' ;;
    flink) printf '%s\n' --runner=FlinkRunner '--flinkMaster=[local]' --parallelism=2 --fasterCopy=true ;;
  esac
}

# The value of a field in one line of JSON.
field() { sed -n "s/.*\"$1\":\"\{0,1\}\([0-9a-zA-Z._]*\).*/\1/p" <<<"$2"; }
