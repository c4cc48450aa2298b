using Autograd.Checks;
using static Autograd.Tests.Checks.PlantedOp;

namespace Autograd.Tests.Checks;

/// <summary>The ways in which rules are wrong.</summary>
internal static class Corruptions
{
    private static readonly Tensor Workspace = Tensor.Zeros([2, 3], DType.Float64);

    public static IReadOnlyList<Corruption> All { get; } =
    [
        Unary("sign", Map(x => x.Square(), x => 2 * x), Map(x => x.Square(), x => -2 * x)) with { Cause = GradCheckCause.Sign },
        Unary("factor", Map(x => x * x * x, x => 3 * x * x), Map(x => x * x * x, x => 2 * x * x)) with { Cause = GradCheckCause.Factor },
        Unary(
            "a dropped term",
            Map(x => x * x.Tanh(), x => x.Tanh() + x * (1 - x.Tanh().Square())),
            Map(x => x * x.Tanh(), x => x.Tanh())),
        Of("swapped inputs", Two, Product((xs, g) => [g * xs[1], g * xs[0]]), Product((xs, g) => [g * xs[0], g * xs[1]])),
        Of(
            "a missing reduction of a broadcast",
            () => [Random(1, 2, 3), Random(2, 3)],
            Product((xs, g) => [g * xs[1], (g * xs[0]).Sum(0)]),
            Product((xs, g) => [g * xs[1], (g * xs[0]).Select(0, 0)])),
        Of("transposed", () => [Random(1, 3, 3), Random(2, 3, 3)], MatMul(false), MatMul(true)),
        new(
            "a stale saved value",
            2,
            GradCheckKind.Backward,
            1,
            () => [Random(1, 2, 3)],
            xs => Squares(Map(x => x.Square(), x => 2 * x), xs[0]),
            xs => Squares(Stale, xs[0])),
        Unary("wrong only for negative x", Map(x => x.Square(), x => 2 * x), Map(x => x.Square(), x => 2 * x.Abs())),
        new(
            "one element of 10,000",
            1,
            GradCheckKind.Backward,
            1,
            () => [Random(1, 100, 100)],
            xs => Map(x => x.Sin(), x => x.Cos()).Apply(xs[0]),
            xs => Map(x => x.Sin(), x => x.Cos().Reshape(-1).SetItem(0.9, 4321).Reshape(100, 100)).Apply(xs[0])),
        Of(
            "wrong only on strided input",
            () => [Random(1, 3, 3).Detach().Transpose(0, 1).RequiresGradInPlace()],
            Map(x => x.Square(), x => 2 * x),
            Map(x => x.Square(), x => 2 * (x.IsContiguous ? x : x.Transpose(0, 1)))),
        new(
            "wrong only at order 2",
            2,
            GradCheckKind.Backward,
            2,
            () => [Random(1, 2, 3)],
            xs => Map(x => x.Square(), x => 2 * x).Apply(xs[0]),
            xs => Map(x => x.Square(), x => 2 * x.Detach()).Apply(xs[0])),
        new(
            "wrong only in forward mode",
            1,
            GradCheckKind.Forward,
            1,
            () => [Random(1, 2, 3)],
            xs => Map(x => x.Exp(), x => x.Exp()).Apply(xs[0]),
            xs => (Map(x => x.Exp(), x => x.Exp()) with { Forward = (v, t) => t[0]! * v[0].Exp() * 1.0000001 }).Apply(xs[0])),
        new(
            "wrong only when the backward pass is recorded",
            2,
            GradCheckKind.Recorded,
            1,
            () => [Random(1, 2, 3)],
            xs => Map(x => x.Exp(), x => x.Exp()).Apply(xs[0]),
            xs => Map(x => x.Exp(), x => EnableGrad.IsEnabled ? x.Exp() * 1.5 : x.Exp()).Apply(xs[0])),
        Unary("NaN where x is 0", Map(x => x * x, x => 2 * x), Map(x => x * x, x => 2 * x * x / x), () => [Tensor.From([1.0, 0, -2]).RequiresGradInPlace()]),
        Of("a forgotten input", Two, Product((xs, g) => [g * xs[1], g * xs[0]]), Product((xs, g) => [g * xs[1], null])),
        Of(
            "a claim that a step is everywhere flat",
            () => [Random(1, 2, 3)],
            Map(x => x.Square(), x => 2 * x),
            new PlantedOp(xs => xs[0].Square(), (xs, _) => [Tensor.ZerosLike(xs[0])], (xs, _) => Tensor.ZerosLike(xs[0]))),
    ];

    /// <summary>Reads what the last call wrote, not what its own call saw.</summary>
    private static PlantedOp Stale => Map(
        x =>
        {
            Workspace.CopyInPlace(x.Detach());
            return x.Square();
        },
        _ => 2 * Workspace.Clone());

    private static Tensor Squares(PlantedOp square, Tensor x) => square.Apply(x) + square.Apply(1.5 * x);

    private static PlantedOp Product(Func<Tensor[], Tensor, Tensor?[]> backward) => new(
        xs => xs[0] * xs[1],
        backward,
        (xs, t) => (t[0] is { } a ? a * xs[1] : Tensor.ZerosLike(xs[0])) + (t[1] is { } b ? xs[0] * b : Tensor.ZerosLike(xs[0])));

    private static PlantedOp MatMul(bool isTransposed) => new(
        xs => xs[0].MatMul(xs[1]),
        (xs, g) =>
        {
            var weight = xs[0].Transpose(0, 1).MatMul(g);
            return [g.MatMul(xs[1].Transpose(0, 1)), isTransposed ? weight.Transpose(0, 1) : weight];
        },
        (xs, t) => (t[0] is { } a ? a.MatMul(xs[1]) : Tensor.ZerosLike(xs[0])) + (t[1] is { } b ? xs[0].MatMul(b) : Tensor.ZerosLike(xs[0])));

    private static Corruption Unary(string name, PlantedOp right, PlantedOp wrong, Func<Tensor[]>? inputs = null) =>
        Of(name, inputs ?? (() => [Random(1, 2, 3)]), right, wrong);

    private static Corruption Of(string name, Func<Tensor[]> inputs, PlantedOp right, PlantedOp wrong) =>
        new(name, 2, GradCheckKind.Backward, 1, inputs, right.Apply, wrong.Apply);

    private static Tensor[] Two() => [Random(1, 2, 3), Random(2, 2, 3)];

    private static Tensor Random(ulong seed, params ReadOnlySpan<int> shape) =>
        Tensor.Randn(shape, DType.Float64, new Generator(seed)).RequiresGradInPlace();
}
