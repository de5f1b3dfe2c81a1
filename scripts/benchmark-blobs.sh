#!/usr/bin/env bash
# What fetching ahead gains where rows are read from Blob Storage: Azurite on this machine, behind a
# stand-in that lets each request wait as a network does.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
. "$here/scripts/lib/bundle.sh"
. "$here/scripts/lib/benchmark.sh"

usage() {
  cat <<'USAGE'
usage: scripts/benchmark-blobs.sh [--delay=20] [EVENTS]

EVENTS is the number of events, by default 250000 (173 MB), and DELAY what each request waits, in
milliseconds. Needs Maven and Node with npm.
USAGE
}

events=250000
delay=20
for argument in "$@"; do
  case "$argument" in
    --help) usage; exit 0 ;;
    --delay=*) delay=${argument#*=} ;;
    [0-9]*) events=$argument ;;
    *) usage >&2; exit 2 ;;
  esac
done

require_java
work=$here/target/benchmark-blobs
rm -rf "$work/data" "$work/azurite"
mkdir -p "$work/azurite"
compile_benchmarks direct
azurite=$here/pipelines/src/test/azurite
[ -d "$azurite/node_modules" ] || (cd "$azurite" && npm ci --no-audit --no-fund --ignore-scripts >"$work/npm.log" 2>&1)
run_class direct dev.byoml.transforms.benchmark.EventData accesses "$events" "$work/data" 2>"$work/data.log"

account=benchmark
key=$(head -c 48 /dev/urandom | base64 | tr -d '\n')
AZURITE_ACCOUNTS=$account:$key node "$azurite/node_modules/azurite/dist/src/blob/main.js" --blobHost 127.0.0.1 \
  --blobPort 0 --location "$work/azurite" --disableTelemetry --skipApiVersionCheck >"$work/azurite.log" 2>&1 &
servers=$!
trap 'kill $servers 2>/dev/null || true' EXIT

# Prints what follows a text in a log, once it is there.
await() {
  local found tries=0
  until found=$(sed -n "s/.*$1\([0-9]*\).*/\1/p" "$2" | head -n 1) && [ -n "$found" ]; do
    tries=$((tries + 1))
    [ "$tries" -le 300 ] || { cat "$2" >&2; return 1; }
    sleep 0.2
  done
  echo "$found"
}

port=$(await 'listens on http:\/\/127.0.0.1:' "$work/azurite.log")
node -e '
  const http = require("http");
  const [port, delay] = process.argv.slice(1).map(Number);
  const agent = new http.Agent({ keepAlive: true });
  const server = http.createServer((request, answer) => setTimeout(() => {
    const to = { host: "127.0.0.1", port, path: request.url, method: request.method, headers: request.headers, agent };
    request.pipe(http.request(to, (from) => { answer.writeHead(from.statusCode, from.headers); from.pipe(answer); }));
  }, delay));
  server.listen(0, "127.0.0.1", () => console.log("port " + server.address().port));' "$port" "$delay" \
  >"$work/stand-in.log" 2>&1 &
servers="$servers $!"
front=$(await 'port ' "$work/stand-in.log")

AZURE_STORAGE_CONNECTION_STRING="AccountName=$account;AccountKey=$key;BlobEndpoint=http://127.0.0.1:$front/$account" \
  run_class direct dev.byoml.pipelines.benchmark.BlobReading "$account" "$work/data/scored/events-0000.json"
