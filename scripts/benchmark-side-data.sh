#!/usr/bin/env bash
# What large side data and many tenants cost, with 2 GB of heap and two cores: microseconds of an
# allow-list for each access; seconds and processor seconds of training and
# scoring with a large enrichment and many verdicts on each engine beside the same runs without, and of
# training and scoring many tenants, with the files and bytes of their model.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
. "$here/scripts/lib/bundle.sh"
. "$here/scripts/lib/benchmark.sh"

usage() {
  cat <<'USAGE'
usage: scripts/benchmark-side-data.sh [--engines=direct,spark,flink] [--heap=2g] [DIVISOR]

The sizes are 1,000,000 lines of enrichment, 100,000 verdicts, 100,000 entries of an allow-list and
100,000 tenants, divided by DIVISOR, which is 1. Exit status 1 if a run fails. Needs Maven.
USAGE
}

engines=direct,spark,flink
heap=2g
divisor=1
for argument in "$@"; do
  case "$argument" in
    --help) usage; exit 0 ;;
    --engines=*) engines=${argument#*=} ;;
    --heap=*) heap=${argument#*=} ;;
    [1-9]*) divisor=$argument ;;
    *) usage >&2; exit 2 ;;
  esac
done

require_java
work=$here/target/benchmark-side-data
rm -rf "$work"
mkdir -p "$work"
IFS=, read -r -a chosen <<<"$engines"
for engine in "${chosen[@]}"; do
  compile_benchmarks "$engine"
done
first=${chosen[0]}

run_class "$first" dev.byoml.transforms.benchmark.SideData write "$work" \
  $((1000000 / divisor)) $((100000 / divisor)) $((100000 / divisor))
run_class "$first" dev.byoml.transforms.benchmark.SideData tenants "$work" $((100000 / divisor))
run_class "$first" dev.byoml.pipelines.Byoml sample-data "--output=$work/data" --users=500 --resources=300 \
  >"$work/sample-data.log" 2>&1

status=0

# Prints what a command took, under a name; of one that fails, where its log is.
timed() {
  local name=$1 log=$work/${1// /-}.log TIMEFORMAT='%R %U %S' took
  shift
  if { time "$@" >"$log" 2>&1; } 2>"$work/took"; then
    took=$(awk '{ printf "%6.1f s  %6.1f s of processor", $1, $2 + $3 }' "$work/took")
    printf '%-44s  %s\n' "$name" "$took"
  else
    printf '%-44s  failed; see %s\n' "$name" "${log#"$here"/}"
    status=1
  fi
}

printf '%-44s  ' "allow-list"
run_class "$first" dev.byoml.transforms.benchmark.SideData allow-list "$work/allow-list.csv"

for engine in "${chosen[@]}"; do
  options=()
  while IFS= read -r option; do options+=("$option"); done < <(runner_options "$engine")
  byoml() { run_class "$engine" dev.byoml.pipelines.Byoml "$@" "${options[@]}"; }
  timed "$engine train" byoml train "--input=$work/data" --to=2026-03-31 "--model=$work/plain-$engine"
  timed "$engine train with enrichment and verdicts" byoml train "--input=$work/data" --to=2026-03-31 \
    "--model=$work/model-$engine" "--enrichment=$work/enrichment.csv" "--verdicts=$work/verdicts.csv"
  timed "$engine score" byoml score "--input=$work/data" --from=2026-03-31 "--model=$work/plain-$engine" \
    "--output=$work/plain-results-$engine"
  timed "$engine score with all three" byoml score "--input=$work/data" --from=2026-03-31 \
    "--model=$work/plain-$engine" "--output=$work/results-$engine" "--enrichment=$work/enrichment.csv" \
    "--verdicts=$work/verdicts.csv" "--allowList=$work/allow-list.csv"
  tenants=$work/tenants-$engine
  timed "$engine train many tenants" byoml train "--input=$work/tenants.tsv" --template=daily-counts \
    "--model=$tenants"
  if [ -f "$tenants/manifest.json" ]; then
    printf '%-44s  %6d files, manifest of %d bytes, %s in all\n' "$engine model of many tenants" \
      "$(find "$tenants" -type f | wc -l)" "$(stat -c %s "$tenants/manifest.json")" "$(du -sh "$tenants" | cut -f1)"
    head -n 20 "$work/window.tsv" >"$work/small-window.tsv"
    timed "$engine score ten of many tenants" byoml score "--input=$work/small-window.tsv" \
      "--model=$tenants" "--output=$work/small-window-$engine"
    timed "$engine score all of many tenants" byoml score "--input=$work/window.tsv" \
      "--model=$tenants" "--output=$work/window-$engine"
  fi
done
exit "$status"
