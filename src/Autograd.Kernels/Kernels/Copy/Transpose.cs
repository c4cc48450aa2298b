using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Autograd.Kernels;

/// <summary>Transposes a block of a matrix that fits the first cache: <c>target[c, r] = source[r, c]</c>.</summary>
internal static unsafe class Transpose
{
    /// <summary>Rows and columns of a block: 64 x 64 floats are 16 KB read and 16 KB written.</summary>
    public const int Block = 64;

    // Two register tiles side by side fill a cache line of the target before the next line is touched.
    private const int LineBytes = 64;

    /// <summary>Transposes one block; <paramref name="stream"/> says that the whole target is too large to be found in a cache later.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Run<T>(T* source, nint sourceStride, T* target, nint targetStride, int rows, int columns, bool stream)
        where T : unmanaged
    {
        int tile = Avx.IsSupported ? sizeof(T) switch { 4 => 8, 8 => 4, _ => 0 } : 0;
        int fullRows = 0;
        int fullColumns = 0;
        if (tile > 0)
        {
            fullRows = rows / tile * tile;
            fullColumns = columns / tile * tile;
            int line = LineBytes / sizeof(T);
            bool streams = stream && sizeof(T) == 4 && Vector512.IsHardwareAccelerated && ((nint)target | (targetStride * sizeof(T))) % LineBytes == 0;
            // Short pieces of many rows are what a hardware prefetcher does not see: ask for all lines of the block at once.
            Prefetch(source, sourceStride, rows, columns);
            if (!streams) Prefetch(target, targetStride, columns, rows);
            for (int r0 = 0; r0 < fullRows; r0 += line)
            {
                int r1 = Math.Min(r0 + line, fullRows);
                for (int c = 0; c < fullColumns; c += tile)
                {
                    if (streams && r1 - r0 == line)
                    {
                        Lines8((float*)(source + (r0 * sourceStride) + c), sourceStride, (float*)(target + (c * targetStride) + r0), targetStride);
                        continue;
                    }
                    for (int r = r0; r < r1; r += tile)
                    {
                        T* from = source + (r * sourceStride) + c;
                        T* to = target + (c * targetStride) + r;
                        if (sizeof(T) == 4) Tile8((float*)from, sourceStride, (float*)to, targetStride);
                        else Tile4((double*)from, sourceStride, (double*)to, targetStride);
                    }
                }
            }
        }
        // Streamed lines are ordered by nothing else before another thread may read them.
        if (stream && Sse.IsSupported) Sse.StoreFence();
        Scalar(source, sourceStride, target, targetStride, 0, fullRows, fullColumns, columns);
        Scalar(source, sourceStride, target, targetStride, fullRows, rows, 0, columns);
    }

    // Marked as what calls them is: until the runtime compiled them well, a product of 512 took half as long again.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Prefetch<T>(T* x, nint stride, int rows, int columns)
        where T : unmanaged
    {
        for (int r = 0; r < rows; r++, x += stride)
        {
            for (int c = 0; c < columns; c += LineBytes / sizeof(T)) Sse.Prefetch1(x + c);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Scalar<T>(T* source, nint sourceStride, T* target, nint targetStride, int r0, int r1, int c0, int c1)
        where T : unmanaged
    {
        // The longer side is the inner loop: an image has three channels.
        if (r1 - r0 < c1 - c0)
        {
            for (int r = r0; r < r1; r++)
            {
                T* from = source + (r * sourceStride);
                T* to = target + r + (c0 * targetStride);
                for (int c = c0; c < c1; c++, to += targetStride) *to = from[c];
            }
            return;
        }
        for (int c = c0; c < c1; c++)
        {
            T* from = source + c + (r0 * sourceStride);
            T* to = target + (c * targetStride);
            for (int r = r0; r < r1; r++, from += sourceStride) to[r] = *from;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Columns8(
        float* s,
        nint n,
        out Vector256<float> c0,
        out Vector256<float> c1,
        out Vector256<float> c2,
        out Vector256<float> c3,
        out Vector256<float> c4,
        out Vector256<float> c5,
        out Vector256<float> c6,
        out Vector256<float> c7)
    {
        // Pairs of rows, pairs of pairs, then the two 128-bit halves: 8 x 8 in 24 shuffles.
        Vector256<float> a0 = Avx.UnpackLow(Vector256.Load(s), Vector256.Load(s + n));
        Vector256<float> a1 = Avx.UnpackHigh(Vector256.Load(s), Vector256.Load(s + n));
        Vector256<float> a2 = Avx.UnpackLow(Vector256.Load(s + (2 * n)), Vector256.Load(s + (3 * n)));
        Vector256<float> a3 = Avx.UnpackHigh(Vector256.Load(s + (2 * n)), Vector256.Load(s + (3 * n)));
        Vector256<float> a4 = Avx.UnpackLow(Vector256.Load(s + (4 * n)), Vector256.Load(s + (5 * n)));
        Vector256<float> a5 = Avx.UnpackHigh(Vector256.Load(s + (4 * n)), Vector256.Load(s + (5 * n)));
        Vector256<float> a6 = Avx.UnpackLow(Vector256.Load(s + (6 * n)), Vector256.Load(s + (7 * n)));
        Vector256<float> a7 = Avx.UnpackHigh(Vector256.Load(s + (6 * n)), Vector256.Load(s + (7 * n)));
        Vector256<float> b0 = Avx.Shuffle(a0, a2, 0x44);
        Vector256<float> b1 = Avx.Shuffle(a0, a2, 0xEE);
        Vector256<float> b2 = Avx.Shuffle(a1, a3, 0x44);
        Vector256<float> b3 = Avx.Shuffle(a1, a3, 0xEE);
        Vector256<float> b4 = Avx.Shuffle(a4, a6, 0x44);
        Vector256<float> b5 = Avx.Shuffle(a4, a6, 0xEE);
        Vector256<float> b6 = Avx.Shuffle(a5, a7, 0x44);
        Vector256<float> b7 = Avx.Shuffle(a5, a7, 0xEE);
        c0 = Avx.Permute2x128(b0, b4, 0x20);
        c1 = Avx.Permute2x128(b1, b5, 0x20);
        c2 = Avx.Permute2x128(b2, b6, 0x20);
        c3 = Avx.Permute2x128(b3, b7, 0x20);
        c4 = Avx.Permute2x128(b0, b4, 0x31);
        c5 = Avx.Permute2x128(b1, b5, 0x31);
        c6 = Avx.Permute2x128(b2, b6, 0x31);
        c7 = Avx.Permute2x128(b3, b7, 0x31);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Tile8(float* s, nint n, float* t, nint m)
    {
        Columns8(s, n, out var c0, out var c1, out var c2, out var c3, out var c4, out var c5, out var c6, out var c7);
        c0.Store(t);
        c1.Store(t + m);
        c2.Store(t + (2 * m));
        c3.Store(t + (3 * m));
        c4.Store(t + (4 * m));
        c5.Store(t + (5 * m));
        c6.Store(t + (6 * m));
        c7.Store(t + (7 * m));
    }

    /// <summary>Eight columns of sixteen rows: whole lines of the target, written past the caches and never read.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Lines8(float* s, nint n, float* t, nint m)
    {
        Columns8(s, n, out var a0, out var a1, out var a2, out var a3, out var a4, out var a5, out var a6, out var a7);
        Columns8(s + (8 * n), n, out var b0, out var b1, out var b2, out var b3, out var b4, out var b5, out var b6, out var b7);
        Vector512.Create(a0, b0).StoreAlignedNonTemporal(t);
        Vector512.Create(a1, b1).StoreAlignedNonTemporal(t + m);
        Vector512.Create(a2, b2).StoreAlignedNonTemporal(t + (2 * m));
        Vector512.Create(a3, b3).StoreAlignedNonTemporal(t + (3 * m));
        Vector512.Create(a4, b4).StoreAlignedNonTemporal(t + (4 * m));
        Vector512.Create(a5, b5).StoreAlignedNonTemporal(t + (5 * m));
        Vector512.Create(a6, b6).StoreAlignedNonTemporal(t + (6 * m));
        Vector512.Create(a7, b7).StoreAlignedNonTemporal(t + (7 * m));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Tile4(double* s, nint n, double* t, nint m)
    {
        Vector256<double> a0 = Avx.UnpackLow(Vector256.Load(s), Vector256.Load(s + n));
        Vector256<double> a1 = Avx.UnpackHigh(Vector256.Load(s), Vector256.Load(s + n));
        Vector256<double> a2 = Avx.UnpackLow(Vector256.Load(s + (2 * n)), Vector256.Load(s + (3 * n)));
        Vector256<double> a3 = Avx.UnpackHigh(Vector256.Load(s + (2 * n)), Vector256.Load(s + (3 * n)));
        Avx.Permute2x128(a0, a2, 0x20).Store(t);
        Avx.Permute2x128(a1, a3, 0x20).Store(t + m);
        Avx.Permute2x128(a0, a2, 0x31).Store(t + (2 * m));
        Avx.Permute2x128(a1, a3, 0x31).Store(t + (3 * m));
    }
}
