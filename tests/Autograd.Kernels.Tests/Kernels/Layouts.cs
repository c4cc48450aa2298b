using Autograd.Memory;

namespace Autograd.Kernels.Tests;

/// <summary>Random layouts of every kind the library makes, and their elements by the definition of a stride.</summary>
internal static class Layouts
{
    /// <summary>A layout with sizes of 0..5 and rank 0..5: contiguous, permuted, sliced with steps or expanded.</summary>
    public static Layout Random(System.Random random, int maxSize = 6, int minSize = 0)
    {
        int rank = random.Next(6);
        var sizes = new int[rank];
        for (int d = 0; d < rank; d++) sizes[d] = random.Next(minSize, maxSize);
        return Random(random, sizes);
    }

    public static Layout Random(System.Random random, int[] sizes, bool expanded = true)
    {
        int rank = sizes.Length;
        int[] order = Enumerable.Range(0, rank).ToArray();
        if (random.Next(2) == 0) random.Shuffle(order);
        var strides = new int[rank];
        int step = 1;
        for (int k = rank - 1; k >= 0; k--)
        {
            int d = order[k];
            int pick = random.Next(6);
            if (expanded && pick == 0)
            {
                strides[d] = 0;
                continue;
            }
            int skip = pick == 1 ? 2 : 1;
            strides[d] = step * skip;
            step *= Math.Max(1, sizes[d]) * skip;
            if (pick == 2) step += 3;
        }
        return Layout.Strided(sizes, strides, random.Next(4));
    }

    /// <summary>How long the storage behind a layout has to be.</summary>
    public static int Extent(Layout layout)
    {
        int last = layout.Offset;
        for (int d = 0; d < layout.Rank; d++) last += Math.Max(0, layout.Sizes[d] - 1) * layout.Strides[d];
        return last + 1;
    }

    /// <summary>The storage index of every element in row-major order.</summary>
    public static int[] Offsets(Layout layout)
    {
        var offsets = new int[layout.Count];
        var index = new int[layout.Rank];
        for (int i = 0; i < offsets.Length; i++)
        {
            int at = layout.Offset;
            for (int d = 0; d < index.Length; d++) at += index[d] * layout.Strides[d];
            offsets[i] = at;
            for (int d = index.Length - 1; d >= 0 && ++index[d] == layout.Sizes[d]; d--) index[d] = 0;
        }
        return offsets;
    }

    public static T[] Read<T>(T[] data, Layout layout) => Offsets(layout).Select(at => data[at]).ToArray();
}
