using Autograd.Memory;

namespace Autograd;

public partial class Tensor
{
    /// <summary>y[i, j] = x[i, index[i, j]] for dimension 1 of a matrix, likewise for others (<c>torch.gather</c>).</summary>
    /// <exception cref="ShapeException">The index does not fit, or an index is out of range.</exception>
    /// <exception cref="DTypeException">The indices are not int64 or int32.</exception>
    public Tensor Gather(int dim, Tensor index)
    {
        ArgumentNullException.ThrowIfNull(index);
        int d = Dims.Wrap("Gather", dim, Rank);
        var y = Op.Call(new IndexReadOp<ElementAddress>(d), AtLeastVector(), IndexBounds.Need("Gather", index));
        return index.Rank == 0 ? y.Squeeze([0]) : y;
    }

    /// <summary>A copy with source added: y[i, index[i, j]] += source[i, j] for dimension 1 of a matrix (<c>torch.scatter_add</c>).</summary>
    /// <exception cref="ShapeException">Index or source do not fit, or an index is out of range.</exception>
    /// <exception cref="DTypeException">The indices are not integers, or the source has another dtype.</exception>
    public Tensor ScatterAdd(int dim, Tensor index, Tensor source)
    {
        ArgumentNullException.ThrowIfNull(index);
        ArgumentNullException.ThrowIfNull(source);
        int d = Dims.Wrap("ScatterAdd", dim, Rank);
        return IndexAddOp<ElementAddress>.Apply(AtLeastVector(), d, IndexBounds.Need("ScatterAdd", index), source.AtLeastVector()).LikeScalar(this);
    }

    /// <summary>A copy with source, or one number, written: y[i, index[i, j]] = source[i, j] for dimension 1 of a matrix (<c>torch.scatter</c>).</summary>
    /// <remarks>Where an index comes twice, the last value stays; the gradient of the others is then not defined, as in PyTorch.</remarks>
    /// <exception cref="ShapeException">Index or source do not fit, or an index is out of range.</exception>
    /// <exception cref="DTypeException">The indices are not integers, or the source has another dtype.</exception>
    public Tensor Scatter(int dim, Tensor index, Tensor source)
    {
        using var face = Face.Of(nameof(Scatter));
        ArgumentNullException.ThrowIfNull(index);
        ArgumentNullException.ThrowIfNull(source);
        if (source.IsNumber) source = source.To(DType).Expand(index.Shape);
        int d = Dims.Wrap("Scatter", dim, Rank);
        return IndexWriteOp<ElementAddress>.Apply(AtLeastVector(), d, IndexBounds.Need("Scatter", index), source.AtLeastVector()).LikeScalar(this);
    }

    /// <summary>A scalar as a vector of one element, which indices may name as often as they like.</summary>
    private Tensor AtLeastVector() => Rank == 0 ? Unsqueeze(0) : this;

    /// <summary>A result that was computed for a scalar as a vector, as a scalar.</summary>
    private Tensor LikeScalar(Tensor x) => x.Rank == 0 ? Squeeze([0]) : this;
}
