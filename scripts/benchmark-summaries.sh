#!/usr/bin/env bash
# What it costs score to keep what it added up, and how much sooner a model is there that is trained on
# that in place of the events: whole runs, from the start of the program to its end, one after the other,
# each with a class archive, as scripts/byoml has one, which a first run over few rows has made.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
. "$here/scripts/lib/bundle.sh"
. "$here/scripts/lib/benchmark.sh"

usage() {
  cat <<'USAGE'
usage: scripts/benchmark-summaries.sh [--engines=direct,spark,flink] [--heap=6g] [EVENTS]

EVENTS is the number of events, by default 10000000, those of scripts/benchmark-scoring.sh: some 8 GB of
disk under target/benchmark-scoring. Two cores and the same heap for each engine. Exit status 1 if the two
models of an engine differ or a run fails. Needs Maven.
USAGE
}

engines=direct,spark,flink
heap=6g
events=10000000
for argument in "$@"; do
  case "$argument" in
    --help) usage; exit 0 ;;
    --engines=*) engines=${argument#*=} ;;
    --heap=*) heap=${argument#*=} ;;
    [0-9]*) events=$argument ;;
    *) usage >&2; exit 2 ;;
  esac
done

require_java
work=$here/target/benchmark-scoring
mkdir -p "$work"
IFS=, read -r -a chosen <<<"$engines"
for engine in "${chosen[@]}"; do
  compile_benchmarks "$engine"
done

data=$work/accesses-$events
if [ ! -d "$data/scored" ]; then
  rm -rf "$data"
  echo "writing $events events" >&2
  run_class "${chosen[0]}" dev.byoml.transforms.benchmark.EventData accesses "$events" "$data"
fi

few=$work/few
[ -d "$few" ] || run_class "${chosen[0]}" dev.byoml.transforms.benchmark.EventData accesses 2000 "$few" >"$work/few.log" 2>&1

# Archives the classes of a run of byoml: archived NAME ENGINE ARGUMENT ...
archived() {
  local name=$1 engine=$2
  shift 2
  write_archive "$engine" dev.byoml.pipelines.Byoml "$@" >"$work/$name-$engine.log" 2>&1 || {
    echo "$name on $engine failed; see ${work#"$here"/}/$name-$engine.log" >&2
    return 1
  }
}

now() { date +%s.%N; }

# Runs byoml and prints how long it took: timed NAME ENGINE ARGUMENT ...
timed() {
  local name=$1 engine=$2 start end
  shift 2
  start=$(now)
  run_class "$engine" dev.byoml.pipelines.Byoml "$@" >"$work/$name-$engine.log" 2>&1 || {
    echo "$name on $engine failed; see ${work#"$here"/}/$name-$engine.log" >&2
    return 1
  }
  end=$(now)
  awk -v a="$start" -v b="$end" 'BEGIN { printf "%.1f", b - a }'
}

model_id() { sed -n 's/^ *"modelId" *: *"\([^"]*\)".*/\1/p' "$1/manifest.json" | head -n 1; }
ratio() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f", a / b }'; }

window=(--from=2026-03-31 --to=2026-04-01)
status=0
printf '%-8s  %8s  %14s  %6s  %14s  %17s  %6s  %s\n' engine score "score, keeping" times "train, events" "train, summaries" times model
for engine in "${chosen[@]}"; do
  options=()
  while IFS= read -r option; do options+=("$option"); done < <(runner_options "$engine")
  base=$work/summaries-$engine
  rm -rf "$base"
  mkdir -p "$base"
  if [ ! -d "$data/model" ]; then
    timed model "$engine" train "${options[@]}" "--input=$data/training" "--model=$data/model" >/dev/null
  fi
  [ -d "$few/model" ] || timed few-model "$engine" train "${options[@]}" "--input=$few/training" "--model=$few/model" >/dev/null
  archived few-score "$engine" score "${options[@]}" "--input=$few/scored" "${window[@]}" "--model=$few/model" \
    "--output=$base/few-results" "--keepSummaries=$base/few-summaries"
  plain=$(timed score "$engine" score "${options[@]}" "--input=$data/scored" "${window[@]}" "--model=$data/model" "--output=$base/results")
  keeping=$(timed keeping "$engine" score "${options[@]}" "--input=$data/scored" "${window[@]}" "--model=$data/model" \
    "--output=$base/results" "--keepSummaries=$base/summaries")
  archived few-train "$engine" train "${options[@]}" --algorithm=walk --calibrationDays=0 "--summaries=$base/few-summaries" \
    "${window[@]}" "--model=$base/few-model"
  raw=$(timed events "$engine" train "${options[@]}" --algorithm=walk --calibrationDays=0 "--input=$data/scored" "${window[@]}" "--model=$base/events")
  kept=$(timed summaries "$engine" train "${options[@]}" --algorithm=walk --calibrationDays=0 "--summaries=$base/summaries" "${window[@]}" "--model=$base/summary-model")
  [ "$(model_id "$base/events")" = "$(model_id "$base/summary-model")" ] || status=1
  printf '%-8s  %8s  %14s  %6s  %14s  %17s  %6s  %s\n' "$engine" "$plain" "$keeping" "$(ratio "$keeping" "$plain")" "$raw" "$kept" \
    "$(ratio "$raw" "$kept")" "$(model_id "$base/summary-model" | cut -c1-8)"
  grep -h '^seconds' "$work/events-$engine.log" "$work/summaries-$engine.log" | sed 's/^/          /'
  du -sb "$base/summaries" | awk '{ printf "          summaries: %d bytes\n", $1 }'
done
exit "$status"
