#!/usr/bin/env bash
# Compares the algorithms, model/docs/algorithms.md, and prints its tables.
# Takes about five minutes on two cores.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
if [ $# -gt 0 ]; then
  echo "usage: scripts/study-algorithms.sh    (takes no arguments; prints Markdown)" >&2
  [ "$1" = --help ] && exit 0
  exit 2
fi
. "$here/scripts/lib/bundle.sh"
require_java
cd "$here"

classpath=target/study-classpath.txt
mkdir -p target
mvn -q -B -ntp -pl model -Dspotless.check.skip=true -Dmdep.outputFile="$here/$classpath" \
  test-compile dependency:build-classpath >&2
exec "$(java_command)" -XX:+UseParallelGC -cp \
  "model/target/test-classes:model/target/classes:$(cat "$classpath")" \
  dev.byoml.model.study.AlgorithmStudy
