using System.Numerics;

namespace Autograd.Kernels;

/// <summary>The matrix product as decompositions call it.</summary>
internal static class MatrixProduct
{
    /// <summary>C -= A B; the rows of C lie without gaps.</summary>
    public static void Subtract<T>(Matrix<T> a, Matrix<T> b, Matrix<T> c)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (c.Rows == 0 || c.Columns == 0 || a.Columns == 0) return;
        // The product kernel adds: A goes in with its sign changed.
        using var scratch = new Scratch<T>((long)a.Rows * a.Columns);
        var negative = new Matrix<T>(scratch.Span, a.Rows, a.Columns);
        for (int i = 0; i < a.Rows; i++)
        {
            var row = negative.Row(i);
            for (int j = 0; j < row.Length; j++) row[j] = -a[i, j];
        }
        MatMul.Run(negative, b, c, accumulate: true);
    }
}
