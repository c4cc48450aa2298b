#!/bin/bash
# Installs the first peer: PyTorch and two builds of OpenBLAS from Debian's packages. Run as root.
# Where another Python has PyTorch, nothing is to be installed: name it in AUTOGRAD_PYTHON.
set -e
export DEBIAN_FRONTEND=noninteractive
missing=
for package in python3-torch python3-numpy libopenblas0-pthread libopenblas0-openmp; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
done
if [ -n "$missing" ]; then
  apt-get update -qq >&2
  apt-get install -y -qq --no-install-recommends $missing >&2
fi
/usr/bin/python3 -c 'import torch; print("PyTorch", torch.__version__)'
