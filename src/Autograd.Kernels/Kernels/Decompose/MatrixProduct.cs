using System.Numerics;

namespace Autograd.Kernels;

/// <summary>The matrix product as decompositions call it.</summary>
internal static unsafe class MatrixProduct
{
    /// <summary>C = A B, or C += A B; the rows of C lie without gaps.</summary>
    public static void Multiply<T>(MatrixSpan<T> a, MatrixSpan<T> b, MatrixSpan<T> c, bool accumulate = false)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (c.Rows == 0 || c.Columns == 0) return;
        fixed (T* pa = a.Data, pb = b.Data, pc = c.Data)
        {
            MatMul.Run(new MatMulOperands<T>
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
                C = pc,
                CRow = c.RowStride,
                Accumulate = accumulate,
            });
        }
    }

    /// <summary>C -= A B; the rows of C lie without gaps.</summary>
    public static void Subtract<T>(MatrixSpan<T> a, MatrixSpan<T> b, MatrixSpan<T> c)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (c.Rows == 0 || c.Columns == 0 || a.Columns == 0) return;
        // The product kernel adds: A goes in with its sign changed.
        using var scratch = new Scratch<T>((long)a.Rows * a.Columns);
        var negative = new MatrixSpan<T>(scratch.Span, a.Rows, a.Columns);
        for (int i = 0; i < a.Rows; i++)
        {
            var row = negative.Row(i);
            for (int j = 0; j < row.Length; j++) row[j] = -a[i, j];
        }
        Multiply(negative, b, c, accumulate: true);
    }
}
