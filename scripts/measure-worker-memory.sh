#!/usr/bin/env bash
# Finds the smallest heaps in which a tenant trains on Spark on this machine, and from two sizes of
# tenant the bytes that an access takes: where the constants of WorkerCapacity come from.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
. "$here/scripts/lib/bundle.sh"
. "$here/scripts/lib/benchmark.sh"

usage() {
  cat <<'USAGE'
usage: scripts/measure-worker-memory.sh [FEWER MORE]

FEWER and MORE are numbers of distinct accesses of one tenant, by default 1000000 and 4000000. Each
way of factorizing trains each tenant in smaller and smaller heaps until it fails; the result is
exact to 100 MB. Takes some twenty minutes. Needs Maven.
USAGE
}

case "${1:-}" in
  --help) usage; exit 0 ;;
esac
fewer=${1:-1000000}
more=${2:-4000000}

require_java
work=$here/target/measure-worker-memory
mkdir -p "$work"
compile_benchmarks spark

# One line for each access, in the format of --template=daily-counts.
events() {
  local accesses=$1 file=$work/events-$1.tsv
  if [ ! -f "$file" ]; then
    heap=4g run_class spark dev.byoml.model.benchmark.AlsBenchmark generate "$accesses" "$work/ratings.tsv" >&2
    awk -F '\t' '{ print "2026-03-02\tuser" $1 "\tresource" $2 "\tread\t1" }' "$work/ratings.tsv" >"$file"
    rm "$work/ratings.tsv"
  fi
  echo "$file"
}

# Whether a tenant trains in so many megabytes, and not in garbage collection for most of the time.
can_train() {
  local input=$1 way=$2 megabytes=$3
  rm -rf "$work/model"
  JAVA_TOOL_OPTIONS='-XX:GCTimeLimit=50 -XX:GCHeapFreeLimit=10' heap=${megabytes}m run_class spark dev.byoml.pipelines.Byoml train --runner=SparkRunner '--sparkMaster=local[2]' \
    --template=daily-counts "--input=$input" "--model=$work/model" "--factorization=$way" \
    --mostAccessesInMemory=2000000000 --iterations=3 >"$work/train.log" 2>&1
}

smallest_heap() {
  local accesses=$1 way=$2 input fails=400 trains middle
  input=$(events "$accesses")
  trains=$((1000 + accesses / 1000))
  while [ $((trains - fails)) -gt 100 ]; do
    middle=$(((trains + fails) / 2))
    if can_train "$input" "$way" "$middle"; then trains=$middle; else fails=$middle; fi
    echo "$accesses accesses, $way: $fails MB are too few, $trains MB do" >&2
  done
  echo "$trains"
}

printf '%-10s  %12s  %12s  %16s\n' way "$fewer" "$more" "bytes an access"
for way in inMemory blocked; do
  small=$(smallest_heap "$fewer" "$way")
  large=$(smallest_heap "$more" "$way")
  awk -v way="$way" -v small="$small" -v large="$large" -v fewer="$fewer" -v more="$more" \
    'BEGIN { printf "%-10s  %9d MB  %9d MB  %16.0f\n", way, small, large, (large - small) * 1048576 / (more - fewer) }'
done
