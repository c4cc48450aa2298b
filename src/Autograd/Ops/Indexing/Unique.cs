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
        var (sorted, order) = Detach().Ravel().Sort(0);
        var (values, places, counts) = Runs("Unique", sorted);
        return (values, ZerosLike(places).Scatter(0, order, places).Reshape(Shape), counts);
    }

    /// <summary>
    /// The elements in row-major order without those that repeat the one before, for each element the run it is in, and the lengths of the runs
    /// (<c>torch.unique_consecutive</c> of all elements). Not differentiable; every NaN is an element of its own.
    /// </summary>
    /// <returns>[K], int64 of this tensor's shape, int64 [K].</returns>
    public (Tensor Values, Tensor Inverse, Tensor Counts) UniqueConsecutive()
    {
        using var face = Face.Of(nameof(UniqueConsecutive));
        var (values, places, counts) = Runs("UniqueConsecutive", Detach().Ravel());
        return (values, places.Reshape(Shape), counts);
    }

    /// <summary>Of a vector: the first element of each run, the run of each element, the lengths of the runs.</summary>
    private static (Tensor Values, Tensor Places, Tensor Counts) Runs(string op, Tensor x)
    {
        Op.NeedValues(op, x);
        int n = x.Numel;
        if (n == 0) return (x, Zeros([0], DType.Int64), Zeros([0], DType.Int64));
        var starts = Cat([Ones([1], DType.Bool), x.Narrow(0, 1, n - 1).Ne(x.Narrow(0, 0, n - 1))], 0);
        var places = starts.Long().CumSum(0) - 1L;
        return (x.MaskedSelect(starts), places, places.BinCount());
    }
}
