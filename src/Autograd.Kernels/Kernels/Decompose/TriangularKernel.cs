using System.Numerics;

namespace Autograd.Kernels;

/// <summary>Triangular systems T X = B with many right-hand sides: blocks of rows, what is known already subtracted by one product.</summary>
internal static class TriangularKernel
{
    // Below this size rows are subtracted one by one; the product kernel takes the rest.
    private const int BlockSize = 32;

    /// <summary>Replaces B by the solution. A zero on the diagonal gives infinities: <see cref="FirstZero"/> finds it.</summary>
    /// <param name="t">[n, n], by any strides; only the named triangle is read.</param>
    /// <param name="upper">Which triangle.</param>
    /// <param name="unit">Ones on the diagonal, which is then not read.</param>
    /// <param name="b">[n, k], rows without gaps.</param>
    public static void Solve<T>(Matrix<T> t, bool upper, bool unit, Matrix<T> b)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int n = t.Rows;
        for (int done = 0, width; done < n; done += width)
        {
            width = Math.Min(BlockSize, n - done);
            int at = upper ? n - done - width : done, known = upper ? n - done : 0;
            var rows = b.Block(at, 0, width, b.Columns);
            if (done > 0) MatrixProduct.Subtract(t.Block(at, known, width, done), b.Block(known, 0, done, b.Columns), rows);
            SolveBlock(t.Block(at, at, width, width), upper, unit, rows);
        }
    }

    /// <summary>The first zero on a diagonal, counted from 0, or -1.</summary>
    public static int FirstZero<T>(Matrix<T> t)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < Math.Min(t.Rows, t.Columns); i++)
        {
            if (t[i, i] == T.Zero) return i;
        }
        return -1;
    }

    private static void SolveBlock<T>(Matrix<T> t, bool upper, bool unit, Matrix<T> b)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (b.Columns == 0) return;
        for (int step = 0; step < t.Rows; step++)
        {
            int i = upper ? t.Rows - 1 - step : step;
            var row = b.Row(i);
            for (int k = 0; k < step; k++)
            {
                int j = upper ? t.Rows - 1 - k : k;
                Vectors.AddScaled(row, -t[i, j], b.Row(j));
            }
            if (unit) continue;
            T pivot = t[i, i];
            foreach (ref T x in row) x /= pivot;
        }
    }
}
