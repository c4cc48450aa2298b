using System.Numerics;

namespace Autograd.Kernels;

/// <summary>
/// W = Z^T diag(s) Q with orthonormal rows of Q, by one-sided Jacobi rotations (Hestenes, 1958; Demmel and Veselic, 1992): pairs of rows of W
/// are rotated until all are orthogonal. Small singular values of rows of different size keep their digits, and every pass goes along rows.
/// </summary>
/// <remarks>
/// Many rows are turned by the eigenvectors of W W^T first (Zhang and Shao, 2023): orthogonal but for rounding, they leave two or three sweeps to
/// do. What the square of W loses the rotations find; against the largest singular value every one is as precise as LAPACK's.
/// </remarks>
internal static class SvdKernel
{
    // Six to ten sweeps are usual.
    private const int MaxSweeps = 60;

    // From this many rows on the eigenvectors cost less than the sweeps they save.
    private const int ManyRows = 32;

    /// <summary>Decomposes; false when an element is not finite.</summary>
    /// <param name="w">[l, n], rows without gaps; the first k of them, k at most n, are W, and all l become orthonormal.</param>
    /// <param name="z">[k, k]: Z.</param>
    /// <param name="s">[k]: singular values, descending.</param>
    public static bool TryDecompose<T>(Matrix<T> w, Matrix<T> z, Span<T> s)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int k = z.Rows;
        T largest = T.Zero;
        for (int i = 0; i < k; i++)
        {
            foreach (T x in w.Row(i))
            {
                if (!T.IsFinite(x)) return false;
                largest = T.Max(largest, T.Abs(x));
            }
            z.Row(i).Clear();
            z[i, i] = T.One;
        }
        // By a power of two, which rounds nothing: squares do not overflow.
        int exponent = largest == T.Zero ? 0 : T.ILogB(largest);
        for (int i = 0; i < k; i++)
        {
            foreach (ref T x in w.Row(i)) x = T.ScaleB(x, -exponent);
        }
        if (k >= ManyRows) Turn(w.Block(0, 0, k, w.Columns), z);
        using var room = new Scratch<T>(k);
        int sweeps = 0;
        while (Sweep(w, z, room.Span))
        {
            if (++sweeps == MaxSweeps) return false;
        }
        int rank = Normalize(w, z, s);
        Complete(w, rank);
        foreach (ref T value in s) value = T.ScaleB(value, exponent);
        return true;
    }

    /// <summary>W = V^T W and Z = V^T, where the columns of V are the eigenvectors of W W^T.</summary>
    private static void Turn<T>(Matrix<T> w, Matrix<T> z)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int k = w.Rows, size = k * k;
        using var room = new Scratch<T>(2L * size + k + (long)k * w.Columns);
        Matrix<T> square = new(room.Span, k, k), v = new(room.Span[size..], k, k);
        MatMul.Run(w, w.Transposed, square);
        // Without eigenvectors the sweeps start from W itself.
        if (!EighKernel.TryDecompose(square, room.Span.Slice(2 * size, k), v)) return;
        var rows = new Matrix<T>(room.Span[(2 * size + k)..], k, w.Columns);
        for (int i = 0; i < k; i++)
        {
            w.Row(i).CopyTo(rows.Row(i));
            for (int j = 0; j < k; j++) z[i, j] = v[j, i];
        }
        MatMul.Run(z, rows, w);
    }

    /// <summary>Rotates every pair of rows once; false when all were orthogonal.</summary>
    private static bool Sweep<T>(Matrix<T> w, Matrix<T> z, Span<T> squares)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        bool rotated = false;
        // What the rounding of a scalar product of this length leaves.
        T tolerance = (T.BitIncrement(T.One) - T.One) * T.Sqrt(T.CreateTruncating(w.Columns));
        for (int i = 0; i < squares.Length; i++) squares[i] = Vectors.Dot<T>(w.Row(i), w.Row(i));
        for (int p = 0; p < z.Rows; p++)
        {
            for (int q = p + 1; q < z.Rows; q++)
            {
                Span<T> x = w.Row(p), y = w.Row(q);
                T xx = squares[p], yy = squares[q], xy = Vectors.Dot<T>(x, y);
                T product = T.Sqrt(xx) * T.Sqrt(yy);
                // A row whose square vanishes counts as zero.
                if (product == T.Zero || T.Abs(xy) <= tolerance * product) continue;
                rotated = true;
                T zeta = (yy - xx) / (xy + xy);
                T t = T.CopySign(T.One / (T.Abs(zeta) + T.Hypot(T.One, zeta)), zeta);
                T c = T.One / T.Hypot(T.One, t);
                Vectors.Rotate(x, y, c, c * t);
                Vectors.Rotate(z.Row(p), z.Row(q), c, c * t);
                (squares[p], squares[q]) = (Vectors.Dot<T>(x, x), Vectors.Dot<T>(y, y));
            }
        }
        return rotated;
    }

    /// <summary>Lengths as singular values, in descending order, and rows of length 1; gives the number of rows that have a direction.</summary>
    private static int Normalize<T>(Matrix<T> w, Matrix<T> z, Span<T> s)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int rank = 0;
        for (int i = 0; i < s.Length; i++) s[i] = Vectors.Norm<T>(w.Row(i));
        for (int i = 0; i < s.Length; i++)
        {
            int greatest = i;
            for (int j = i + 1; j < s.Length; j++)
            {
                if (s[j] > s[greatest]) greatest = j;
            }
            (s[i], s[greatest]) = (s[greatest], s[i]);
            w.SwapRows(i, greatest);
            z.SwapRows(i, greatest);
            if (s[i] * s[i] == T.Zero) continue;
            rank++;
            foreach (ref T x in w.Row(i)) x /= s[i];
        }
        return rank;
    }

    /// <summary>Makes the rows from <paramref name="known"/> on orthonormal to those before: the unit vector that is farthest from them, twice made orthogonal.</summary>
    private static void Complete<T>(Matrix<T> rows, int known)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (known == rows.Rows) return;
        using var room = new Scratch<T>(rows.Columns);
        var covered = room.Span;
        covered.Clear();
        for (int i = 0; i < rows.Rows; i++)
        {
            var row = rows.Row(i);
            if (i >= known)
            {
                int farthest = 0;
                for (int j = 1; j < covered.Length; j++)
                {
                    if (covered[j] < covered[farthest]) farthest = j;
                }
                row.Clear();
                row[farthest] = T.One;
                for (int pass = 0; pass < 2; pass++)
                {
                    for (int j = 0; j < i; j++) Vectors.AddScaled(row, -Vectors.Dot<T>(row, rows.Row(j)), rows.Row(j));
                    Vectors.Scale(row, T.One / Vectors.Norm<T>(row));
                }
            }
            for (int j = 0; j < row.Length; j++) covered[j] += row[j] * row[j];
        }
    }
}
