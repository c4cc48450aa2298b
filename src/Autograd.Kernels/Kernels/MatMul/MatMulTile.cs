using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.Arm;
using Autograd.Formulas;

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

/// <summary>The size of the tile, in elements.</summary>
internal static class MatMulTile<T, V>
    where T : unmanaged
    where V : struct, ILane<V, T>
{
    public static int Rows
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ManyRegisters ? 8 : 6;
    }

    public static int Columns
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 2 * V.Count;
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
internal static unsafe class MatMulTile<T, V, W>
    where T : unmanaged
    where V : struct, ILane<V, T>
    where W : struct, ITileWidth
{
    private static bool ManyRegisters
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => MatMulTile<T, V>.ManyRegisters;
    }

    /// <summary><c>C = start + A B</c> for one tile; <paramref name="start"/> may be null (nothing is added), C, or a bias
    /// with a row stride of 0.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Run(
        int depth, T* a, nint aRow, nint aCol, int rows, T* b, nint bRow, T* c, nint cRow, T* start, nint startRow)
    {
        V c00 = V.Zero, c01 = V.Zero, c10 = V.Zero, c11 = V.Zero, c20 = V.Zero, c21 = V.Zero, c30 = V.Zero, c31 = V.Zero;
        V c40 = V.Zero, c41 = V.Zero, c50 = V.Zero, c51 = V.Zero, c60 = V.Zero, c61 = V.Zero, c70 = V.Zero, c71 = V.Zero;
        T* a0 = a;
        T* a1 = rows > 1 ? a0 + aRow : a0;
        T* a2 = rows > 2 ? a1 + aRow : a1;
        T* a3 = rows > 3 ? a2 + aRow : a2;
        T* a4 = rows > 4 ? a3 + aRow : a3;
        T* a5 = rows > 5 ? a4 + aRow : a4;
        T* a6 = rows > 6 ? a5 + aRow : a5;
        T* a7 = rows > 7 ? a6 + aRow : a6;
        nint at = 0;
        for (int k = 0; k < depth; k++)
        {
            V b0 = V.Load(b);
            V b1 = W.IsTwo ? V.Load(b + V.Count) : b0;
            V x = V.Splat(a0[at]);
            c00 = V.Fma(x, b0, c00);
            if (W.IsTwo) c01 = V.Fma(x, b1, c01);
            x = V.Splat(a1[at]);
            c10 = V.Fma(x, b0, c10);
            if (W.IsTwo) c11 = V.Fma(x, b1, c11);
            x = V.Splat(a2[at]);
            c20 = V.Fma(x, b0, c20);
            if (W.IsTwo) c21 = V.Fma(x, b1, c21);
            x = V.Splat(a3[at]);
            c30 = V.Fma(x, b0, c30);
            if (W.IsTwo) c31 = V.Fma(x, b1, c31);
            x = V.Splat(a4[at]);
            c40 = V.Fma(x, b0, c40);
            if (W.IsTwo) c41 = V.Fma(x, b1, c41);
            x = V.Splat(a5[at]);
            c50 = V.Fma(x, b0, c50);
            if (W.IsTwo) c51 = V.Fma(x, b1, c51);
            if (ManyRegisters)
            {
                x = V.Splat(a6[at]);
                c60 = V.Fma(x, b0, c60);
                if (W.IsTwo) c61 = V.Fma(x, b1, c61);
                x = V.Splat(a7[at]);
                c70 = V.Fma(x, b0, c70);
                if (W.IsTwo) c71 = V.Fma(x, b1, c71);
            }
            at += aCol;
            b += bRow;
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
    private static void Put(V x, V y, T* c, T* start)
    {
        if (start != null)
        {
            x = V.Load(start) + x;
            if (W.IsTwo) y = V.Load(start + V.Count) + y;
        }
        V.Store(x, c);
        if (W.IsTwo) V.Store(y, c + V.Count);
    }
}
