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

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Run<T>(T* source, nint sourceStride, T* target, nint targetStride, int rows, int columns)
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
            // Short pieces of many rows are what a hardware prefetcher does not see: ask for all lines of the block at once.
            Prefetch(source, sourceStride, rows, columns);
            Prefetch(target, targetStride, columns, rows);
            for (int r0 = 0; r0 < fullRows; r0 += line)
            {
                int r1 = Math.Min(r0 + line, fullRows);
                for (int c = 0; c < fullColumns; c += tile)
                {
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
        Scalar(source, sourceStride, target, targetStride, 0, fullRows, fullColumns, columns);
        Scalar(source, sourceStride, target, targetStride, fullRows, rows, 0, columns);
    }

    private static void Prefetch<T>(T* x, nint stride, int rows, int columns)
        where T : unmanaged
    {
        for (int r = 0; r < rows; r++, x += stride)
        {
            for (int c = 0; c < columns; c += LineBytes / sizeof(T)) Sse.Prefetch1(x + c);
        }
    }

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
    private static void Tile8(float* s, nint n, float* t, nint m)
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
        Avx.Permute2x128(b0, b4, 0x20).Store(t);
        Avx.Permute2x128(b1, b5, 0x20).Store(t + m);
        Avx.Permute2x128(b2, b6, 0x20).Store(t + (2 * m));
        Avx.Permute2x128(b3, b7, 0x20).Store(t + (3 * m));
        Avx.Permute2x128(b0, b4, 0x31).Store(t + (4 * m));
        Avx.Permute2x128(b1, b5, 0x31).Store(t + (5 * m));
        Avx.Permute2x128(b2, b6, 0x31).Store(t + (6 * m));
        Avx.Permute2x128(b3, b7, 0x31).Store(t + (7 * m));
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
