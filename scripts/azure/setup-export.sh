#!/usr/bin/env bash
# Exports tables of a Log Analytics workspace, continuously, to a storage account or to Event Hubs.
set -euo pipefail
program=$(basename "$0")

usage() {
  cat <<'TEXT'
usage: setup-export.sh [create|status|remove] --resource-group=GROUP --workspace=NAME
                       (--storage-account=NAME | --destination=ID) [options]

Exports tables of a Log Analytics workspace, continuously, to where byoml reads them. A second run
changes nothing. Nothing is exported from before the rule was made.

create   (default) makes what is missing: the storage account, the export rule, the reader's role
status   says what is there
remove   deletes the export rule and, with --reader, its role; exported data stays (see --with-data)

--resource-group=GROUP   resource group of the workspace
--workspace=NAME         Log Analytics workspace
--storage-account=NAME   storage account in the same group and region; made where it is missing
--destination=ID         instead: resource id of a storage account, an Event Hubs namespace (a hub for each
                         table) or an event hub (all tables in one)
--tables=LIST            tables, separated by commas (default: SecurityEvent)
--name=NAME              name of the export rule (default: byoml-export)
--reader=OBJECT_ID       identity that may read what is exported
--reader-type=TYPE       ServicePrincipal (default; also a managed identity), User or Group
--with-data              remove: deletes the storage account too, if this script made it
--subscription=ID        subscription (default: the signed-in account's)
--dry-run                looks at what is there, and prints the commands that would change something

Needs Contributor (or Log Analytics Contributor) on the workspace, Contributor on the destination, and
for --reader also Owner or User Access Administrator there. Exit status: 0 done, 2 wrong usage, 1 failed.
TEXT
}

storage_account=
destination=
tables=SecurityEvent
name=byoml-export
reader=
reader_type=ServicePrincipal
with_data=no

take_option() {
  case "$1" in
    --storage-account=*) storage_account=${1#*=} ;;
    --destination=*) destination=${1#*=} ;;
    --tables=*) tables=${1#*=} ;;
    --name=*) name=${1#*=} ;;
    --reader=*) reader=${1#*=} ;;
    --reader-type=*) reader_type=${1#*=} ;;
    --with-data) with_data=yes ;;
    *) return 1 ;;
  esac
}

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$here/lib.sh"
read_arguments "$@"

most_enabled_rules=10
made_by=sentinel-byoml

[ -z "$storage_account" ] || [ -z "$destination" ] || misuse "give --storage-account or --destination, not both"
[ -n "$storage_account$destination" ] || [ "$command" != create ] || misuse "option --storage-account or --destination is missing"
[[ "$tables" =~ ^[A-Za-z0-9_]+(,[A-Za-z0-9_]+)*$ ]] || misuse "--tables=$tables is not a list of table names separated by commas"
[[ "$name" =~ ^[A-Za-z][A-Za-z0-9-]+[A-Za-z0-9]$ ]] || misuse "--name=$name is not a rule name; use letters, digits and hyphens"
is_principal_type "$reader_type" || misuse "--reader-type=$reader_type is not ServicePrincipal, User or Group"
if [ -n "$storage_account" ] && ! [[ "$storage_account" =~ ^[a-z0-9]{3,24}$ ]]; then
  misuse "--storage-account=$storage_account is not an account name; use 3 to 24 lower-case letters and digits"
fi
if [ -n "$destination" ] && ! [[ "$(lower_case "$destination")" =~ ^/subscriptions/[^/]+/resourcegroups/[^/]+/providers/microsoft\.(storage/storageaccounts|eventhub/namespaces)/[^/]+(/eventhubs/[^/]+)?$ ]]; then
  misuse "--destination=$destination is not a resource id of a storage account, an Event Hubs namespace or an event hub"
fi

# The resource that holds the destination: of an event hub, its namespace.
destination_resource() {
  case "$(lower_case "$destination")" in
    */eventhubs/*) echo "${destination%/*/*}" ;;
    *) echo "$destination" ;;
  esac
}

is_storage() {
  case "$(lower_case "$destination")" in
    */microsoft.storage/*) return 0 ;;
    *) return 1 ;;
  esac
}

reader_role() {
  if is_storage; then echo "Storage Blob Data Reader"; else echo "Azure Event Hubs Data Receiver"; fi
}

# Sets $rules to the workspace's export rules, one a line: name, enabled, destination, tables.
read_rules() {
  look monitor log-analytics workspace data-export list --resource-group "$resource_group" --workspace-name "$workspace" \
    --query "[].[name, enable, resourceId || destination.resourceId, join(',', tableNames)]" --output tsv || true
  rules=$found
}

# A field of this script's rule; nothing where there is no such rule.
field_of_rule() {
  printf '%s\n' "$rules" | awk -F '\t' -v name="$name" -v field="$1" 'tolower($1) == tolower(name) { print $field }'
}

sorted_tables() {
  printf '%s\n' "$1" | tr ',' '\n' | LC_ALL=C sort -u | paste -s -d , -
}

require_destination() {
  if [ -n "$storage_account" ]; then
    destination="/subscriptions/$subscription_id/resourceGroups/$resource_group/providers/Microsoft.Storage/storageAccounts/$storage_account"
    if ! look resource show --ids "$destination" --api-version 2023-05-01 --query location --output tsv; then
      note "account:  making the storage account $storage_account in $workspace_location"
      change storage account create --name "$storage_account" --resource-group "$resource_group" \
        --location "$workspace_location" --kind StorageV2 --sku Standard_LRS --min-tls-version TLS1_2 \
        --https-only true --allow-blob-public-access false --tags "made-by=$made_by"
      return 0
    fi
  else
    local version=2024-01-01
    ! is_storage || version=2023-05-01
    look resource show --ids "$(destination_resource)" --api-version "$version" --query location --output tsv ||
      fail "the destination $(destination_resource) does not exist; make it first"
  fi
  local location
  location=$(lower_case "$found" | tr -d ' ')
  [ "$location" = "$(lower_case "$workspace_location" | tr -d ' ')" ] ||
    fail "the destination is in $location, the workspace in $workspace_location; export needs both in one region"
  check_role "the destination" "$(destination_resource)" "Owner|Contributor|Storage Account Contributor"
}

create() {
  check_role "the workspace" "$workspace_id" "Owner|Contributor|Log Analytics Contributor|Microsoft Sentinel Contributor"
  require_destination

  look provider show --namespace Microsoft.Insights --query registrationState --output tsv || true
  if [ "$found" != Registered ]; then
    note "provider: registering Microsoft.Insights"
    change provider register --namespace Microsoft.Insights --wait
  fi

  read_rules
  local existing
  existing=$(field_of_rule 3)
  local -a names
  IFS=, read -r -a names <<<"$tables"
  if [ -z "$existing" ]; then
    local other
    other=$(printf '%s\n' "$rules" | awk -F '\t' -v to="$destination" 'tolower($3) == tolower(to) { print $1; exit }')
    if is_storage && [ -n "$other" ]; then
      fail "the rule $other exports to this storage account already, and an account takes one rule; use --name=$other or another account"
    fi
    local enabled
    enabled=$(printf '%s\n' "$rules" | awk -F '\t' 'tolower($2) == "true"' | wc -l)
    [ "$enabled" -lt "$most_enabled_rules" ] || fail "the workspace has $most_enabled_rules enabled export rules, and may not have more"
    note "rule:     making the export rule $name for $tables"
    change monitor log-analytics workspace data-export create --resource-group "$resource_group" \
      --workspace-name "$workspace" --name "$name" --tables "${names[@]}" --destination "$destination" --enable true
  elif [ "$(lower_case "$existing")" != "$(lower_case "$destination")" ]; then
    fail "the rule $name exports to $existing; remove it first, or give this one another --name"
  elif [ "$(sorted_tables "$(field_of_rule 4)")" != "$(sorted_tables "$tables")" ]; then
    note "rule:     changing the tables of $name from $(field_of_rule 4) to $tables"
    change monitor log-analytics workspace data-export update --resource-group "$resource_group" \
      --workspace-name "$workspace" --name "$name" --tables "${names[@]}" --destination "$destination" --enable true
  elif [ "$(lower_case "$(field_of_rule 2)")" != true ]; then
    note "rule:     enabling the export rule $name"
    change monitor log-analytics workspace data-export update --resource-group "$resource_group" \
      --workspace-name "$workspace" --name "$name" --tables "${names[@]}" --destination "$destination" --enable true
  else
    note "rule:     $name exports $tables"
  fi

  [ -z "$reader" ] || grant "$reader" "$reader_type" "$(reader_role)" "$(destination_resource)"

  note ""
  note "The first rows arrive within half an hour. Then read them with:"
  local table first=
  for table in "${names[@]}"; do
    if is_storage; then
      first="azfs://${destination##*/}/am-$(lower_case "$table")"
    elif [ "$(destination_resource)" = "$destination" ]; then
      first="eventhubs://${destination##*/}/am-$(lower_case "$table")"
    else
      first="eventhubs://$(basename "$(destination_resource)")/${destination##*/}"
    fi
    note "  --input=$first"
  done
  is_storage || note "signed in as an identity with the role $(reader_role) (--reader grants it), or with the connection
string of a policy with the right Listen in AZURE_EVENTHUBS_CONNECTION_STRING. What the hub no longer keeps is not read."
}

status() {
  read_rules
  if [ -z "$(field_of_rule 3)" ]; then
    note "rule:        there is no export rule $name"
    return 0
  fi
  note "rule:        $name"
  note "tables:      $(field_of_rule 4)"
  note "destination: $(field_of_rule 3)"
  note "enabled:     $(field_of_rule 2)"
  destination=$(field_of_rule 3)
  look role assignment list --role "$(reader_role)" --scope "$(destination_resource)" --query "[].principalId" --output tsv || true
  note "readers:     $(printf '%s' "${found:-none}" | tr '\n' ' ')"
}

remove() {
  read_rules
  local made
  if [ -n "$(field_of_rule 3)" ]; then
    [ -n "$storage_account$destination" ] || destination=$(field_of_rule 3)
    note "removing: the export rule $name"
    change monitor log-analytics workspace data-export delete --resource-group "$resource_group" \
      --workspace-name "$workspace" --name "$name" --yes
  else
    note "absent:   the export rule $name"
  fi
  if [ -n "$storage_account" ]; then
    destination="/subscriptions/$subscription_id/resourceGroups/$resource_group/providers/Microsoft.Storage/storageAccounts/$storage_account"
  fi
  [ -n "$destination" ] || return 0
  [ -z "$reader" ] || revoke "$reader" "$(reader_role)" "$(destination_resource)"
  [ "$with_data" = yes ] && is_storage || return 0
  if look resource show --ids "$destination" --api-version 2023-05-01 --query "tags.\"made-by\"" --output tsv; then
    made=$found
    [ "$made" = "$made_by" ] || fail "the storage account ${destination##*/} was not made by this script; delete it yourself"
    note "removing: the storage account ${destination##*/} with all exported data"
    change resource delete --ids "$destination" --api-version 2023-05-01
  fi
}

require_azure
require_workspace
"$command"
