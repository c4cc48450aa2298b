using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Autograd.Kernels;

/// <summary>Rows of float32 woven into one panel of a tile: <c>[rows of the tile, k] -> [k, rows of the tile]</c>.</summary>
/// <remarks>
/// Four columns of eight rows at a time: rows r and r + 4 are the halves of one register, brought there by their loads, so
/// that eight columns take sixteen shuffles, where a transposition of 8 x 8 by whole rows takes twenty-four.
/// </remarks>
internal static unsafe class MatMulPanels
{
    // Rows of the two halves of a register.
    private const int Height = 8;

    public static bool IsSupported
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Avx.IsSupported;
    }

    /// <summary>One panel of <paramref name="height"/> rows, 8 or less; rows from <paramref name="rows"/> on repeat the last one.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Run(float* a, nint aRow, int rows, int height, int depth, float* to)
    {
        float* a0 = a;
        float* a1 = rows > 1 ? a0 + aRow : a0;
        float* a2 = rows > 2 ? a1 + aRow : a1;
        float* a3 = rows > 3 ? a2 + aRow : a2;
        float* a4 = rows > 4 ? a3 + aRow : a3;
        float* a5 = rows > 5 ? a4 + aRow : a4;
        float* a6 = rows > 6 ? a5 + aRow : a5;
        float* a7 = rows > 7 ? a6 + aRow : a6;
        // A register written for a lower panel reaches into the next column, which is written after it; the last column has none.
        int whole = height == Height ? depth : depth - 1;
        nint k = 0;
        for (; k + 4 <= whole; k += 4, to += 4 * height)
        {
            Vector256<float> r04 = Vector256.Create(Vector128.Load(a0 + k), Vector128.Load(a4 + k));
            Vector256<float> r15 = Vector256.Create(Vector128.Load(a1 + k), Vector128.Load(a5 + k));
            Vector256<float> r26 = Vector256.Create(Vector128.Load(a2 + k), Vector128.Load(a6 + k));
            Vector256<float> r37 = Vector256.Create(Vector128.Load(a3 + k), Vector128.Load(a7 + k));
            Vector256<float> low01 = Avx.UnpackLow(r04, r15);
            Vector256<float> high01 = Avx.UnpackHigh(r04, r15);
            Vector256<float> low23 = Avx.UnpackLow(r26, r37);
            Vector256<float> high23 = Avx.UnpackHigh(r26, r37);
            Avx.Shuffle(low01, low23, 0x44).Store(to);
            Avx.Shuffle(low01, low23, 0xEE).Store(to + height);
            Avx.Shuffle(high01, high23, 0x44).Store(to + (2 * height));
            Avx.Shuffle(high01, high23, 0xEE).Store(to + (3 * height));
        }
        for (; k < depth; k++, to += height)
        {
            for (int r = 0; r < height; r++) to[r] = a[(Math.Min(r, rows - 1) * aRow) + k];
        }
    }
}
