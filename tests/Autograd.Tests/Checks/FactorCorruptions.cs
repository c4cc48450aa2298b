using Autograd.Checks;
using static Autograd.Checks.GradCheckCause;
using static Autograd.Tests.Checks.Planting;

namespace Autograd.Tests.Checks;

/// <summary>Derivatives that are a constant times what they should be.</summary>
internal static class FactorCorruptions
{
    public static IReadOnlyList<Corruption> All { get; } =
    [
        Slope("the sign of a tanh", Sign, x => x.Tanh(), x => 1 - x.Tanh().Square(), x => x.Tanh().Square() - 1),
        Slope("the cosine's slope without its sign", Sign, x => x.Cos(), x => -x.Sin(), x => x.Sin()),
        Slope("twice", Factor, x => x.Sin(), x => x.Cos(), x => 2 * x.Cos()),
        Slope("half", Factor, x => x.Square(), x => 2 * x, x => x),
        Slope("one in a million", Factor, x => x.Exp(), x => x.Exp(), x => x.Exp() * 1.000001),
        Slope("degrees for radians", Factor, x => x.Sin(), x => x.Cos(), x => x.Cos() * (Math.PI / 180)),
        Slope("1 / sqrt(x) for 1 / (2 sqrt(x))", Factor, x => x.Sqrt(), x => 0.5 / x.Sqrt(), x => 1 / x.Sqrt(), () => [At(0.3, 1, 2, 5)]),
        Slope("the base of a logarithm", Factor, x => x.Log() / Math.Log(2), x => 1 / (x * Math.Log(2)), x => 1 / x, () => [At(0.3, 1, 2, 5)]),
        Rule("a mean's gradient that is not divided", Factor, () => [Random(1, 4, 3)], xs => xs[0].Mean(), (xs, g) => [g.Expand(4, 3)]),
        Rule("a sum's gradient that is divided", Factor, () => [Random(1, 4, 3)], xs => xs[0].Sum(), (xs, g) => [(g / 12).Expand(4, 3)]),
        Rule("a mean over rows divided by the number of columns", Factor, () => [Random(1, 4, 7)], xs => xs[0].Mean(0), (xs, g) => [(g / 7).Expand(4, 7)]),
        Rule("a loss divided by the batch twice", Factor, () => [Random(1, 5, 3)], xs => xs[0].Square().Sum() / 5, (xs, g) => [g * 2 * xs[0] / 25]),
        Rule("a norm that is not divided by itself", Factor, () => [Random(1, 3, 4)], xs => xs[0].VectorNorm(), (xs, g) => [g * xs[0]]),
        Rule("the sign of what is taken away", Sign, () => [Random(1, 3, 4), Random(2, 3, 4)], xs => xs[0] - xs[1], (xs, g) => [g, g]),
        Rule("the sign of a denominator", Sign, () => [Random(1, 3, 4), Random(2, 3, 4)], xs => xs[0] / xs[1], (xs, g) => [g / xs[1], g * xs[0] / xs[1].Square()]),
        Rule("a batch norm's gradient of its bias, averaged", Factor, () => [Random(1, 6, 3), Random(2, 3)], xs => xs[0] * 2 + xs[1], (xs, g) => [2 * g, g.Mean(0)]),
    ];
}
