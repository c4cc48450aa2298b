using Autograd.Checks;
using static Autograd.Checks.GradCheckCause;
using static Autograd.Tests.Checks.Planting;

namespace Autograd.Tests.Checks;

/// <summary>Derivatives that are wrong in some places alone.</summary>
internal static class PlaceCorruptions
{
    public static IReadOnlyList<Corruption> All { get; } =
    [
        Masked("the first element", SomeElements, [4, 5], i => i == 0),
        Masked("the last element", SomeElements, [4, 5], i => i == 19),
        Masked("one of a thousand, by 1e-4", SomeElements, [10, 100], i => i == 777, factor: 1.0001),
        Masked("one of 2,500, the sign", SomeElements, [50, 50], i => i == 2345, factor: -1),
        Masked("three of a thousand", SomeElements, [1000], i => i is 5 or 400 or 998),
        Masked("the last row", SomeRows, [4, 5], i => i / 5 == 3),
        Masked("the first column", SomeRows, [4, 5], i => i % 5 == 0),
        Masked("one channel of an image", SomeRows, [2, 3, 4, 4], i => i / 16 % 3 == 1),
        Masked("two samples of a batch", SomeRows, [8, 3], i => i / 3 is 2 or 5, factor: -1),
        Masked("the tail behind full registers", SomeRows, [13], i => i >= 8),
        Masked("the head before alignment", SomeRows, [13], i => i < 3),
        Masked("every second element", null, [12], i => i % 2 == 1),
        Masked("a block in the middle", null, [6, 6], i => i / 6 is 2 or 3 && i % 6 is 2 or 3),
        Slope("wrong above 1", SomeValues, x => x.Exp(), x => x.Exp(), x => x.Exp() * (1 + 0.1 * x.Gt(1).Double()), () => [Random(1, 6, 6)]),
        Slope("wrong close to 0", SomeValues, x => x.Sin(), x => x.Cos(), x => x.Cos() * (1 - x.Abs().Lt(0.3).Double()), () => [Random(1, 6, 6)]),
        Slope("wrong at 0 itself", SomeValues, x => x.Sin(), x => x.Cos(), x => x.Cos() + x.Eq(0).Double(), () => [At(0, 1, 0, -2, 0.5)]),
        Slope("NaN in one place", NotFinite, x => x.Exp(), x => x.Exp(), x => (x.Exp().Reshape(-1) * Spot(20, i => i == 7, double.NaN)).Reshape(4, 5)),
        Slope("infinity in one place", NotFinite, x => x.Exp(), x => x.Exp(), x => (x.Exp().Reshape(-1) * Spot(20, i => i == 7, double.PositiveInfinity)).Reshape(4, 5)),
        Rule("the neighbour's gradient", null, () => [Random(1, 4, 5)], xs => xs[0].Sin(), (xs, g) => [(g * xs[0].Cos()).Flatten().Roll(1).Reshape(4, 5)]),
        Rule("two rows exchanged", SomeRows, () => [Random(1, 4, 5)], xs => xs[0].Sin(), (xs, g) => [(g * xs[0].Cos()).IndexSelect(0, Tensor.From([0L, 2, 1, 3]))]),
        Rule("a gradient that is clipped", null, () => [Random(1, 4, 5)], xs => 3 * xs[0].Exp(), (xs, g) => [(3 * g * xs[0].Exp()).Clamp(-1, 1)]),
        Rule("a sum over duplicates that keeps the last", null, () => [Random(1, 4)], xs => Picks.MatMul(xs[0]), (xs, g) => [LastPicks.Transpose(0, 1).MatMul(g)]),
    ];

    /// <summary>Elements 0, 0, 1, 3, 3, 3 of four.</summary>
    private static Tensor Picks => Tensor.From([1.0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1]).Reshape(6, 4);

    /// <summary>Of each element the last time that it was picked.</summary>
    private static Tensor LastPicks => Tensor.From([0.0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]).Reshape(6, 4);

    /// <summary>The sine, whose slope is multiplied by a factor at some elements, in row-major order.</summary>
    private static Corruption Masked(string name, GradCheckCause? cause, int[] shape, Func<int, bool> isWrong, double factor = 0.9)
    {
        var factors = Spot(new Shape(shape).Numel, isWrong, factor).Reshape(shape);
        return Slope(name, cause, x => x.Sin(), x => x.Cos(), x => x.Cos() * factors, () => [Random(3, shape)]);
    }

    private static Tensor Spot(int count, Func<int, bool> isWrong, double factor) =>
        Tensor.From(Enumerable.Range(0, count).Select(i => isWrong(i) ? factor : 1.0).ToArray());
}
