using static Autograd.Testing.Differentiability;
using static Autograd.Testing.IntegerResult;

namespace Autograd.Testing;

/// <summary>Order along a dimension, norms, moments and differences.</summary>
internal static class OrderRows
{
    public static IEnumerable<OpRow> All() =>
    [
        new OpRow("Sort", "torch.sort", Piecewise).OnIntegers(Kept)
            .On(d => [d.Distinct(d.Shape(1))], xs => Both(xs[0].Sort()))
            .On(d => [d.Distinct(d.Shape(2))], xs => Both(xs[0].Sort(0, descending: true))),
        new OpRow("ArgSort", "torch.argsort", NotDifferentiable).On(d => d.Distinct(d.Shape(1)), x => x.ArgSort()),
        new OpRow("TopK", "torch.topk", Piecewise).OnIntegers(Kept)
            .On(d => [d.Distinct(4, 3)], xs => Both(xs[0].TopK(2)))
            .On(d => [d.Distinct(4, 3)], xs => Both(xs[0].TopK(3, 0, largest: false))),
        new OpRow("KthValue", "torch.kthvalue", Piecewise).OnIntegers(Kept)
            .On(d => [d.Distinct(4, 3)], xs => Both(xs[0].KthValue(2)))
            .On(d => [d.Distinct(4, 3)], xs => Both(xs[0].KthValue(3, 0, keepDim: true))),
        new OpRow("Median", "torch.median", Piecewise).OnIntegers(Kept)
            .On(d => d.Distinct(4, 3), x => x.Median()).ShapedByValues()
            .On(d => [d.Distinct(4, 3)], xs => Both(xs[0].Median(0)))
            .On(d => [d.Distinct(2, 3)], xs => Both(xs[0].Median(-1, keepDim: true))),
        new OpRow("NanMedian", "torch.nanmedian", Piecewise).OnIntegers(Kept)
            .On(d => d.Distinct(4, 3), x => x.NanMedian()).ShapedByValues()
            .On(d => [d.Distinct(4, 3)], xs => Both(xs[0].NanMedian(0))),
        new OpRow("Quantile", "torch.quantile", Piecewise).OnIntegers(Untested)
            .On(d => d.Distinct(4, 3), x => x.Quantile(0.3))
            .On(d => d.Distinct(4, 3), x => x.Quantile(0.4, 0, keepDim: true, QuantileInterpolation.Midpoint))
            .On(d => [d.Distinct(2, 4), d.Between(0.4, 0.6, 2)], xs => xs[0].Quantile(xs[1], -1)),
        new OpRow("CumMax", "torch.cummax", Piecewise).OnIntegers(Kept)
            .On(d => [d.Distinct(d.Shape(1))], xs => Both(xs[0].CumMax(-1)))
            .On(d => [d.Distinct(d.Shape(2))], xs => Both(xs[0].CumMax(0))),
        new OpRow("CumMin", "torch.cummin", Piecewise).OnIntegers(Kept)
            .On(d => [d.Distinct(d.Shape(1))], xs => Both(xs[0].CumMin(-1)))
            .On(d => [d.Distinct(d.Shape(2))], xs => Both(xs[0].CumMin(0))),
        new OpRow("Any", "torch.any", NotDifferentiable)
            .On(d => d.OnGrid(0, d.Shape(1)), x => x.Round().Any(-1))
            .On(d => d.OnGrid(0, d.Shape()), x => x.Round().Any()),
        new OpRow("All", "torch.all", NotDifferentiable)
            .On(d => d.OnGrid(0, d.Shape(1)), x => x.Round().All(0, keepDim: true))
            .On(d => d.OnGrid(0, d.Shape()), x => x.Round().All()),
        new OpRow("CountNonZero", "torch.count_nonzero", NotDifferentiable)
            .On(d => d.OnGrid(0, d.Shape(2)), x => x.Round().CountNonZero(0, -1)),
        new OpRow("AMinMax", "torch.aminmax", Piecewise).OnIntegers(Kept)
            .On(d => [d.Distinct(3, 4)], xs => Two(xs[0].AMinMax()))
            .On(d => [d.Distinct(3, 4)], xs => Two(xs[0].AMinMax([0], keepDim: true))),
        new OpRow("VarMean", "torch.var_mean").OnIntegers(Untested).On(d => [d.Real(3, 4)], xs => Two(xs[0].VarMean([1]))),
        new OpRow("StdMean", "torch.std_mean").OnIntegers(Untested).On(d => [d.Distinct(3, 4)], xs => Two(xs[0].StdMean([0], correction: 0, keepDim: true))),
        new OpRow("NanSum", "torch.nansum").Linear().OnIntegers(Untested)
            .On(d => d.Real(d.Shape()), x => x.NanSum())
            .On(d => d.Real(d.Shape(1)), x => x.NanSum([-1], keepDim: true)),
        new OpRow("NanMean", "torch.nanmean").Linear().OnIntegers(Untested).On(d => d.Real(3, 4), x => x.NanMean([0])),
        new OpRow("VectorNorm", "torch.linalg.vector_norm").OnIntegers(Untested)
            .Within(new AbsPowerFormula(2.5), Row.NonZero)
            .Within(new RootFormula(2), Row.Positive)
            .WithinBinary(new NormSlopeFormula(2.5), Row.NonZero, Row.Between(2, 4))
            .Within(new RootFormula(3), Row.Positive)
            .ByRow(x => x.VectorNorm(2, [1]))
            .On(d => d.NonZero(3, 4), x => x.VectorNorm())
            .On(d => d.NonZero(3, 4), x => x.VectorNorm(1, [0]))
            .On(d => d.NonZero(3, 4), x => x.VectorNorm(3, [1], keepDim: true))
            .On(d => d.NonZero(3, 4), x => x.VectorNorm(-1.5))
            .On(d => d.Distinct(3, 4).Exp() * Tensor.From([1.0, -1, 1, -1]), x => x.VectorNorm(double.PositiveInfinity, [1])),
        new OpRow("Norm", "torch.norm").OnIntegers(Refused)
            .On(d => d.NonZero(3, 4), x => x.Norm())
            .On(d => d.NonZero(3, 4), x => x.Norm(2.5, -1))
            .On(d => d.NonZero(4), x => Linalg.Norm(x, 3))
            .On(d => d.Spread(2, 3, 4), x => Linalg.Norm(x, 2, [1, 2], keepDim: true))
            .On(d => d.Spread(3, 4), x => Linalg.Norm(x, MatrixNormKind.Nuc)),
        new OpRow("Diff", "torch.diff").Linear().OnIntegers(Kept)
            .On(d => d.Real(d.Shape(1)), x => x.Diff())
            .On(d => [d.Real(3, 4), d.Real(1, 4), d.Real(2, 4)], xs => xs[0].Diff(2, 0, xs[1], xs[2])),
        new OpRow("Trapezoid", "torch.trapezoid").OnIntegers(Untested)
            .On(d => d.Real(d.Shape(1)), x => x.Trapezoid(0.5))
            .On(d => [d.Real(3, 4), d.Real(3)], xs => xs[0].Trapezoid(xs[1], 0))
            .On(d => [d.Real(3, 4), d.Real(3, 4)], xs => xs[0].Trapezoid(xs[1])),
    ];

    private static Tensor[] Both((Tensor Values, Tensor Indices) pair) => [pair.Values, pair.Indices];

    private static Tensor[] Two((Tensor First, Tensor Second) pair) => [pair.First, pair.Second];
}
