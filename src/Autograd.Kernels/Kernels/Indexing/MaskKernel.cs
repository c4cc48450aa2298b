using Autograd.Memory;

namespace Autograd.Kernels;

/// <summary>Where a bool mask (bytes 0 and 1) is true.</summary>
internal static class MaskKernel
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
}
