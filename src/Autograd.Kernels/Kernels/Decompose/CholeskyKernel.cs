using System.Numerics;

namespace Autograd.Kernels;

/// <summary>A = L L^T in place, blocked (LAPACK's potrf): a panel of columns, then the rest of the lower triangle by products.</summary>
internal static class CholeskyKernel
{
    private const int PanelWidth = 32;

    /// <summary>Factors a row-major [n, n] of which the lower triangle is read; the upper one becomes zero.</summary>
    /// <returns>-1, or the first column, counted from 0, at which the matrix is not positive definite.</returns>
    public static int Factor<T>(Matrix<T> a)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int n = a.Rows;
        for (int at = 0, next; at < n; at = next)
        {
            next = Math.Min(at + PanelWidth, n);
            for (int k = at; k < next; k++)
            {
                var row = a.Row(k, at, k);
                T square = a[k, k] - Vectors.Dot<T>(row, row);
                // A NaN is not positive either.
                if (!(square > T.Zero)) return k;
                T diagonal = a[k, k] = T.Sqrt(square);
                for (int i = k + 1; i < n; i++) a[i, k] = (a[i, k] - Vectors.Dot<T>(a.Row(i, at, k), row)) / diagonal;
            }
            // A22 -= L21 L21^T, of each block of columns the rows from the diagonal on.
            for (int j = next; j < n; j += PanelWidth)
            {
                int width = Math.Min(PanelWidth, n - j);
                MatrixProduct.Subtract(a.Block(j, at, n - j, next - at), a.Block(j, at, width, next - at).Transposed, a.Block(j, j, n - j, width));
            }
        }
        for (int i = 0; i < n; i++) a.Row(i, i + 1, n).Clear();
        return -1;
    }
}
