using Autograd.Memory;

namespace Autograd;

/// <summary>The order of a tensor's dimensions in memory, which PyTorch's <c>empty_like</c> keeps: what is drawn into it is drawn in this order.</summary>
internal static class MemoryOrder
{
    /// <summary>The dimensions from the one of the largest stride to that of the smallest (<c>infer_dense_strides</c>).</summary>
    public static int[] Of(Layout layout)
    {
        int[] order = [.. Enumerable.Range(0, layout.Rank)];
        // Each dimension, from the last but one on, goes inwards past those of a larger stride.
        for (int i = order.Length - 2; i >= 0; i--)
        {
            for (int at = i, next = i + 1; next < order.Length; next++)
            {
                int compared = Compare(layout, order[at], order[next]);
                if (compared > 0) break;
                if (compared == 0) continue;
                (order[at], order[next]) = (order[next], order[at]);
                at = next;
            }
        }
        return order;
    }

    /// <summary>Whether memory of this order is in the order of rows: of a row-major tensor, and of one that is expanded or cut from one.</summary>
    public static bool IsOfRows(Layout layout)
    {
        if (layout.IsContiguous) return true;
        int before = -1;
        foreach (int dim in Of(layout))
        {
            if (layout.Sizes[dim] == 1) continue;
            if (dim < before) return false;
            before = dim;
        }
        return true;
    }

    // Above 0: x is outside of y; below 0: inside; 0: it cannot be said, as of an expanded dimension, whose stride is 0.
    private static int Compare(Layout layout, int x, int y)
    {
        int first = layout.Strides[x], second = layout.Strides[y];
        if (first == 0 || second == 0) return 0;
        return first != second ? first.CompareTo(second) : layout.Sizes[y] > layout.Sizes[x] ? -1 : 0;
    }
}
