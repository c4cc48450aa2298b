#!/bin/bash
# Installs the second peer, ONNX Runtime (inference only), and writes its models. Needs PyTorch (../setup.sh), which exports them, and node with npm.
#   setup.sh [FOLDER]   the folder that will hold the runtime and the models; otherwise AUTOGRAD_ONNXRUNTIME, or $HOME/.cache/autograd-peers/onnxruntime
set -e
here=$(cd "$(dirname "$0")" && pwd)
to=${1:-${AUTOGRAD_ONNXRUNTIME:-$HOME/.cache/autograd-peers/onnxruntime}}
mkdir -p "$to" && cd "$to"
[ -f package.json ] || npm init -y >/dev/null
# Its install script would download libraries for other devices; the CPU's is in the package.
[ -d node_modules/onnxruntime-node ] || npm install --ignore-scripts --no-audit --no-fund onnxruntime-node >&2
[ -d models ] || { "${AUTOGRAD_PYTHON:-/usr/bin/python3}" "$here/export.py" models.part >&2 && mv models.part models; }
echo "$to"
