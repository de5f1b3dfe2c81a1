#!/usr/bin/env bash
# Runs a build only where its product is missing or older than what it is made of.
#
#   scripts/build-once.sh PRODUCT COMMAND [ARGUMENT …]
#
# PRODUCT is a file that the command writes, or a folder that it fills. It is made of everything
# below src/main of the modules and below pipelines/src/it, and of every pom.xml.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

product=$1
shift
stamp=$product
[ -d "$product" ] && stamp=$product/.built

if [ -e "$product" ] && [ -e "$stamp" ]; then
  newer=$(cd "$here" && find pom.xml {model,transforms,pipelines}/pom.xml {model,transforms,pipelines}/src/main pipelines/src/it -type f -newer "$stamp" -print -quit)
  if [ -z "$newer" ]; then
    echo "up to date: $product"
    exit 0
  fi
fi
"$@"
if [ -d "$product" ]; then touch "$product/.built"; fi
