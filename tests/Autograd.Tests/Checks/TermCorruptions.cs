using static Autograd.Checks.GradCheckCause;
using static Autograd.Tests.Checks.Planting;

namespace Autograd.Tests.Checks;

/// <summary>Derivatives that lack a term, or have that of another function.</summary>
internal static class TermCorruptions
{
    public static IReadOnlyList<Corruption> All { get; } =
    [
        Slope("sigmoid: y for y (1 - y)", null, x => x.Sigmoid(), x => x.Sigmoid() * (1 - x.Sigmoid()), x => x.Sigmoid()),
        Slope("tanh: 1 - y for 1 - y²", null, x => x.Tanh(), x => 1 - x.Tanh().Square(), x => 1 - x.Tanh()),
        Slope("SiLU without its second term", null, x => x * x.Sigmoid(), x => x.Sigmoid() * (1 + x * (1 - x.Sigmoid())), x => x.Sigmoid()),
        Slope("log(1 + x): 1 / x", null, x => x.Log1p(), x => 1 / (1 + x), x => 1 / x, () => [At(0.3, 1, 2, 5)]),
        Slope("1 / x: the square forgotten", null, x => 1 / x, x => -1 / x.Square(), x => -1 / x, () => [At(0.3, 1.5, 2, 5)]),
        Slope("x³: the exponent one less", null, x => x * x * x, x => 3 * x.Square(), x => 3 * x),
        Slope("exp(-x²): the inner derivative forgotten", null, x => (-x.Square()).Exp(), x => -2 * x * (-x.Square()).Exp(), x => (-x.Square()).Exp()),
        Slope("the slope taken at y", null, x => x.Sin(), x => x.Cos(), x => x.Sin().Cos()),
        Slope("softplus: tanh for sigmoid", null, x => x.Softplus(), x => x.Sigmoid(), x => x.Tanh()),
        Slope("a constant added", null, x => x.Sin(), x => x.Cos(), x => x.Cos() + 1e-3),
        Slope("abs: 1 on both sides", Sign, x => x.Abs(), x => x.Sign(), x => Tensor.OnesLike(x)),
        Slope("ReLU with the slope of a leaky one", SomeValues, x => x.ReLU(), x => x.Gt(0).Double(), x => x.Gt(0).Double() + 0.01 * x.Lt(0).Double()),
        Slope("a clamp that passes everything", SomeValues, x => x.Clamp(-0.5, 0.5), x => x.Abs().Lt(0.5).Double(), x => Tensor.OnesLike(x)),
        Slope("floor that claims a slope", null, x => x.Floor(), x => Tensor.ZerosLike(x), x => Tensor.OnesLike(x), () => [At(0.3, 1.6, -2.4)]),
        Rule("softmax: the diagonal alone", null, () => [Random(1, 3, 4)], xs => xs[0].Softmax(1), (xs, g) => [g * xs[0].Softmax(1)]),
        Rule("log-softmax without its sum", null, () => [Random(1, 3, 4)], xs => xs[0].LogSoftmax(1), (xs, g) => [g]),
        Rule("x - mean: the mean held constant", null, () => [Random(1, 3, 4)], xs => xs[0] - xs[0].Mean(1, keepDim: true), (xs, g) => [g]),
        Rule("the maximum's gradient for all", null, () => [Random(1, 3, 4)], xs => xs[0].AMax(1, keepDim: true), (xs, g) => [g.Expand(3, 4)]),
        Rule("a power: the exponent's gradient without the logarithm", null, () => [At(0.3, 1.5, 2), At(1, 2, -1)], xs => xs[0].Pow(xs[1]), (xs, g) => [g * xs[1] * xs[0].Pow(xs[1] - 1), g * xs[0].Pow(xs[1])]),
        Rule("where: both sides get everything", null, () => [Random(1, 3, 4), Random(2, 3, 4)], xs => Tensor.Where(xs[0].Detach().Gt(0), xs[0], xs[1]), (xs, g) => [g, g]),
    ];
}
