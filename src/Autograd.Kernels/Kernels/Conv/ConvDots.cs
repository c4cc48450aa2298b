using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd.Kernels;

/// <summary>
/// A tile of scalar products: c[i, j] += sum over p of a[i, p] b[offsets[j] + p], of 4 rows by 6 columns (2 by 4 with few registers), each
/// in the lanes of one register until the end. Rows and columns beyond the last one repeat it and are not added.
/// </summary>
internal static unsafe class ConvDots<T, V>
    where T : unmanaged, IFloatingPointIeee754<T>
    where V : unmanaged
{
    public static int Rows
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => MatMulTile<T, V>.ManyRegisters ? 4 : 2;
    }

    public static int Columns
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => MatMulTile<T, V>.ManyRegisters ? 6 : 4;
    }

    /// <summary>One tile; <paramref name="count"/> is a multiple of the register's lanes.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Run(T* a, nint aRow, int rows, T* b, nint* offsets, int columns, nint count, T* c, nint cRow)
    {
        V* sums = stackalloc V[24];
        Products(a, rows > 1 ? aRow : 0, rows > 2 ? 2 * aRow : 0, rows > 3 ? 3 * aRow : 0, b, offsets, columns - 1, count, sums);
        Add(sums, rows, columns, c, cRow);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Add(V* sums, int rows, int columns, T* c, nint cRow)
    {
        for (int i = 0; i < rows; i++, c += cRow)
            for (int j = 0; j < columns; j++) c[j] += MatMulSimd<T, V>.Sum(sums[(i * Columns) + j]);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Products(T* a, nint row1, nint row2, nint row3, T* b, nint* offsets, int last, nint count, V* sums)
    {
        V c00 = default, c01 = default, c02 = default, c03 = default, c04 = default, c05 = default;
        V c10 = default, c11 = default, c12 = default, c13 = default, c14 = default, c15 = default;
        V c20 = default, c21 = default, c22 = default, c23 = default, c24 = default, c25 = default;
        V c30 = default, c31 = default, c32 = default, c33 = default, c34 = default, c35 = default;
        T* b0 = b + offsets[0], b1 = b + offsets[Math.Min(1, last)], b2 = b + offsets[Math.Min(2, last)];
        T* b3 = b + offsets[Math.Min(3, last)], b4 = b + offsets[Math.Min(4, last)], b5 = b + offsets[Math.Min(5, last)];
        T* a1 = a + row1, a2 = a + row2, a3 = a + row3;
        for (nint p = 0; p < count; p += MatMulTile<T, V>.Lanes)
        {
            V y0 = Unsafe.ReadUnaligned<V>(b0 + p), y1 = Unsafe.ReadUnaligned<V>(b1 + p), y2 = Unsafe.ReadUnaligned<V>(b2 + p), y3 = Unsafe.ReadUnaligned<V>(b3 + p);
            V y4 = MatMulTile<T, V>.ManyRegisters ? Unsafe.ReadUnaligned<V>(b4 + p) : y0, y5 = MatMulTile<T, V>.ManyRegisters ? Unsafe.ReadUnaligned<V>(b5 + p) : y0;
            V x = Unsafe.ReadUnaligned<V>(a + p);
            c00 = MatMulSimd<T, V>.Fma(x, y0, c00);
            c01 = MatMulSimd<T, V>.Fma(x, y1, c01);
            c02 = MatMulSimd<T, V>.Fma(x, y2, c02);
            c03 = MatMulSimd<T, V>.Fma(x, y3, c03);
            if (MatMulTile<T, V>.ManyRegisters) c04 = MatMulSimd<T, V>.Fma(x, y4, c04);
            if (MatMulTile<T, V>.ManyRegisters) c05 = MatMulSimd<T, V>.Fma(x, y5, c05);
            x = Unsafe.ReadUnaligned<V>(a1 + p);
            c10 = MatMulSimd<T, V>.Fma(x, y0, c10);
            c11 = MatMulSimd<T, V>.Fma(x, y1, c11);
            c12 = MatMulSimd<T, V>.Fma(x, y2, c12);
            c13 = MatMulSimd<T, V>.Fma(x, y3, c13);
            if (MatMulTile<T, V>.ManyRegisters) c14 = MatMulSimd<T, V>.Fma(x, y4, c14);
            if (MatMulTile<T, V>.ManyRegisters) c15 = MatMulSimd<T, V>.Fma(x, y5, c15);
            if (!MatMulTile<T, V>.ManyRegisters) continue;
            x = Unsafe.ReadUnaligned<V>(a2 + p);
            c20 = MatMulSimd<T, V>.Fma(x, y0, c20);
            c21 = MatMulSimd<T, V>.Fma(x, y1, c21);
            c22 = MatMulSimd<T, V>.Fma(x, y2, c22);
            c23 = MatMulSimd<T, V>.Fma(x, y3, c23);
            c24 = MatMulSimd<T, V>.Fma(x, y4, c24);
            c25 = MatMulSimd<T, V>.Fma(x, y5, c25);
            x = Unsafe.ReadUnaligned<V>(a3 + p);
            c30 = MatMulSimd<T, V>.Fma(x, y0, c30);
            c31 = MatMulSimd<T, V>.Fma(x, y1, c31);
            c32 = MatMulSimd<T, V>.Fma(x, y2, c32);
            c33 = MatMulSimd<T, V>.Fma(x, y3, c33);
            c34 = MatMulSimd<T, V>.Fma(x, y4, c34);
            c35 = MatMulSimd<T, V>.Fma(x, y5, c35);
        }
        Put(sums, c00, c01, c02, c03, c04, c05);
        Put(sums + Columns, c10, c11, c12, c13, c14, c15);
        if (!MatMulTile<T, V>.ManyRegisters) return;
        Put(sums + (2 * Columns), c20, c21, c22, c23, c24, c25);
        Put(sums + (3 * Columns), c30, c31, c32, c33, c34, c35);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(V* sums, V c0, V c1, V c2, V c3, V c4, V c5)
    {
        sums[0] = c0;
        sums[1] = c1;
        sums[2] = c2;
        sums[3] = c3;
        if (!MatMulTile<T, V>.ManyRegisters) return;
        sums[4] = c4;
        sums[5] = c5;
    }
}
