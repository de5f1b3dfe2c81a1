# shellcheck shell=bash disable=SC2154  # whoever sources this file has set $here
# Runs a study of model/docs. Sourced, with $here set to the top folder, after lib/bundle.sh.

# run_study CLASS ARGUMENT...: runs a class of the model's tests in place of this process. A study
# takes no arguments.
run_study() {
  local class=$1 class_path=target/study-classpath.txt
  shift
  if [ $# -gt 0 ]; then
    echo "usage: scripts/$(basename "$0")    (takes no arguments; prints Markdown)" >&2
    [ "$1" = --help ] && exit 0
    exit 2
  fi
  require_java
  cd "$here" || exit
  mkdir -p target
  mvn -q -B -ntp -pl model -Dspotless.check.skip=true -Dmdep.outputFile="$here/$class_path" \
    test-compile dependency:build-classpath >&2
  exec "$(java_command)" -XX:+UseParallelGC -cp \
    "model/target/test-classes:model/target/classes:$(cat "$class_path")" \
    "dev.byoml.model.study.$class"
}
