using System.Runtime.CompilerServices;

namespace Autograd.Kernels;

/// <summary>Where a block's strips of B come from.</summary>
internal enum StripSource
{
    /// <summary>B itself where its columns are contiguous and the strip is full; packed otherwise.</summary>
    InPlace,

    /// <summary>Each strip is packed just before it is used, by the thread that uses it.</summary>
    PackedHere,

    /// <summary>All strips were packed before, for all threads.</summary>
    PackedBefore,
}

/// <summary>One block of C: a range of rows by a range of strips of columns, over a range of k.</summary>
internal static unsafe class MatMulBlock<T, V>
    where T : unmanaged
    where V : unmanaged
{
    // Rows of A are packed when that many strips read the panels.
    private const int StripsPerPanel = 4;

    /// <summary>Rows [i0, i1), strips [s0, s1), runs of k from k0 to k1; <paramref name="packed"/> holds the strips from
    /// <paramref name="packedFrom"/> on, k1 - k0 rows each.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Run(
        in MatMulOperands<T> p, int i0, int i1, int s0, int s1, int k0, int k1, StripSource source, T* packed, int packedFrom)
    {
        int width = MatMulTile<T, V>.Columns;
        int depth = MatMulOperands<T>.Depth(p.K);
        for (int k = k0; k < k1; k += depth)
        {
            int run = Math.Min(depth, p.K - k);
            T* a = p.A + (i0 * p.ARow) + (k * p.ACol);
            bool panels = s1 - s0 >= StripsPerPanel && i1 - i0 > MatMulTile<T, V>.Rows;
            if (panels)
            {
                T* copy = MatMulScratch.Rows<T>(MatMulPack<T, V>.PanelsCount(i1 - i0, run));
                MatMulPack<T, V>.Panels(a, p.ARow, p.ACol, i1 - i0, run, copy);
                a = copy;
            }
            for (int s = s0; s < s1; s++)
            {
                int j = s * width;
                int columns = Math.Min(width, p.N - j);
                T* b = p.B + (k * p.BRow) + (j * p.BCol);
                nint bRow = p.BRow;
                if (source == StripSource.PackedBefore)
                {
                    b = packed + ((nint)(s - packedFrom) * (k1 - k0) * width) + ((nint)(k - k0) * width);
                    bRow = width;
                }
                else if (source == StripSource.PackedHere || p.BCol != 1 || (columns != width && columns != MatMulTile<T, V>.Lanes))
                {
                    T* strip = MatMulScratch.Strip<T>((nint)run * width);
                    MatMulPack<T, V>.Strip(b, bRow, p.BCol, run, columns, strip);
                    b = strip;
                    bRow = width;
                }
                if (panels) Column<ReadsPanel>(p, i0, i1, j, columns, k, run, a, MatMulTile<T, V>.Rows * (nint)run, b, bRow);
                else Column<ReadsStrides>(p, i0, i1, j, columns, k, run, a, MatMulTile<T, V>.Rows * p.ARow, b, bRow);
            }
        }
    }

    // All tiles of one strip and one run of k; from one tile to the next A goes on by aStep.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Column<R>(
        in MatMulOperands<T> p, int i0, int i1, int j, int columns, int k, int run, T* a, nint aStep, T* b, nint bRow)
        where R : struct, ITileReads
    {
        nint aRow = p.ARow, aCol = p.ACol;
        int height = MatMulTile<T, V>.Rows;
        int width = MatMulTile<T, V>.Columns;
        for (int i = i0; i < i1; i += height, a += aStep)
        {
            int rows = Math.Min(height, i1 - i);
            T* c = p.C + (i * p.CRow) + j;
            T* start = p.Start(k, i, j, out nint startRow);
            if (columns == width) MatMulTile<T, V, TwoRegisters, R>.Run(run, a, aRow, aCol, rows, b, bRow, c, p.CRow, start, startRow);
            else if (columns == MatMulTile<T, V>.Lanes) MatMulTile<T, V, OneRegister, R>.Run(run, a, aRow, aCol, rows, b, bRow, c, p.CRow, start, startRow);
            else if (columns > MatMulTile<T, V>.Lanes) Edge<TwoRegisters, R>(run, a, aRow, aCol, rows, columns, b, bRow, c, p.CRow, start, startRow);
            else Edge<OneRegister, R>(run, a, aRow, aCol, rows, columns, b, bRow, c, p.CRow, start, startRow);
        }
    }

    // A tile whose columns end early goes through the full tile in a buffer: the same sums, so the same bits.
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Edge<W, R>(
        int run, T* a, nint aRow, nint aCol, int rows, int columns, T* b, nint bRow, T* c, nint cRow, T* start, nint startRow)
        where W : struct, ITileWidth
        where R : struct, ITileReads
    {
        int width = MatMulTile<T, V>.Columns;
        T* tile = stackalloc T[MatMulTile<T, V>.Rows * width];
        T* begin = start == null ? null : tile;
        if (start != null)
        {
            for (int i = 0; i < rows; i++, start += startRow)
                for (int j = 0; j < columns; j++) tile[(i * width) + j] = start[j];
        }
        MatMulTile<T, V, W, R>.Run(run, a, aRow, aCol, rows, b, bRow, tile, width, begin, begin == null ? 0 : width);
        for (int i = 0; i < rows; i++, tile += width, c += cRow)
            for (int j = 0; j < columns; j++) c[j] = tile[j];
    }
}
