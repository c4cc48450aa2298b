using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Autograd.Kernels;

/// <summary>Matrix products of float32, float64 and integers by address and element strides (at least 0).</summary>
/// <remarks>
/// An element of C is the same bits on every path, for every m, n, layout, batch and thread count: for each run of k
/// (<see cref="MatMulOperands{T}.Depth"/>) <c>acc = 0; acc = a[i, k] b[k, j] + acc</c> in ascending k, then
/// <c>c = c + acc</c>, c starting as nothing, the bias, or C itself. Rows of C must not overlap.
/// </remarks>
internal static unsafe class MatMul
{
    /// <summary><c>C[i, j] = (accumulate ? C[i, j] : bias[j] or 0) + sum_k A[i, k] B[k, j]</c>; the bias has length n or is null.</summary>
    public static void Run<T>(
        int m, int n, int k, T* a, nint aRow, nint aCol, T* b, nint bRow, nint bCol, T* c, nint cRow, T* bias, bool accumulate)
        where T : unmanaged
    {
        Run(Operands(m, n, k, a, aRow, aCol, b, bRow, bCol, c, cRow, bias, accumulate));
    }

    /// <summary>One product for each of a batch, operands that many elements apart (0: the same one for all).</summary>
    public static void RunBatched<T>(
        int batch, int m, int n, int k, T* a, nint aBatch, nint aRow, nint aCol, T* b, nint bBatch, nint bRow, nint bCol,
        T* c, nint cBatch, nint cRow, T* bias, bool accumulate)
        where T : unmanaged
    {
        // One B for all, and rows that go on from one product to the next: one tall product.
        if (batch == 1 || (bBatch == 0 && aBatch == m * aRow && cBatch == m * cRow && (long)batch * m <= int.MaxValue))
        {
            Run(batch * m, n, k, a, aRow, aCol, b, bRow, bCol, c, cRow, bias, accumulate);
            return;
        }
        var job = new MatMulBatch<T>
        {
            First = Operands(m, n, k, a, aRow, aCol, b, bRow, bCol, c, cRow, bias, accumulate),
            Batch = batch,
            ABatch = aBatch,
            BBatch = bBatch,
            CBatch = cBatch,
        };
        job.RunAll();
    }

    /// <summary>Dispatches to the widest registers, or to the integer loop.</summary>
    public static void Run<T>(in MatMulOperands<T> p)
        where T : unmanaged
    {
        if (typeof(T) == typeof(int)) MatMulInteger.Run(Unsafe.As<MatMulOperands<T>, MatMulOperands<int>>(ref Unsafe.AsRef(in p)));
        else if (typeof(T) == typeof(long)) MatMulInteger.Run(Unsafe.As<MatMulOperands<T>, MatMulOperands<long>>(ref Unsafe.AsRef(in p)));
        else if (typeof(T) == typeof(byte)) MatMulInteger.Run(Unsafe.As<MatMulOperands<T>, MatMulOperands<byte>>(ref Unsafe.AsRef(in p)));
        else if (Vector512.IsHardwareAccelerated) MatMulPlan<T, Vector512<T>>.Run(p);
        else if (Vector256.IsHardwareAccelerated) MatMulPlan<T, Vector256<T>>.Run(p);
        else MatMulPlan<T, Vector128<T>>.Run(p);
    }

    private static MatMulOperands<T> Operands<T>(
        int m, int n, int k, T* a, nint aRow, nint aCol, T* b, nint bRow, nint bCol, T* c, nint cRow, T* bias, bool accumulate)
        where T : unmanaged => new()
        {
            M = m,
            N = n,
            K = k,
            A = a,
            ARow = aRow,
            ACol = aCol,
            B = b,
            BRow = bRow,
            BCol = bCol,
            C = c,
            CRow = cRow,
            Bias = bias,
            Accumulate = accumulate,
        };
}
