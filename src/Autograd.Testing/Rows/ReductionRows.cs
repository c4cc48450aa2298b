using static Autograd.Testing.Differentiability;
using static Autograd.Testing.IntegerResult;

namespace Autograd.Testing;

internal static class ReductionRows
{
    public static IEnumerable<OpRow> All() =>
    [
        new OpRow("Sum", "torch.sum").Linear().OnIntegers(Widened)
            .ByRow(x => x.Sum(1))
            .On(d => d.Real(d.Shape()), x => x.Sum())
            .On(d => d.Real(d.Shape(1)), x => x.Sum(-1))
            .On(d => d.Real(d.Shape(2)), x => x.Sum(0, keepDim: true))
            .On(d => d.Real(d.Shape(2)), x => x.Sum([0, -1]))
            .On(d => d.Real(d.Shape(3, 4)), x => x.Sum([0, 2], keepDim: true)),
        new OpRow("Mean", "torch.mean").Linear().OnIntegers(Untested)
            .ByRow(x => x.Mean(1))
            .On(d => d.Real(NonEmpty(d)), x => x.Mean())
            .On(d => d.Real(NonEmpty(d, 1)), x => x.Mean(0))
            .On(d => d.Real(NonEmpty(d, 2)), x => x.Mean([0, -1], keepDim: true)),
        new OpRow("Var", "torch.var").OnIntegers(Untested)
            .ByRow(x => x.Var(1))
            .On(d => d.Real(AtLeastTwo(d)), x => x.Var())
            .On(d => d.Real(AtLeastTwo(d)), x => x.Var(-1, correction: 0))
            .On(d => d.Real(AtLeastTwo(d)), x => x.Var([0, 1], keepDim: true)),
        new OpRow("Std", "torch.std").OnIntegers(Untested)
            .Within(default(DeviationRoot), Row.Positive)
            .On(d => d.Distinct(AtLeastTwo(d)), x => x.Std())
            .On(d => d.Distinct(AtLeastTwo(d)), x => x.Std(-1, correction: 0.5, keepDim: true))
            .On(d => d.Distinct(AtLeastTwo(d)), x => x.Std([0, 1])),
        new OpRow("AMax", "torch.amax", Piecewise).OnIntegers(Kept)
            .ByRow(x => x.AMax(1))
            .On(d => d.Distinct(NonEmpty(d)), x => x.AMax())
            .On(d => d.Distinct(NonEmpty(d, 1)), x => x.AMax(-1))
            .On(d => d.Distinct(NonEmpty(d, 2)), x => x.AMax([0, -1], keepDim: true)),
        new OpRow("AMin", "torch.amin", Piecewise).OnIntegers(Kept)
            .On(d => d.Distinct(NonEmpty(d)), x => x.AMin())
            .On(d => d.Distinct(NonEmpty(d, 1)), x => x.AMin(-1))
            .On(d => d.Distinct(NonEmpty(d, 2)), x => x.AMin([0, -1], keepDim: true)),
        new OpRow("Max", "torch.max", Piecewise).OnIntegers(Untested)
            .ByRow(x => x.Max(1).Values)
            .On(d => d.Distinct(NonEmpty(d)), x => x.Max())
            .On(d => [d.Distinct(NonEmpty(d, 1))], xs => Both(xs[0].Max(-1)))
            .On(d => [d.Distinct(NonEmpty(d, 2))], xs => Both(xs[0].Max(0, keepDim: true))),
        new OpRow("Min", "torch.min", Piecewise).OnIntegers(Untested)
            .On(d => d.Distinct(NonEmpty(d)), x => x.Min())
            .On(d => [d.Distinct(NonEmpty(d, 1))], xs => Both(xs[0].Min(-1)))
            .On(d => [d.Distinct(NonEmpty(d, 2))], xs => Both(xs[0].Min(0, keepDim: true))),
        new OpRow("ArgMax", "torch.argmax", NotDifferentiable)
            .On(d => d.Distinct(NonEmpty(d)), x => x.ArgMax())
            .On(d => d.Distinct(NonEmpty(d, 1)), x => x.ArgMax(-1, keepDim: true)),
        new OpRow("ArgMin", "torch.argmin", NotDifferentiable)
            .On(d => d.Distinct(NonEmpty(d)), x => x.ArgMin())
            .On(d => d.Distinct(NonEmpty(d, 1)), x => x.ArgMin(0)),
        new OpRow("Prod", "torch.prod").OnIntegers(Widened)
            .ByRow(x => x.Prod(1))
            .On(d => d.NonZero(d.Shape()), x => x.Prod())
            .On(d => d.Real(d.Shape(1)), x => x.Prod(-1))
            .On(d => d.OnGrid(0, d.Shape(1)), x => x.Trunc().Add(x).Prod(0, keepDim: true))
            // One zero, and two: no division by the element may hide there.
            .On(d => [d.Real(3), d.Mask(3)], xs => Tensor.Cat([xs[0], xs[0] * 0, xs[0]], 0).Prod())
            .On(d => d.Real(2, 3), x => (x * Tensor.From([1.0, 0, 1]).To(x.DType)).Prod(1)),
        new OpRow("LogSumExp", "torch.logsumexp").OnIntegers(Untested)
            .Within(default(FiniteOrZeroFormula), Row.Real)
            .WithinBinary(default(LogPlusFormula), Row.Positive, Row.Real)
            .ByRow(x => x.LogSumExp(1))
            .On(d => d.Real(d.Shape(1)), x => x.LogSumExp(-1))
            .On(d => d.Real(d.Shape(2)), x => x.LogSumExp([0, 1], keepDim: true))
            .On(d => d.Real(d.Shape(3)), x => x.LogSumExp([0, 2])),
        new OpRow("Softmax", "torch.softmax").OnIntegers(Untested)
            .WithinBinary(default(ExpLessFormula), Row.Real, Row.Real)
            .ByRow(x => x.Softmax(1))
            .On(d => d.Real(d.Shape(1)), x => x.Softmax(-1))
            .On(d => d.Real(d.Shape(2)), x => x.Softmax(0)),
        new OpRow("LogSoftmax", "torch.log_softmax").OnIntegers(Untested)
            .ByRow(x => x.LogSoftmax(1))
            .On(d => d.Real(d.Shape(1)), x => x.LogSoftmax(-1))
            .On(d => d.Real(d.Shape(2)), x => x.LogSoftmax(0)),
        new OpRow("CumSum", "torch.cumsum").Linear().OnIntegers(Widened)
            .ByRow(x => x.CumSum(1))
            .On(d => d.Real(d.Shape(1)), x => x.CumSum(0))
            .On(d => d.Real(d.Shape(2)), x => x.CumSum(-1)),
        new OpRow("LogCumSumExp", "torch.logcumsumexp")
            .ByRow(x => x.LogCumSumExp(1))
            .On(d => d.Real(d.Shape(1)), x => x.LogCumSumExp(0))
            .On(d => d.Real(2, 5), x => x.LogCumSumExp(-1)),
        new OpRow("CumProd", "torch.cumprod").OnIntegers(Widened)
            .On(d => d.NonZero(d.Shape(1)), x => x.CumProd(0))
            .On(d => d.Real(d.Shape(2)), x => x.CumProd(-1))
            .On(d => d.Real(4, 2), x => (x * Tensor.From([1.0, 0, 0, 1, 1, 1, 1, 0]).Reshape(4, 2).To(x.DType)).CumProd(0)),
    ];

    private static Tensor[] Both((Tensor Values, Tensor Indices) pair) => [pair.Values, pair.Indices];

    /// <summary>A maximum of nothing throws: these shapes are never empty.</summary>
    private static int[] NonEmpty(Dice d, int minRank = 0) => Array.ConvertAll(d.Shape(minRank), n => Math.Max(n, 1));

    private static int[] AtLeastTwo(Dice d) => Array.ConvertAll(d.Shape(2), n => Math.Max(n, 2));
}
