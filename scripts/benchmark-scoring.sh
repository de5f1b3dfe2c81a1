#!/usr/bin/env bash
# Events scored per second on each runner, against a plain Spark SQL job over the same files that
# parses, filters, joins the factors and takes the dot product, and beside a job on the same runner in
# which Jackson does no more than go through the tokens. Two cores and the same heap each, one after
# the other on this machine; whole runs, from the start of the program to its end.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
. "$here/scripts/lib/bundle.sh"
. "$here/scripts/lib/benchmark.sh"

usage() {
  cat <<'USAGE'
usage: scripts/benchmark-scoring.sh [--mixed] [--engines=direct,spark,flink] [--heap=6g] [EVENTS]

EVENTS is the number of events, by default 10000000, which takes some 8 GB of disk under
target/benchmark-scoring and a quarter of an hour. With --mixed only 5 % of them are share accesses
and the rest are other events of Windows, as on a day of a real export: 15 GB, and the benchmark also
shows how little an event costs that does not matter. Exit status 1 if results differ or a run fails.
Needs Maven.
USAGE
}

engines=direct,spark,flink
heap=6g
events=10000000
kind=accesses
for argument in "$@"; do
  case "$argument" in
    --help) usage; exit 0 ;;
    --mixed) kind=mixed ;;
    --engines=*) engines=${argument#*=} ;;
    --heap=*) heap=${argument#*=} ;;
    [0-9]*) events=$argument ;;
    *) usage >&2; exit 2 ;;
  esac
done

require_java
work=$here/target/benchmark-scoring
mkdir -p "$work"

compile_benchmarks spark
IFS=, read -r -a chosen <<<"$engines"
for engine in "${chosen[@]}"; do
  [ "$engine" = spark ] || compile_benchmarks "$engine"
done

data=$work/$kind-$events
if [ ! -d "$data/model" ]; then
  rm -rf "$data"
  echo "writing $events events ($kind) and training a model (log: ${data#"$here"/}.log)" >&2
  {
    run_class spark dev.byoml.transforms.benchmark.EventData "$kind" "$events" "$data"
    run_class spark dev.byoml.pipelines.Byoml train --runner=SparkRunner '--sparkMaster=local[2]' \
      "--input=$data/training" "--model=$data/model"
    run_class spark dev.byoml.pipelines.benchmark.ModelFactors "$data/model" "$data/factors"
  } >"$data.log" 2>&1
fi

now() { date +%s.%N; }

row() {
  awk -v who="$1" -v events="$events" -v start="$2" -v end="$3" -v rival="$4" -v rows="$5" \
    'BEGIN { s = end - start; if (rival == "") rival = s; printf "%-14s  %8.1f  %12.0f  %12.2f  %s\n", who, s, events / s, rival / s, rows }'
}

printf '%-14s  %8s  %12s  %12s  %s\n' engine "run (s)" "events/s" "vs Spark SQL" result
start=$(now)
sql=$(run_class spark dev.byoml.pipelines.benchmark.SparkSqlScoring "$data/scored" "$data/factors" 2>"$work/spark-sql.log" | tail -n 1)
end=$(now)
rival=$(awk -v a="$start" -v b="$end" 'BEGIN { print b - a }')
row "Spark SQL" "$start" "$end" "" "$(field events "$sql") dot products"
status=0
expected=
for engine in "${chosen[@]}"; do
  options=()
  while IFS= read -r option; do options+=("$option"); done < <(runner_options "$engine")
  start=$(now)
  if run_class "$engine" dev.byoml.pipelines.benchmark.BareJackson "${options[@]}" "--input=$data/scored" \
    >"$work/jackson-$engine.log" 2>&1; then
    row "bare Jackson" "$start" "$(now)" "$rival" "tokens on $engine"
  else
    echo "bare Jackson on $engine failed; see ${work#"$here"/}/jackson-$engine.log"
    status=1
  fi
  output=$work/results-$engine
  start=$(now)
  if run_class "$engine" dev.byoml.pipelines.Byoml score "${options[@]}" "--input=$data/scored" "--from=2026-03-31" \
    "--to=2026-04-01" "--model=$data/model" "--output=$output" >"$work/score-$engine.log" 2>&1; then
    end=$(now)
    digest=$(cat "$output"/anomalies-*.ndjson | sha256sum | cut -c1-16)
    row "$engine" "$start" "$end" "$rival" "anomalies $digest"
    expected=${expected:-$digest}
    [ "$digest" = "$expected" ] || status=1
  else
    echo "$engine failed; see ${work#"$here"/}/score-$engine.log"
    status=1
  fi
done
exit "$status"
