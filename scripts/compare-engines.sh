#!/usr/bin/env bash
# Trains and scores the sample on every engine and prints model ids and digests of the results.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
. "$here/scripts/lib/bundle.sh"

usage() {
  cat <<'USAGE'
usage: scripts/compare-engines.sh ["OPTIONS OF TRAIN" ...]

Trains and scores sample-data/small on the DirectRunner, on Spark and Flink on this machine, and on
clusters of Spark and Flink that are started for this, each with every setting that is given. The
default is one factorization per tenant in memory, and one in blocks for two numbers of blocks. Exit
status 0 if all model ids and results are equal, 1 if not. Takes some ten minutes on two cores.

example: scripts/compare-engines.sh "--rank=5 --factorizationBlocks=2" "--rank=5 --factorizationBlocks=7"
USAGE
}

if [ "${1:-}" = --help ]; then
  usage
  exit 0
fi
if [ $# -eq 0 ]; then
  set -- "--factorization=inMemory --iterations=10" \
    "--factorization=blocked --factorizationBlocks=2 --iterations=10" \
    "--factorization=blocked --factorizationBlocks=5 --iterations=10"
fi
require_java
cd "$here"

mkdir -p target
log=target/compare-engines.log
echo "building bundles and the clusters' jars (log: $log)" >&2
# What the build does before the integration tests, without any test.
if ! mvn -B -ntp -DskipTests -DskipITs=false -Dspotless.check.skip=true pre-integration-test \
  dependency:build-classpath -Dmdep.outputFile=target/test.classpath >"$log" 2>&1; then
  tail -n 20 "$log" >&2
  exit 1
fi
exec "$(java_command)" -cp "pipelines/target/test-classes:$(cat pipelines/target/test.classpath)" \
  dev.byoml.pipelines.engines.EngineComparison "$@"
