using Autograd.Memory;

namespace Autograd.Kernels;

/// <summary>Where a bool mask (bytes 0 and 1) is true, and matrices of which a triangle is kept.</summary>
internal static class GatherMask
{
    /// <summary>The number of true elements.</summary>
    public static int Count(ReadOnlySpan<byte> mask, Layout layout)
    {
        int count = 0;
        var walk = new Strided(layout);
        while (walk.Next())
        {
            if (walk.Stride(0) == 1)
            {
                count += mask.Slice(walk.Offset(0), walk.RunLength).Count((byte)1);
                continue;
            }
            int at = walk.Offset(0);
            for (int i = 0; i < walk.RunLength; i++, at += walk.Stride(0)) count += mask[at];
        }
        return count;
    }

    /// <summary>Coordinates of the true elements in row-major order: <c>nonzero</c>, [count, rank].</summary>
    public static void NonZero(ReadOnlySpan<byte> mask, Layout layout, Span<long> coordinates)
    {
        int rank = layout.Rank;
        int flat = 0;
        var walk = new Strided(layout);
        while (walk.Next())
        {
            int at = walk.Offset(0);
            for (int i = 0; i < walk.RunLength; i++, at += walk.Stride(0), flat++)
            {
                if (mask[at] == 0) continue;
                int rest = flat;
                for (int d = rank - 1; d >= 0; d--)
                {
                    rest = Math.DivRem(rest, layout.Sizes[d], out int index);
                    coordinates[d] = index;
                }
                coordinates = coordinates[rank..];
            }
        }
    }

    /// <summary>Copies matrices (the last two dimensions) and clears what lies below (<paramref name="upper"/>) or above a diagonal.</summary>
    /// <param name="data">The storage.</param>
    /// <param name="layout">Rank two or more.</param>
    /// <param name="diagonal">0 for the main diagonal, positive above it; the diagonal itself stays.</param>
    /// <param name="upper"><c>triu</c>, otherwise <c>tril</c>.</param>
    /// <param name="output">Contiguous.</param>
    public static void Triangle<T>(ReadOnlySpan<T> data, Layout layout, int diagonal, bool upper, Span<T> output)
        where T : unmanaged
    {
        CopyKernel.Copy(data, layout, output);
        int rows = layout.Sizes[^2];
        int columns = layout.Sizes[^1];
        if (layout.Count == 0) return;
        for (int r = 0; r < layout.Count / columns; r++)
        {
            long first = (r % rows) + (long)diagonal;
            Span<T> row = output.Slice(r * columns, columns);
            if (upper) row[..(int)Math.Clamp(first, 0, columns)].Clear();
            else row[(int)Math.Clamp(first + 1, 0, columns)..].Clear();
        }
    }
}
