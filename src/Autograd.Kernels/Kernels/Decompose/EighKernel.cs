using System.Numerics;

namespace Autograd.Kernels;

/// <summary>
/// A = V diag(w) V^T of a symmetric matrix: Householder reflections to a tridiagonal matrix, then the QL iteration with implicit shifts
/// (EISPACK's tred2 and imtql2; Golub and Van Loan, 8.3). Vectors are kept as rows, so that a rotation is one pass over two rows.
/// </summary>
internal static class EighKernel
{
    // LAPACK's limit; three a value are usual.
    private const int MaxIterations = 30;

    /// <summary>Decomposes; false when the iteration does not converge, as with elements that are not finite.</summary>
    /// <param name="a">[n, n], rows without gaps; its lower triangle is read and all of it overwritten.</param>
    /// <param name="w">[n]: eigenvalues, ascending.</param>
    /// <param name="v">[n, n]: eigenvectors as columns.</param>
    public static bool TryDecompose<T>(Matrix<T> a, Span<T> w, Matrix<T> v)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int n = a.Rows;
        T largest = T.Zero;
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                if (!T.IsFinite(a[i, j])) return false;
                largest = T.Max(largest, T.Abs(a[i, j]));
            }
        }
        // By a power of two, which rounds nothing: squares neither overflow nor vanish.
        int exponent = largest == T.Zero ? 0 : T.ILogB(largest);
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++) a[j, i] = a[i, j] = T.ScaleB(a[i, j], -exponent);
        }
        using var room = new Scratch<T>(3L * n);
        var beside = room.Span[..n];
        Tridiagonalize(a, w, beside, room.Span[n..(2 * n)], room.Span[(2 * n)..]);
        Accumulate(a, room.Span[n..(2 * n)], v, room.Span[(2 * n)..]);
        if (!Iterate(w, beside, v)) return false;
        Sort(w, v);
        for (int i = 0; i < n; i++)
        {
            w[i] = T.ScaleB(w[i], exponent);
            for (int j = 0; j < i; j++) (v[i, j], v[j, i]) = (v[j, i], v[i, j]);
        }
        return true;
    }

    /// <summary>T = Q^T A Q by reflections; the vector of reflection k stays in row k, right of the diagonal.</summary>
    private static void Tridiagonalize<T>(Matrix<T> a, Span<T> diagonal, Span<T> beside, Span<T> tau, Span<T> work)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int n = a.Rows;
        for (int k = 0; k < n - 1; k++)
        {
            diagonal[k] = a[k, k];
            var v = a.Row(k, k + 1, n);
            tau[k] = QrKernel.Reflector(v, out beside[k]);
            if (tau[k] == T.Zero) continue;
            // S -= v p^T + p v^T with p = tau S v - tau/2 (tau v^T S v) v.
            var p = work[..v.Length];
            for (int i = 0; i < p.Length; i++) p[i] = tau[k] * Vectors.Dot<T>(a.Row(k + 1 + i, k + 1, n), v);
            Vectors.AddScaled(p, -tau[k] * Vectors.Dot<T>(p, v) / (T.One + T.One), v);
            for (int i = 0; i < p.Length; i++)
            {
                var row = a.Row(k + 1 + i, k + 1, n);
                Vectors.AddScaled(row, -v[i], p);
                Vectors.AddScaled(row, -p[i], v);
            }
        }
        if (n > 0) diagonal[n - 1] = a[n - 1, n - 1];
    }

    /// <summary>The rows of Q^T: reflections backwards, then transposed.</summary>
    private static void Accumulate<T>(Matrix<T> a, ReadOnlySpan<T> tau, Matrix<T> q, Span<T> work)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int n = a.Rows;
        for (int i = 0; i < n; i++)
        {
            q.Row(i).Clear();
            q[i, i] = T.One;
        }
        for (int k = n - 2; k >= 0; k--) QrKernel.Reflect<T>(tau[k], a.Row(k, k + 1, n), q.Block(k + 1, k + 1, n - k - 1, n - k - 1), work);
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < i; j++) (q[i, j], q[j, i]) = (q[j, i], q[i, j]);
        }
    }

    /// <summary>Makes the tridiagonal matrix diagonal, and applies its rotations to the rows of V^T.</summary>
    private static bool Iterate<T>(Span<T> d, Span<T> e, Matrix<T> rows)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T two = T.One + T.One, norm = T.Zero;
        for (int i = 0; i < d.Length; i++) norm = T.Max(norm, T.Abs(d[i]) + (i < d.Length - 1 ? T.Abs(e[i]) : T.Zero));
        // What is smaller is rounding of the reflections; against its neighbours alone, those of a matrix of short rank would not converge.
        T negligible = norm * (T.BitIncrement(T.One) - T.One) / two;
        for (int l = 0; l < d.Length; l++)
        {
            for (int iteration = 0; ; iteration++)
            {
                int m = l;
                while (m < d.Length - 1 && T.Abs(e[m]) > negligible) m++;
                if (m == l) break;
                if (iteration == MaxIterations) return false;
                // Wilkinson's shift: the eigenvalue of the leading 2 x 2 that is nearer to d[l].
                T g = (d[l + 1] - d[l]) / (two * e[l]);
                g = d[m] - d[l] + e[l] / (g + T.CopySign(T.Hypot(g, T.One), g));
                T s = T.One, c = T.One, p = T.Zero;
                int i = m - 1;
                for (; i >= l; i--)
                {
                    T f = s * e[i], b = c * e[i], r = T.Hypot(f, g);
                    e[i + 1] = r;
                    if (r == T.Zero)
                    {
                        // The matrix splits here.
                        d[i + 1] -= p;
                        e[m] = T.Zero;
                        break;
                    }
                    (s, c) = (f / r, g / r);
                    g = d[i + 1] - p;
                    r = (d[i] - g) * s + two * c * b;
                    p = s * r;
                    d[i + 1] = g + p;
                    g = c * r - b;
                    Vectors.Rotate(rows.Row(i), rows.Row(i + 1), c, s);
                }
                if (i >= l) continue;
                d[l] -= p;
                e[l] = g;
                e[m] = T.Zero;
            }
        }
        return true;
    }

    private static void Sort<T>(Span<T> w, Matrix<T> rows)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < w.Length; i++)
        {
            int least = i;
            for (int j = i + 1; j < w.Length; j++)
            {
                if (w[j] < w[least]) least = j;
            }
            (w[i], w[least]) = (w[least], w[i]);
            rows.SwapRows(i, least);
        }
    }
}
