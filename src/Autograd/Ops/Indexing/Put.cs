using Autograd.Memory;

namespace Autograd;

public partial class Tensor
{
    /// <summary>A copy with source written (or added) at indices of the elements in row-major order (<c>torch.put</c>).</summary>
    /// <exception cref="ShapeException">An index is out of range, or there are not as many source elements as indices.</exception>
    /// <exception cref="DTypeException">The indices are not integers, or the source has another dtype.</exception>
    public Tensor Put(Tensor index, Tensor source, bool accumulate = false)
    {
        using var face = Face.Of(nameof(Put));
        ArgumentNullException.ThrowIfNull(index);
        ArgumentNullException.ThrowIfNull(source);
        if (index.Numel != source.Numel) throw new ShapeException($"Put: {source.Numel} source elements do not fit {index.Numel} indices");
        var (flat, at, values) = (Ravel(), index.Ravel(), source.Ravel());
        return (accumulate ? flat.IndexAdd(0, at, values) : flat.IndexCopy(0, at, values)).Reshape(Shape);
    }

    /// <summary>The elements at indices in row-major order, of the index's shape (<c>torch.take</c>).</summary>
    /// <exception cref="ShapeException">An index is out of range.</exception>
    /// <exception cref="DTypeException">The indices are not integers.</exception>
    public Tensor Take(Tensor index)
    {
        using var face = Face.Of(nameof(Take));
        ArgumentNullException.ThrowIfNull(index);
        return Ravel().IndexSelect(0, index.Ravel()).Reshape(index.Shape);
    }

    /// <summary>Like <see cref="Gather"/>, with tensor and index broadcast outside of the dimension (<c>torch.take_along_dim</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast, or an index is out of range.</exception>
    /// <exception cref="DTypeException">The indices are not integers.</exception>
    public Tensor TakeAlongDim(Tensor index, int dim)
    {
        using var face = Face.Of(nameof(TakeAlongDim));
        ArgumentNullException.ThrowIfNull(index);
        int d = NeedDim("TakeAlongDim", dim);
        if (index.Rank != Rank) throw new ShapeException($"TakeAlongDim: an index of shape {index.Shape} has not the rank of {Shape}");
        var (mine, its) = (Shape.ToArray(), index.Shape.ToArray());
        (mine[d], its[d]) = (1, 1);
        var sizes = LayoutViews.TryBroadcast(mine, its)
            ?? throw new ShapeException($"TakeAlongDim: shapes {Shape} and {index.Shape} do not broadcast outside of dimension {dim}");
        var (x, at) = (sizes.ToArray(), sizes.ToArray());
        (x[d], at[d]) = (Shape[d], index.Shape[d]);
        return Expand(x).Gather(d, index.Expand(at));
    }

    /// <summary>A copy with a number or scalar tensor, cast, at some indices of a dimension; its gradient is the sum of what it filled (<c>torch.index_fill</c>).</summary>
    /// <exception cref="ShapeException">An index is out of range, the index is no vector, or the value is not a scalar.</exception>
    /// <exception cref="DTypeException">The indices are not integers.</exception>
    public Tensor IndexFill(int dim, Tensor index, Tensor value)
    {
        using var face = Face.Of(nameof(IndexFill));
        ArgumentNullException.ThrowIfNull(index);
        ArgumentNullException.ThrowIfNull(value);
        if (value.Rank != 0) throw new ShapeException($"IndexFill: the value has shape {value.Shape}; a scalar is needed. IndexCopy takes tensors");
        int d = Dims.Wrap("IndexFill", dim, Rank);
        // By a mask: a repeated index fills once, and its gradient counts once.
        var sizes = new int[Rank];
        Array.Fill(sizes, 1);
        if (Rank > 0) sizes[d] = layout.Sizes[d];
        var mask = Zeros([Rank == 0 ? 1 : layout.Sizes[d]], DType.Bool).IndexCopy(0, index.Ravel(), Ones([index.Numel], DType.Bool));
        return MaskedFill(mask.Reshape(sizes), value);
    }

    /// <summary>A copy with the elements of a source, one after another, where a mask holds (<c>torch.masked_scatter</c>).</summary>
    /// <exception cref="DTypeException">The mask is not bool, or the source has another dtype.</exception>
    /// <exception cref="ShapeException">The shapes do not broadcast, or the source has too few elements.</exception>
    public Tensor MaskedScatter(Tensor mask, Tensor source)
    {
        using var face = Face.Of(nameof(MaskedScatter));
        ArgumentNullException.ThrowIfNull(mask);
        ArgumentNullException.ThrowIfNull(source);
        if (mask.DType != DType.Bool) throw new DTypeException($"MaskedScatter: the mask is {mask.DType.Name}, not bool");
        var sizes = LayoutViews.TryBroadcast(layout.Sizes, mask.layout.Sizes)
            ?? throw new ShapeException($"MaskedScatter: shapes {Shape} and {mask.Shape} do not broadcast");
        var places = mask.Expand(sizes).Ravel().NonZero().Select(1, 0);
        if (places.Numel > source.Numel)
            throw new ShapeException($"MaskedScatter: a source of {source.Numel} elements does not fill {places.Numel} places");
        return Expand(sizes).Ravel().IndexCopy(0, places, source.Ravel().Narrow(0, 0, places.Numel)).Reshape(sizes);
    }

    /// <summary>The coordinates of the elements that are not 0, a vector for each dimension (<c>torch.nonzero(as_tuple=True)</c>).</summary>
    public Tensor[] NonZeroAsTuple() => Rank == 0 ? Unsqueeze(0).NonZeroAsTuple() : NonZero().Unbind(1);
}
