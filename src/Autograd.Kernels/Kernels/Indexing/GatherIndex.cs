using Autograd.Memory;

namespace Autograd.Kernels;

/// <summary>Index tensors made into offsets, checked as a whole before any kernel reads or writes by them.</summary>
internal static class GatherIndex
{
    /// <summary>offsets[i] = index[i] * stride in row-major order; a negative index counts from the end.</summary>
    /// <param name="index">The storage of the index tensor.</param>
    /// <param name="layout">Its layout, expanded to the common shape where it was broadcast.</param>
    /// <param name="size">The size of the indexed dimension.</param>
    /// <param name="stride">The stride of the indexed dimension; 1 gives the indices themselves.</param>
    /// <param name="offsets">One number an index.</param>
    /// <param name="bad">The first index outside [-size, size).</param>
    /// <returns>Whether all indices are inside.</returns>
    public static bool TryOffsets(ReadOnlySpan<long> index, Layout layout, int size, int stride, Span<int> offsets, out long bad)
    {
        int at = 0;
        var walk = new Strided(layout);
        while (walk.Next())
        {
            int from = walk.Offset(0);
            for (int i = 0; i < walk.RunLength; i++, from += walk.Stride(0), at++)
            {
                bad = index[from];
                if (bad < -size || bad >= size) return false;
                offsets[at] = (int)(bad < 0 ? bad + size : bad) * stride;
            }
        }
        bad = 0;
        return true;
    }

    /// <summary>A layout of <paramref name="sizes"/> that steps through <paramref name="layout"/>, standing still in <paramref name="dim"/>.</summary>
    public static Layout Along(Layout layout, int dim, ReadOnlySpan<int> sizes)
    {
        int[] strides = layout.Strides.ToArray();
        if (dim < strides.Length) strides[dim] = 0;
        return Layout.Strided(sizes, strides, layout.Offset);
    }
}
