#!/usr/bin/env bash
# The whole story on one machine: sample data, train, score, and the ranked anomalies as a table.
# Everything goes to target/demo/, which is emptied first.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
case "${1:-}" in
  "") ;;
  *)
    echo "usage: scripts/demo.sh    (takes no arguments; writes target/demo/)" >&2
    exit 2
    ;;
esac
