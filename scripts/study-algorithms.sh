#!/usr/bin/env bash
# Compares the algorithms, model/docs/algorithms.md, and prints its tables.
# Takes about ten minutes on two cores.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
. "$here/scripts/lib/bundle.sh"
. "$here/scripts/lib/study.sh"

run_study AlgorithmStudy "$@"
