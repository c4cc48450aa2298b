using Autograd.Memory;

namespace Autograd;

/// <summary>
/// x[items]: integers, ranges and new axes become views; masks and index tensors then pick along what is left, as in
/// PyTorch: indices side by side stay in place, others go to the front.
/// </summary>
internal readonly struct Indexer
{
    private Indexer(Tensor view, Tensor?[] indices)
    {
        View = view;
        Indices = indices;
    }

    /// <summary>The tensor after all views.</summary>
    public Tensor View { get; }

    /// <summary>For each dimension of the view, its int64 indices, or null.</summary>
    public Tensor?[] Indices { get; }

    public bool IsBasic => !Array.Exists(Indices, i => i is not null);

    public static Indexer Resolve(Tensor x, ReadOnlySpan<TensorIndex> items)
    {
        int named = 0;
        bool ellipsis = false;
        foreach (var item in items)
        {
            if (item.Kind == TensorIndex.IndexKind.Ellipsis)
            {
                if (ellipsis) throw new ShapeException("Index: there is more than one ellipsis");
                ellipsis = true;
            }
            else if (item.Kind != TensorIndex.IndexKind.NewAxis)
            {
                named += item.Tensor is { DType: DType.Bool } mask ? mask.Rank : 1;
            }
        }
        if (named > x.Rank) throw new ShapeException($"Index: {named} indices for a tensor of shape {x.Shape}, which has {x.Rank} dimensions");

        var indices = new List<Tensor?>();
        var shape = x.Shape;
        // dim counts those of the result so far, gone those that integers took, added the new axes.
        int dim = 0, gone = 0, added = 0;
        foreach (var item in items)
        {
            switch (item.Kind)
            {
                case TensorIndex.IndexKind.Ellipsis:
                    for (int left = x.Rank - dim - Remaining(items, item, x); left > 0; left--, dim++) indices.Add(null);
                    break;
                case TensorIndex.IndexKind.NewAxis:
                    x = x.Unsqueeze(dim++);
                    indices.Add(null);
                    added++;
                    break;
                case TensorIndex.IndexKind.Integer:
                    x = x.Select(dim, Integer(item.Start, shape, dim + gone++ - added));
                    break;
                case TensorIndex.IndexKind.Slice:
                    x = Slice(x, dim++, item);
                    indices.Add(null);
                    break;
                case TensorIndex.IndexKind.Tensor when item.Tensor!.DType is DType.Bool:
                    if (item.Tensor!.Rank == 0) added++;
                    x = Mask(x, item.Tensor!, ref dim, indices);
                    break;
                case TensorIndex.IndexKind.Tensor when item.Tensor!.DType is DType.Int64 or DType.Int32:
                    if (item.Tensor!.Rank == 0)
                    {
                        // A scalar is an integer, as in PyTorch: no index vector, a view.
                        int at = dim + gone++ - added;
                        long i = item.Tensor.Long().Item<long>();
                        if (i < -shape[at] || i >= shape[at]) throw OutOfRange(i, shape, at);
                        x = x.Select(dim, (int)i);
                        break;
                    }
                    indices.Add(item.Tensor!.To(DType.Int64));
                    dim++;
                    break;
                default:
                    throw new DTypeException($"Index: a {item.Tensor!.DType.Name} tensor cannot index: bool tensors are masks, int64 and int32 tensors are indices; convert with Bool() or Long()");
            }
        }
        while (indices.Count < x.Rank) indices.Add(null);
        return new Indexer(x, [.. indices]);
    }

    /// <summary>How many dimensions the items behind the ellipsis name.</summary>
    private static int Remaining(ReadOnlySpan<TensorIndex> items, TensorIndex ellipsis, Tensor x)
    {
        int count = 0;
        bool behind = false;
        foreach (var item in items)
        {
            if (item.Kind == TensorIndex.IndexKind.Ellipsis) behind = true;
            else if (behind && item.Kind != TensorIndex.IndexKind.NewAxis) count += item.Tensor is { DType: DType.Bool } mask ? mask.Rank : 1;
        }
        return count;
    }

    private static int Integer(Index index, Shape shape, int dim)
    {
        int size = shape[dim], i = index.GetOffset(size);
        return (uint)i < (uint)size ? i
            : throw OutOfRange(index.IsFromEnd ? -index.Value : index.Value, shape, dim);
    }

    private static ShapeException OutOfRange(long index, Shape shape, int dim) =>
        new($"Index: {index} is out of range for dimension {dim} of shape {shape}: it must lie in [{-shape[dim]}, {shape[dim] - 1}]");

    private static Tensor Slice(Tensor x, int dim, TensorIndex item)
    {
        int size = x.Shape[dim];
        if (item.Step > 0)
        {
            int start = Math.Clamp(Offset(item.Start, size), 0, size), end = Math.Clamp(Offset(item.End, size), 0, size);
            return start == 0 && end == size && item.Step == 1 ? x : x.Slice(dim, start, end, item.Step);
        }
        // Backward: the same elements forward, then flipped.
        int first = Math.Clamp(Offset(item.Start, size), -1, size - 1), last = Math.Clamp(Offset(item.End, size), -1, size - 1);
        int count = first <= last ? 0 : (first - last - 1) / -item.Step + 1;
        return count == 0 ? x.Narrow(dim, 0, 0) : x.Slice(dim, first + (count - 1) * item.Step, first + 1, -item.Step).Flip(dim);
    }

    private static int Offset(Index index, int size) => index.IsFromEnd ? (int)Math.Max((long)size - index.Value, -1) : index.Value;

    /// <summary>A mask of rank r is r index vectors: the coordinates where it holds.</summary>
    private static Tensor Mask(Tensor x, Tensor mask, ref int dim, List<Tensor?> indices)
    {
        for (int d = 0; d < mask.Rank; d++)
        {
            if (mask.Shape[d] != x.Shape[dim + d])
                throw new ShapeException($"Index: a mask of shape {mask.Shape} does not fit dimensions {dim} to {dim + mask.Rank - 1} of shape {x.Shape}");
        }
        if (mask.Rank == 0)
        {
            // A truth value is a new dimension of one element, or of none.
            x = x.Unsqueeze(dim++);
            indices.Add(mask.Item() != 0 ? Tensor.Zeros([1], DType.Int64) : Tensor.Zeros([0], DType.Int64));
            return x;
        }
        foreach (var coordinate in mask.NonZero().Unbind(1)) indices.Add(coordinate);
        dim += mask.Rank;
        return x;
    }
}
