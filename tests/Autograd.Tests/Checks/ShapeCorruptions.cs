using static Autograd.Checks.GradCheckCause;
using static Autograd.Tests.Checks.Planting;

namespace Autograd.Tests.Checks;

/// <summary>Derivatives whose numbers lie wrongly, or are summed over too little or too much.</summary>
internal static class ShapeCorruptions
{
    public static IReadOnlyList<Corruption> All { get; } =
    [
        Rule("a bias that hears of the last row alone", MissingReduction, () => [Random(1, 4, 3), Random(2, 3)], xs => xs[0] + xs[1], (xs, g) => [g, g.Select(0, -1)]),
        Rule("a column that hears of the first column alone", MissingReduction, () => [Random(1, 4, 3), Random(2, 4, 1)], xs => xs[0] * xs[1], (xs, g) => [g * xs[1], (g * xs[0]).Slice(1, 0, 1)]),
        Rule("a scalar that hears of the first row alone", MissingReduction, () => [Random(1, 4, 3), Random(2)], xs => xs[0] * xs[1], (xs, g) => [g * xs[1], (g * xs[0]).Select(0, 0).Sum()]),
        Rule("averaged over a dimension", ConstantAlongDimension, () => [Random(1, 4, 3)], xs => xs[0].Sin(), (xs, g) => [(g * xs[0].Cos()).Mean(0).Expand(4, 3)]),
        Rule("summed over a dimension", ConstantAlongDimension, () => [Random(1, 4, 3)], xs => xs[0].Sin(), (xs, g) => [(g * xs[0].Cos()).Sum(1, keepDim: true).Expand(4, 3)]),
        Rule("averaged over everything", ConstantAlongDimension, () => [Random(1, 4, 3)], xs => xs[0].Sin(), (xs, g) => [(g * xs[0].Cos()).Mean().Expand(4, 3)]),
        Rule("a transpose taken for a reshape", Transposed, () => [Random(1, 4, 3)], xs => xs[0].Transpose(0, 1).Contiguous(), (xs, g) => [g.Reshape(4, 3)]),
        Rule("a weight's gradient in the order of its transpose", Transposed, () => [Random(1, 5, 3), Random(2, 3, 4)], xs => xs[0].MatMul(xs[1]), (xs, g) => [g.MatMul(xs[1].Transpose(0, 1)), g.Transpose(0, 1).MatMul(xs[0]).Reshape(3, 4)]),
        Rule("a square product's left factor transposed", Transposed, () => [Random(1, 3, 3), Random(2, 3, 3)], xs => xs[0].MatMul(xs[1]), (xs, g) => [xs[1].MatMul(g.Transpose(0, 1)), xs[0].Transpose(0, 1).MatMul(g)]),
        Rule("a running sum that runs on in backward", null, () => [Random(1, 6)], xs => xs[0].CumSum(0), (xs, g) => [g.CumSum(0)]),
        Rule("a flip that is not flipped back", null, () => [Random(1, 6)], xs => xs[0].Flip(0), (xs, g) => [g]),
        Rule("a shift back in the wrong direction", null, () => [Random(1, 6)], xs => xs[0].Roll(1), (xs, g) => [g.Roll(1)]),
        Rule("two inputs' gradients exchanged", null, () => [Random(1, 3, 4), Random(2, 3, 4)], xs => xs[0] * xs[1], (xs, g) => [g * xs[0], g * xs[1]]),
        Rule("a slice's gradient at the wrong offset", null, () => [Random(1, 6)], xs => xs[0].Slice(0, 1, 4), (xs, g) => [Tensor.Cat([g, Tensor.Zeros([3], DType.Float64)])]),
    ];
}
