#!/usr/bin/env bash
# Seconds to factorize on each engine, each tenant in memory and blocked, against Spark MLlib's
# alternating least squares: the same ratings, rank, iterations, regularization and non-negativity,
# two cores and the same heap each, one after the other on this machine.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
. "$here/scripts/lib/bundle.sh"
. "$here/scripts/lib/benchmark.sh"

usage() {
  cat <<'USAGE'
usage: scripts/benchmark-engines.sh [--rank=10] [--iterations=25] [--engines=direct,spark,flink] [--heap=6g] [PAIRS ...]

PAIRS are numbers of distinct (user, resource) of one tenant; the default is 1000000 10000000, which
takes some ten minutes. Above 1000000, blocks on the DirectRunner are left out: they take longer
than all the rest. Needs Maven. Two columns tell seconds: fit, from when the last ratings
were handed to the factorization to when the factors were there, and run, from the start of the
program with reading and all. The digest is of the factors, which must be the same bits everywhere:
exit status 1 if they are not, or if a run fails.
USAGE
}

rank=10
iterations=25
engines=direct,spark,flink
heap=6g
sizes=()
for argument in "$@"; do
  case "$argument" in
    --help) usage; exit 0 ;;
    --rank=*) rank=${argument#*=} ;;
    --iterations=*) iterations=${argument#*=} ;;
    --engines=*) engines=${argument#*=} ;;
    --heap=*) heap=${argument#*=} ;;
    [0-9]*) sizes+=("$argument") ;;
    *) usage >&2; exit 2 ;;
  esac
done
[ ${#sizes[@]} -gt 0 ] || sizes=(1000000 10000000)

require_java
work=$here/target/benchmark-engines
mkdir -p "$work"

compile_benchmarks spark
IFS=, read -r -a chosen <<<"$engines"
for engine in "${chosen[@]}"; do
  [ "$engine" = spark ] || compile_benchmarks "$engine"
done

row() {
  awk -v pairs="$1" -v who="$2" -v way="$3" -v fit="$4" -v run="$5" -v rival="$6" -v digest="$7" -v peak="$8" \
    'BEGIN { printf "%10d  %-6s  %-9s  %9.1f  %9.1f  %10.1f  %16s  %6.0f MB\n", pairs, who, way, fit, run, rival / fit, digest, peak / 1e6 }'
}

status=0
printf '%10s  %-6s  %-9s  %9s  %9s  %10s  %16s  %9s\n' pairs engine way "fit (s)" "run (s)" "MLlib/fit" digest peak
for pairs in "${sizes[@]}"; do
  ratings=$work/ratings-$pairs.tsv
  [ -f "$ratings" ] ||
    run_class spark dev.byoml.model.benchmark.AlsBenchmark generate "$pairs" "$ratings"
  mllib=$(run_class spark dev.byoml.pipelines.benchmark.MllibAls "$ratings" "$work/factors-$pairs" "$rank" "$iterations" 1.0 1.0 \
    2>"$work/mllib-$pairs.log" | tail -n 1)
  rival=$(field seconds "$mllib")
  row "$pairs" spark MLlib "$rival" "$(field wholeSeconds "$mllib")" "$rival" - "$(field peakMemoryBytes "$mllib")"
  expected=
  for engine in "${chosen[@]}"; do
    options=()
    while IFS= read -r option; do options+=("$option"); done < <(runner_options "$engine")
    for method in IN_MEMORY BLOCKED; do
      if [ "$engine" = direct ] && [ "$method" = BLOCKED ] && [ "$pairs" -gt 1000000 ]; then
        printf '%10d  %-6s  %-9s  left out\n' "$pairs" direct blocked
        continue
      fi
      log=$work/$engine-$method-$pairs.log
      ours=$(run_class "$engine" dev.byoml.pipelines.benchmark.EngineFit "${options[@]}" "--ratings=$ratings" \
        "--method=$method" "--rank=$rank" "--iterations=$iterations" 2>"$log" | tail -n 1) || true
      if [ -z "$(field fitSeconds "$ours")" ]; then
        printf '%10d  %-6s  %-9s  failed; see %s\n' "$pairs" "$engine" "$method" "${log#"$here"/}"
        status=1
        continue
      fi
      digest=$(field digest "$ours")
      expected=${expected:-$digest}
      [ "$digest" = "$expected" ] || status=1
      way=$([ "$method" = BLOCKED ] && echo blocked || echo inMemory)
      row "$pairs" "$engine" "$way" "$(field fitSeconds "$ours")" "$(field seconds "$ours")" "$rival" \
        "$digest" "$(field peakMemoryBytes "$ours")"
    done
  done
done
exit "$status"
