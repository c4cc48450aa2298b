using Autograd.Memory;

namespace Autograd;

public partial class Tensor
{
    /// <summary>
    /// The different elements in ascending order, for each element which of them it is, and how often each occurs (<c>torch.unique</c> of all
    /// elements with <c>return_inverse</c> and <c>return_counts</c>). Not differentiable; every NaN is an element of its own.
    /// </summary>
    /// <returns>[K], int64 of this tensor's shape, int64 [K].</returns>
    public (Tensor Values, Tensor Inverse, Tensor Counts) Unique()
    {
        using var face = Face.Of(nameof(Unique));
        var (values, inverse, counts) = Ravel().Unique(0);
        return (values, inverse.Reshape(Shape), counts);
    }

    /// <summary>
    /// The elements in row-major order without those that repeat the one before, for each element the run it is in, and the lengths of the runs
    /// (<c>torch.unique_consecutive</c> of all elements). Not differentiable; every NaN is an element of its own.
    /// </summary>
    /// <returns>[K], int64 of this tensor's shape, int64 [K].</returns>
    public (Tensor Values, Tensor Inverse, Tensor Counts) UniqueConsecutive()
    {
        using var face = Face.Of(nameof(UniqueConsecutive));
        var (values, inverse, counts) = Ravel().UniqueConsecutive(0);
        return (values, inverse.Reshape(Shape), counts);
    }

    /// <summary>
    /// The different slices of a dimension in lexicographic order, for each slice which of them it is, and how often each occurs
    /// (<c>torch.unique(dim)</c>). Not differentiable; a slice with a NaN is one of its own. Sorts once for each element of a slice.
    /// </summary>
    /// <returns>[.., K, ..], int64 [N], int64 [K].</returns>
    /// <exception cref="ShapeException">There is no such dimension, or its slices have no elements.</exception>
    public (Tensor Values, Tensor Inverse, Tensor Counts) Unique(int dim)
    {
        using var face = Face.Of(nameof(Unique));
        var rows = Slices("Unique", dim);
        Op.NeedValues("Unique", rows);
        var order = Arange(rows.Shape[0]);
        // Sorting is stable: by the last element first, by the first at the end.
        for (int column = rows.Shape[1] - 1; column >= 0; column--) order = order.Gather(0, rows.Select(1, column).Gather(0, order).ArgSort(0));
        var (firsts, places, counts) = SliceRuns(rows.IndexSelect(0, order));
        return (Detach().IndexSelect(dim, order.IndexSelect(0, firsts)), ZerosLike(places).Scatter(0, order, places), counts);
    }

    /// <summary>
    /// The slices of a dimension without those that repeat the one before, for each slice the run it is in, and the lengths of the runs
    /// (<c>torch.unique_consecutive(dim)</c>). Not differentiable; a slice with a NaN is one of its own.
    /// </summary>
    /// <returns>[.., K, ..], int64 [N], int64 [K].</returns>
    /// <exception cref="ShapeException">There is no such dimension, or its slices have no elements.</exception>
    public (Tensor Values, Tensor Inverse, Tensor Counts) UniqueConsecutive(int dim)
    {
        using var face = Face.Of(nameof(UniqueConsecutive));
        var rows = Slices("UniqueConsecutive", dim);
        Op.NeedValues("UniqueConsecutive", rows);
        var (firsts, places, counts) = SliceRuns(rows);
        return (Detach().IndexSelect(dim, firsts), places, counts);
    }

    /// <summary>The slices of a dimension as rows: <c>[.., N, ..] -> [N, M]</c>.</summary>
    private Tensor Slices(string op, int dim)
    {
        int d = Dims.Wrap(op, dim, Rank);
        if (Rank == 0) return Detach().Reshape(1, 1);
        int n = Shape[d], m = n == 0 ? 1 : Numel / n;
        if (m == 0) throw new ShapeException($"{op}: the slices of dimension {dim} of shape {Shape} have no elements to compare");
        return Detach().MoveDim(d, 0).Reshape(n, m);
    }

    /// <summary>Of rows: where each run begins, the run of each row, the lengths of the runs.</summary>
    private static (Tensor Firsts, Tensor Places, Tensor Counts) SliceRuns(Tensor rows)
    {
        int n = rows.Shape[0];
        var none = Zeros([0], DType.Int64);
        if (n == 0) return (none, none, none);
        var starts = Cat([Ones([1], DType.Bool), rows.Narrow(0, 1, n - 1).Ne(rows.Narrow(0, 0, n - 1)).Any(1)], 0);
        var places = starts.Long().CumSum(0) - 1L;
        return (Arange(n).MaskedSelect(starts), places, places.BinCount());
    }
}
