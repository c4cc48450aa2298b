using Autograd.Formulas;
using Autograd.Memory;

namespace Autograd;

public partial class Tensor
{
    /// <summary>Products of the last dimensions: <c>[..., K] x [---, K] -> [..., ---]</c>; with a scalar the product (<c>torch.inner</c>).</summary>
    /// <exception cref="ShapeException">The last sizes differ.</exception>
    public Tensor Inner(Tensor other)
    {
        using var face = Face.Of(nameof(Inner));
        return Rank == 0 || Given(other).Rank == 0 ? this * other : TensorDot(other, [-1], [-1]);
    }

    /// <summary>The sum over pairs of dimensions of the product of two tensors, the other dimensions in order (<c>torch.tensordot</c>).</summary>
    /// <param name="other">The other tensor.</param>
    /// <param name="dims">Dimensions of this tensor.</param>
    /// <param name="otherDims">As many dimensions of the other, of the same sizes.</param>
    /// <exception cref="ShapeException">The numbers of dimensions or their sizes differ, or one is named twice.</exception>
    public Tensor TensorDot(Tensor other, ReadOnlySpan<int> dims, ReadOnlySpan<int> otherDims)
    {
        using var face = Face.Of(nameof(TensorDot));
        if (dims.Length != otherDims.Length)
            throw new ShapeException($"TensorDot: {dims.Length} dimensions of {Shape} cannot meet {otherDims.Length} of {Given(other).Shape}");
        if (dims.Length > 0 && (Rank == 0 || other.Rank == 0))
            throw new ShapeException($"TensorDot: {Shape} and {other.Shape} have not both a dimension; a scalar has none");
        var (mine, free) = Parted("TensorDot", dims);
        var (its, itsFree) = Given(other).Parted("TensorDot", otherDims);
        int inner = 1;
        for (int i = 0; i < mine.Length; i++)
        {
            int size = layout.Sizes[mine[i]];
            if (size != other.layout.Sizes[its[i]])
                throw new ShapeException($"TensorDot: sizes {size} and {other.layout.Sizes[its[i]]} of dimensions {dims[i]} and {otherDims[i]} of {Shape} and {other.Shape} differ");
            inner *= size;
        }
        int[] sizes = [.. Array.ConvertAll(free, d => Shape[d]), .. Array.ConvertAll(itsFree, d => other.Shape[d])];
        int rows = 1, columns = 1;
        foreach (int d in free) rows *= layout.Sizes[d];
        foreach (int d in itsFree) columns *= other.layout.Sizes[d];
        var left = Permute([.. free, .. mine]).Reshape(rows, inner);
        var right = other.Permute([.. its, .. itsFree]).Reshape(inner, columns);
        return left.MM(right).Reshape(sizes);
    }

    /// <summary>The sum over the last <paramref name="dims"/> dimensions of this tensor and the first of the other (<c>torch.tensordot</c>).</summary>
    /// <exception cref="ShapeException">There are fewer dimensions, or their sizes differ.</exception>
    public Tensor TensorDot(Tensor other, int dims = 2)
    {
        using var face = Face.Of(nameof(TensorDot));
        if (dims < 0 || dims > Math.Min(Rank, Given(other).Rank))
            throw new ShapeException($"TensorDot: {Shape} and {other.Shape} have not both {dims} dimensions");
        var (mine, its) = (new int[dims], new int[dims]);
        for (int i = 0; i < dims; i++) (mine[i], its[i]) = (Rank - dims + i, i);
        return TensorDot(other, mine, its);
    }

    /// <summary>Products of vectors along a dimension, broadcast (<c>torch.linalg.vecdot</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor VecDot(Tensor other, int dim = -1)
    {
        using var face = Face.Of(nameof(VecDot));
        return (this * Given(other)).Sum(dim);
    }

    /// <summary>The sum of the diagonal of a matrix (<c>torch.trace</c>).</summary>
    /// <exception cref="ShapeException">The tensor is no matrix.</exception>
    public Tensor Trace()
    {
        using var face = Face.Of(nameof(Trace));
        return Rank == 2 ? Diagonal().Sum() : throw new ShapeException($"Trace: a tensor of shape {Shape} is no matrix");
    }

    private (int[] Named, int[] Free) Parted(string op, ReadOnlySpan<int> dims)
    {
        var mask = dims.Length == 0 ? new bool[Rank] : Dims.Mask(op, dims, Rank);
        var named = new int[dims.Length];
        for (int i = 0; i < named.Length; i++) named[i] = Dims.Wrap(op, dims[i], Rank);
        return (named, [.. Enumerable.Range(0, Rank).Where(d => !mask[d])]);
    }
}
