#!/usr/bin/env bash
# Repeats the study behind the default parameters, model/docs/defaults.md, and prints its tables.
# Takes about five minutes on two cores.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
. "$here/scripts/lib/bundle.sh"
. "$here/scripts/lib/study.sh"

run_study DefaultsStudy "$@"
