#!/usr/bin/env bash
# Our alternating least squares against Spark MLlib's: the same ratings, rank, iterations,
# regularization and non-negativity, two cores each, one after the other on this machine. Prints
# seconds, processor seconds (the figure to compare on a busy machine), their ratios, both objectives
# by the same code, and peak memory.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
. "$here/scripts/lib/bundle.sh"
. "$here/scripts/lib/benchmark.sh"

usage() {
  cat <<'USAGE'
usage: scripts/benchmark-als.sh [--rank=10] [--iterations=25] [PAIRS ...]

PAIRS are numbers of distinct (user, resource); the default is 100000 1000000 10000000, which
takes some ten minutes. Needs Maven, and about 8 GB of memory for 10000000 pairs.
USAGE
}

rank=10
iterations=25
sizes=()
for argument in "$@"; do
  case "$argument" in
    --help) usage; exit 0 ;;
    --rank=*) rank=${argument#*=} ;;
    --iterations=*) iterations=${argument#*=} ;;
    [0-9]*) sizes+=("$argument") ;;
    *) usage >&2; exit 2 ;;
  esac
done
[ ${#sizes[@]} -gt 0 ] || sizes=(100000 1000000 10000000)
regularization=1.0
alpha=1.0

require_java
work=$here/target/benchmark-als
cd "$here"
compile_tests pipelines benchmarks,direct-runner

# Copies, so that a build that is started meanwhile takes nothing away.
rm -rf "$work/classes"
mkdir -p "$work/classes"
for folder in model/target/classes model/target/test-classes pipelines/target/test-classes; do
  cp -r "$folder/." "$work/classes/"
done

ours() {
  "$(java_command)" -XX:+UseParallelGC "$@"
}

mllib() {
  local opens=() package
  for package in java.lang java.lang.invoke java.lang.reflect java.io java.net java.nio java.util \
    java.util.concurrent java.util.concurrent.atomic jdk.internal.ref sun.nio.ch sun.nio.cs \
    sun.security.action sun.util.calendar; do
    opens+=("--add-opens=java.base/$package=ALL-UNNAMED")
  done
  # A deep stack, or reading back the lineage of 25 iterations overflows it.
  SPARK_LOCAL_IP=127.0.0.1 BYOML_LOG_LEVEL=error "$(java_command)" -Xmx8g -Xss16m "${opens[@]}" \
    -cp "$work/classes:$(cat "$work/classpath")" \
    dev.byoml.pipelines.benchmark.MllibAls "$@"
}

main=dev.byoml.model.benchmark.AlsBenchmark
printf '%10s  %10s  %10s  %6s  %10s  %10s  %6s  %14s  %14s  %9s  %10s\n' pairs \
  "ours (s)" "MLlib (s)" ratio "our CPU" "MLlib CPU" ratio "our objective" "MLlib's" "our peak" "MLlib peak"
for pairs in "${sizes[@]}"; do
  ratings=$work/ratings-$pairs.tsv
  factors=$work/factors-$pairs
  [ -f "$ratings" ] || ours -cp "$work/classes" "$main" generate "$pairs" "$ratings"
  our=$(ours -Xmx3g -cp "$work/classes" "$main" fit "$ratings" "$rank" "$iterations" "$regularization" "$alpha")
  their=$(mllib "$ratings" "$factors" "$rank" "$iterations" "$regularization" "$alpha" 2>"$work/mllib-$pairs.log" | tail -n 1)
  objective=$(ours -Xmx3g -cp "$work/classes" "$main" objective "$ratings" "$factors" "$rank" "$regularization" "$alpha")
  awk -v p="$pairs" -v a="$(field seconds "$our")" -v b="$(field seconds "$their")" \
    -v g="$(field processorSeconds "$our")" -v h="$(field processorSeconds "$their")" \
    -v c="$(field objective "$our")" -v d="$objective" \
    -v e="$(field peakMemoryBytes "$our")" -v f="$(field peakMemoryBytes "$their")" \
    'BEGIN { printf "%10d  %10.2f  %10.2f  %6.1f  %10.2f  %10.2f  %6.1f  %14.1f  %14.1f  %6.0f MB  %7.0f MB\n", p, a, b, b / a, g, h, h / g, c, d, e / 1e6, f / 1e6 }'
done
