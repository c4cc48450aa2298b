#!/usr/bin/python3
"""The peer's side of the side-by-side benchmark: named workloads run on PyTorch (CPU).

One JSON object per workload on standard output:
    {"name": ..., "seconds": median, "best": minimum, "threads": n, "work": flops or bytes or null, "unit": ...}

Needs PyTorch (setup.sh beside this file); pytorch_best.sh runs it in the configuration that suits the processor.

    pytorch_workloads.py [--threads N] [--only PREFIX[,PREFIX...]] [--reps R] [--list]
    pytorch_workloads.py --only NAME --calls N

The second form times nothing: it makes N calls of one workload and prints {"name": ..., "peak": bytes},
the most memory that was ever resident.

The same names, shapes, dtypes and seeds are what benchmarks/Autograd.Benchmarks runs.
Every timed call includes what a user would run: forward, loss, backward and optimiser step where the name says 'step'.
"""
import argparse
import json
import sys
import time

import torch
import torch.nn as nn
import torch.nn.functional as F

WORKLOADS = {}


def workload(name, work=None, unit=None):
    def register(make):
        WORKLOADS[name] = (make, work, unit)
        return make
    return register


def family(pattern, values, work=None, unit=None):
    """Registers make(value) once per value under pattern.format(value)."""
    def register(make):
        for v in values:
            WORKLOADS[pattern.format(v)] = ((lambda v=v: make(v)), work(v) if work else None, unit)
        return make
    return register


# ---- matrix products -------------------------------------------------------------------------

@family("matmul/f32/{}", [16, 64, 128, 256, 512, 1024, 2048], lambda n: 2 * n ** 3, "flop")
def _(n):
    a, b = torch.randn(n, n), torch.randn(n, n)
    return lambda: a @ b


@family("matmul/f64/{}", [256, 1024], lambda n: 2 * n ** 3, "flop")
def _(n):
    a, b = torch.randn(n, n, dtype=torch.float64), torch.randn(n, n, dtype=torch.float64)
    return lambda: a @ b


@workload("matmul/f32/transposed-1024", 2 * 1024 ** 3, "flop")
def _():
    a, b = torch.randn(1024, 1024), torch.randn(1024, 1024)
    return lambda: a.t() @ b.t()


@workload("matmul/f32/batched-64x128x64x128", 64 * 2 * 128 * 64 * 128, "flop")
def _():
    a, b = torch.randn(64, 128, 64), torch.randn(64, 64, 128)
    return lambda: a @ b


@workload("matmul/f32/skinny-1x1024x4096", 2 * 1024 * 4096, "flop")
def _():
    a, b = torch.randn(1, 1024), torch.randn(1024, 4096)
    return lambda: a @ b


@workload("matmul/f32/tall-20000x64x64", 2 * 20000 * 64 * 64, "flop")
def _():
    a, b = torch.randn(20000, 64), torch.randn(64, 64)
    return lambda: a @ b


# ---- elementwise -----------------------------------------------------------------------------

SIZES = [100, 10_000, 1_000_000, 10_000_000]
UNARY = {
    "exp": torch.exp, "log": lambda x: torch.log(x), "tanh": torch.tanh, "sigmoid": torch.sigmoid,
    "gelu": F.gelu, "silu": F.silu, "relu": F.relu, "erf": torch.erf, "sin": torch.sin, "sqrt": torch.sqrt,
}
for _name, _f in UNARY.items():
    def _make(n, f=_f):
        x = torch.rand(n) + 0.1
        return lambda: f(x)
    family("unary/" + _name + "/{}", SIZES, lambda n: n, "element")(_make)


@family("binary/add/{}", SIZES, lambda n: n, "element")
def _(n):
    x, y = torch.randn(n), torch.randn(n)
    return lambda: x + y


@family("binary/mul-f64/{}", [10_000, 1_000_000], lambda n: n, "element")
def _(n):
    x, y = torch.randn(n, dtype=torch.float64), torch.randn(n, dtype=torch.float64)
    return lambda: x * y


@workload("binary/add-row-1024x1024", 1024 * 1024, "element")
def _():
    x, y = torch.randn(1024, 1024), torch.randn(1024)
    return lambda: x + y


@workload("binary/add-column-1024x1024", 1024 * 1024, "element")
def _():
    x, y = torch.randn(1024, 1024), torch.randn(1024, 1)
    return lambda: x + y


@workload("binary/add-transposed-1024x1024", 1024 * 1024, "element")
def _():
    x, y = torch.randn(1024, 1024), torch.randn(1024, 1024)
    return lambda: x + y.t()


@workload("chain/gelu-tanh-by-hand-fwd-bwd-1000000", 1_000_000, "element")
def _():
    x = torch.randn(1_000_000, requires_grad=True)

    def run():
        y = 0.5 * x * (1 + torch.tanh(0.7978845608028654 * (x + 0.044715 * x * x * x)))
        y.sum().backward()
        x.grad = None
    return run


@workload("copy/transpose-2048", 2048 * 2048, "element")
def _():
    x = torch.randn(2048, 2048)
    return lambda: x.t().contiguous()


@workload("copy/permute-16x64x32x32", 16 * 64 * 32 * 32, "element")
def _():
    x = torch.randn(16, 64, 32, 32)
    return lambda: x.permute(0, 2, 3, 1).contiguous()


@workload("copy/cat-8x250000", 2_000_000, "element")
def _():
    xs = [torch.randn(250_000) for _ in range(8)]
    return lambda: torch.cat(xs)


# ---- reductions and normalisation ------------------------------------------------------------

for _name, _f in {
    "sum-all": lambda x: x.sum(), "sum-dim0": lambda x: x.sum(0), "sum-dim1": lambda x: x.sum(1),
    "mean-dim1": lambda x: x.mean(1), "var-dim1": lambda x: x.var(1), "amax-dim1": lambda x: x.amax(1),
    "argmax-dim1": lambda x: x.argmax(1), "logsumexp-dim1": lambda x: x.logsumexp(1), "cumsum-dim1": lambda x: x.cumsum(1),
    "softmax": lambda x: torch.softmax(x, -1), "log-softmax": lambda x: torch.log_softmax(x, -1),
    "sort-dim1": lambda x: x.sort(1), "topk10-dim1": lambda x: x.topk(10, 1),
}.items():
    def _make(f=_f):
        x = torch.randn(1024, 1024)
        return lambda: f(x)
    workload("reduce/" + _name + "-1024x1024", 1024 * 1024, "element")(_make)


def fwd_bwd(f, *xs):
    y = f(*xs)
    g = torch.ones_like(y)

    def run():
        y = f(*xs)
        torch.autograd.grad(y, [x for x in xs if x.requires_grad], g)
    return run


@workload("norm/softmax-fwd-bwd-1024x1024", 1024 * 1024, "element")
def _():
    return fwd_bwd(lambda x: torch.softmax(x, -1), torch.randn(1024, 1024, requires_grad=True))


@workload("norm/layernorm-fwd-bwd-1024x1024", 1024 * 1024, "element")
def _():
    w, b = torch.ones(1024, requires_grad=True), torch.zeros(1024, requires_grad=True)
    return fwd_bwd(lambda x, w, b: F.layer_norm(x, (1024,), w, b), torch.randn(1024, 1024, requires_grad=True), w, b)


@workload("norm/batchnorm-fwd-bwd-32x64x28x28", 32 * 64 * 28 * 28, "element")
def _():
    w, b = torch.ones(64, requires_grad=True), torch.zeros(64, requires_grad=True)
    m, v = torch.zeros(64), torch.ones(64)
    return fwd_bwd(lambda x, w, b: F.batch_norm(x, m, v, w, b, True), torch.randn(32, 64, 28, 28, requires_grad=True), w, b)


@workload("loss/cross-entropy-fwd-bwd-4096x1000", 4096 * 1000, "element")
def _():
    x, t = torch.randn(4096, 1000, requires_grad=True), torch.randint(0, 1000, (4096,))
    return fwd_bwd(lambda x: F.cross_entropy(x, t), x)


# ---- indexing --------------------------------------------------------------------------------

@workload("index/embedding-fwd-bwd-50000x64-by-8192", 8192 * 64, "element")
def _():
    w, i = torch.randn(50_000, 64, requires_grad=True), torch.randint(0, 50_000, (8192,))
    return fwd_bwd(lambda w: F.embedding(i, w), w)


@workload("index/gather-dim1-1024x1024", 1024 * 1024, "element")
def _():
    x, i = torch.randn(1024, 1024), torch.randint(0, 1024, (1024, 1024))
    return lambda: x.gather(1, i)


@workload("index/scatter-add-dim0-1024x1024", 1024 * 1024, "element")
def _():
    z, x, i = torch.zeros(1024, 1024), torch.randn(1024, 1024), torch.randint(0, 1024, (1024, 1024))
    return lambda: z.scatter_add(0, i, x)


@workload("index/masked-fill-1024x1024", 1024 * 1024, "element")
def _():
    x, m = torch.randn(1024, 1024), torch.rand(1024, 1024) > 0.5
    return lambda: x.masked_fill(m, 0.0)


# ---- convolution and pooling -----------------------------------------------------------------

def conv(n, cin, h, cout, k, stride=1, pad=0, groups=1):
    x = torch.randn(n, cin, h, h, requires_grad=True)
    w = torch.randn(cout, cin // groups, k, k, requires_grad=True)
    b = torch.randn(cout, requires_grad=True)
    f = lambda x, w, b: F.conv2d(x, w, b, stride, pad, 1, groups)
    return f, x, w, b


CONVS = {
    "8x64x56-64k3": (8, 64, 56, 64, 3, 1, 1), "8x3x224-64k7s2": (8, 3, 224, 64, 7, 2, 3),
    "16x128x28-256k1": (16, 128, 28, 256, 1), "64x1x28-32k3": (64, 1, 28, 32, 3, 1, 1),
    "8x128x28-depthwise-k3": (8, 128, 28, 128, 3, 1, 1, 128),
}
for _name, _a in CONVS.items():
    def _make(a=_a):
        f, x, w, b = conv(*a)

        def run():
            with torch.no_grad():
                return f(x, w, b)
        return run

    def _make2(a=_a):
        return fwd_bwd(*conv(*a))
    workload("conv2d/fwd-" + _name)(_make)
    workload("conv2d/fwd-bwd-" + _name)(_make2)


@workload("conv1d/fwd-bwd-16x64x1000-64k5")
def _():
    x, w, b = torch.randn(16, 64, 1000, requires_grad=True), torch.randn(64, 64, 5, requires_grad=True), torch.randn(64, requires_grad=True)
    return fwd_bwd(lambda x, w, b: F.conv1d(x, w, b, padding=2), x, w, b)


@workload("conv-transpose2d/fwd-bwd-8x64x28-32k4s2")
def _():
    x, w, b = torch.randn(8, 64, 28, 28, requires_grad=True), torch.randn(64, 32, 4, 4, requires_grad=True), torch.randn(32, requires_grad=True)
    return fwd_bwd(lambda x, w, b: F.conv_transpose2d(x, w, b, stride=2, padding=1), x, w, b)


@workload("pool/maxpool2-fwd-bwd-32x64x56x56", 32 * 64 * 56 * 56, "element")
def _():
    return fwd_bwd(lambda x: F.max_pool2d(x, 2), torch.randn(32, 64, 56, 56, requires_grad=True))


@workload("pool/avgpool2-fwd-bwd-32x64x56x56", 32 * 64 * 56 * 56, "element")
def _():
    return fwd_bwd(lambda x: F.avg_pool2d(x, 2), torch.randn(32, 64, 56, 56, requires_grad=True))


# ---- overhead --------------------------------------------------------------------------------

@workload("overhead/add-4x4", 1, "op")
def _():
    x, y = torch.randn(4, 4), torch.randn(4, 4)
    return lambda: x + y


@workload("overhead/add-4x4-recorded", 1, "op")
def _():
    x, y = torch.randn(4, 4, requires_grad=True), torch.randn(4, 4)
    return lambda: x + y


@workload("overhead/mul-add-tanh-sum-backward-4x4", 4, "op")
def _():
    x, y = torch.randn(4, 4, requires_grad=True), torch.randn(4, 4)

    def run():
        ((x * y) + y).tanh().sum().backward()
        x.grad = None
    return run


@workload("overhead/chain-of-1000-fwd-bwd", 1000, "op")
def _():
    x = torch.randn(8, requires_grad=True)

    def run():
        y = x
        for _ in range(500):
            y = y * 1.0001 + 0.0001
        y.sum().backward()
        x.grad = None
    return run


@workload("overhead/module-forward-linear-1x32", 1, "op")
def _():
    m, x = nn.Linear(32, 32), torch.randn(1, 32)

    def run():
        with torch.no_grad():
            m(x)
    return run


# ---- whole training steps --------------------------------------------------------------------

def training_step(model, x, y, loss, opt=None):
    o = opt or torch.optim.Adam(model.parameters(), 1e-3)

    def run():
        o.zero_grad(set_to_none=True)
        l = loss(model(x), y)
        l.backward()
        o.step()
    return run


def mlp(*dims, act=nn.ReLU):
    layers = []
    for i in range(len(dims) - 1):
        layers.append(nn.Linear(dims[i], dims[i + 1]))
        if i < len(dims) - 2:
            layers.append(act())
    return nn.Sequential(*layers)


for _dims, _b in [((2, 16, 16, 2), 32), ((784, 128, 10), 64), ((784, 512, 512, 10), 128), ((64, 256, 256, 256, 256, 1), 256)]:
    def _make(dims=_dims, b=_b):
        x = torch.randn(b, dims[0])
        if dims[-1] == 1:
            return training_step(mlp(*dims, act=nn.Tanh), x, torch.randn(b, 1), nn.MSELoss())
        return training_step(mlp(*dims), x, torch.randint(0, dims[-1], (b,)), nn.CrossEntropyLoss())
    workload("step/mlp-" + "-".join(map(str, _dims)) + f"-batch{_b}-adam")(_make)


@workload("step/mlp-784-512-512-10-batch128-batchnorm-dropout-sgd")
def _():
    m = nn.Sequential(nn.Linear(784, 512), nn.BatchNorm1d(512), nn.ReLU(), nn.Dropout(0.5),
                      nn.Linear(512, 512), nn.BatchNorm1d(512), nn.ReLU(), nn.Dropout(0.5), nn.Linear(512, 10))
    return training_step(m, torch.randn(128, 784), torch.randint(0, 10, (128,)), nn.CrossEntropyLoss(),
                         torch.optim.SGD(m.parameters(), 0.1, momentum=0.9, weight_decay=1e-4))


@workload("step/cnn-mnist-batch64-adam")
def _():
    m = nn.Sequential(nn.Conv2d(1, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(32, 64, 3, padding=1), nn.ReLU(),
                      nn.MaxPool2d(2), nn.Flatten(), nn.Linear(64 * 49, 128), nn.ReLU(), nn.Linear(128, 10))
    return training_step(m, torch.randn(64, 1, 28, 28), torch.randint(0, 10, (64,)), nn.CrossEntropyLoss())


class Residual(nn.Module):
    def __init__(self, cin, cout, stride):
        super().__init__()
        self.c1, self.b1 = nn.Conv2d(cin, cout, 3, stride, 1, bias=False), nn.BatchNorm2d(cout)
        self.c2, self.b2 = nn.Conv2d(cout, cout, 3, 1, 1, bias=False), nn.BatchNorm2d(cout)
        self.skip = nn.Identity() if stride == 1 and cin == cout else nn.Sequential(
            nn.Conv2d(cin, cout, 1, stride, bias=False), nn.BatchNorm2d(cout))

    def forward(self, x):
        return F.relu(self.b2(self.c2(F.relu(self.b1(self.c1(x))))) + self.skip(x))


@workload("step/resnet18-cifar-batch16-sgd")
def _():
    blocks, c = [nn.Conv2d(3, 64, 3, 1, 1, bias=False), nn.BatchNorm2d(64), nn.ReLU()], 64
    for cout, stride in [(64, 1), (128, 2), (256, 2), (512, 2)]:
        blocks += [Residual(c, cout, stride), Residual(cout, cout, 1)]
        c = cout
    m = nn.Sequential(*blocks, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(512, 10))
    return training_step(m, torch.randn(16, 3, 32, 32), torch.randint(0, 10, (16,)), nn.CrossEntropyLoss(),
                         torch.optim.SGD(m.parameters(), 0.1, momentum=0.9, weight_decay=5e-4))


class CharRnn(nn.Module):
    def __init__(self, cell, vocab=65, embed=64, hidden=256, layers=1):
        super().__init__()
        self.e, self.r, self.o = nn.Embedding(vocab, embed), cell(embed, hidden, layers, batch_first=True), nn.Linear(hidden, vocab)

    def forward(self, i):
        return self.o(self.r(self.e(i))[0]).flatten(0, 1)


for _cell in ("LSTM", "GRU", "RNN"):
    def _make(cell=_cell):
        i = torch.randint(0, 65, (32, 51))
        return training_step(CharRnn(getattr(nn, cell)), i[:, :-1], i[:, 1:].flatten(), nn.CrossEntropyLoss())
    workload(f"step/char-{_cell.lower()}-256-t50-batch32-adam")(_make)


class Block(nn.Module):
    def __init__(self, d, heads):
        super().__init__()
        self.h, self.n1, self.n2 = heads, nn.LayerNorm(d), nn.LayerNorm(d)
        self.qkv, self.proj = nn.Linear(d, 3 * d), nn.Linear(d, d)
        self.up, self.down = nn.Linear(d, 4 * d), nn.Linear(4 * d, d)

    def forward(self, x):
        b, t, d = x.shape
        q, k, v = (z.view(b, t, self.h, d // self.h).transpose(1, 2) for z in self.qkv(self.n1(x)).chunk(3, -1))
        a = (q @ k.transpose(-2, -1)) / (d // self.h) ** 0.5
        a = a.masked_fill(torch.ones(t, t, dtype=torch.bool).triu(1), float("-inf")).softmax(-1)
        x = x + self.proj((a @ v).transpose(1, 2).reshape(b, t, d))
        return x + self.down(F.gelu(self.up(self.n2(x))))


class Gpt(nn.Module):
    def __init__(self, vocab=65, t=128, d=192, heads=6, layers=4):
        super().__init__()
        self.tok, self.pos = nn.Embedding(vocab, d), nn.Embedding(t, d)
        self.blocks, self.norm, self.head = nn.Sequential(*[Block(d, heads) for _ in range(layers)]), nn.LayerNorm(d), nn.Linear(d, vocab)

    def forward(self, i):
        return self.head(self.norm(self.blocks(self.tok(i) + self.pos(torch.arange(i.shape[1]))))).flatten(0, 1)


@workload("step/gpt-d192-l4-h6-t128-batch8-adamw")
def _():
    m, i = Gpt(), torch.randint(0, 65, (8, 129))
    return training_step(m, i[:, :-1], i[:, 1:].flatten(), nn.CrossEntropyLoss(), torch.optim.AdamW(m.parameters(), 3e-4))


@workload("step/transformer-encoder-d256-h4-t128-batch8-fwd-bwd")
def _():
    m, x = nn.TransformerEncoderLayer(256, 4, 1024, dropout=0.0, batch_first=True, activation="gelu"), torch.randn(8, 128, 256)

    def run():
        m(x).sum().backward()
        m.zero_grad(set_to_none=True)
    return run


# ---- optimisers alone ------------------------------------------------------------------------

for _name, _o in {"sgd-momentum": lambda p: torch.optim.SGD(p, 0.1, momentum=0.9), "adam": torch.optim.Adam,
                  "adamw": torch.optim.AdamW, "rmsprop": torch.optim.RMSprop, "adagrad": torch.optim.Adagrad}.items():
    def _make(o=_o):
        ps = [torch.randn(250_000, requires_grad=True) for _ in range(8)]
        for p in ps:
            p.grad = torch.randn_like(p)
        return o(ps).step
    workload(f"optimizer/{_name}-8x250000", 2_000_000, "element")(_make)


# ---- autograd beyond the first order, gradient checking ----------------------------------------

@workload("transform/hessian-of-mlp-20-inputs")
def _():
    m, x = mlp(20, 32, 1, act=nn.Tanh), torch.randn(20)
    return lambda: torch.autograd.functional.hessian(lambda x: m(x).sum(), x)


@workload("transform/jacobian-64-to-64")
def _():
    m, x = mlp(64, 64, 64, act=nn.Tanh), torch.randn(64)
    return lambda: torch.autograd.functional.jacobian(m, x)


@workload("gradcheck/mlp-8-16-4-batch4")
def _():
    m, x = mlp(8, 16, 4, act=nn.Tanh).double(), torch.randn(4, 8, dtype=torch.float64, requires_grad=True)
    names = [n for n, _ in m.named_parameters()]
    ps = [p.detach().clone().requires_grad_() for p in m.parameters()]

    def f(x, *ps):
        w1, b1, w2, b2 = ps
        return F.linear(torch.tanh(F.linear(x, w1, b1)), w2, b2)
    return lambda: torch.autograd.gradcheck(f, (x, *ps))


def measure(f, reps, budget=0.06):
    for _ in range(3):
        f()
    t0 = time.perf_counter()
    f()
    one = time.perf_counter() - t0
    n = max(1, int(budget / max(one, 1e-7)))
    times = []
    for _ in range(reps if one < 0.5 else 3):
        t0 = time.perf_counter()
        for _ in range(n):
            f()
        times.append((time.perf_counter() - t0) / n)
    times.sort()
    return times[len(times) // 2], times[0]


def peak_memory():
    """VmHWM of this process, in bytes."""
    with open("/proc/self/status") as status:
        return next(1024 * int(line.split()[1]) for line in status if line.startswith("VmHWM:"))


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--threads", type=int, default=2)
    ap.add_argument("--only", default="")
    ap.add_argument("--reps", type=int, default=7)
    ap.add_argument("--list", action="store_true")
    ap.add_argument("--calls", type=int, default=0)
    a = ap.parse_args()
    torch.set_num_threads(a.threads)
    prefixes = tuple(p for p in a.only.split(",") if p)
    for name, (make, work, unit) in WORKLOADS.items():
        if prefixes and not name.startswith(prefixes):
            continue
        if a.list:
            print(name)
            continue
        torch.manual_seed(0)
        if a.calls:
            f = make()
            for _ in range(a.calls):
                f()
            print(json.dumps({"name": name, "peak": peak_memory()}), flush=True)
            continue
        median, best = measure(make(), a.reps)
        print(json.dumps({"name": name, "seconds": median, "best": best, "threads": a.threads, "work": work, "unit": unit}), flush=True)


if __name__ == "__main__":
    sys.exit(main())
