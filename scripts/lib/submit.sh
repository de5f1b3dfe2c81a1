# shellcheck shell=bash
# What the scripts share that submit to a cluster. Sourced by them; they define usage.

program=scripts/$(basename "$0")

# Refuses the command line: one line, exit status 2.
misuse() {
  echo "$program: $1; see $program --help" >&2
  exit 2
}

# Splits the arguments at -- into engine_options and command. Prints the usage where it is asked for.
split_arguments() {
  engine_options=()
  command=("$@")
  local index=0 argument
  for argument in "$@"; do
    if [ "$argument" = -- ]; then
      engine_options=("${@:1:index}")
      command=("${@:index + 2}")
      break
    fi
    index=$((index + 1))
  done
  if [ ${#engine_options[@]} -eq 0 ]; then
    case "${command[0]:-}" in
      "")
        usage >&2
        exit 2
        ;;
      -h | --help)
        usage
        exit 0
        ;;
    esac
  fi
  case "${command[0]:-}" in
    train | score | watch) ;;
    "") misuse "the command is missing after --" ;;
    -*) misuse "options of the engine stand before --, then the command, got '${command[0]}' as the command" ;;
    *) misuse "only train, score and watch run on a cluster, got '${command[0]}'" ;;
  esac
}

# Adds an option to the command unless it is given. $1 is its name with dashes, $2 its value.
add_option() {
  local argument
  for argument in "${command[@]}"; do
    case "$argument" in
      "$1"=*) return ;;
    esac
  done
  command+=("$1=$2")
}

# Adds --runner to the command, and refuses one that is not of this script.
set_runner() {
  local argument
  for argument in "${command[@]}"; do
    case "$argument" in
      --runner="$1" | --runner=*."$1") ;;
      --runner=*) misuse "this script runs on $1 only, got $argument" ;;
    esac
  done
  add_option --runner "$1"
}
