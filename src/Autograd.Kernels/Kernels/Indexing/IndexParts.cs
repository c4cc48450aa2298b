using Autograd.Memory;

namespace Autograd.Kernels;

/// <summary>
/// How threads share the indices of a tensor: slices of one dimension. Writes never share the indexed dimension, so that all that meets at one
/// element belongs to one part and keeps its order.
/// </summary>
internal readonly struct IndexParts
{
    // 16 K elements take 10 us and more.
    private const int PartCount = 1 << 14;

    // Slices of the last dimension are no thinner: a page of indices, within which the processor fetches ahead.
    private const int LeastInner = 512;

    private readonly int dim;
    private readonly int size;

    /// <summary>Shares all dimensions but one; <paramref name="fixedDim"/> is -1 where every dimension may be shared.</summary>
    public IndexParts(ReadOnlySpan<int> sizes, int fixedDim)
    {
        long count = 1;
        foreach (int s in sizes) count *= s;
        int wanted = (int)Math.Max(1, count / PartCount);
        (dim, size, Count) = (0, sizes.Length == 0 ? 1 : sizes[0], 1);
        // The outermost dimension that gives enough parts, or the one that gives most.
        for (int d = 0; d < sizes.Length && Count < wanted; d++)
        {
            if (d == fixedDim) continue;
            int least = d == sizes.Length - 1 ? LeastInner : 1;
            int parts = Math.Min(wanted, Math.Max(1, sizes[d] / least));
            if (parts > Count) (dim, size, Count) = (d, sizes[d], parts);
        }
    }

    /// <summary>The number of parts.</summary>
    public int Count { get; }

    /// <summary>What a part has of a layout of these sizes.</summary>
    public Layout Slice(Layout layout, int part)
    {
        if (Count == 1) return layout;
        int first = (int)((long)size * part / Count), end = (int)((long)size * (part + 1) / Count);
        Span<int> sizes = stackalloc int[layout.Rank];
        layout.Sizes.CopyTo(sizes);
        sizes[dim] = end - first;
        return Layout.Strided(sizes, layout.Strides, layout.Offset + (first * layout.Strides[dim]));
    }

    /// <summary>A layout of <paramref name="sizes"/> that steps through <paramref name="layout"/>, standing still in <paramref name="dim"/>.</summary>
    public static Layout Along(Layout layout, int dim, ReadOnlySpan<int> sizes)
    {
        int[] strides = layout.Strides.ToArray();
        if (dim < strides.Length) strides[dim] = 0;
        return Layout.Strided(sizes, strides, layout.Offset);
    }
}
