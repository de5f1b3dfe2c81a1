#!/usr/bin/env bash
# Trains and scores the sample on every engine and prints model ids and digests of the results.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
. "$here/scripts/lib/bundle.sh"

usage() {
  cat <<'USAGE'
usage: scripts/compare-engines.sh ["OPTIONS OF TRAIN" ...]

Trains and scores sample-data/small on the DirectRunner, on Spark and Flink on this machine, and on
clusters of Spark and Flink that are started for this, each with every setting that is given. Exit
status 0 if all model ids and results are equal, 1 if not. Takes a few minutes.
USAGE
}

if [ "${1:-}" = --help ]; then
  usage
  exit 0
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
