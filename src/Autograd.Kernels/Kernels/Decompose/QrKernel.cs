using System.Numerics;

namespace Autograd.Kernels;

/// <summary>A = Q R by Householder reflections H = I - tau v v^T with v[0] = 1, with the signs of LAPACK's geqrf.</summary>
internal static class QrKernel
{
    /// <summary>Factors a row-major [m, n] in place: R on and above the diagonal, the vectors v below it without their ones.</summary>
    /// <param name="a">The matrix.</param>
    /// <param name="tau">[min(m, n)].</param>
    public static void Factor<T>(Matrix<T> a, Span<T> tau)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int m = a.Rows, n = a.Columns;
        using var column = new Scratch<T>(m);
        using var sums = new Scratch<T>(n);
        for (int k = 0; k < Math.Min(m, n); k++)
        {
            var v = column.Span[..(m - k)];
            for (int i = 0; i < v.Length; i++) v[i] = a[k + i, k];
            tau[k] = Reflector(v, out T diagonal);
            a[k, k] = diagonal;
            for (int i = 1; i < v.Length; i++) a[k + i, k] = v[i];
            Reflect(tau[k], v, a.Block(k, k + 1, m - k, n - k - 1), sums.Span);
        }
    }

    /// <summary>Writes the first columns of Q, [m, any number up to m], from what <see cref="Factor"/> left.</summary>
    public static void Form<T>(Matrix<T> factored, ReadOnlySpan<T> tau, Matrix<T> q)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int m = factored.Rows;
        using var column = new Scratch<T>(m);
        using var sums = new Scratch<T>(q.Columns);
        for (int i = 0; i < m; i++)
        {
            q.Row(i).Clear();
            if (i < q.Columns) q[i, i] = T.One;
        }
        // Backwards, so that each reflection meets the identity outside of the block it changes.
        for (int k = Math.Min(tau.Length, q.Columns) - 1; k >= 0; k--)
        {
            var v = column.Span[..(m - k)];
            v[0] = T.One;
            for (int i = 1; i < v.Length; i++) v[i] = factored[k + i, k];
            Reflect(tau[k], v, q.Block(k, k, m - k, q.Columns - k), sums.Span);
        }
    }

    /// <summary>Replaces x by the v of the reflection that makes it (beta, 0, ..., 0); gives tau.</summary>
    public static T Reflector<T>(Span<T> x, out T beta)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T alpha = x[0], rest = Vectors.Norm<T>(x[1..]);
        x[0] = T.One;
        beta = alpha;
        if (rest == T.Zero) return T.Zero;
        T length = T.Hypot(alpha, rest);
        // Away from alpha: nothing cancels.
        beta = T.IsNegative(alpha) ? length : -length;
        foreach (ref T v in x[1..]) v /= alpha - beta;
        return (beta - alpha) / beta;
    }

    /// <summary>A -= tau v (v^T A), rows of A without gaps.</summary>
    /// <param name="tau">The factor.</param>
    /// <param name="v">[m].</param>
    /// <param name="a">[m, n].</param>
    /// <param name="sums">Room for n elements.</param>
    public static void Reflect<T>(T tau, ReadOnlySpan<T> v, Matrix<T> a, Span<T> sums)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (tau == T.Zero || a.Columns == 0) return;
        sums = sums[..a.Columns];
        sums.Clear();
        for (int i = 0; i < v.Length; i++) Vectors.AddScaled(sums, v[i], a.Row(i));
        for (int i = 0; i < v.Length; i++) Vectors.AddScaled<T>(a.Row(i), -tau * v[i], sums);
    }
}
