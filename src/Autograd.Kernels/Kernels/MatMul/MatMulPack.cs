using System.Runtime.CompilerServices;

namespace Autograd.Kernels;

/// <summary>Brings operands into the order in which the tile reads them.</summary>
internal static unsafe class MatMulPack<T, V>
    where T : unmanaged
    where V : unmanaged
{
    // Panels of A that are packed at once where rows are contiguous: 128 bytes, two lines that are fetched as a pair.
    private const int PanelsTogether = 4;

    /// <summary>A strip of B, <paramref name="depth"/> rows of a tile's columns; what stands beyond the last column is not used.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Strip(T* b, nint bRow, nint bCol, int depth, int columns, T* to)
    {
        int width = MatMulTile<T, V>.Columns;
        if (bCol == 1)
        {
            if (columns == width)
            {
                for (int k = 0; k < depth; k++, b += bRow, to += width)
                {
                    Unsafe.WriteUnaligned(to, Unsafe.ReadUnaligned<V>(b));
                    Unsafe.WriteUnaligned(to + MatMulTile<T, V>.Lanes, Unsafe.ReadUnaligned<V>(b + MatMulTile<T, V>.Lanes));
                }
                return;
            }
            for (int k = 0; k < depth; k++, b += bRow, to += width)
                for (int j = 0; j < columns; j++) to[j] = b[j];
        }
        else if (bRow == 1)
        {
            if (typeof(T) != typeof(float) || !MatMulTranspose.IsSupported || depth < MatMulTranspose.Size)
            {
                Transpose.Run(b, bCol, to, width, columns, depth, stream: false);
                return;
            }
            for (int j = 0; j < columns; j += MatMulTranspose.Size)
            {
                int rows = Math.Min(MatMulTranspose.Size, columns - j);
                MatMulTranspose.Run((float*)(b + (j * bCol)), bCol, (float*)(to + j), width, rows, depth);
            }
        }
        else
        {
            for (int k = 0; k < depth; k++, b += bRow, to += width)
                for (int j = 0; j < columns; j++) to[j] = b[j * bCol];
        }
    }

    /// <summary>
    /// A block of A in panels of a tile's rows, one after the other: <c>[k, rows of the tile]</c>, so that the tile reads one stream.
    /// Rows beyond the last one repeat it.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Panels(T* a, nint aRow, nint aCol, int rows, int depth, T* to)
    {
        int height = MatMulTile<T, V>.Rows;
        int i = 0;
        if (aRow == 1)
        {
            int together = height * PanelsTogether;
            for (; i + together <= rows; i += together, a += together, to += together * (nint)depth) Columns(a, aCol, depth, to);
        }
        for (; i < rows; i += height, a += height * aRow, to += height * (nint)depth)
        {
            int count = Math.Min(height, rows - i);
            if (typeof(T) == typeof(float) && MatMulPanels.IsSupported && aCol == 1)
            {
                MatMulPanels.Run((float*)a, aRow, count, height, depth, (float*)to);
            }
            else if (count == height && aCol == 1)
            {
                Transpose.Run(a, aRow, to, height, height, depth, stream: false);
            }
            else if (count == height && aRow == 1)
            {
                T* from = a, panel = to;
                for (int k = 0; k < depth; k++, from += aCol, panel += height)
                    Unsafe.CopyBlockUnaligned(panel, from, (uint)(height * sizeof(T)));
            }
            else
            {
                for (int r = 0; r < height; r++)
                {
                    T* from = a + (Math.Min(r, count - 1) * aRow), panel = to + r;
                    for (int k = 0; k < depth; k++, from += aCol, panel += height) *panel = *from;
                }
            }
        }
    }

    // Rows lie side by side, so columns of several panels share lines, which are brought in once: a step of k is often a page further on.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Columns(T* a, nint aCol, int depth, T* to)
    {
        int height = MatMulTile<T, V>.Rows;
        T* p0 = to, p1 = p0 + (height * (nint)depth), p2 = p1 + (height * (nint)depth), p3 = p2 + (height * (nint)depth);
        for (int k = 0; k < depth; k++, a += aCol, p0 += height, p1 += height, p2 += height, p3 += height)
        {
            Unsafe.CopyBlockUnaligned(p0, a, (uint)(height * sizeof(T)));
            Unsafe.CopyBlockUnaligned(p1, a + height, (uint)(height * sizeof(T)));
            Unsafe.CopyBlockUnaligned(p2, a + (2 * height), (uint)(height * sizeof(T)));
            Unsafe.CopyBlockUnaligned(p3, a + (3 * height), (uint)(height * sizeof(T)));
        }
    }

    /// <summary>The elements of <see cref="Panels"/>.</summary>
    public static nint PanelsCount(int rows, int depth) => (rows + MatMulTile<T, V>.Rows - 1) / MatMulTile<T, V>.Rows * MatMulTile<T, V>.Rows * (nint)depth;
}
