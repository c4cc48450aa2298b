using System.Globalization;
using static Autograd.Tests.Checks.Planting;
using F = Autograd.NN.Functional;

namespace Autograd.Tests.Checks;

/// <summary>A function whose derivatives are right, at a point.</summary>
internal sealed record RightFunction(string Name, Func<Tensor[], Tensor> F, Tensor[] Inputs, int Order = 1);

/// <summary>Functions that a checker must pass: smooth ones in units from 1e-8 to 1e8, and piecewise ones at random points, kinks where they fall.</summary>
internal static class RightFunctions
{
    private static readonly double[] Units = [1, 1e-8, 1e8];

    private static readonly (string Name, Func<Tensor, Tensor> F)[] Elementwise =
    [
        ("exp", x => x.Exp()), ("log of 1 + x²", x => (1 + x.Square()).Log()), ("sin", x => x.Sin()), ("cos", x => x.Cos()), ("tanh", x => x.Tanh()),
        ("sigmoid", x => x.Sigmoid()), ("softplus", x => x.Softplus()), ("gelu", x => x.GELU()), ("silu", x => x.SiLU()), ("erf", x => x.Erf()),
        ("expm1", x => x.Expm1()), ("asinh", x => x.Asinh()), ("atan", x => x.Atan()), ("square", x => x.Square()), ("cube", x => x * x * x),
        ("reciprocal", x => 1 / (2 + x.Square())), ("sqrt", x => (1 + x.Square()).Sqrt()), ("relu", x => x.ReLU()), ("leaky relu", x => x.LeakyReLU()), ("elu", x => x.ELU()),
        ("abs", x => x.Abs()), ("hardtanh", x => x.Hardtanh()), ("hardswish", x => x.Hardswish()), ("softshrink", x => F.Softshrink(x)), ("clamp", x => x.Clamp(-0.5, 1)),
        ("floor", x => x.Floor() * x), ("sign", x => x.Sign() * x.Square()), ("huber", x => F.HuberLoss(x, Tensor.ZerosLike(x))), ("relu6", x => F.ReLU6(4 * x)), ("a wave", x => (7 * x).Sin() * x),
    ];

    private static readonly (string Name, Func<Tensor, Tensor> F)[] Along =
    [
        ("softmax", x => x.Softmax(1)), ("log-softmax", x => x.LogSoftmax(1)), ("log-sum-exp", x => x.LogSumExp(1)), ("mean", x => x.Mean(0)), ("variance", x => x.Var(1)),
        ("norm", x => x.VectorNorm()), ("product", x => x.Prod(1)), ("running sum", x => x.CumSum(1).Sin()), ("maximum", x => x.AMax(1)), ("sort", x => x.Sort(1).Values.Square()),
        ("median", x => x.Median(1).Values), ("transpose", x => x.Transpose(0, 1).Exp()), ("gram", x => x.MatMul(x.Transpose(0, 1))), ("flip", x => x.Flip(0) * x), ("tril", x => x.Tril().Sin()),
    ];

    /// <summary>All of them.</summary>
    public static IEnumerable<RightFunction> All() => Scaled().Concat(ReluNets()).Concat(MaxPools()).Concat(IllScaledNets()).Concat(Convolutions()).Concat(OnKinks());

    /// <summary>u f(x / u): the same function in another unit.</summary>
    private static IEnumerable<RightFunction> Scaled() =>
        from unit in Units
        from f in Elementwise.Concat(Along)
        select new RightFunction(Text($"{f.Name} in units of {unit}"), xs => unit * f.F(xs[0] / unit), [In(unit, Tensor.Randn([3, 4], DType.Float64, new Generator(17)))], unit == 1 ? 2 : 1);

    private static IEnumerable<RightFunction> ReluNets() =>
        from seed in Enumerable.Range(1, 60)
        let width = 3 + seed % 6
        select new RightFunction(
            Text($"relu net {seed}"),
            xs => ((xs[0].MatMul(xs[1]) + xs[2]).ReLU().MatMul(xs[3]).ReLU().Sum(1) - 0.5).Square().Mean(),
            [Seeded(seed, 1, 4, 3), Seeded(seed, 2, 3, width), Seeded(seed, 3, width), Seeded(seed, 4, width, 2)]);

    private static IEnumerable<RightFunction> MaxPools() =>
        from seed in Enumerable.Range(1, 60)
        let kernel = 2 + seed % 2
        select new RightFunction(Text($"max pool {seed}"), xs => F.MaxPool2d(xs[0], kernel, stride: 1 + seed % 2), [Seeded(seed, 5, 1, 2, 5, 5)]);

    private static IEnumerable<RightFunction> IllScaledNets() =>
        from seed in Enumerable.Range(1, 20)
        from unit in Units.Skip(1)
        select new RightFunction(
            Text($"net {seed} with a feature of {unit}"),
            xs => (xs[0].MatMul(xs[1]) / unit + xs[2]).Tanh().Square().Mean(),
            [(Seeded(seed, 6, 4, 3).Detach() * Tensor.From([1, 1, unit])).RequiresGradInPlace(), Seeded(seed, 7, 3, 4), Seeded(seed, 8, 4)]);

    private static IEnumerable<RightFunction> Convolutions() =>
        from seed in Enumerable.Range(1, 20)
        select new RightFunction(
            Text($"convolution, relu and max pool {seed}"),
            xs => F.MaxPool2d(F.Conv2d(xs[0], xs[1], xs[2], padding: 1).ReLU(), 2),
            [Seeded(seed, 9, 1, 2, 4, 4), Seeded(seed, 10, 3, 2, 3, 3), Seeded(seed, 11, 3)]);

    /// <summary>Inputs rounded to halves, many of which lie on a kink.</summary>
    private static IEnumerable<RightFunction> OnKinks() =>
        from seed in Enumerable.Range(1, 20)
        select new RightFunction(
            Text($"on kinks {seed}"),
            xs => xs[0].ReLU() * xs[1] + xs[2].Clamp(-1, 1),
            [Halves(seed, 12), Seeded(seed, 13, 3, 4), Halves(seed, 14)]);

    private static Tensor Halves(int seed, int salt) => ((2 * Seeded(seed, salt, 3, 4).Detach()).Round() / 2).RequiresGradInPlace();

    private static Tensor In(double unit, Tensor x) => (unit * x).RequiresGradInPlace();

    private static Tensor Seeded(int seed, int salt, params ReadOnlySpan<int> shape) => Random((ulong)(1000 * salt + seed), shape);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
