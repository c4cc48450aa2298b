using static Autograd.Testing.Differentiability;
using static Autograd.Testing.IntegerResult;

namespace Autograd.Testing;

/// <summary>What meets at one place, and places found by search.</summary>
internal static class BinRows
{
    public static IEnumerable<OpRow> All() =>
    [
        new OpRow("ScatterReduce", "torch.scatter_reduce", Piecewise).OnIntegers(Untested)
            .On(d => [d.Real(3, 4), d.Index(3, 5, 4), d.Real(5, 4)], xs => xs[0].ScatterReduce(0, xs[1], xs[2], ScatterReduction.Sum))
            .On(d => [d.Real(3, 4), d.Index(3, 5, 2), d.Real(5, 4)], xs => xs[0].ScatterReduce(0, xs[1], xs[2], ScatterReduction.Mean, includeSelf: false))
            .On(d => [d.Real(3, 4), d.Index(3, 5, 4), d.Real(5, 4)], xs => xs[0].ScatterReduce(0, xs[1], xs[2], ScatterReduction.Prod)).ShapedByValues()
            .On(d => [d.Real(3, 4), d.Index(3, 5, 4), d.Real(5, 4)], xs => (xs[0] * 0).ScatterReduce(0, xs[1], xs[2], ScatterReduction.Prod)).ShapedByValues()
            .On(d => [d.Distinct(3, 4), d.Index(4, 3, 6), d.Distinct(3, 6)], xs => (xs[0] + 0.05).ScatterReduce(1, xs[1], xs[2], ScatterReduction.AMax, includeSelf: false)).ShapedByValues()
            .On(d => [d.Distinct(6), d.Index(6, 9), d.Distinct(9)], xs => (xs[0] + 0.15).ScatterReduce(0, xs[1], xs[2], ScatterReduction.AMin)).ShapedByValues(),
        new OpRow("BinCount", "torch.bincount", NotDifferentiable).OnIntegers(Untested)
            .On(d => [d.Index(4, 6)], xs => xs[0].BinCount(minLength: 6)).ShapedByValues()
            .On(d => [d.Index(4, 6), d.Real(6)], xs => xs[0].BinCount(xs[1])).ShapedByValues(),
        new OpRow("Histc", "torch.histc", NotDifferentiable).OnIntegers(Untested)
            .On(d => [d.Real(d.Shape())], xs => xs[0].Histc(5, -2, 2)).ShapedByValues(),
        new OpRow("Unique", "torch.unique", NotDifferentiable).OnIntegers(Untested)
            .On(d => [d.Index(4, 6)], xs => Three(xs[0].Unique())).ShapedByValues()
            .On(d => [d.Index(2, 5, 2)], xs => Three(xs[0].Unique(0))).ShapedByValues(),
        new OpRow("UniqueConsecutive", "torch.unique_consecutive", NotDifferentiable).OnIntegers(Untested)
            .On(d => [d.Index(2, 2, 4)], xs => Three(xs[0].UniqueConsecutive())).ShapedByValues()
            .On(d => [d.Index(2, 2, 4)], xs => Three(xs[0].UniqueConsecutive(-1))).ShapedByValues(),
        new OpRow("Bucketize", "torch.bucketize", NotDifferentiable).OnIntegers(Untested)
            .On(d => [d.OnGrid(0, d.Shape())], xs => xs[0].Round().Bucketize(Tensor.From([-1.0, 0, 2]), right: true)),
        new OpRow("SearchSorted", "torch.searchsorted", NotDifferentiable).OnIntegers(Untested)
            .On(d => [d.Distinct(2, 4), d.Real(2, 3)], xs => xs[0].SearchSorted(xs[1], sorter: xs[0].ArgSort())),
        new OpRow("NonZeroAsTuple", "torch.nonzero", NotDifferentiable).On(d => [d.OnGrid(0, d.Shape())], xs => xs[0].Round().NonZeroAsTuple()).ShapedByValues(),
    ];

    private static Tensor[] Three((Tensor Values, Tensor Inverse, Tensor Counts) found) => [found.Values, found.Inverse, found.Counts];
}
