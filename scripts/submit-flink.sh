#!/usr/bin/env bash
# Submits a command of scripts/byoml to a Flink 1.19 cluster.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
. "$here/scripts/lib/bundle.sh"
. "$here/scripts/lib/submit.sh"

usage() {
  cat <<'USAGE'
usage: scripts/submit-flink.sh [FLINK-RUN-OPTION ... --] COMMAND [--option=value ...]

Runs COMMAND (train, score or watch) with the options of scripts/byoml on a Flink 1.19 cluster with Java 17.
What stands before -- goes to `flink run`. Without -m, the cluster of Flink's configuration is used.

examples:
  scripts/submit-flink.sh -m flink-1:8081 -p 8 -- \
    train --input=azfs://account/am-securityevent --from=now-21d --to=now-1d --model=/shared/models/w13
  scripts/submit-flink.sh -m flink-1:8081 -p 4 -- \
    watch --input=eventhubs://NAMESPACE/HUB --from=now-1h --model='/shared/models/*' --output=/shared/results

A watch goes on from the last checkpoint in OUTPUT/checkpoints, or from the one that -s names.

Needs FLINK_HOME, or flink in PATH. Paths must mean the same on every worker: a shared folder or
azfs://. A run that loses a TaskManager fails, unless restart-strategy.type in the configuration of
the JobManager lets it begin again. Builds the bundle first when it is missing. Exit status as of
scripts/byoml.
USAGE
}

# Flink's own client takes no --savepointPath: what a watch goes on from is an option of the engine,
# -s, the last checkpoint where this watch leaves its own unless another is named.
add_start_of_watch() {
  local argument folder=byoml-watch checkpoints='' start=''
  for argument in ${engine_options[@]+"${engine_options[@]}"}; do
    case "$argument" in -s | --fromSavepoint) return ;; esac
  done
  for argument in "${command[@]}"; do
    case "$argument" in
      --savepointPath=*) start=${argument#*=} ;;
      --stateBackendStoragePath=*) checkpoints=${argument#*=} ;;
      --output=*'{'*) folder=${argument#*=} folder=${folder%%\{*} folder=${folder%/*} ;;
      --output=*) folder=${argument#*=} ;;
    esac
  done
  checkpoints=${checkpoints:-$folder/checkpoints}
  if [ -z "$start" ] && checkpoints=$(cd "${checkpoints#file://}" 2>/dev/null && pwd); then
    start=$(find "$checkpoints" -mindepth 2 -maxdepth 3 -name _metadata -exec ls -t {} + | head -n 1)
    start=${start:+file://$(dirname "$start")}
  fi
  if [ -n "$start" ]; then
    engine_options+=(-s "$start")
  fi
}

split_arguments "$@"
if [ -n "${FLINK_HOME:-}" ]; then
  flink=$FLINK_HOME/bin/flink
  [ -x "$flink" ] || misuse "FLINK_HOME=$FLINK_HOME holds no bin/flink"
else
  flink=$(command -v flink) || misuse "set FLINK_HOME to the folder of Flink 1.19"
fi
set_runner FlinkRunner
if [ "${command[0]}" = watch ]; then add_start_of_watch; fi
[ -f "$(bundle_path flink)" ] || build_bundle flink

exec "$flink" run ${engine_options[@]+"${engine_options[@]}"} --class dev.byoml.pipelines.Byoml \
  "$(bundle_path flink)" "${command[@]}"
