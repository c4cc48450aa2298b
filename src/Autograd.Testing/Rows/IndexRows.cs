using static Autograd.Testing.Differentiability;
using static Autograd.Testing.IntegerResult;

namespace Autograd.Testing;

internal static class IndexRows
{
    public static IEnumerable<OpRow> All()
    {
        OpRow[] linear =
        [
            new OpRow("IndexSelect", "torch.index_select")
                .On(d => [d.Real(4, 3), d.Index(4, 5)], xs => xs[0].IndexSelect(0, xs[1]))
                .On(d => [d.Real(2, 3, 2), d.Index(3, d.Size())], xs => xs[0].IndexSelect(1, xs[1])),
            new OpRow("IndexAdd", "torch.index_add")
                .On(d => [d.Real(4, 3), d.Index(4, 5), d.Real(5, 3)], xs => xs[0].IndexAdd(0, xs[1], xs[2]))
                .On(d => [d.Real(2, 3), d.Index(3, 2), d.Real(2, 2)], xs => xs[0].IndexAdd(-1, xs[1], xs[2])),
            new OpRow("IndexCopy", "torch.index_copy")
                .On(d => [d.Real(4, 3), d.Order(4).Narrow(0, 0, 3), d.Real(3, 3)], xs => xs[0].IndexCopy(0, xs[1], xs[2]))
                .On(d => [d.Real(2, 3), d.Order(3), d.Real(2, 3)], xs => xs[0].IndexCopy(1, xs[1], xs[2])),
            new OpRow("Gather", "torch.gather")
                .On(d => [d.Real(3, 4), d.Index(4, 3, 2)], xs => xs[0].Gather(1, xs[1]))
                .On(d => [d.Real(3, 4), d.Index(3, 5, 2)], xs => xs[0].Gather(0, xs[1]))
                .On(d => [d.Real(2, 3, 2), d.Index(3, 2, d.Size(), 2)], xs => xs[0].Gather(-2, xs[1])),
            new OpRow("ScatterAdd", "torch.scatter_add")
                .On(d => [d.Real(3, 4), d.Index(4, 3, 5), d.Real(3, 5)], xs => xs[0].ScatterAdd(1, xs[1], xs[2]))
                .On(d => [d.Real(3, 4), d.Index(3, 2, 3), d.Real(4, 4)], xs => xs[0].ScatterAdd(0, xs[1], xs[2])),
            // Each index once: what a repeated index keeps has no derivative.
            new OpRow("Scatter", "torch.scatter")
                .On(d => [d.Real(4, 2), Tensor.Stack([d.Order(4), d.Order(4)], 1), d.Real(4, 2)], xs => xs[0].Scatter(0, xs[1], xs[2]))
                .On(d => [d.Real(2, 3), Tensor.Stack([d.Order(3).Narrow(0, 0, 2), d.Order(3).Narrow(0, 1, 2)]), d.Real(2, 3)], xs => xs[0].Scatter(1, xs[1], xs[2])),
            new OpRow("MaskedFill", "torch.masked_fill")
                .On(
                    d =>
                    {
                        var full = d.Shape();
                        return new[] { d.Real(full), d.Mask(d.Narrower(full)), d.Real() };
                    },
                    xs => xs[0].MaskedFill(xs[1], xs[2])),
            new OpRow("MaskedSelect", "torch.masked_select")
                .On(
                    d =>
                    {
                        var full = d.Shape();
                        return new[] { d.Real(full), d.Mask(full) };
                    },
                    xs => xs[0].MaskedSelect(xs[1])).ShapedByValues(),
            new OpRow("IndexPut", "torch.index_put")
                .On(d => [d.Real(3, 4), d.Order(3).Narrow(0, 0, 2), d.Real(4)], xs => xs[0].IndexPut([xs[1]], xs[2]))
                .On(d => [d.Real(3, 4), d.Index(3, 5), d.Index(4, 5), d.Real(5)], xs => xs[0].IndexPut([xs[1], xs[2]], xs[3], accumulate: true)),
            new OpRow("SetItem", "x[index] = value")
                .On(d => [d.Real(3, 4), d.Real(4)], xs => xs[0].SetItem(xs[1], 1..))
                .On(d => [d.Real(3, 4), d.Real(2)], xs => xs[0].SetItem(xs[1], TensorIndex.Slice(step: 2), 1))
                .On(d => [d.Real(3, 4), d.Order(4).Narrow(0, 0, 2), d.Real(3, 2)], xs => xs[0].SetItem(xs[2], TensorIndex.Ellipsis, xs[1]))
                .On(d => [d.Real(2, 3), d.Mask(2, 3), d.Real()], xs => xs[0].SetItem(xs[2], xs[1])).ShapedByValues(),
            new OpRow("get_At", "x[index]")
                .On(d => d.Real(3, 4), x => x[1, ^2])
                .On(d => d.Real(4, 5, 2), x => x[1..3, TensorIndex.NewAxis, TensorIndex.Slice(1, step: 2)])
                .On(d => [d.Real(3, 4), d.Index(3, 2, 2)], xs => xs[0][xs[1]])
                .On(d => [d.Real(2, 3, 4), d.Index(2, 3), d.Index(4, 3)], xs => xs[0][xs[1], .., xs[2]])
                .On(d => [d.Real(2, 3), d.Mask(2, 3)], xs => xs[0][xs[1]]).ShapedByValues(),
        ];
        foreach (var row in linear) row.Linear().OnIntegers(Kept);
        return
        [
            .. linear,
            new OpRow("NonZero", "torch.nonzero", NotDifferentiable).On(d => d.OnGrid(0, d.Shape(1)), x => x.Round().NonZero()).ShapedByValues(),
        ];
    }
}
