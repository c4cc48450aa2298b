namespace Autograd;

public partial class Tensor
{
    /// <summary>A copy repeated along every dimension; missing counts on the left are 1 (<c>torch.tile</c>).</summary>
    /// <exception cref="ShapeException">A count is negative.</exception>
    public Tensor Tile(params ReadOnlySpan<int> repeats)
    {
        if (repeats.Length >= Rank) return Repeat(repeats);
        var counts = new int[Rank];
        Array.Fill(counts, 1);
        repeats.CopyTo(counts.AsSpan(Rank - repeats.Length));
        return Repeat(counts);
    }

    /// <summary>Every element repeated; without a dimension those of the flat tensor (<c>torch.repeat_interleave</c>).</summary>
    /// <exception cref="ShapeException">There is no such dimension, or the count is negative.</exception>
    public Tensor RepeatInterleave(int repeats, int? dim = null)
    {
        if (repeats < 0) throw new ShapeException($"RepeatInterleave: a count of {repeats} is negative");
        var x = dim is null ? Ravel() : this;
        int d = x.NeedDim("RepeatInterleave", dim ?? 0);
        Dims.Size("RepeatInterleave", (long)x.Numel * repeats);
        int[] wide = [.. x.layout.Sizes[..(d + 1)], repeats, .. x.layout.Sizes[(d + 1)..]];
        return x.Unsqueeze(d + 1).Expand(wide).Flatten(d, d + 1);
    }

    /// <summary>Every element repeated as often as its count says; without a dimension those of the flat tensor (<c>torch.repeat_interleave</c>).</summary>
    /// <param name="repeats">A vector of int64 counts, one for each index of the dimension, or one for all.</param>
    /// <param name="dim">The dimension.</param>
    /// <exception cref="ShapeException">There is no such dimension, a count is negative, or there are not as many counts as indices.</exception>
    /// <exception cref="DTypeException">The counts are not int64 or int32.</exception>
    public Tensor RepeatInterleave(Tensor repeats, int? dim = null)
    {
        ArgumentNullException.ThrowIfNull(repeats);
        if (repeats.DType is not (DType.Int64 or DType.Int32)) throw new DTypeException($"RepeatInterleave: counts are int64 or int32, not {repeats.DType.Name}");
        var x = dim is null ? Ravel() : this;
        int d = x.NeedDim("RepeatInterleave", dim ?? 0);
        Op.NeedValues("RepeatInterleave", repeats);
        var counts = repeats.Long().ToArray<long>();
        if (counts.Length != x.Shape[d] && counts.Length != 1) throw new ShapeException($"RepeatInterleave: {counts.Length} counts do not fit dimension {d} of {x.Shape}");
        long total = 0;
        foreach (long count in counts)
        {
            if (count < 0) throw new ShapeException($"RepeatInterleave: a count of {count} is negative");
            // Never above 2^32: no sum wraps around.
            total = count > int.MaxValue - total ? (long)int.MaxValue + 1 : total + count;
        }
        if (total > int.MaxValue) throw new ShapeException($"RepeatInterleave: the counts add up to more than the {int.MaxValue} indices that a dimension can have");
        if (counts.Length == 1) return RepeatInterleave((int)counts[0], dim);
        var index = Empty([(int)total], DType.Int64);
        using (var lease = index.Lease<long>())
        {
            for (int i = 0, at = 0; i < counts.Length; at += (int)counts[i++]) lease.Span.Slice(at, (int)counts[i]).Fill(i);
        }
        return x.IndexSelect(d, index);
    }

    /// <summary>Two dimensions exchanged; another name for <see cref="Transpose"/> (<c>torch.swapaxes</c>).</summary>
    /// <exception cref="ShapeException">There is no such dimension.</exception>
    public Tensor SwapAxes(int axis0, int axis1) => Transpose(axis0, axis1);

    /// <summary>A copy with dimension 1 backward (<c>torch.fliplr</c>).</summary>
    /// <exception cref="ShapeException">The tensor has fewer than two dimensions.</exception>
    public Tensor FlipLR() => Rank >= 2 ? Flip(1) : throw new ShapeException($"FlipLR: a tensor of shape {Shape} has no dimension 1");

    /// <summary>A copy with dimension 0 backward (<c>torch.flipud</c>).</summary>
    /// <exception cref="ShapeException">The tensor is a scalar.</exception>
    public Tensor FlipUD() => Rank >= 1 ? Flip(0) : throw new ShapeException("FlipUD: a scalar has no dimension 0");

    /// <summary>A copy rolled flat: the element at i in row-major order goes to i + shift (<c>torch.roll</c> without dimensions).</summary>
    public Tensor Roll(int shift) => Ravel().Roll(shift, 0).Reshape(Shape);

    /// <summary>A copy rolled along several dimensions (<c>torch.roll</c>).</summary>
    /// <exception cref="ShapeException">There is no such dimension, or there are not as many shifts as dimensions.</exception>
    public Tensor Roll(ReadOnlySpan<int> shifts, ReadOnlySpan<int> dims)
    {
        if (shifts.Length != dims.Length) throw new ShapeException($"Roll: {shifts.Length} shifts for {dims.Length} dimensions");
        var x = this;
        for (int i = 0; i < dims.Length; i++) x = x.Roll(shifts[i], dims[i]);
        return ReferenceEquals(x, this) ? Clone() : x;
    }

    /// <summary>A dimension cut into this many pieces, of lengths that differ by at most one (<c>torch.tensor_split</c>).</summary>
    /// <exception cref="ShapeException">There is no such dimension, or the number is not positive.</exception>
    /// <exception cref="AllocationException">There is no memory for so many pieces.</exception>
    public Tensor[] TensorSplit(int sections, int dim = 0)
    {
        int d = NeedDim("TensorSplit", dim), length = layout.Sizes[d];
        if (sections <= 0) throw new ShapeException($"TensorSplit: {sections} pieces of dimension {dim} of {Shape} make no sense");
        var lengths = PieceLengths("TensorSplit", sections, d);
        for (int i = 0; i < sections; i++) lengths[i] = length / sections + (i < length % sections ? 1 : 0);
        return SplitOp.Run(this, d, lengths);
    }

    /// <summary>A dimension cut at indices, with Python's meaning of negative and too large ones (<c>torch.tensor_split</c>).</summary>
    /// <exception cref="ShapeException">There is no such dimension.</exception>
    public Tensor[] TensorSplit(ReadOnlySpan<int> indices, int dim = 0)
    {
        int d = NeedDim("TensorSplit", dim), length = layout.Sizes[d];
        var pieces = new Tensor[indices.Length + 1];
        int start = 0;
        for (int i = 0; i < pieces.Length; i++)
        {
            int end = i < indices.Length ? Bound(indices[i], length) : length;
            pieces[i] = Narrow(d, Math.Min(start, end), Math.Max(end - start, 0));
            start = end;
        }
        return pieces;
    }
}
