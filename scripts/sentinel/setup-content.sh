#!/usr/bin/env bash
# Deploys the solution, and the analytics rules, hunting queries, workbook and watchlist of it, to Microsoft Sentinel.
set -euo pipefail
program=$(basename "$0")

usage() {
  cat <<'TEXT'
usage: setup-content.sh [create|status|remove] --resource-group=GROUP --workspace=NAME [options]

Deploys what Microsoft Sentinel needs to turn results into incidents: the solution Anomalous Resource
Access (functions, the data connector page, and templates with versions in the content hub), then
analytics rules, hunting queries and a workbook made of its templates, and the watchlist of accesses that
are in order. A second run changes nothing; a run after the sources changed deploys them again. The
watchlist is made once and then yours.

create   (default) deploys solution/Package/mainTemplate.json and content.json, and watchlists.json where
         there is no watchlist yet
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

# Calls $2 with id, API version and description of each thing that the template $1 deploys; the description of what goes
# with the thing before it is empty. With a third argument the last comes first.
each_resource() {
  local template scope path version description
  while IFS=$'\t' read -r template scope path version description; do
    [ "$template" = "$1" ] || continue
    case "$scope" in
      workspace) "$2" "$workspace_id/$path" "$version" "$description" ;;
      group) "$2" "/subscriptions/$subscription_id/resourceGroups/$resource_group/$path" "$version" "$description" ;;
    esac
  done < <(if [ $# -gt 2 ]; then sed -n '1!G;h;$p' "$here/content.tsv"; else cat "$here/content.tsv"; fi)
}

look_for() {
  look resource show --ids "$1" --api-version "$2" --query id --output tsv
}

note_absence() {
  [ -z "$3" ] || [ "$present" = no ] || look_for "$1" "$2" || present=no
}

# Deploys a template unless all that it deploys is there from the last time. $1: its name in content.tsv, $2: its file, then its parameters.
deploy_items() {
  local name=$1 file=$2
  shift 2
  present=yes
  each_resource "$name" note_absence
  deploy "$(deployments "$name")" "$file" "$@"
  each_resource "$name" name_resource
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
    deploy "$(deployments watchlists)" "$here/watchlists.json" "workspaceName=$workspace"
  fi

  # What runs is made of the package's templates and calls its functions.
  deploy_items package "$here/solution/Package/mainTemplate.json" "workspace=$workspace" "workspace-location=$workspace_location" createWatchlists=false
  deploy_items content "$here/content.json" "workspaceName=$workspace" "location=$workspace_location" "enableRules=$enable_rules"
}

name_resource() {
  [ -z "$3" ] || note "content:  $3"
}

note_status() {
  [ -n "$3" ] || return 0
  if look_for "$1" "$2"; then note "present:  $3"; else note "missing:  $3"; fi
}

status() {
  local template
  for template in package watchlists content; do
    each_resource "$template" note_status
  done
}

remove_resource() {
  delete_resource "${3:-${1##*/}}" "$1" "$2"
}

remove() {
  each_resource content remove_resource reversed
  each_resource package remove_resource reversed
  if [ "$with_data" = yes ]; then
    each_resource watchlists remove_resource
  else
    note "kept:     the watchlist $watchlist; --with-data deletes it"
  fi
  local template
  for template in content package watchlists; do
    forget_deployments "$(deployments "$template")"
  done
}

require_azure
require_workspace
"$command"
