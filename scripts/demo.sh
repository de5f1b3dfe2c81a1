#!/usr/bin/env bash
# The whole story on one machine: sample data, train, score, and the ranked anomalies as a table.
# Everything goes to target/demo/, which is emptied first.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
if [ $# -gt 0 ]; then
  echo "usage: scripts/demo.sh    (takes no arguments; writes target/demo/)" >&2
  [ "$1" = --help ] && exit 0
  exit 2
fi
cd "$here"

demo=target/demo
rm -rf "$demo"
mkdir -p "$demo"

step() { printf '\n== %s\n' "$*"; }

# The value of a field of sample.json, one of those that tell when to train and what to score.
window() { sed -n "s/^ *\"$1\" *: *\"\([^\"]*\)\".*/\1/p" "$demo/data/sample.json" | head -n 1; }

step "1. Sample data: two organisations, three weeks, attacks on the last day"
scripts/byoml sample-data --output="$demo/data" --seed=1

step "2. Train on the first 20 days"
scripts/byoml train --input="$demo/data/am-securityevent" \
  --from="$(window trainingFrom)" --to="$(window trainingTo)" --model="$demo/model"

step "3. The same from summaries, as a schedule keeps them"
scripts/byoml summarize --input="$demo/data/am-securityevent" \
  --from="$(window trainingFrom)" --to="$(window trainingTo)" --window=1d --output="$demo/summaries"
scripts/byoml train --summaries="$demo/summaries" \
  --from="$(window trainingFrom)" --to="$(window trainingTo)" --model="$demo/model-from-summaries"

model_id() { sed -n 's/^ *"modelId" *: *"\([^"]*\)".*/\1/p' "$demo/$1/manifest.json" | head -n 1; }
if [ "$(model_id model)" != "$(model_id model-from-summaries)" ]; then
  echo "the model of the summaries is another one than that of the events" >&2
  exit 1
fi
printf 'from events and from summaries: the same model, %s\n' "$(model_id model)"

step "4. Score the last day"
scripts/byoml score --input="$demo/data/am-securityevent" \
  --from="$(window scoringFrom)" --to="$(window scoringTo)" --model="$demo/model" \
  --output="$demo/results"

step "5. Report"
scripts/byoml report --results="$demo/results" --model="$demo/model" --output="$demo/report.html"

printf '\nGround truth: %s/data/labels.tsv (1: should be found, 0: harmless)\n' "$demo"
