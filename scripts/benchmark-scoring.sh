#!/usr/bin/env bash
# Events scored per second on each runner, against a plain Spark SQL job over the same files that
# parses, filters, joins the factors and takes the dot product, and beside a job on the same runner in
# which Jackson does no more than go through the tokens. Two cores and the same heap each, one after
# the other on this machine; whole runs, from the start of the program to its end, in seconds and in
# seconds of processors. Each starts with a class archive, as scripts/byoml does, which a first run over
# few rows has made.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
. "$here/scripts/lib/bundle.sh"
. "$here/scripts/lib/benchmark.sh"

usage() {
  cat <<'USAGE'
usage: scripts/benchmark-scoring.sh [--mixed] [--engines=direct,spark,flink] [--heap=6g] [EVENTS]

EVENTS is the number of events, by default 10000000, which takes some 8 GB of disk under
target/benchmark-scoring and half an hour. With --mixed only 5 % of them are share accesses
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

few=$work/few
[ -d "$few" ] || run_class spark dev.byoml.transforms.benchmark.EventData accesses 2000 "$few" >"$work/few.log" 2>&1

rival=
# Runs a job over few rows, to archive its classes, and over all, and prints what that took:
# measured NAME RUNNER CLASS [ARGUMENT ...], where ROWS stands for the folder of rows. Its output is in
# $log.
measured() {
  local name=$1 times seconds
  log=$work/$name-$2.log
  shift
  write_archive "${@//ROWS/$few/scored}" >"$log" 2>&1 || return
  times=$({ time run_class "${@//ROWS/$data/scored}" >"$log" 2>&1; } 2>&1) || return
  seconds=${times%% *}
  rival=${rival:-$seconds}
  awk -v who="$name on $1" -v events="$events" -v s="$seconds" -v cpu="${times#* }" -v rival="$rival" \
    'BEGIN { split(cpu, c, " "); printf "%-22s  %8.1f  %12.1f  %12.0f  %12.2f", who, s, c[1] + c[2], events / s, rival / s }'
}
TIMEFORMAT='%R %U %S'

printf '%-22s  %8s  %12s  %12s  %12s  %s\n' job "run (s)" "CPU (s)" "events/s" "vs Spark SQL" result
status=0
if measured SparkSQL spark dev.byoml.pipelines.benchmark.SparkSqlScoring ROWS "$data/factors"; then
  echo "  $(field events "$(grep "^{" "$log")") dot products"
else
  echo "Spark SQL failed; see ${log#"$here"/}"
  exit 1
fi
expected=
for engine in "${chosen[@]}"; do
  options=()
  while IFS= read -r option; do options+=("$option"); done < <(runner_options "$engine")
  if measured Jackson "$engine" dev.byoml.pipelines.benchmark.BareJackson "${options[@]}" --input=ROWS; then
    echo "  tokens"
  else
    echo "bare Jackson on $engine failed; see ${log#"$here"/}"
    status=1
  fi
  output=$work/results-$engine
  if measured score "$engine" dev.byoml.pipelines.Byoml score "${options[@]}" --input=ROWS "--from=2026-03-31" \
    "--to=2026-04-01" "--model=$data/model" "--output=$output"; then
    digest=$(cat "$output"/anomalies-*.ndjson | sha256sum | cut -c1-16)
    echo "  anomalies $digest"
    expected=${expected:-$digest}
    [ "$digest" = "$expected" ] || status=1
  else
    echo "$engine failed; see ${log#"$here"/}"
    status=1
  fi
done
exit "$status"
