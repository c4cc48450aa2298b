namespace Autograd;

public partial class Tensor
{
    /// <summary>The elements at some indices of a dimension (<c>torch.index_select</c>): <c>[.., N, ..] -> [.., M, ..]</c>.</summary>
    /// <param name="dim">The dimension.</param>
    /// <param name="index">A vector of M int64 or int32 indices; negative ones count from the end.</param>
    /// <exception cref="ShapeException">An index is out of range, or the index is no vector.</exception>
    /// <exception cref="DTypeException">The indices are not int64 or int32.</exception>
    public Tensor IndexSelect(int dim, Tensor index)
    {
        ArgumentNullException.ThrowIfNull(index);
        int d = Dims.Wrap("IndexSelect", dim, Rank);
        var y = Op.Call(new IndexReadOp<BlockAddress>(d), AtLeastVector(), IndexBounds.Need("IndexSelect", index));
        return Rank == 0 && index.Numel == 1 ? y.Squeeze([0]) : y;
    }

    /// <summary>A copy with a source added at some indices of a dimension; repeated indices add up (<c>torch.index_add</c>).</summary>
    /// <exception cref="ShapeException">An index is out of range, or the source does not fit.</exception>
    /// <exception cref="DTypeException">The indices are not integers, or the source has another dtype.</exception>
    public Tensor IndexAdd(int dim, Tensor index, Tensor source)
    {
        ArgumentNullException.ThrowIfNull(index);
        ArgumentNullException.ThrowIfNull(source);
        int d = Dims.Wrap("IndexAdd", dim, Rank);
        return IndexAddOp<BlockAddress>.Apply(AtLeastVector(), d, IndexBounds.Need("IndexAdd", index), source.AtLeastVector()).LikeScalar(this);
    }

    /// <summary>A copy with a source written at some indices of a dimension (<c>torch.index_copy</c>).</summary>
    /// <remarks>Where an index comes twice, the last value stays.</remarks>
    /// <exception cref="ShapeException">An index is out of range, or the source does not fit.</exception>
    /// <exception cref="DTypeException">The indices are not integers, or the source has another dtype.</exception>
    public Tensor IndexCopy(int dim, Tensor index, Tensor source)
    {
        ArgumentNullException.ThrowIfNull(index);
        ArgumentNullException.ThrowIfNull(source);
        int d = Dims.Wrap("IndexCopy", dim, Rank);
        return IndexWriteOp<BlockAddress>.Apply(AtLeastVector(), d, IndexBounds.Need("IndexCopy", index), source.AtLeastVector()).LikeScalar(this);
    }
}
