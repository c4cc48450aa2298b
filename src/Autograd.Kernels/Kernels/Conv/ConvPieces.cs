using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Autograd.Kernels;

/// <summary>The rows of outputs that make a strip of columns: where each begins in the strip and in the grids.</summary>
internal unsafe struct ConvPieces
{
    // A strip has at most that many columns: two registers of the narrowest elements.
    private const int Most = 32;

    private fixed int columns[Most];
    private fixed int counts[Most];
    private fixed long places[Most];
    private int length;

    /// <summary>The next row: <paramref name="count"/> columns from <paramref name="column"/> on, ascending.</summary>
    public void Add(int column, nint place, int count)
    {
        columns[length] = column;
        counts[length] = count;
        places[length++] = place;
    }

    /// <summary>
    /// A strip <c>[rows, width]</c>: row k holds what the tap at <paramref name="offsets"/>[k] reads. A copy may reach beyond its columns: the
    /// next one writes over that. What stands beyond the last column is not used.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public readonly void Pack<T>(T* grids, nint* offsets, nint rows, int width, T* to)
        where T : unmanaged
    {
        int lanes = Vector256<T>.Count;
        for (nint k = 0; k + 1 < rows; k++, to += width)
        {
            T* tap = grids + offsets[k];
            for (int i = 0; i < length; i++)
            {
                T* from = tap + places[i], at = to + columns[i];
                for (int j = 0; j < counts[i]; j += lanes) Unsafe.WriteUnaligned(at + j, Unsafe.ReadUnaligned<Vector256<T>>(from + j));
            }
        }
        // Behind the last row another thread's strip begins.
        T* last = grids + offsets[rows - 1];
        for (int i = 0; i < length; i++)
            for (int j = 0; j < counts[i]; j++) to[columns[i] + j] = last[places[i] + j];
    }
}
