#!/usr/bin/env bash
# Executes the notebooks from top to bottom, each in under a minute, and checks what their cells
# show; what was executed is left in target/notebooks/ as notebooks and as HTML.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$here"

scripts/notebooks/start.sh --prepare
export JUPYTER_PATH=$here/target/jupyter
# Debian's own: a Python of somebody else's may come first on the path and lack the libraries.
jupyter=/usr/bin/jupyter-nbconvert
[ -x "$jupyter" ] || jupyter="jupyter-nbconvert"

# As deep below the top folder as the notebooks are, since they name the bundle by its place.
work=target/notebooks
rm -rf "$work"
mkdir -p "$work"
cp scripts/notebooks/*.ipynb "$work"
for notebook in AnomalousRASampleData AnomalousRATraining AnomalousRAScoring; do
  start=$SECONDS
  if ! "$jupyter" --to notebook --execute --inplace --ExecutePreprocessor.kernel_name=rapaio \
    --ExecutePreprocessor.startup_timeout=240 --ExecutePreprocessor.timeout=600 "$work/$notebook.ipynb" \
    >"$work/$notebook.log" 2>&1; then
    tail -n 40 "$work/$notebook.log" >&2
    exit 1
  fi
  echo "$notebook: $((SECONDS - start)) s"
  "$jupyter" --to html "$work/$notebook.ipynb" >"$work/$notebook.log" 2>&1
done

scripts/byoml train --input="$work/work/data/am-securityevent" --from=2026-03-11 --to=2026-03-31 \
  --model="$work/work/model-of-the-command-line" | tee "$work/train.txt"
model_id=$(sed -n 's/^model: \([0-9a-f]*\) .*/\1/p' "$work/train.txt")
python3 scripts/notebooks/check.py "$work" "$model_id"
