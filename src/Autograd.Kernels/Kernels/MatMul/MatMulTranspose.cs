using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Autograd.Kernels;

/// <summary>
/// 16 x 16 floats transposed in registers: whole cache lines in, each touched once, whole lines out, so that rows a
/// multiple of 4 KB apart do not push each other out of the first cache.
/// </summary>
internal static unsafe class MatMulTranspose
{
    public const int Size = 16;

    public static bool IsSupported
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Avx512F.IsSupported;
    }

    /// <summary><c>target[c, r] = source[r, c]</c> for 16 rows and all columns (at least 16); rows from
    /// <paramref name="rows"/> on are copies of the last one.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Run(float* source, nint sourceStride, float* target, nint targetStride, int rows, int columns)
    {
        for (int c = 0; c < columns; c += Size)
        {
            // The last block overlaps the one before: the same values are written twice.
            int at = Math.Min(c, columns - Size);
            Block(source + at, sourceStride, target + (at * targetStride), targetStride, rows);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Block(float* s, nint n, float* t, nint m, int rows)
    {
        Quad(s, n, 0, rows, out Vector512<float> a0, out Vector512<float> a1, out Vector512<float> a2, out Vector512<float> a3);
        Quad(s, n, 4, rows, out Vector512<float> b0, out Vector512<float> b1, out Vector512<float> b2, out Vector512<float> b3);
        Quad(s, n, 8, rows, out Vector512<float> c0, out Vector512<float> c1, out Vector512<float> c2, out Vector512<float> c3);
        Quad(s, n, 12, rows, out Vector512<float> d0, out Vector512<float> d1, out Vector512<float> d2, out Vector512<float> d3);
        Store(a0, b0, c0, d0, t, m);
        Store(a1, b1, c1, d1, t + m, m);
        Store(a2, b2, c2, d2, t + (2 * m), m);
        Store(a3, b3, c3, d3, t + (3 * m), m);
    }

    // Four rows: q_c has, in its 128-bit lane l, the four rows of column 4 l + c.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Quad(
        float* s, nint n, int row, int rows, out Vector512<float> q0, out Vector512<float> q1, out Vector512<float> q2, out Vector512<float> q3)
    {
        Vector512<float> r0 = Vector512.Load(s + (Math.Min(row, rows - 1) * n));
        Vector512<float> r1 = Vector512.Load(s + (Math.Min(row + 1, rows - 1) * n));
        Vector512<float> r2 = Vector512.Load(s + (Math.Min(row + 2, rows - 1) * n));
        Vector512<float> r3 = Vector512.Load(s + (Math.Min(row + 3, rows - 1) * n));
        Vector512<double> low01 = Avx512F.UnpackLow(r0, r1).AsDouble();
        Vector512<double> high01 = Avx512F.UnpackHigh(r0, r1).AsDouble();
        Vector512<double> low23 = Avx512F.UnpackLow(r2, r3).AsDouble();
        Vector512<double> high23 = Avx512F.UnpackHigh(r2, r3).AsDouble();
        q0 = Avx512F.UnpackLow(low01, low23).AsSingle();
        q1 = Avx512F.UnpackHigh(low01, low23).AsSingle();
        q2 = Avx512F.UnpackLow(high01, high23).AsSingle();
        q3 = Avx512F.UnpackHigh(high01, high23).AsSingle();
    }

    // A 4 x 4 transposition of 128-bit lanes: columns c, c + 4, c + 8, c + 12 of all 16 rows.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d, float* t, nint m)
    {
        Vector512<float> even01 = Avx512F.Shuffle4x128(a, b, 0x88);
        Vector512<float> odd01 = Avx512F.Shuffle4x128(a, b, 0xDD);
        Vector512<float> even23 = Avx512F.Shuffle4x128(c, d, 0x88);
        Vector512<float> odd23 = Avx512F.Shuffle4x128(c, d, 0xDD);
        Avx512F.Shuffle4x128(even01, even23, 0x88).Store(t);
        Avx512F.Shuffle4x128(odd01, odd23, 0x88).Store(t + (4 * m));
        Avx512F.Shuffle4x128(even01, even23, 0xDD).Store(t + (8 * m));
        Avx512F.Shuffle4x128(odd01, odd23, 0xDD).Store(t + (12 * m));
    }
}
