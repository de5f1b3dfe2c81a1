#!/usr/bin/env bash
# Sends rows to a stand-in for the Logs Ingestion API on this machine, and prints rows per second,
# the number of requests, and how full they were.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
. "$here/scripts/lib/bundle.sh"
. "$here/scripts/lib/benchmark.sh"

usage() {
  cat <<'USAGE'
usage: scripts/benchmark-ingestion.sh [ROWS]

ROWS is the number of rows, 100000 by default. Needs Maven, and about 2 GB of memory.
USAGE
}

rows=100000
for argument in "$@"; do
  case "$argument" in
    --help) usage; exit 0 ;;
    *[!0-9]* | "") usage >&2; exit 2 ;;
    *) rows=$argument ;;
  esac
done

require_java
work=$here/target/benchmark-ingestion
cd "$here"
compile_tests pipelines

# The classes of this build come first: the class path may name jars of an earlier one.
classes=$here/model/target/classes:$here/transforms/target/classes:$here/pipelines/target/classes
"$(java_command)" -XX:+UseParallelGC -Xmx2g \
  -cp "$classes:$here/pipelines/target/test-classes:$(cat "$work/classpath")" \
  dev.byoml.pipelines.loganalytics.IngestionBenchmark "$rows"
