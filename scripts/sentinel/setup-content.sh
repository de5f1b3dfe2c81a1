#!/usr/bin/env bash
# Deploys the analytics rules, hunting queries, function, workbook and watchlist to Microsoft Sentinel.
set -euo pipefail
program=$(basename "$0")

usage() {
  cat <<'TEXT'
usage: setup-content.sh [create|status|remove] --resource-group=GROUP --workspace=NAME [options]

Deploys what Microsoft Sentinel needs to turn results into incidents: two analytics rules, hunting
queries, a function, a workbook, and the watchlist of accesses that are in order. A second run changes
nothing; a run after the sources changed deploys them again. The watchlist is made once and then yours.

create   (default) deploys content.json, and allow-list.json where there is no watchlist yet
status   says what is there
remove   deletes all of it; the watchlist stays (see --with-data)

--resource-group=GROUP   resource group of the workspace
--workspace=NAME         Log Analytics workspace with Microsoft Sentinel
--disabled               deploys the analytics rules switched off
--with-data              remove: deletes the watchlist with your entries too
--subscription=ID        subscription (default: the signed-in account's)
--dry-run                looks at what is there, and prints the commands that would change something

Needs Microsoft Sentinel Contributor and Workbook Contributor on the resource group.
Run scripts/azure/setup-ingestion.sh first: rules need the table. Exit status: 0 done, 2 wrong usage, 1 failed.
TEXT
}

enable_rules=true
with_data=no

take_option() {
  case "$1" in
    --disabled) enable_rules=false ;;
    --with-data) with_data=yes ;;
    *) return 1 ;;
  esac
}

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source-path=SCRIPTDIR source=../azure/lib.sh
. "$here/../azure/lib.sh"
read_arguments "$@"

table=AnomalousResourceAccessResult_CL
watchlist=ResourceAccessAllowList
sentinel_version=2024-09-01

# Start of the names of this workspace's deployments. $1: what is deployed
deployments() {
  echo "byoml-$1-$(printf '%s' "$workspace_id" | digest | cut -c 1-6)"
}

insights_id() {
  echo "$workspace_id/providers/Microsoft.SecurityInsights/$1"
}

# Calls $1 with id, API version and description of each thing that content.json deploys.
each_resource() {
  local scope path version description
  while IFS=$'\t' read -r scope path version description; do
    case "$scope" in
      workspace) "$1" "$workspace_id/$path" "$version" "$description" ;;
      group) "$1" "/subscriptions/$subscription_id/resourceGroups/$resource_group/$path" "$version" "$description" ;;
    esac
  done <"$here/content.tsv"
}

look_for() {
  look resource show --ids "$1" --api-version "$2" --query id --output tsv
}

note_absence() {
  [ "$present" = no ] || look_for "$1" "$2" || present=no
}

create() {
  look_for "$(insights_id onboardingStates/default)" "$sentinel_version" ||
    fail "Microsoft Sentinel is not enabled on the workspace $workspace; enable it: az sentinel onboarding-state create --resource-group $resource_group --workspace-name $workspace --name default"
  look monitor log-analytics workspace table show --resource-group "$resource_group" --workspace-name "$workspace" \
    --name "$table" --query name --output tsv ||
    fail "the table $table is missing; run scripts/azure/setup-ingestion.sh first"

  # Rules read the watchlist, so it goes first.
  if look_for "$(insights_id "watchlists/$watchlist")" "$sentinel_version"; then
    note "kept:     the watchlist $watchlist"
  else
    present=no
    deploy "$(deployments allow-list)" "$here/allow-list.json" "workspaceName=$workspace"
  fi

  present=yes
  each_resource note_absence
  deploy "$(deployments content)" "$here/content.json" "workspaceName=$workspace" "location=$workspace_location" "enableRules=$enable_rules"
  each_resource name_resource
}

name_resource() {
  note "content:  $3"
}

note_status() {
  if look_for "$1" "$2"; then note "present:  $3"; else note "missing:  $3"; fi
}

status() {
  each_resource note_status
  note_status "$(insights_id "watchlists/$watchlist")" "$sentinel_version" "watchlist $watchlist"
}

remove_resource() {
  delete_resource "$3" "$1" "$2"
}

remove() {
  each_resource remove_resource
  if [ "$with_data" = yes ]; then
    delete_resource "watchlist $watchlist" "$(insights_id "watchlists/$watchlist")" "$sentinel_version"
  else
    note "kept:     the watchlist $watchlist; --with-data deletes it"
  fi
  forget_deployments "$(deployments content)"
  forget_deployments "$(deployments allow-list)"
}

require_azure
require_workspace
"$command"
