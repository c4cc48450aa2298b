using System.Runtime.CompilerServices;

namespace Autograd.Kernels;

/// <summary>Brings operands into the order in which the tile reads them.</summary>
internal static unsafe class MatMulPack<T, V>
    where T : unmanaged
    where V : unmanaged
{
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
    /// A block of A as it lies, rows or columns contiguous, but without the long strides that make lines collide in
    /// the cache; returns the strides of the copy.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Rows(T* a, nint aRow, nint aCol, int rows, int depth, T* to, out nint toRow, out nint toCol)
    {
        if (aRow == 1)
        {
            toRow = 1;
            toCol = Padded(rows);
            for (int k = 0; k < depth; k++) Unsafe.CopyBlockUnaligned(to + (k * toCol), a + (k * aCol), (uint)(rows * sizeof(T)));
            return;
        }
        toRow = Padded(depth);
        toCol = 1;
        for (int i = 0; i < rows; i++)
        {
            T* from = a + (i * aRow);
            T* target = to + (i * toRow);
            if (aCol == 1)
                Unsafe.CopyBlockUnaligned(target, from, (uint)(depth * sizeof(T)));
            else
                for (int k = 0; k < depth; k++) target[k] = from[k * aCol];
        }
    }

    /// <summary>The elements <see cref="Rows"/> may write for a block.</summary>
    public static nint RowsCount(int rows, int depth) => Math.Max(rows * Padded(depth), depth * Padded(rows));

    // Whole lines and an odd number of them: consecutive rows start in different sets of the cache.
    private static nint Padded(int count)
    {
        int line = 64 / sizeof(T);
        return ((count + line - 1) / line | 1) * (nint)line;
    }
}
