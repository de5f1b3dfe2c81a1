#!/usr/bin/env bash
# Compares the algorithms, model/docs/algorithms.md, and prints its tables.
# Then compares what auto takes with every candidate, on real accesses where they stand beside the
# checkout and on the same organisations, model/docs/real-data.md. Takes about half an hour on two cores.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
. "$here/scripts/lib/bundle.sh"
. "$here/scripts/lib/study.sh"

(run_study AlgorithmStudy "$@")
run_study RealDataStudy "$@"
