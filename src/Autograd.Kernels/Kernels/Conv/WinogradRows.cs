using System.Runtime.CompilerServices;

namespace Autograd.Kernels;

/// <summary>
/// The transforms of F(2 x 2, 3 x 3) for the transpose in w, with channels side by side: a pixel is a register of them, and a row of squares
/// goes from left to right. Inputs V = B^T d B, outputs A dY A^T, filters G^T S G, with the matrices of <see cref="Winograd"/> and
/// <see cref="WinogradFilters{T, V}"/>.
/// </summary>
internal static unsafe class WinogradRows<T, V>
    where T : unmanaged
    where V : unmanaged
{
    /// <summary>
    /// A row of squares from four rows of inputs, pixels of <paramref name="pitch"/> channels; columns outside of 0..<paramref name="width"/> are
    /// zeros. Square j begins at column <paramref name="column"/> + 2 j; its place p goes to v + p perPlace + j pitch.
    /// </summary>
    public static void Inputs(T* r0, T* r1, T* r2, T* r3, nint pitch, int width, int column, int squares, T* v, nint perPlace)
    {
        for (nint i = 0; i < pitch; i += MatMulTile<T, V>.Lanes) InputsOfLanes(r0 + i, r1 + i, r2 + i, r3 + i, pitch, width, column, squares, v + i, perPlace);
    }

    /// <summary>A row of squares from two rows of outputs, as <see cref="Inputs"/>; the second may be null, for zeros.</summary>
    public static void Outputs(T* r0, T* r1, nint pitch, int width, int squares, T* u, nint perPlace)
    {
        for (nint i = 0; i < pitch; i += MatMulTile<T, V>.Lanes) OutputsOfLanes(r0 + i, r1 == null ? null : r1 + i, pitch, width, squares, u + i, perPlace);
    }

    /// <summary>The nine taps, <paramref name="perTap"/> apart, of channels with the sums of 16 places.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Taps(T* sums, nint perPlace, T half, T* taps, nint perTap, nint channels)
    {
        V halves = MatMulSimd<T, V>.Splat(half);
        for (nint c = 0; c < channels; c += MatMulTile<T, V>.Lanes, sums += MatMulTile<T, V>.Lanes, taps += MatMulTile<T, V>.Lanes)
        {
            Fold(Read(sums), Read(sums + (4 * perPlace)), Read(sums + (8 * perPlace)), Read(sums + (12 * perPlace)), halves, out V a0, out V a1, out V a2);
            T* next = sums + perPlace;
            Fold(Read(next), Read(next + (4 * perPlace)), Read(next + (8 * perPlace)), Read(next + (12 * perPlace)), halves, out V b0, out V b1, out V b2);
            next += perPlace;
            Fold(Read(next), Read(next + (4 * perPlace)), Read(next + (8 * perPlace)), Read(next + (12 * perPlace)), halves, out V c0, out V c1, out V c2);
            next += perPlace;
            Fold(Read(next), Read(next + (4 * perPlace)), Read(next + (8 * perPlace)), Read(next + (12 * perPlace)), halves, out V d0, out V d1, out V d2);
            Three(a0, b0, c0, d0, halves, taps, perTap);
            Three(a1, b1, c1, d1, halves, taps + (3 * perTap), perTap);
            Three(a2, b2, c2, d2, halves, taps + (6 * perTap), perTap);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void InputsOfLanes(T* r0, T* r1, T* r2, T* r3, nint pitch, int width, int column, int squares, T* v, nint perPlace)
    {
        Column(r0, r1, r2, r3, pitch, width, column, out V a0, out V a1, out V a2, out V a3);
        Column(r0, r1, r2, r3, pitch, width, column + 1, out V b0, out V b1, out V b2, out V b3);
        for (int j = 0; j < squares; j++, v += pitch)
        {
            column += 2;
            Column(r0, r1, r2, r3, pitch, width, column, out V c0, out V c1, out V c2, out V c3);
            Column(r0, r1, r2, r3, pitch, width, column + 1, out V d0, out V d1, out V d2, out V d3);
            Row(a0, b0, c0, d0, v, perPlace);
            Row(a1, b1, c1, d1, v + (4 * perPlace), perPlace);
            Row(a2, b2, c2, d2, v + (8 * perPlace), perPlace);
            Row(a3, b3, c3, d3, v + (12 * perPlace), perPlace);
            (a0, a1, a2, a3) = (c0, c1, c2, c3);
            (b0, b1, b2, b3) = (d0, d1, d2, d3);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void OutputsOfLanes(T* r0, T* r1, nint pitch, int width, int squares, T* u, nint perPlace)
    {
        for (int j = 0; j < squares; j++, r0 += 2 * pitch, u += pitch)
        {
            bool isWhole = (2 * j) + 1 < width;
            V y00 = Read(r0), y01 = isWhole ? Read(r0 + pitch) : default, y10 = default, y11 = default;
            if (r1 != null)
            {
                y10 = Read(r1);
                y11 = isWhole ? Read(r1 + pitch) : default;
                r1 += 2 * pitch;
            }
            Spread(y00, y01, u, perPlace);
            Spread(MatMulSimd<T, V>.Add(y00, y10), MatMulSimd<T, V>.Add(y01, y11), u + (4 * perPlace), perPlace);
            Spread(MatMulSimd<T, V>.Subtract(y00, y10), MatMulSimd<T, V>.Subtract(y01, y11), u + (8 * perPlace), perPlace);
            Spread(MatMulSimd<T, V>.Subtract(default, y10), MatMulSimd<T, V>.Subtract(default, y11), u + (12 * perPlace), perPlace);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Read(T* from) => Unsafe.ReadUnaligned<V>(from);

    // B^T by a column of four inputs.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Column(T* r0, T* r1, T* r2, T* r3, nint pitch, int width, int column, out V v0, out V v1, out V v2, out V v3)
    {
        v0 = v1 = v2 = v3 = default;
        if ((uint)column >= (uint)width) return;
        nint at = column * pitch;
        V d0 = Read(r0 + at), d1 = Read(r1 + at), d2 = Read(r2 + at), d3 = Read(r3 + at);
        v0 = MatMulSimd<T, V>.Subtract(d0, d2);
        v1 = MatMulSimd<T, V>.Add(d1, d2);
        v2 = MatMulSimd<T, V>.Subtract(d2, d1);
        v3 = MatMulSimd<T, V>.Subtract(d1, d3);
    }

    // A row of four by B.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Row(V d0, V d1, V d2, V d3, T* v, nint perPlace)
    {
        Unsafe.WriteUnaligned(v, MatMulSimd<T, V>.Subtract(d0, d2));
        Unsafe.WriteUnaligned(v + perPlace, MatMulSimd<T, V>.Add(d1, d2));
        Unsafe.WriteUnaligned(v + (2 * perPlace), MatMulSimd<T, V>.Subtract(d2, d1));
        Unsafe.WriteUnaligned(v + (3 * perPlace), MatMulSimd<T, V>.Subtract(d1, d3));
    }

    // A row of two by A^T.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Spread(V y0, V y1, T* u, nint perPlace)
    {
        Unsafe.WriteUnaligned(u, y0);
        Unsafe.WriteUnaligned(u + perPlace, MatMulSimd<T, V>.Add(y0, y1));
        Unsafe.WriteUnaligned(u + (2 * perPlace), MatMulSimd<T, V>.Subtract(y0, y1));
        Unsafe.WriteUnaligned(u + (3 * perPlace), MatMulSimd<T, V>.Subtract(default, y1));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Three(V s0, V s1, V s2, V s3, V half, T* taps, nint perTap)
    {
        Fold(s0, s1, s2, s3, half, out V g0, out V g1, out V g2);
        Unsafe.WriteUnaligned(taps, g0);
        Unsafe.WriteUnaligned(taps + perTap, g1);
        Unsafe.WriteUnaligned(taps + (2 * perTap), g2);
    }

    // G^T by a column of four.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Fold(V s0, V s1, V s2, V s3, V half, out V g0, out V g1, out V g2)
    {
        V both = MatMulSimd<T, V>.Add(s1, s2);
        g0 = MatMulSimd<T, V>.Fma(both, half, s0);
        g1 = MatMulSimd<T, V>.Fma(MatMulSimd<T, V>.Subtract(s1, s2), half, default);
        g2 = MatMulSimd<T, V>.Fma(both, half, s3);
    }
}
