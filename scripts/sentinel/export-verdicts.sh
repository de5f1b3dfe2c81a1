#!/usr/bin/env bash
# Makes the file of verdicts that train, score and report take as --verdicts, from incidents that were closed.
set -euo pipefail
program=$(basename "$0")

usage() {
  cat <<'TEXT'
usage: export-verdicts.sh --resource-group=GROUP --workspace=NAME [options]

Asks the workspace what became of the incidents of our rules, and writes one verdict for each access of
those that were closed with a classification, the latest of each access: tenant, actor, resource, verdict,
by, at. Runs the hunting query Verdicts of closed incidents. The file is replaced when the answer is whole.

--output=FILE            where to (default: verdicts.csv)
--days=N                 incidents closed in the last N days (default: 90)
--resource-group=GROUP   resource group of the workspace
--workspace=NAME         Log Analytics workspace with Microsoft Sentinel
--subscription=ID        subscription (default: the signed-in account's)
--dry-run                prints the query, and asks nothing

Needs Log Analytics Reader on the workspace. Exit status: 0 done, 2 wrong usage, 1 failed.
TEXT
}

output=verdicts.csv
days=90

take_option() {
  case "$1" in
    --output=*) output=${1#*=} ;;
    --days=*) days=${1#*=} ;;
    *) return 1 ;;
  esac
}

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source-path=SCRIPTDIR source=../azure/lib.sh
. "$here/../azure/lib.sh"
read_arguments "$@"
case "$days" in
  '' | *[!0-9]* | 0*) misuse "--days=$days is not a number of days" ;;
esac

# The saved query, and each row of it as a line of CSV. A line travels in base64, so that no backslash and no
# quote is taken for something else on its way.
query() {
  sed -n '/^query: |/,/^[a-z]/ s/^  //p' "$here/hunting/VerdictsOfClosedIncidents.yaml" |
    sed "s/^let ClosedWithin = .*/let ClosedWithin = ${days}d;/"
  cat <<'KQL'
| extend Line = strcat(
    '"', replace_string(Tenant, '"', '""'), '","', replace_string(Actor, '"', '""'), '","', replace_string(Resource, '"', '""'), '",',
    Verdict, ',"', replace_string(By, '"', '""'), '",', format_datetime(At, 'yyyy-MM-ddTHH:mm:ss'), 'Z')
| project base64_encode_tostring(Line)
KQL
}

# A text as a JSON string.
json_text() {
  sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' | awk '{ printf "%s%s", (NR > 1 ? "\\n" : ""), $0 }'
}

if [ "$dry_run" = yes ]; then
  query
  exit 0
fi

require_azure
look monitor log-analytics workspace show --resource-group "$resource_group" --workspace-name "$workspace" \
  --query customerId --output tsv ||
  fail "there is no workspace $workspace in the resource group $resource_group"
workspace_key=$found

body=$(mktemp)
made=$(mktemp "$output.XXXXXX") || fail "$output cannot be written"
trap 'rm -f "$body" "$made"' EXIT
printf '{"query":"%s"}' "$(query | json_text)" >"$body"
look rest --method post --url "https://api.loganalytics.azure.com/v1/workspaces/$workspace_key/query" \
  --resource https://api.loganalytics.azure.com --headers Content-Type=application/json --body "@$body" \
  --query "tables[0].rows[][0]" --output tsv ||
  fail "the workspace $workspace does not answer"

echo "tenant,actor,resource,verdict,by,at" >"$made"
count=0
while IFS= read -r line; do
  [ -n "$line" ] || continue
  printf '%s' "$line" | base64 --decode >>"$made" || fail "the answer is damaged"
  echo >>"$made"
  count=$((count + 1))
done <<<"$found"
chmod 644 "$made"
mv "$made" "$output"
note "verdicts: $count written to $output"
