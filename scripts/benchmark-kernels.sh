#!/usr/bin/env bash
# Times parts one by one with JMH: the half-step for rows of several lengths, both solvers, and the
# Gramian, each at several ranks; and finding and parsing lines beside bare Jackson.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
. "$here/scripts/lib/bundle.sh"
. "$here/scripts/lib/benchmark.sh"

usage() {
  cat <<'USAGE'
usage: scripts/benchmark-kernels.sh [--once] [JMH OPTION ...]

Takes about eight minutes. --once runs each benchmark a single time, to see that it works.
Other arguments go to JMH, for example:
  scripts/benchmark-kernels.sh HalfStep -p rank=10 -p rowLength=20
  scripts/benchmark-kernels.sh Lines
  scripts/benchmark-kernels.sh -h
USAGE
}

options=(-f 1)
case "${1:-}" in
  --help) usage; exit 0 ;;
  --once) shift; options=(-f 0 -bm ss -wi 0 -i 1 -foe true) ;;
esac

require_java
work=$here/target/benchmark-kernels
cd "$here"
compile_tests transforms benchmarks

# Copies, so that a build that is started meanwhile takes nothing away.
rm -rf "$work/classes"
mkdir -p "$work/classes"
for module in model transforms; do
  mkdir "$work/classes/$module"
  cp -r "$module/target/classes/." "$module/target/test-classes/." "$work/classes/$module/"
done
# Each module has a list of its benchmarks; JMH reads one.
mkdir -p "$work/classes/META-INF"
cat "$work"/classes/*/META-INF/BenchmarkList >"$work/classes/META-INF/BenchmarkList"

exec "$(java_command)" -cp "$work/classes:$work/classes/model:$work/classes/transforms:$(tr ':' '\n' <"$work/classpath" | grep -v "^$here/" | paste -sd:)" org.openjdk.jmh.Main "${options[@]}" "$@"
