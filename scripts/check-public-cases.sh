#!/usr/bin/env bash
# Tries the built-in templates on a folder of rows in the shapes that people have, and checks that
# each file gives what the README beside it says.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
if [ $# -ne 1 ] || [ ! -f "$1/portal-export.csv" ]; then
  echo "usage: scripts/check-public-cases.sh FOLDER    (holds portal-export.csv and the like)" >&2
  exit 2
fi
cases=$1
work=$here/target/public-cases
rm -rf "$work"
mkdir -p "$work"

fail() {
  echo "check-public-cases: $*" >&2
  exit 1
}

# try TEMPLATE FILE: what the template makes of the file, in $said.
try() {
  said=$("$here/scripts/byoml" template --check="$1" --sample="$cases/$2" --examples=20) ||
    fail "$2: the template command failed"
}

# has FILE TEXT: what was said of the file holds the text.
has() {
  grep -qF -- "$2" <<<"$said" || fail "$1: no '$2' in:"$'\n'"$said"
}

# times FILE TEXT NUMBER: the text stands in so many lines of what was said.
times() {
  local found
  found=$(grep -cF -- "$2" <<<"$said" || true)
  [ "$found" = "$3" ] || fail "$1: $found instead of $3 lines with '$2' in:"$'\n'"$said"
}

hr='resource=\\fs1.contoso.example\hr'

try file-share-access portal-export.csv
has portal-export.csv "used 2 "
has portal-export.csv "rejected 0"
has portal-export.csv "2026-03-02T08:00:00.123Z  tenant=00000000-0000-0000-0000-000000000001  user=contoso\\u0  $hr"
has portal-export.csv "2026-03-02T08:00:01.123Z  tenant=00000000-0000-0000-0000-000000000001  user=contoso\\u1  $hr"

try file-share-access query-api.json
has query-api.json "read 3 = used 3 "
for user in 0 1 2; do
  has query-api.json "user=contoso\\u$user  $hr"
done

try file-share-access az-query-output.json
objects=$(grep -c '^ *{' "$cases/az-query-output.json")
has az-query-output.json "read $objects = used $objects "

try file-share-access windows-event.jsonl
has windows-event.jsonl "read 2 = used 2 "
times windows-event.jsonl "user=contoso\\ana  $hr" 2

try file-share-access winlogbeat-5140.jsonl
has winlogbeat-5140.jsonl "read 1 = used 1 "
has winlogbeat-5140.jsonl "2026-03-02T08:00:00.123Z  tenant=0  user=contoso\\ana  $hr"

try sign-in-application diagnostic-signin.json
has diagnostic-signin.json "read 1 = used 1 "
has diagnostic-signin.json "user=ana@contoso.example  resource=Payroll"
times diagnostic-signin.json failedSignIn 0

try azure-resource azure-activity-legacy.jsonl
has azure-activity-legacy.jsonl "read 3 = used 1 + filtered 2 (otherCategory 1, unfinishedOperation 1)"

try process-on-host localized-4688.jsonl
lines=$(grep -c . "$cases/localized-4688.jsonl")
has localized-4688.jsonl "read $lines = used $lines "
[ "$(grep -c 'user=pc-0[12].contoso.example  ' <<<"$said")" = "$lines" ] ||
  fail "localized-4688.jsonl: a row does not count for its computer in:"$'\n'"$said"

try file-share-access times.jsonl
has times.jsonl "read 16 = used 9 + filtered 0 + rejected 7 (InvalidTime 7)"
times times.jsonl "a template names other forms by timeFormats and timeZone" 7
sed "s|^time: .*|time: TimeGenerated\ntimeZone: UTC\ntimeFormats: ['M/d/yyyy, h:mm:ss.SSS a', 'M/d/yyyy h:mm:ss a XXX', 'MM/dd/yyyy HH:mm:ss', 'yyyy/MM/dd H:mm:ss.SSS', epochMilliseconds]|" \
  "$here/transforms/src/main/resources/dev/byoml/transforms/template/file-share-access.yaml" >"$work/milliseconds.yaml"
try "$work/milliseconds.yaml" times.jsonl
has times.jsonl "2026-03-02T08:00:00.123Z"
has times.jsonl "2026-03-02T07:00:01Z"
sed 's/, epochMilliseconds\]/, epochSeconds]/' "$work/milliseconds.yaml" >"$work/seconds.yaml"
try "$work/seconds.yaml" times.jsonl
has times.jsonl "2026-03-02T08:00:00.382822Z"
has times.jsonl "used 15 "

echo "check-public-cases: every file of $cases gives what it must"
