#!/usr/bin/env bash
# Opens the notebooks. On a fresh machine it first builds the bundle, and installs the Java kernel
# below target/ and, on Debian and Ubuntu, what is missing of a JDK, Maven and Jupyter.
#
#   scripts/notebooks/start.sh             opens them in Jupyter
#   scripts/notebooks/start.sh --prepare   stops before that
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
. "$here/scripts/lib/bundle.sh"

kernel=io.github.padreati:rapaio-jupyter-kernel:3.0.1
kernel_home=$here/target/jupyter

case "${1:-}" in
  "" | --prepare) ;;
  *)
    echo "usage: scripts/notebooks/start.sh [--prepare]" >&2
    [ "$1" = --help ] && exit 0
    exit 2
    ;;
esac

# Installs packages of Debian, if this is one and we may.
install_packages() {
  command -v apt-get >/dev/null || return 1
  local as_root=()
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || return 1
    as_root=(sudo)
  fi
  echo "notebooks: installing $*" >&2
  ${as_root[@]+"${as_root[@]}"} apt-get update -qq >&2 &&
    ${as_root[@]+"${as_root[@]}"} env DEBIAN_FRONTEND=noninteractive \
      apt-get install -y -qq --no-install-recommends "$@" >&2
}

# Writes the kernel's jar, what start.sh puts before it, and the file by which Jupyter finds both.
install_kernel() {
  local jar=$kernel_home/rapaio-jupyter-kernel.jar sources=$here/scripts/notebooks/kernel
  if [ ! -f "$jar" ]; then
    mkdir -p "$kernel_home"
    (cd "$here" && mvn -B -ntp -q org.apache.maven.plugins:maven-dependency-plugin:3.11.0:copy \
      "-Dartifact=$kernel" "-DoutputDirectory=$kernel_home" -Dmdep.stripVersion=true)
  fi
  mkdir -p "$kernel_home/classes" "$kernel_home/kernels/rapaio"
  "$(javac_command)" -d "$kernel_home/classes" -cp "$jar" "$sources/LoopThread.java"
  cat >"$kernel_home/kernels/rapaio/kernel.json" <<END
{
  "argv": ["$(java_command)", "-Xmx2g", "-cp", "$kernel_home/classes:$jar",
    "org.rapaio.jupyter.kernel.MainApp", "{connection_file}"],
  "display_name": "Java (rapaio)",
  "language": "java"
}
END
}

javac_command() {
  if [ -n "${JAVA_HOME:-}" ]; then echo "$JAVA_HOME/bin/javac"; else echo javac; fi
}

missing=()
command -v "$(javac_command)" >/dev/null || missing+=(openjdk-17-jdk-headless)
is_built direct && [ -f "$kernel_home/rapaio-jupyter-kernel.jar" ] || command -v mvn >/dev/null || missing+=(maven)
[ ${#missing[@]} -eq 0 ] || install_packages "${missing[@]}" ||
  echo "notebooks: install a JDK 17 and Maven, and start this again" >&2
require_java
if ! command -v "$(javac_command)" >/dev/null; then
  echo "notebooks: javac is missing; install a JDK 17, not only a Java runtime" >&2
  exit 2
fi
is_built direct || build_bundle direct
install_kernel
export JUPYTER_PATH=$kernel_home${JUPYTER_PATH:+:$JUPYTER_PATH}

if [ "${1:-}" = --prepare ]; then
  exit 0
fi
if ! command -v jupyter-lab >/dev/null && ! command -v jupyter-notebook >/dev/null; then
  install_packages jupyter-notebook || {
    echo "notebooks: Jupyter is missing; install it (pip install notebook, or brew install jupyterlab) and start this again" >&2
    exit 2
  }
fi
cd "$here/scripts/notebooks"
echo "notebooks: open AnomalousRASampleData.ipynb first" >&2
if command -v jupyter-lab >/dev/null; then
  exec jupyter-lab
fi
exec jupyter-notebook
