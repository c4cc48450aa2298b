namespace Autograd;

/// <summary>One item between the brackets of <c>x[...]</c>: an integer, a range, a new axis, the ellipsis, a mask or indices.</summary>
public readonly struct TensorIndex
{
    private TensorIndex(IndexKind kind, Index start = default, Index end = default, int step = 1, Tensor? tensor = null)
    {
        Kind = kind;
        Start = start;
        End = end;
        Step = step;
        Tensor = tensor;
    }

    internal enum IndexKind
    {
        Slice,
        Integer,
        Ellipsis,
        NewAxis,
        Tensor,
    }

    /// <summary>All dimensions that the other items leave (<c>...</c> in Python).</summary>
    public static TensorIndex Ellipsis => new(IndexKind.Ellipsis);

    /// <summary>A new dimension of size 1 (<c>None</c> in Python).</summary>
    public static TensorIndex NewAxis => new(IndexKind.NewAxis);

    internal IndexKind Kind { get; }

    internal Index Start { get; }

    internal Index End { get; }

    internal int Step { get; }

    internal Tensor? Tensor { get; }

    /// <summary>One index of a dimension, which goes away; negative ones count from the end.</summary>
    /// <exception cref="ShapeException">No dimension has such an index: the number is -2^31.</exception>
    public static implicit operator TensorIndex(int index) => index == int.MinValue
        ? throw new ShapeException($"Index: {index} is out of range for any dimension")
        : At(index);

    /// <summary>One index of a dimension, which goes away: <c>^1</c> is the last.</summary>
    public static implicit operator TensorIndex(Index index) => new(IndexKind.Integer, index);

    /// <summary>A range of a dimension, <c>1..3</c>, <c>..</c>, <c>^2..</c>; bounds beyond the end are cut, as in Python.</summary>
    public static implicit operator TensorIndex(Range range) => new(IndexKind.Slice, range.Start, range.End);

    /// <summary>A bool mask over as many dimensions as it has, or int64 indices of one dimension.</summary>
    public static implicit operator TensorIndex(Tensor tensor) => new(IndexKind.Tensor, tensor: tensor ?? throw new ArgumentNullException(nameof(tensor)));

    /// <summary>Indices of one dimension.</summary>
    public static implicit operator TensorIndex(int[] indices) => new(IndexKind.Tensor, tensor: Tensor.From(indices).To(DType.Int64));

    /// <summary>Every <paramref name="step"/>-th element of a range (<c>start:end:step</c> in Python); a negative step goes backward.</summary>
    /// <param name="start">The first index; the beginning, or the end of a backward range, when not given.</param>
    /// <param name="end">The index after the last; the whole dimension when not given.</param>
    /// <param name="step">Not 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The step is 0.</exception>
    public static TensorIndex Slice(int? start = null, int? end = null, int step = 1)
    {
        ArgumentOutOfRangeException.ThrowIfZero(step);
        if (step > 0) return new(IndexKind.Slice, At(start ?? 0), end is { } e ? At(e) : Index.End, step);
        // Backward from start down to, not including, end; ^0 - 1 stands for "the last", "before the first" for no end.
        return new(IndexKind.Slice, start is { } s ? At(s) : Index.FromEnd(1), end is { } b ? At(b) : Index.FromEnd(int.MaxValue), step);
    }

    // The smallest integer has no opposite; bounds are cut, so that the next one means the same.
    private static Index At(int index) => index < 0 ? Index.FromEnd(-Math.Max(index, -int.MaxValue)) : new Index(index);
}
