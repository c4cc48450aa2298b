using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Autograd.Kernels;

/// <summary>Matrix products of float32, float64 and integers.</summary>
/// <remarks>
/// An element of C is the same bits on every path, for every m, n, layout, batch and thread count: for each run of k
/// (<see cref="MatMulOperands{T}.Depth"/>) <c>acc = 0; acc = a[i, k] b[k, j] + acc</c> in ascending k, then
/// <c>c = c + acc</c>, c starting as nothing, the bias, or C itself. Rows of C must not overlap.
/// </remarks>
internal static unsafe class MatMul
{
    /// <summary>
    /// <c>C[i, j] = (accumulate ? C[i, j] : bias[i biasRow + j] or 0) + sum_k A[i, k] B[k, j]</c>, for each of a batch. A: [m, k], B: [k, n],
    /// C: [m, n] with contiguous rows, the bias a row of length n for all rows (0 apart), m of them, or none.
    /// </summary>
    /// <remarks>
    /// B may be given a second time, as strips of <see cref="StripColumns{T}"/> columns, <c>[n / columns, k, columns]</c>: where many products share it, it is
    /// brought into the order of the kernel once. Bits do not depend on that.
    /// </remarks>
    /// <exception cref="ShapeException">The sizes do not fit, or an element of a row of C is not followed by the next.</exception>
    public static void Run<T>(
        in Matrix<T> a, in Matrix<T> b, in Matrix<T> c, ReadOnlySpan<T> bias = default, bool accumulate = false, nint biasRow = 0, ReadOnlySpan<T> strips = default)
        where T : unmanaged
    {
        if (a.Rows != c.Rows || a.Columns != b.Rows || b.Columns != c.Columns || a.Batch != c.Batch || b.Batch != c.Batch
            || (c.ColumnStride != 1 && c.Columns > 1)) ThrowSizes(a, b, c);
        if (!bias.IsEmpty) Bounds.Room(bias, c.Columns + (biasRow * (nint)(Math.Max(1, c.Rows) - 1)));
        if (!strips.IsEmpty) Bounds.Room(strips, (long)b.Rows * ((b.Columns + StripColumns<T>() - 1) / StripColumns<T>() * StripColumns<T>()));
        fixed (T* pa = a.Data, pb = b.Data, pc = c.Data, pbias = bias, pstrips = strips)
        {
            var first = new MatMulOperands<T>
            {
                M = c.Rows,
                N = c.Columns,
                K = a.Columns,
                A = pa,
                ARow = a.RowStride,
                ACol = a.ColumnStride,
                B = pb,
                BRow = b.RowStride,
                BCol = b.ColumnStride,
                Strips = c.Batch == 1 ? pstrips : null,
                C = pc,
                CRow = c.RowStride,
                Bias = pbias,
                BiasRow = biasRow,
                Accumulate = accumulate,
            };
            // One B for all, and rows that go on from one product to the next: one tall product.
            bool tall = b.BatchStride == 0 && a.BatchStride == (long)a.Rows * a.RowStride && c.BatchStride == (long)c.Rows * c.RowStride
                && (long)c.Batch * c.Rows <= int.MaxValue;
            var all = new MatMulBatch<T> { First = first, Batch = c.Batch, ABatch = a.BatchStride, BBatch = b.BatchStride, CBatch = c.BatchStride };
            if (MatMulOuter.TryRun(all)) return;
            if (c.Batch == 1) Run(first);
            else if (tall) Run(first with { M = c.Batch * c.Rows });
            else all.RunAll();
        }
    }

    /// <summary>The columns of a strip of B.</summary>
    public static int StripColumns<T>()
        where T : unmanaged => Vector512.IsHardwareAccelerated ? MatMulTile<T, Vector512<T>>.Columns
        : Vector256.IsHardwareAccelerated ? MatMulTile<T, Vector256<T>>.Columns : MatMulTile<T, Vector128<T>>.Columns;

    /// <summary>One product: dispatches to the widest registers, or to the integer loop.</summary>
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

    [DoesNotReturn]
    private static void ThrowSizes<T>(in Matrix<T> a, in Matrix<T> b, in Matrix<T> c)
        where T : unmanaged => throw new ShapeException(
            $"A product was given {a.Batch} x [{a.Rows}, {a.Columns}] and {b.Batch} x [{b.Rows}, {b.Columns}] for {c.Batch} x [{c.Rows}, {c.Columns}] with columns {c.ColumnStride} apart");
}
