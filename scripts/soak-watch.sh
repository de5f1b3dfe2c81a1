#!/usr/bin/env bash
# Watches a topic for some minutes under a steady load, broker, sender and watch on this machine, and prints
# rows per second, how soon results came, memory over time, and the sums.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
. "$here/scripts/lib/bundle.sh"
. "$here/scripts/lib/benchmark.sh"

usage() {
  cat <<'USAGE'
usage: scripts/soak-watch.sh [--seconds=600] [--rate=50000] [--rowsPerMessage=20] [--window=60] [WATCH-OPTION ...]

Sends RATE rows a second, of about 700 bytes and ROWSPERMESSAGE to a message, for so many seconds, and watches
them by windows of so many seconds on Flink within one process, unless options of watch say otherwise.
BYOML_JAVA_OPTIONS is for watch, -Xmx2g by default. Exit status 1 if a row is missing. Needs Maven and about
6 GB of memory.
USAGE
}

seconds=600
rate=50000
rows=20
window=60
options=()
for argument in "$@"; do
  case "$argument" in
    --help) usage; exit 0 ;;
    --seconds=*) seconds=${argument#*=} ;;
    --rate=*) rate=${argument#*=} ;;
    --rowsPerMessage=*) rows=${argument#*=} ;;
    --window=*) window=${argument#*=} ;;
    --*) options+=("$argument") ;;
    *) usage >&2; exit 2 ;;
  esac
done
case " ${options[*]-} " in
  *" --runner="*) ;;
  *) options+=(--runner=FlinkRunner --parallelism=2) ;;
esac

require_java
work=$here/target/soak-watch
rm -rf "$work/run"
mkdir -p "$work/run"
compile_benchmarks direct
export BYOML_JAVA_OPTIONS=${BYOML_JAVA_OPTIONS:--Xmx2g}
heap=2g run_class direct dev.byoml.pipelines.kafka.WatchSoak "$work/run" "$here/scripts/byoml" \
  "$seconds" "$rate" "$rows" "$window" "${options[@]}"
