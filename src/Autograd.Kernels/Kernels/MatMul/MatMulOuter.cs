using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Autograd.Kernels;

/// <summary>Products of a column and a row, k = 1: each row of C is the row of B times one number of A.</summary>
/// <remarks>
/// The gradient of a weight for every sample of a batch is that, and C is as large as the weight is, times the samples: what counts is to write it once. The
/// bits are those of the tile, <c>acc = a b + 0</c>, onto nothing.
/// </remarks>
internal static unsafe class MatMulOuter
{
    /// <summary>Runs a batch of products where they are such: false, and nothing done, where they are not.</summary>
    public static bool TryRun<T>(in MatMulBatch<T> products)
        where T : unmanaged
    {
        ref readonly var p = ref products.First;
        if (p.K != 1 || p.BCol != 1 || p.Bias != null || p.Accumulate || (typeof(T) != typeof(float) && typeof(T) != typeof(double))) return false;
        if (Vector512.IsHardwareAccelerated) return MatMulOuter<T, Vector512<T>>.TryRun(products);
        if (Vector256.IsHardwareAccelerated) return MatMulOuter<T, Vector256<T>>.TryRun(products);
        return MatMulOuter<T, Vector128<T>>.TryRun(products);
    }
}

/// <summary>The rows of all products of a batch, in parts.</summary>
internal unsafe struct MatMulOuter<T, V> : IJob
    where T : unmanaged
    where V : unmanaged
{
    // Elements of a part, as of a map: memory bounds both.
    private const int PartLength = 32768;

    private MatMulBatch<T> products;
    private long rows;
    private long rowsOfPart;

    /// <summary>Runs them; false where a row of C is shorter than a register.</summary>
    public static bool TryRun(in MatMulBatch<T> products)
    {
        if (products.First.N < MatMulTile<T, V>.Lanes) return false;
        long rows = (long)products.Batch * products.First.M;
        bool isOne = rows * products.First.N <= 2 * PartLength;
        var job = new MatMulOuter<T, V> { products = products, rows = rows, rowsOfPart = isOne ? rows : Math.Max(1, PartLength / products.First.N) };
        if (rows > 0) Workers.For((int)((rows + job.rowsOfPart - 1) / job.rowsOfPart), job);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Run(int part)
    {
        ref readonly var p = ref products.First;
        long row = part * rowsOfPart, end = Math.Min(rows, row + rowsOfPart);
        while (row < end)
        {
            nint number = (nint)(row / p.M), from = (nint)(row % p.M);
            int count = (int)Math.Min(p.M - from, end - row);
            Rows(
                p.A + (number * products.ABatch) + (from * p.ARow), p.ARow, p.B + (number * products.BBatch),
                p.C + (number * products.CBatch) + (from * p.CRow), p.CRow, count, p.N);
            row += count;
        }
    }

    /// <summary>The last register of a row ends with its last element: it overlaps the one before.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Rows(T* a, nint aRow, T* b, T* c, nint cRow, int rows, nint n)
    {
        nint lanes = MatMulTile<T, V>.Lanes, last = n - lanes;
        for (; rows > 0; rows--, a += aRow, c += cRow)
        {
            V x = MatMulSimd<T, V>.Splat(*a);
            nint j = 0;
            for (; j <= last - (3 * lanes); j += 4 * lanes)
            {
                Put(x, b + j, c + j);
                Put(x, b + j + lanes, c + j + lanes);
                Put(x, b + j + (2 * lanes), c + j + (2 * lanes));
                Put(x, b + j + (3 * lanes), c + j + (3 * lanes));
            }
            for (; j <= last; j += lanes) Put(x, b + j, c + j);
            if (j < n) Put(x, b + last, c + last);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(V x, T* b, T* c) => Unsafe.WriteUnaligned(c, MatMulSimd<T, V>.Fma(x, Unsafe.ReadUnaligned<V>(b), default));
}
