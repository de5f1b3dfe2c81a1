#!/usr/bin/env bash
# Submits a command of scripts/byoml to a Spark 3.5 cluster.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
. "$here/scripts/lib/bundle.sh"
. "$here/scripts/lib/submit.sh"

usage() {
  cat <<'USAGE'
usage: scripts/submit-spark.sh [SPARK-SUBMIT-OPTION ... --] COMMAND [--option=value ...]

Runs COMMAND (train or score) with the options of scripts/byoml on a Spark 3.5 cluster with Java 17.
What stands before -- goes to spark-submit. Without --master, the one of spark-defaults.conf is used.

example:
  scripts/submit-spark.sh --master spark://spark-1:7077 --executor-memory 8g -- \
    train --input=azfs://account/am-securityevent --from=now-21d --to=now-1d --model=/shared/models/w13

Needs SPARK_HOME, or spark-submit in PATH. Paths must mean the same on every worker: a shared folder
or azfs://. Builds the bundle first when it is missing. Exit status as of scripts/byoml.
USAGE
}

split_arguments "$@"
if [ -n "${SPARK_HOME:-}" ]; then
  submit=$SPARK_HOME/bin/spark-submit
  [ -x "$submit" ] || misuse "SPARK_HOME=$SPARK_HOME holds no bin/spark-submit"
else
  submit=$(command -v spark-submit) || misuse "set SPARK_HOME to the folder of Spark 3.5"
fi
set_runner SparkRunner
[ -f "$(bundle_path spark)" ] || build_bundle spark

exec "$submit" --name "byoml ${command[0]}" ${engine_options[@]+"${engine_options[@]}"} --class dev.byoml.pipelines.Byoml \
  "$(bundle_path spark)" "${command[@]}"
