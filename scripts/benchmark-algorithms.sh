#!/usr/bin/env bash
# What the algorithms cost to learn and to score with, model/docs/performance.md: auto beside
# alternating least squares at a million accesses, the calibrated walk beside it at ten million, and
# scores of a window by both. Processor seconds of two threads, the figure to compare on a busy
# machine. Takes about five minutes and 5 GB.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
. "$here/scripts/lib/bundle.sh"
. "$here/scripts/lib/benchmark.sh"

if [ $# -gt 0 ]; then
  echo "usage: scripts/benchmark-algorithms.sh    (takes no arguments; prints Markdown)" >&2
  [ "$1" = --help ] && exit 0
  exit 2
fi
require_java
work=$here/target/benchmark-algorithms
cd "$here"
compile_tests model benchmarks

# Copies, so that a build that is started meanwhile takes nothing away.
rm -rf "$work/classes"
mkdir -p "$work/classes"
cp -r model/target/classes model/target/test-classes "$work/classes/"

measure() {
  "$(java_command)" -Xmx5g -XX:+UseParallelGC -cp "$work/classes/classes:$work/classes/test-classes:$(cat "$work/classpath")" \
    dev.byoml.model.benchmark.ChoiceBenchmark "$@"
}

measure fit 20000 5000 1000000 als auto
measure fit 200000 50000 10000000 als "auto:walk + walk-tail" walk
measure score 20000 2000 1000000 als "auto:walk + walk-tail"
