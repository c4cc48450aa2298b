using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Autograd.Kernels;

/// <summary>How many registers of columns a tile has: 2, or 1 where few columns are left.</summary>
internal interface ITileWidth
{
    static abstract bool IsTwo { get; }
}

internal readonly struct OneRegister : ITileWidth
{
    public static bool IsTwo => false;
}

internal readonly struct TwoRegisters : ITileWidth
{
    public static bool IsTwo => true;
}

/// <summary>How a tile reads its operands.</summary>
internal interface ITileReads
{
    /// <summary>Whether the rows of A lie side by side in a panel <c>[k, rows of the tile]</c>; else apart, each with its stride.</summary>
    static abstract bool Panel { get; }

    /// <summary>Whether a table says where each row of B begins; else they are equally far from each other.</summary>
    static abstract bool Table { get; }
}

internal readonly struct ReadsStrides : ITileReads
{
    public static bool Panel => false;

    public static bool Table => false;
}

internal readonly struct ReadsPanel : ITileReads
{
    public static bool Panel => true;

    public static bool Table => false;
}

internal readonly struct ReadsPanelAndTable : ITileReads
{
    public static bool Panel => true;

    public static bool Table => true;
}

/// <summary>The size of the tile, in elements.</summary>
internal static class MatMulTile<T, V>
    where T : unmanaged
    where V : unmanaged
{
    public static int Rows
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ManyRegisters ? 8 : 6;
    }

    public static int Columns
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 2 * Lanes;
    }

    /// <summary>The columns of one register.</summary>
    public static int Lanes
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Unsafe.SizeOf<V>() / Unsafe.SizeOf<T>();
    }

    public static bool ManyRegisters
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Unsafe.SizeOf<V>() == 64 || AdvSimd.IsSupported;
    }
}

/// <summary>The register tile of the matrix product: 8 (or 6) rows of C by one or two registers of columns.</summary>
/// <remarks>
/// Each element is <c>acc = 0; acc = a[i, k] * b[k, j] + acc</c> for ascending k, fused where the processor does it, and
/// then <c>start + acc</c>: its bits cannot depend on its place in the tile. With 32 registers 8 x 2 accumulators hide
/// the latency of two multiply-adds a cycle and leave one load and a quarter for each of them; with 16 registers 6 x 2 do.
/// Rows of A beyond the last one repeat it and are not stored.
/// </remarks>
internal static unsafe class MatMulTile<T, V, W, R>
    where T : unmanaged
    where V : unmanaged
    where W : struct, ITileWidth
    where R : struct, ITileReads
{
    // C is wanted at the end: its lines are asked for that many steps before, or the tile waits there for the third cache.
    private const int Early = 96;

    private static bool ManyRegisters
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => MatMulTile<T, V>.ManyRegisters;
    }

    /// <summary><c>C = start + A B</c> for one tile; <paramref name="start"/> may be null (nothing is added), C, or a bias
    /// with a row stride of 0. Of a panel the strides of A are not used, with a table not that of B.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Run(
        int depth, T* a, nint aRow, nint aCol, int rows, T* b, nint bRow, T* c, nint cRow, T* start, nint startRow, nint* table = null)
    {
        V c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default, c30 = default, c31 = default;
        V c40 = default, c41 = default, c50 = default, c51 = default, c60 = default, c61 = default, c70 = default, c71 = default;
        T* a0 = a;
        T* a1 = !R.Panel && rows > 1 ? a0 + aRow : a0;
        T* a2 = !R.Panel && rows > 2 ? a1 + aRow : a1;
        T* a3 = !R.Panel && rows > 3 ? a2 + aRow : a2;
        T* a4 = !R.Panel && rows > 4 ? a3 + aRow : a3;
        T* a5 = !R.Panel && rows > 5 ? a4 + aRow : a4;
        T* a6 = !R.Panel && rows > 6 ? a5 + aRow : a5;
        T* a7 = !R.Panel && rows > 7 ? a6 + aRow : a6;
        nint at = 0;
        for (int k = 0, stop = Math.Max(0, depth - Early); ; stop = depth)
        {
            for (; k < stop; k++)
            {
                T* row = R.Table ? b + table[k] : b;
                V b0 = Unsafe.ReadUnaligned<V>(row);
                V b1 = W.IsTwo ? Unsafe.ReadUnaligned<V>(row + MatMulTile<T, V>.Lanes) : b0;
                V x = MatMulSimd<T, V>.Splat(R.Panel ? a[0] : a0[at]);
                c00 = MatMulSimd<T, V>.Fma(x, b0, c00);
                if (W.IsTwo) c01 = MatMulSimd<T, V>.Fma(x, b1, c01);
                x = MatMulSimd<T, V>.Splat(R.Panel ? a[1] : a1[at]);
                c10 = MatMulSimd<T, V>.Fma(x, b0, c10);
                if (W.IsTwo) c11 = MatMulSimd<T, V>.Fma(x, b1, c11);
                x = MatMulSimd<T, V>.Splat(R.Panel ? a[2] : a2[at]);
                c20 = MatMulSimd<T, V>.Fma(x, b0, c20);
                if (W.IsTwo) c21 = MatMulSimd<T, V>.Fma(x, b1, c21);
                x = MatMulSimd<T, V>.Splat(R.Panel ? a[3] : a3[at]);
                c30 = MatMulSimd<T, V>.Fma(x, b0, c30);
                if (W.IsTwo) c31 = MatMulSimd<T, V>.Fma(x, b1, c31);
                x = MatMulSimd<T, V>.Splat(R.Panel ? a[4] : a4[at]);
                c40 = MatMulSimd<T, V>.Fma(x, b0, c40);
                if (W.IsTwo) c41 = MatMulSimd<T, V>.Fma(x, b1, c41);
                x = MatMulSimd<T, V>.Splat(R.Panel ? a[5] : a5[at]);
                c50 = MatMulSimd<T, V>.Fma(x, b0, c50);
                if (W.IsTwo) c51 = MatMulSimd<T, V>.Fma(x, b1, c51);
                if (ManyRegisters)
                {
                    x = MatMulSimd<T, V>.Splat(R.Panel ? a[6] : a6[at]);
                    c60 = MatMulSimd<T, V>.Fma(x, b0, c60);
                    if (W.IsTwo) c61 = MatMulSimd<T, V>.Fma(x, b1, c61);
                    x = MatMulSimd<T, V>.Splat(R.Panel ? a[7] : a7[at]);
                    c70 = MatMulSimd<T, V>.Fma(x, b0, c70);
                    if (W.IsTwo) c71 = MatMulSimd<T, V>.Fma(x, b1, c71);
                }
                if (R.Panel) a += MatMulTile<T, V>.Rows;
                else at += aCol;
                if (!R.Table) b += bRow;
            }
            if (stop == depth) break;
            Prefetch(c, cRow, rows);
        }
        Put(c00, c01, c, start);
        if (rows > 1) Put(c10, c11, c += cRow, start += startRow);
        if (rows > 2) Put(c20, c21, c += cRow, start += startRow);
        if (rows > 3) Put(c30, c31, c += cRow, start += startRow);
        if (rows > 4) Put(c40, c41, c += cRow, start += startRow);
        if (rows > 5) Put(c50, c51, c += cRow, start += startRow);
        if (ManyRegisters)
        {
            if (rows > 6) Put(c60, c61, c += cRow, start += startRow);
            if (rows > 7) Put(c70, c71, c + cRow, start + startRow);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch(T* c, nint cRow, int rows)
    {
        if (!Sse.IsSupported) return;
        for (int i = 0; i < rows; i++, c += cRow)
        {
            Sse.Prefetch0(c);
            if (W.IsTwo) Sse.Prefetch0(c + MatMulTile<T, V>.Lanes);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(V x, V y, T* c, T* start)
    {
        if (start != null)
        {
            x = MatMulSimd<T, V>.Add(Unsafe.ReadUnaligned<V>(start), x);
            if (W.IsTwo) y = MatMulSimd<T, V>.Add(Unsafe.ReadUnaligned<V>(start + MatMulTile<T, V>.Lanes), y);
        }
        Unsafe.WriteUnaligned(c, x);
        if (W.IsTwo) Unsafe.WriteUnaligned(c + MatMulTile<T, V>.Lanes, y);
    }
}
