#!/usr/bin/env bash
# Repeats the study behind actor scores and the default alert budget, model/docs/ranking.md, and
# prints its tables. Takes about two minutes on two cores.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
. "$here/scripts/lib/bundle.sh"
. "$here/scripts/lib/study.sh"

run_study RankingStudy "$@"
