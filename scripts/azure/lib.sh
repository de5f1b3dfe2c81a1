# What the set-up scripts share. Sourced with $program (the script's name) and usage() defined.
# shellcheck shell=bash
# Variables go to and fro between this file and the script that sources it.
# shellcheck disable=SC2034,SC2154

command=create
dry_run=no
subscription=
resource_group=
workspace=

# Refuses the command line: one line, exit status 2.
misuse() {
  echo "$program: $1; see $program --help" >&2
  exit 2
}

# Ends a run that cannot go on: one line, exit status 1.
fail() {
  echo "$program: $1" >&2
  exit 1
}

note() {
  echo "$1"
}

# Takes an option that every script has. $1 is the argument as --name=value; fails if it is another option.
common_option() {
  case "$1" in
    --resource-group=*) resource_group=${1#*=} ;;
    --workspace=*) workspace=${1#*=} ;;
    --subscription=*) subscription=${1#*=} ;;
    --dry-run) dry_run=yes ;;
    *) return 1 ;;
  esac
}

# Reads the command line with take_option, which each script defines; --name value counts as --name=value.
read_arguments() {
  case "${1:-}" in
    create | status | remove)
      command=$1
      shift
      ;;
    "" | -*) ;;
    *) misuse "unknown command $1; use create, status or remove" ;;
  esac
  while [ $# -gt 0 ]; do
    local argument=$1
    shift
    case "$argument" in
      -h | --help)
        usage
        exit 0
        ;;
      --dry-run | --with-data | --disabled | --*=*) ;;
      --*)
        if [ $# -eq 0 ] || [ "${1#--}" != "$1" ]; then
          misuse "option $argument needs a value"
        fi
        argument="$argument=$1"
        shift
        ;;
    esac
    take_option "$argument" || common_option "$argument" || misuse "unknown option ${argument%%=*}"
  done
  [ -n "$resource_group" ] || misuse "option --resource-group is missing"
  [ -n "$workspace" ] || misuse "option --workspace is missing"
}

# Prints a command as it can be pasted into a shell.
show_command() {
  local word line=$1
  shift
  for word in "$@"; do
    line="$line $(printf '%q' "$word")"
  done
  echo "$line"
}

# Runs az with the chosen subscription.
run_az() {
  if [ -n "$subscription" ]; then
    az "$@" --subscription "$subscription" --only-show-errors </dev/null
  else
    az "$@" --only-show-errors </dev/null
  fi
}

# The same command line, for show_command.
shown_az() {
  if [ -n "$subscription" ]; then
    show_command "$1" az "${@:2}" --subscription "$subscription"
  else
    show_command "$1" az "${@:2}"
  fi
}

# Asks Azure. What az prints goes to $found; fails, with $found empty, where there is no such thing.
# Anything else that goes wrong ends the run with what az says.
look() {
  local errors status=0
  errors=$(mktemp)
  found=$(run_az "$@" 2>"$errors") || status=$?
  local said
  said=$(grep -v '^[[:space:]]*$' "$errors" | head -n 1 || true)
  rm -f "$errors"
  if [ "$status" -eq 0 ]; then
    return 0
  fi
  found=
  # az ends with 3 where a resource is missing; a missing group or workspace is a mistake, not an answer.
  case "$said" in
    *ResourceGroupNotFound* | *SubscriptionNotFound*) ;;
    *) [ "$status" -ne 3 ] || return 1 ;;
  esac
  fail "az $1 $2 failed: ${said:-exit status $status}"
}

# Changes something in Azure; with --dry-run it only says so.
change() {
  if [ "$dry_run" = yes ]; then
    shown_az "would run:" "$@"
    return 0
  fi
  local errors status=0
  errors=$(mktemp)
  run_az "$@" --output none 2>"$errors" || status=$?
  local said
  said=$(grep -v '^[[:space:]]*$' "$errors" | head -n 1 || true)
  rm -f "$errors"
  [ "$status" -eq 0 ] || fail "az $1 $2 failed: ${said:-exit status $status}"
}

# The n-th value that az printed, whether it printed one a line or one a tab.
nth() {
  printf '%s\n' "$found" | tr '\t' '\n' | sed -n "${1}p"
}

lower_case() {
  printf '%s' "$1" | tr '[:upper:]' '[:lower:]'
}

digest() {
  if command -v sha256sum >/dev/null 2>&1; then
    sha256sum | cut -c 1-12
  else
    shasum -a 256 | cut -c 1-12
  fi
}

# Checks that az is there and signed in; sets $account_name, $account_type and $subscription_id.
require_azure() {
  if ! command -v az >/dev/null 2>&1; then
    echo "$program: the Azure CLI is missing; install it and sign in with: az login" >&2
    exit 2
  fi
  look account show --query "[user.name, user.type, id]" --output tsv || fail "not signed in; run: az login"
  account_name=$(nth 1)
  account_type=$(nth 2)
  subscription_id=$(nth 3)
}

# Sets $workspace_id and $workspace_location.
require_workspace() {
  look monitor log-analytics workspace show --resource-group "$resource_group" --workspace-name "$workspace" \
    --query "[id, location]" --output tsv ||
    fail "there is no workspace $workspace in the resource group $resource_group"
  workspace_id=$(nth 1)
  workspace_location=$(nth 2)
}

# Says so when the signed-in account seems not to have one of the roles; only Azure itself knows for sure.
# $1: what for, $2: scope, $3: roles, separated by |
check_role() {
  if [ "$account_type" != user ]; then
    note "roles:    not checked for $account_name; it needs one of ${3//|/, } on $1"
    return 0
  fi
  look role assignment list --assignee "$account_name" --scope "$2" --include-inherited --include-groups \
    --query "[].roleDefinitionName" --output tsv || true
  if printf '%s\n' "$found" | grep -qxE "$3"; then
    return 0
  fi
  note "warning:  $account_name has none of the roles ${3//|/, } on $1; if what follows is refused, that is why"
}

# Grants a role where it is not granted yet. $1: object id, $2: kind of identity, $3: role, $4: scope
grant() {
  look role assignment list --assignee "$1" --role "$3" --scope "$4" --query "[].id" --output tsv || true
  if [ -n "$found" ]; then
    note "role:     $3 is granted to $1"
    return 0
  fi
  note "role:     granting $3 to $1"
  change role assignment create --assignee-object-id "$1" --assignee-principal-type "$2" --role "$3" --scope "$4"
}

# Takes a role back. $1: object id, or nothing for everybody it is granted to on the scope itself; $2: role, $3: scope
revoke() {
  if [ -n "$1" ]; then
    look role assignment list --assignee "$1" --role "$2" --scope "$3" --query "[].id" --output tsv || true
  else
    look role assignment list --role "$2" --scope "$3" --query "[].id" --output tsv || true
  fi
  local id
  for id in $found; do
    note "removing: the role $2${1:+ of $1}"
    change role assignment delete --ids "$id"
  done
}

# Whether $1 is a kind of identity that a role can be granted to.
is_principal_type() {
  case "$1" in
    ServicePrincipal | User | Group) return 0 ;;
    *) return 1 ;;
  esac
}

# Deploys a template unless the last deployment was the very same and $present is yes.
# $1: start of the deployment's name, $2: template, then its parameters as NAME=VALUE.
deploy() {
  local prefix=$1 template=$2 name
  shift 2
  # The name carries what is deployed.
  name="$prefix-$( (cat "$template" && printf '%s\n' "$@") | digest)"
  if [ "$present" = yes ]; then
    look deployment group list --resource-group "$resource_group" \
      --query "sort_by([?starts_with(name, '$prefix-')], &properties.timestamp)[-1].[name, properties.provisioningState]" \
      --output tsv || true
    if [ "$(nth 1)" = "$name" ] && [ "$(nth 2)" = Succeeded ]; then
      return 0
    fi
  fi
  note "deploy:   ${template##*/} as $name"
  change deployment group create --resource-group "$resource_group" --name "$name" \
    --template-file "$template" --parameters "$@"
}

# Deletes the records of deployments whose names start with $1 and a hyphen.
forget_deployments() {
  look deployment group list --resource-group "$resource_group" --query "[?starts_with(name, '$1-')].name" --output tsv || true
  local name
  for name in $found; do
    note "removing: the deployment record $name"
    change deployment group delete --resource-group "$resource_group" --name "$name"
  done
}

# Deletes a resource where it is there. $1: what it is, $2: its id, $3: API version
delete_resource() {
  if look resource show --ids "$2" --api-version "$3" --query id --output tsv; then
    note "removing: $1"
    change resource delete --ids "$2" --api-version "$3"
  else
    note "absent:   $1"
  fi
}
