#!/usr/bin/env bash
# Compares what auto takes with every candidate, on real accesses where they stand beside the checkout
# and on generated organisations, model/docs/real-data.md, and prints its tables: about eight processor
# minutes. Then compares the algorithms, model/docs/algorithms.md.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
. "$here/scripts/lib/bundle.sh"
. "$here/scripts/lib/study.sh"

(run_study RealDataStudy "$@")
run_study AlgorithmStudy "$@"
