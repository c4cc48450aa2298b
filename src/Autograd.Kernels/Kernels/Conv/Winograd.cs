using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Autograd.Kernels;

/// <summary>
/// The transforms of F(2 x 2, 3 x 3) for squares side by side: inputs V = B^T d B, outputs Y = A^T M A, with the rows
/// B^T = (1 0 -1 0; 0 1 1 0; 0 -1 1 0; 0 1 0 -1) and A^T = (1 1 1 0; 0 1 -1 -1).
/// </summary>
internal static unsafe class Winograd
{
    /// <summary>A square of inputs has so many rows and columns, and the next one begins half of that further.</summary>
    public const int Side = 4;

    /// <summary>The places of a square.</summary>
    public const int Places = Side * Side;

    /// <summary>The outputs of a square.</summary>
    public const int Outputs = 4;

    /// <summary>The squares of a strip of the narrowest elements.</summary>
    public const int MostWidth = 32;

    /// <summary>The squares of a strip: two of the widest registers.</summary>
    public static int Width<T>()
        where T : unmanaged => 2 * Vector512<T>.Count;

    /// <summary>
    /// A register of squares to V: a register for each place, <paramref name="perPlace"/> apart. The first two columns of each of their rows are at
    /// d, side by side, the last two at e, rows <paramref name="pitch"/> apart.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Inputs<T>(T* d, T* e, nint pitch, T* v, nint perPlace)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Row(d, e, out var r0, out var r1, out var r2, out var r3);
        Row(d + pitch, e + pitch, out var s0, out var s1, out var s2, out var s3);
        Row(d + (2 * pitch), e + (2 * pitch), out var t0, out var t1, out var t2, out var t3);
        Row(d + (3 * pitch), e + (3 * pitch), out var u0, out var u1, out var u2, out var u3);
        Column(r0, s0, t0, u0, v, perPlace);
        Column(r1, s1, t1, u1, v + perPlace, perPlace);
        Column(r2, s2, t2, u2, v + (2 * perPlace), perPlace);
        Column(r3, s3, t3, u3, v + (3 * perPlace), perPlace);
    }

    /// <summary>The two rows of outputs of a strip of one filter, from sums <paramref name="perPlace"/> apart: <c>[2, 2 * width]</c>.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void OutputRows<T>(T* sums, nint perPlace, T bias, T* rows)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nint width = Width<T>(), lanes = Vector512<T>.Count;
        Vector512<T> start = Vector512.Create(bias);
        for (nint i = 0; i < width; i += lanes, sums += lanes)
        {
            Fold(sums, perPlace, out var a0, out var a1);
            Fold(sums + perPlace, perPlace, out var b0, out var b1);
            Fold(sums + (2 * perPlace), perPlace, out var c0, out var c1);
            Fold(sums + (3 * perPlace), perPlace, out var d0, out var d1);
            Pairs.Join(a0 + b0 + c0 + start, b0 - c0 - d0 + start, rows + (2 * i));
            Pairs.Join(a1 + b1 + c1 + start, b1 - c1 - d1 + start, rows + (2 * width) + (2 * i));
        }
    }

    // A row of squares by B.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Row<T>(T* d, T* e, out Vector512<T> v0, out Vector512<T> v1, out Vector512<T> v2, out Vector512<T> v3)
        where T : unmanaged
    {
        Pairs.Split(d, out var d0, out var d1);
        Pairs.Split(e, out var d2, out var d3);
        v0 = d0 - d2;
        v1 = d1 + d2;
        v2 = d2 - d1;
        v3 = d1 - d3;
    }

    // B^T by a column, to four places a row of the square apart.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Column<T>(Vector512<T> d0, Vector512<T> d1, Vector512<T> d2, Vector512<T> d3, T* v, nint perPlace)
        where T : unmanaged
    {
        (d0 - d2).Store(v);
        (d1 + d2).Store(v + (Side * perPlace));
        (d2 - d1).Store(v + (2 * Side * perPlace));
        (d1 - d3).Store(v + (3 * Side * perPlace));
    }

    // A^T by one column of M.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Fold<T>(T* m, nint perPlace, out Vector512<T> y0, out Vector512<T> y1)
        where T : unmanaged
    {
        var m0 = Vector512.Load(m);
        var m1 = Vector512.Load(m + (Side * perPlace));
        var m2 = Vector512.Load(m + (2 * Side * perPlace));
        var m3 = Vector512.Load(m + (3 * Side * perPlace));
        y0 = m0 + m1 + m2;
        y1 = m1 - m2 - m3;
    }
}
