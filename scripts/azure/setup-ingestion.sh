#!/usr/bin/env bash
# Makes the tables of results and of runs, the data collection rule that writes to them, and the role of who may write.
set -euo pipefail
program=$(basename "$0")

usage() {
  cat <<'TEXT'
usage: setup-ingestion.sh [create|status|remove] --resource-group=GROUP --workspace=NAME [options]

Makes the table AnomalousResourceAccessResult_CL of results, the table AnomalousResourceAccessRun_CL of
runs (what each read, found and sent: the health of the pipeline), a data collection rule that takes rows
into both, and the role of the identity that writes; then prints the options that byoml score takes. A
second run changes nothing.

create   (default) deploys ingestion.json where something is missing or differs
status   says what is there, and prints the options of byoml score
remove   deletes the rule and the roles on it; the tables with their rows stay (see --with-data)

--resource-group=GROUP   resource group of the workspace
--workspace=NAME         Log Analytics workspace with Microsoft Sentinel
--writer=OBJECT_ID       identity that writes results (gets Monitoring Metrics Publisher on the rule)
--writer-type=TYPE       ServicePrincipal (default; also a managed identity), User or Group
--rule=NAME              name of the data collection rule, 3 to 30 characters (default: byoml-results)
--retention=DAYS         how long results and runs can be queried, 4 to 730 (default: 90)
--with-data              remove: deletes both tables with all their rows too
--subscription=ID        subscription (default: the signed-in account's)
--dry-run                looks at what is there, and prints the commands that would change something

Needs Contributor on the resource group, and for --writer also Owner or User Access Administrator there.
A new role takes up to 30 minutes to be honoured. Exit status: 0 done, 2 wrong usage, 1 failed.
TEXT
}

writer=
writer_type=ServicePrincipal
rule=byoml-results
retention=90
with_data=no

take_option() {
  case "$1" in
    --writer=*) writer=${1#*=} ;;
    --writer-type=*) writer_type=${1#*=} ;;
    --rule=*) rule=${1#*=} ;;
    --retention=*) retention=${1#*=} ;;
    --with-data) with_data=yes ;;
    *) return 1 ;;
  esac
}

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$here/lib.sh"
read_arguments "$@"

table=AnomalousResourceAccessResult_CL
run_table=AnomalousResourceAccessRun_CL
stream=Custom-$table
role="Monitoring Metrics Publisher"
rule_version=2023-03-11

is_principal_type "$writer_type" || misuse "--writer-type=$writer_type is not ServicePrincipal, User or Group"
[[ "$rule" =~ ^[A-Za-z0-9][A-Za-z0-9_-]{2,29}$ ]] || misuse "--rule=$rule is not a rule name; use 3 to 30 letters, digits, hyphens and underscores"
if ! [[ "$retention" =~ ^[0-9]{1,3}$ ]] || [ "$retention" -lt 4 ] || [ "$retention" -gt 730 ]; then
  misuse "--retention=$retention is not a number of days from 4 to 730"
fi

rule_id() {
  echo "/subscriptions/$subscription_id/resourceGroups/$resource_group/providers/Microsoft.Insights/dataCollectionRules/$rule"
}

# Start of the names of this rule's deployments; a resource group may hold several workspaces and rules.
deployments() {
  echo "byoml-ingestion-$(printf '%s/%s' "$workspace_id" "$rule" | digest | cut -c 1-6)"
}

# Sets $found to the kind of the table $1; fails where there is no such table.
look_for_table() {
  look monitor log-analytics workspace table show --resource-group "$resource_group" --workspace-name "$workspace" \
    --name "$1" --query schema.tableSubType --output tsv
}

# Sets $found to the endpoint and the immutable id; fails where there is no rule.
look_for_rule() {
  look resource show --ids "$(rule_id)" --api-version "$rule_version" \
    --query "[properties.endpoints.logsIngestion, properties.immutableId]" --output tsv
}

print_options() {
  case "$1" in
    "" | None) fail "the rule $rule has no endpoint of its own, so this script did not make it; choose another --rule" ;;
  esac
  note ""
  note "Options of byoml score:"
  note "  --ingestionEndpoint=$1 --dataCollectionRuleId=$2 --streamName=$stream"
}

create() {
  present=yes
  look_for_table "$run_table" || present=no
  if ! look_for_table "$table"; then
    present=no
  elif [ "$found" = Classic ]; then
    fail "the table $table is one of the old kind that a 2021 notebook made; migrate it first, which keeps its rows: az monitor log-analytics workspace table migrate --resource-group $resource_group --workspace-name $workspace --table-name $table"
  fi
  look_for_rule || present=no
  if [ -n "$writer" ] && [ "$present" = yes ]; then
    look role assignment list --assignee "$writer" --role "$role" --scope "$(rule_id)" --query "[].id" --output tsv || true
    [ -n "$found" ] || present=no
  fi

  deploy "$(deployments)" "$here/ingestion.json" "workspaceName=$workspace" "location=$workspace_location" \
    "ruleName=$rule" "retentionInDays=$retention" "principalId=$writer" "principalType=$writer_type"
  note "table:    $table"
  note "table:    $run_table"
  note "rule:     $rule"
  note "writer:   ${writer:-nobody is granted the role $role; give --writer=OBJECT_ID}"

  if look_for_rule; then
    print_options "$(nth 1)" "$(nth 2)"
  else
    print_options "(known after the deployment)" "(known after the deployment)"
  fi
}

status() {
  local name
  for name in "$table" "$run_table"; do
    if look_for_table "$name"; then note "table:    $name ($found)"; else note "table:    $name is missing"; fi
  done
  if ! look_for_rule; then
    note "rule:     $rule is missing"
    return 0
  fi
  local endpoint immutable_id
  endpoint=$(nth 1)
  immutable_id=$(nth 2)
  note "rule:     $rule"
  look role assignment list --role "$role" --scope "$(rule_id)" --query "[].principalId" --output tsv || true
  note "writers:  $(printf '%s' "${found:-none}" | tr '\n' ' ')"
  print_options "$endpoint" "$immutable_id"
}

remove() {
  if look_for_rule; then
    revoke "" "$role" "$(rule_id)"
  fi
  delete_resource "the data collection rule $rule" "$(rule_id)" "$rule_version"
  local name
  for name in "$table" "$run_table"; do
    if [ "$with_data" = no ]; then
      note "kept:     the table $name; --with-data deletes it"
    elif look_for_table "$name"; then
      note "removing: the table $name with all its rows"
      change monitor log-analytics workspace table delete --resource-group "$resource_group" \
        --workspace-name "$workspace" --name "$name" --yes
    else
      note "absent:   the table $name"
    fi
  done
  forget_deployments "$(deployments)"
}

require_azure
require_workspace
"$command"
