#!/bin/bash
# PyTorch at its best: runs pytorch_workloads.py under each configuration a careful user would try
# (one thread or all, OpenBLAS with POSIX threads or with OpenMP, and the widest kernels of the processor)
# and prints, for each workload, the JSON line of the fastest one.
#   pytorch_best.sh [--only PREFIX[,PREFIX...]] [--reps R]
#   pytorch_best.sh --version
here=$(cd "$(dirname "$0")" && pwd)
python=${AUTOGRAD_PYTHON:-/usr/bin/python3}
if [ "$1" = --version ]; then
  exec "$python" -c 'import torch; print("PyTorch", torch.__version__)'
fi
# Debian's OpenBLAS predates the newest processors and picks a slower set of kernels for them.
if grep -q avx512f /proc/cpuinfo; then export OPENBLAS_CORETYPE=SKYLAKEX
elif grep -q avx2 /proc/cpuinfo; then export OPENBLAS_CORETYPE=HASWELL; fi
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
for blas in openblas-pthread openblas-openmp; do
  for threads in $(printf '%s\n' 1 "$(nproc)" | sort -u); do
    LD_LIBRARY_PATH=/usr/lib/$(uname -m)-linux-gnu/$blas "$python" "$here/pytorch_workloads.py" --threads "$threads" "$@" >"$out/$blas-$threads" || exit 1
  done
done
"$python" "$here/fastest.py" "$out"/*
