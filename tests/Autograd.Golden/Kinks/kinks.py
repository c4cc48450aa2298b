"""What PyTorch gives at kinks, ties and jumps, as cases of the golden bank's format, one a line: python3 kinks.py > kinks.jsonl

Each case is an op at points where its derivative is not unique. Cotangents are ones, so the gradients are the subgradients themselves.
The table of docs/kinks.md is made of these lines, and the runner holds the library against them.
"""
import json
import math

import torch
import torch.nn.functional as F

inf = math.inf


def number(x):
    return x if math.isfinite(x) else "NaN" if math.isnan(x) else "Infinity" if x > 0 else "-Infinity"


def tensor(name, t, **more):
    kind = str(t.dtype).removeprefix("torch.")
    data = t.detach().reshape(-1).tolist()
    return {"name": name, "dtype": kind, "shape": list(t.shape), "data": [number(x) for x in data] if kind == "float64" else data, **more}


def plain(value):
    return number(value) if isinstance(value, float) else value


counts = {}


def case(op, where, f, inputs, later=None, **args):
    """One line: `op` by its name in the bank, where it is, PyTorch's function of tensors and arguments, what PyTorch 2.x does otherwise."""
    leaves = {}
    for name, value in inputs.items():
        t = value if isinstance(value, torch.Tensor) else torch.tensor(value, dtype=torch.float64)
        leaves[name] = t.clone().requires_grad_(t.dtype == torch.float64)
    results = f(*leaves.values(), **args)
    results = list(results) if isinstance(results, tuple) else [results]
    names = ["values", "indices"] if len(results) == 2 else ["output"]
    live = [r for r in results if r.requires_grad]
    wanted = [n for n, t in leaves.items() if t.requires_grad]
    grads = torch.autograd.grad(sum(r.sum() for r in live), [leaves[n] for n in wanted], allow_unused=True) if live else []
    number_of_case = counts[op] = counts.get(op, -1) + 1
    print(json.dumps({
        "id": f"{op}/kink{number_of_case}",
        "op": op,
        "variant": where,
        "later": later,
        "inputs": [tensor(n, t, requires_grad=t.requires_grad) for n, t in leaves.items()],
        "args": {k: plain(v) for k, v in args.items()},
        "outputs": [tensor(n, r, differentiable=r.requires_grad) for n, r in zip(names, results)],
        "cotangents": [{"output": k, "shape": list(r.shape), "data": [1.0] * r.numel()} for k, r in enumerate(results) if r.requires_grad],
        "grads": [None if g is None else {"input": n, "shape": list(g.shape), "data": [number(x) for x in g.reshape(-1).tolist()]}
                  for n, g in zip(wanted, grads)],
    }, separators=(",", ":")))


def unary(op, f, points, where, later=None, **args):
    case(op, where, f, {"input": points}, later, **args)


# Elementwise, of one input.
unary("abs", torch.abs, [0.0], "x = 0")
unary("sign", torch.sign, [0.0], "x = 0")
unary("floor", torch.floor, [1.0], "x whole")
unary("ceil", torch.ceil, [1.0], "x whole")
unary("round", torch.round, [0.5, 1.5], "x halfway")
unary("trunc", torch.trunc, [1.0], "x whole")
unary("frac", torch.frac, [1.0], "x whole")
unary("sqrt", torch.sqrt, [0.0], "x = 0")
unary("clamp", torch.clamp, [-1.0, 1.0], "x = min, x = max", "0 from 2.14 on", min=-1.0, max=1.0)
unary("clamp_min", torch.clamp_min, [1.0], "x = min", "0 from 2.14 on", min=1.0)
unary("clamp_max", torch.clamp_max, [1.0], "x = max", "0 from 2.14 on", max=1.0)
case("clamp", "x = min, x = max, as tensors", torch.clamp, {"input": [-1.0, 1.0], "min": [-1.0, -1.0], "max": [1.0, 1.0]})
unary("nan_to_num", torch.nan_to_num, [math.nan, inf], "x = nan, x = inf")
unary("nn.functional.relu", F.relu, [0.0], "x = 0")
unary("nn.functional.relu6", F.relu6, [0.0, 6.0], "x = 0, x = 6")
unary("nn.functional.leaky_relu", F.leaky_relu, [0.0], "x = 0", negative_slope=0.1)
case("nn.functional.prelu", "x = 0", F.prelu, {"input": [[0.0]], "weight": [0.25]})
unary("nn.functional.elu", F.elu, [0.0], "x = 0", alpha=2.0)
unary("nn.functional.celu", F.celu, [0.0], "x = 0", alpha=2.0)
unary("nn.functional.selu", F.selu, [0.0], "x = 0")
unary("nn.functional.hardtanh", F.hardtanh, [-1.0, 1.0], "x = min_val, x = max_val")
unary("nn.functional.hardsigmoid", F.hardsigmoid, [-3.0, 3.0], "x = -3, x = 3")
unary("nn.functional.hardswish", F.hardswish, [-3.0, 3.0], "x = -3, x = 3", "0 and 1 in newer ones")
unary("nn.functional.hardshrink", F.hardshrink, [-0.5, 0.5], "x = -lambda, x = lambda", lambd=0.5)
unary("nn.functional.softshrink", F.softshrink, [-0.5, 0.5], "x = -lambda, x = lambda", lambd=0.5)
unary("nn.functional.threshold", F.threshold, [0.5], "x = threshold", threshold=0.5, value=0.0)
unary("nn.functional.softsign", F.softsign, [0.0], "x = 0")
unary("nn.functional.softplus", F.softplus, [20.0], "x = threshold")

# Elementwise, of two inputs.
TIE = {"input": [1.0], "other": [1.0]}
for name in ("maximum", "minimum", "fmax", "fmin"):
    case(name, "x = y", getattr(torch, name), TIE)
case("atan2", "y = x = 0", torch.atan2, {"input": [0.0], "other": [0.0]})
case("hypot", "x = y = 0", torch.hypot, {"input": [0.0], "other": [0.0]})
case("copysign", "x = 0", torch.copysign, {"input": [0.0], "other": [-1.0]})
case("xlogy", "x = 0", torch.xlogy, {"input": [0.0], "other": [2.0]})
case("fmod", "x a multiple of y", torch.fmod, {"input": [4.0], "other": [2.0]})
case("remainder", "x a multiple of y", torch.remainder, {"input": [4.0], "other": [2.0]})
case("floor_divide", "x a multiple of y", lambda x, y: torch.div(x, y, rounding_mode="floor"), {"input": [4.0], "other": [2.0]})
case("pow", "0 to the power of 0", torch.pow, {"input": [0.0], "exponent": [0.0]})
case("logaddexp", "x = y = -inf", torch.logaddexp, {"input": [-inf], "other": [-inf]})

# Reductions.
TIES = [3.0, 1.0, 3.0, 1.0]
for name in ("amax", "amin", "max", "min"):
    unary(name, getattr(torch, name), TIES, "two largest" if "max" in name else "two smallest")
for name in ("max", "min"):
    unary(name, getattr(torch, name), TIES, ("two largest" if "max" in name else "two smallest") + ", along a dimension", dim=0)
unary("median", torch.median, [2.0, 1.0, 2.0, 3.0], "equal elements in the middle")
unary("median", torch.median, [2.0, 1.0, 2.0, 3.0], "equal elements in the middle, along a dimension", dim=0)
unary("nanmedian", torch.nanmedian, [2.0, 1.0, 2.0, 3.0], "equal elements in the middle")
unary("kthvalue", torch.kthvalue, [2.0, 1.0, 2.0, 3.0], "equal elements", k=2)
unary("quantile", torch.quantile, [2.0, 1.0, 2.0, 3.0], "equal elements", q=0.5)
unary("sort", torch.sort, [2.0, 1.0, 2.0], "equal elements", dim=0)
unary("topk", torch.topk, [2.0, 1.0, 2.0], "equal elements", k=1)
unary("cummax", torch.cummax, [1.0, 2.0, 2.0, 1.0], "equal elements", dim=0)
unary("cummin", torch.cummin, [2.0, 1.0, 1.0, 2.0], "equal elements", dim=0)
unary("prod", torch.prod, [0.0, 2.0, 3.0], "one zero")
unary("prod", torch.prod, [0.0, 0.0, 3.0], "two zeros")
unary("cumprod", torch.cumprod, [2.0, 0.0, 3.0], "one zero", dim=0)
for p in (1, 2, 3, inf):
    unary("norm", torch.norm, [0.0, 0.0], f"x = 0, order {p}", p=p)
unary("norm", torch.norm, [2.0, -2.0, 1.0], "two largest, order inf", p=inf)
unary("std", torch.std, [1.0, 1.0], "all equal")
unary("logsumexp", torch.logsumexp, [-inf, -inf], "all -inf", dim=0)
unary("nn.functional.max_pool1d", F.max_pool1d, [[[2.0, 2.0, 1.0, 2.0]]], "two largest in a window", kernel_size=2)
unary("nn.functional.max_pool2d", F.max_pool2d, [[[[2.0, 2.0], [1.0, 2.0]]]], "three largest in a window", kernel_size=2)
unary("nn.functional.adaptive_max_pool1d", F.adaptive_max_pool1d, [[[2.0, 2.0, 1.0, 2.0]]], "two largest in a window", output_size=2)
unary("nn.functional.normalize", F.normalize, [0.0, 0.0], "x = 0", dim=0)

# Distances and losses.
for p in (1.0, 2.0, 3.0, inf):
    case("cdist", f"equal points, order {p:g}", torch.cdist, {"x1": [[1.0, 2.0]], "x2": [[1.0, 2.0]]}, p=p)
case("cdist", "two largest differences, order inf", torch.cdist, {"x1": [[1.0, 2.0]], "x2": [[0.0, 1.0]]}, p=inf)
case("nn.functional.pairwise_distance", "equal points", F.pairwise_distance, {"x1": [[1.0, 2.0]], "x2": [[1.0, 2.0]]}, eps=0.0)
case("nn.functional.cosine_similarity", "x = 0", F.cosine_similarity, {"x1": [[0.0, 0.0]], "x2": [[1.0, 2.0]]})
PAIR = {"input": [1.0], "target": [1.0]}
case("nn.functional.l1_loss", "x = y", F.l1_loss, PAIR)
case("nn.functional.smooth_l1_loss", "|x - y| = beta", F.smooth_l1_loss, {"input": [2.0], "target": [1.0]}, beta=1.0)
case("nn.functional.smooth_l1_loss", "x = y, beta = 0", F.smooth_l1_loss, PAIR, beta=0.0)
case("nn.functional.huber_loss", "|x - y| = delta", F.huber_loss, {"input": [2.0], "target": [1.0]}, delta=1.0)
case("nn.functional.hinge_embedding_loss", "x = margin, y = -1", F.hinge_embedding_loss, {"input": [1.0], "target": torch.tensor([-1])}, margin=1.0)
case("nn.functional.margin_ranking_loss", "on the margin", F.margin_ranking_loss, {"input1": [1.0], "input2": [1.0], "target": torch.tensor([1])})
case("nn.functional.triplet_margin_loss", "on the margin", F.triplet_margin_loss,
     {"anchor": [[0.0]], "positive": [[1.0]], "negative": [[2.0]]}, margin=1.0, eps=0.0)
case("nn.functional.cosine_embedding_loss", "on the margin, y = -1", F.cosine_embedding_loss,
     {"input1": [[1.0, 0.0]], "input2": [[0.0, 1.0]], "target": torch.tensor([-1])}, margin=0.0)
case("nn.functional.multi_margin_loss", "on the margin", F.multi_margin_loss, {"input": [[0.0, 1.0]], "target": torch.tensor([1])}, margin=1.0)
case("nn.functional.multilabel_margin_loss", "on the margin", F.multilabel_margin_loss, {"input": [[0.0, 1.0]], "target": torch.tensor([[1, -1]])})
case("nn.functional.binary_cross_entropy", "x = 0, x = 1", F.binary_cross_entropy, {"input": [0.0, 1.0], "target": torch.tensor([0.0, 1.0], dtype=torch.float64)})
