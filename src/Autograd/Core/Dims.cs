using Autograd.Memory;

namespace Autograd;

/// <summary>Dimension numbers: negative ones count from the end, a rank-0 tensor takes 0 and -1 as PyTorch does.</summary>
internal static class Dims
{
    public static int Wrap(string op, int dim, int rank)
    {
        int limit = Math.Max(rank, 1);
        if (dim < -limit || dim >= limit)
            throw new ShapeException($"{op}: dimension {dim} is out of range for a tensor of rank {rank}; it must lie in [{-limit}, {limit - 1}]");
        return dim < 0 ? dim + limit : dim;
    }

    /// <summary>A size that was computed in 64 bits.</summary>
    /// <exception cref="ShapeException">It is no size: negative, or beyond 2^31 - 1.</exception>
    public static int Size(string op, long size) => size is >= 0 and <= int.MaxValue
        ? (int)size
        : throw new ShapeException($"{op}: a dimension of {size} elements is not possible; sizes lie in [0, {int.MaxValue}]");

    /// <summary>Marks the dimensions to reduce; an empty list means all, as in PyTorch.</summary>
    public static bool[] Mask(string op, ReadOnlySpan<int> dims, int rank)
    {
        var mask = new bool[rank];
        if (dims.Length == 0)
        {
            Array.Fill(mask, true);
            return mask;
        }
        foreach (int dim in dims)
        {
            int d = Wrap(op, dim, rank);
            if (rank == 0) continue;
            if (mask[d]) throw new ShapeException($"{op}: dimension {dim} appears twice in {Layout.Describe(dims)} of a tensor of rank {rank}");
            mask[d] = true;
        }
        return mask;
    }

    /// <summary>The mask of a tensor with one more dimension in front, which is not reduced.</summary>
    public static bool[] Shifted(bool[] mask) => [false, .. mask];

    /// <summary>The sizes after a reduction over <paramref name="mask"/>.</summary>
    public static int[] Reduced(ReadOnlySpan<int> sizes, ReadOnlySpan<bool> mask, bool keepDim)
    {
        int rank = 0;
        for (int d = 0; d < sizes.Length; d++)
        {
            if (keepDim || !mask[d]) rank++;
        }
        var result = new int[rank];
        for (int d = 0, to = 0; d < sizes.Length; d++)
        {
            if (!mask[d]) result[to++] = sizes[d];
            else if (keepDim) result[to++] = 1;
        }
        return result;
    }
}
