#!/bin/bash
# ONNX Runtime at its best: runs run.mjs with one thread and with all, and prints, for each workload, the JSON line of the faster one.
#   best.sh [--only PREFIX[,PREFIX...]] [--reps R]
#   best.sh --version
# The runtime and the models lie where setup.sh put them: in AUTOGRAD_ONNXRUNTIME, or $HOME/.cache/autograd-peers/onnxruntime.
here=$(cd "$(dirname "$0")" && pwd)
folder=${AUTOGRAD_ONNXRUNTIME:-$HOME/.cache/autograd-peers/onnxruntime}
if ! command -v node >/dev/null; then echo "There is no node" >&2; exit 1; fi
if ! [ -d "$folder/node_modules/onnxruntime-node" ] || ! [ -d "$folder/models" ]; then
  echo "$folder holds no ONNX Runtime with its models: $here/setup.sh makes it" >&2
  exit 1
fi
cd "$folder" || exit 1
if [ "$1" = --version ]; then
  exec node -p '"ONNX Runtime " + require("./node_modules/onnxruntime-node/package.json").version'
fi
# A module finds its packages beside itself.
cp -f "$here/run.mjs" .
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
for threads in $(printf '%s\n' 1 "$(nproc)" | sort -u); do
  node run.mjs --threads "$threads" "$@" >"$out/$threads" || exit 1
done
"${AUTOGRAD_PYTHON:-/usr/bin/python3}" "$here/../fastest.py" "$out"/*
