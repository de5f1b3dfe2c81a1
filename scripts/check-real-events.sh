#!/usr/bin/env bash
# Trains and scores over a folder of real events (export/, security-events.jsonl, counts.json), and
# checks that both forms give the same model and that every line is accounted for.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
if [ $# -ne 1 ] || [ ! -f "$1/security-events.jsonl" ]; then
  echo "usage: scripts/check-real-events.sh FOLDER    (holds export/, security-events.jsonl, counts.json)" >&2
  exit 2
fi
events=$1
work=$here/target/real-events
rm -rf "$work"
mkdir -p "$work"

number() { sed -n "s/^ *\"$2\" *: *\([0-9]*\).*/\1/p" "$1" | head -n 1; }
text() { sed -n "s/^ *\"$2\" *: *\"\([^\"]*\)\".*/\1/p" "$1" | head -n 1; }
fail() {
  echo "check-real-events: $*" >&2
  exit 1
}

expected=$(number "$events/counts.json" lines)
share_events=$(number "$events/counts.json" event_5140)
for template in file-share-access file-share-access-classic; do
  for form in export security-events.jsonl; do
    model=$work/$template-$form
    "$here/scripts/byoml" train --input="$events/$form" --template="$template" --model="$model"
    metrics=$model/metrics.json
    read=$(number "$metrics" read)
    used=$(number "$metrics" used)
    filtered=$(number "$metrics" filtered)
    rejected=$(number "$metrics" rejected)
    [ "$read" = "$expected" ] || fail "$form: read $read lines, counts.json says $expected"
    [ "$read" = $((used + filtered + rejected)) ] || fail "$form: $read is not $used + $filtered + $rejected"
    other=$(sed -n 's/.*"otherEvent" *: *\([0-9]*\).*/\1/p' "$metrics" | head -n 1)
    [ $((read - other)) = "$share_events" ] || fail "$form: $((read - other)) share events, counts.json says $share_events"
    "$here/scripts/byoml" score --input="$events/$form" --model="$model" --output="$work/results-$template-$form" \
      --allScores="$work/scores-$template-$form"
  done
  one=$(text "$work/$template-export/manifest.json" modelId)
  two=$(text "$work/$template-security-events.jsonl/manifest.json" modelId)
  if [ -z "$one" ] || [ "$one" != "$two" ]; then
    fail "$template: the export gives model $one, the file gives $two"
  fi
  echo "check-real-events: $template: model $one from both forms, $expected lines accounted for"
done
