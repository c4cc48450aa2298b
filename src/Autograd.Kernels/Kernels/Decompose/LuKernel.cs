using System.Numerics;

namespace Autograd.Kernels;

/// <summary>
/// P^T A = L U with partial pivoting, in place and blocked (LAPACK's getrf): a panel of columns is factored row by row, the
/// block to its right is solved for, and the rest is one matrix product. L has ones on its diagonal, which is not stored.
/// </summary>
internal static class LuKernel
{
    private const int PanelWidth = 32;

    /// <summary>Factors a row-major [m, n].</summary>
    /// <param name="a">The matrix; L and U afterwards.</param>
    /// <param name="pivots">[min(m, n)]: row k was exchanged with row pivots[k] - 1, as LAPACK counts.</param>
    public static void Factor<T>(Matrix<T> a, Span<int> pivots)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int m = a.Rows, n = a.Columns, count = Math.Min(m, n);
        for (int at = 0, width; at < count; at += width)
        {
            width = Math.Min(PanelWidth, count - at);
            for (int k = at; k < at + width; k++) Eliminate(a, k, at + width, pivots);
            int next = at + width;
            var right = a.Block(at, next, width, n - next);
            TriangularKernel.Solve(a.Block(at, at, width, width), upper: false, unit: true, right);
            MatrixProduct.Subtract(a.Block(next, at, m - next, width), right, a.Block(next, next, m - next, n - next));
        }
    }

    /// <summary>X = P^T B for the rows of B: the exchanges in their order.</summary>
    public static void Permute<T>(ReadOnlySpan<int> pivots, Matrix<T> b)
        where T : unmanaged
    {
        for (int k = 0; k < pivots.Length; k++) b.SwapRows(k, pivots[k] - 1);
    }

    /// <summary>B = P X: the exchanges backwards.</summary>
    public static void PermuteBack<T>(ReadOnlySpan<int> pivots, Matrix<T> b)
        where T : unmanaged
    {
        for (int k = pivots.Length - 1; k >= 0; k--) b.SwapRows(k, pivots[k] - 1);
    }

    /// <summary>Replaces B by the solution of A X = B, or of A^T X = B, of a square A that was factored.</summary>
    public static void Solve<T>(Matrix<T> lu, ReadOnlySpan<int> pivots, bool adjoint, Matrix<T> b)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!adjoint)
        {
            Permute(pivots, b);
            TriangularKernel.Solve(lu, upper: false, unit: true, b);
            TriangularKernel.Solve(lu, upper: true, unit: false, b);
            return;
        }
        // A^T = U^T L^T P^T.
        TriangularKernel.Solve(lu.Transposed, upper: false, unit: false, b);
        TriangularKernel.Solve(lu.Transposed, upper: true, unit: true, b);
        PermuteBack(pivots, b);
    }

    /// <summary>Brings the largest element of column k up and subtracts its row from those below, in the columns of the panel.</summary>
    private static void Eliminate<T>(Matrix<T> a, int k, int panelEnd, Span<int> pivots)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int pivot = k;
        T largest = T.Abs(a[k, k]);
        for (int i = k + 1; i < a.Rows; i++)
        {
            T size = T.Abs(a[i, k]);
            if (size > largest) (largest, pivot) = (size, i);
        }
        pivots[k] = pivot + 1;
        a.SwapRows(k, pivot);
        T divisor = a[k, k];
        // A column of zeros has nothing to subtract: the factorization goes on, U is singular.
        if (divisor == T.Zero) return;
        var row = a.Row(k, k + 1, panelEnd);
        for (int i = k + 1; i < a.Rows; i++)
        {
            T factor = a[i, k] /= divisor;
            Vectors.AddScaled(a.Row(i, k + 1, panelEnd), -factor, row);
        }
    }
}
