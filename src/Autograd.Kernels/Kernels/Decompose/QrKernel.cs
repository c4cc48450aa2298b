using System.Numerics;

namespace Autograd.Kernels;

/// <summary>
/// A = Q R by Householder reflections H = I - tau v v^T with v[0] = 1, with the signs of LAPACK's geqrf. Many columns go in panels, whose
/// reflections together are I - V T V^T (Schreiber and Van Loan, 1989): the rest of the matrix meets them in three products.
/// </summary>
internal static class QrKernel
{
    private const int PanelWidth = 32;

    /// <summary>Factors a row-major [m, n] in place: R on and above the diagonal, the vectors v below it without their ones.</summary>
    /// <param name="a">The matrix.</param>
    /// <param name="tau">[min(m, n)].</param>
    public static void Factor<T>(Matrix<T> a, Span<T> tau)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int m = a.Rows, n = a.Columns, count = Math.Min(m, n);
        using var room = new Scratch<T>(m + PanelWidth);
        for (int at = 0, width; at < count; at += width)
        {
            width = Math.Min(PanelWidth, count - at);
            for (int k = at; k < at + width; k++)
            {
                var v = room.Span[..(m - k)];
                for (int i = 0; i < v.Length; i++) v[i] = a[k + i, k];
                tau[k] = Reflector(v, out T diagonal);
                a[k, k] = diagonal;
                for (int i = 1; i < v.Length; i++) a[k + i, k] = v[i];
                Reflect(tau[k], v, a.Block(k, k + 1, m - k, at + width - k - 1), room.Span[m..]);
            }
            int next = at + width;
            ReflectBlock(a.Block(at, at, m - at, width), tau.Slice(at, width), a.Block(at, next, m - at, n - next), isTransposed: true);
        }
    }

    /// <summary>Writes the first columns of Q, [m, any number up to m], from what <see cref="Factor"/> left.</summary>
    public static void Form<T>(Matrix<T> factored, ReadOnlySpan<T> tau, Matrix<T> q)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int m = factored.Rows, count = Math.Min(tau.Length, q.Columns);
        for (int i = 0; i < m; i++)
        {
            q.Row(i).Clear();
            if (i < q.Columns) q[i, i] = T.One;
        }
        // Backwards, so that each panel meets the identity outside of the block it changes.
        for (int at = (count - 1) / PanelWidth * PanelWidth; at >= 0 && count > 0; at -= PanelWidth)
        {
            int width = Math.Min(PanelWidth, count - at);
            ReflectBlock(factored.Block(at, at, m - at, width), tau.Slice(at, width), q.Block(at, at, m - at, q.Columns - at), isTransposed: false);
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

    /// <summary>C = H C, or H^T C, where H = I - V T V^T is the product of the reflections of a panel; rows of C without gaps.</summary>
    private static void ReflectBlock<T>(Matrix<T> panel, ReadOnlySpan<T> tau, Matrix<T> c, bool isTransposed)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int m = panel.Rows, k = panel.Columns, n = c.Columns;
        if (n == 0) return;
        using var room = new Scratch<T>((long)m * k + 2L * k * k + 2L * k * n);
        Matrix<T> v = new(room.Span, m, k), products = new(room.Span[(m * k)..], k, k), t = new(room.Span[(m * k + k * k)..], k, k);
        Matrix<T> sums = new(room.Span[(m * k + 2 * k * k)..], k, n), turned = new(room.Span[(m * k + 2 * k * k + k * n)..], k, n);
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < k; j++) v[i, j] = i > j ? panel[i, j] : i == j ? T.One : T.Zero;
        }
        MatMul.Run(v.Transposed, v, products);
        // Column i of T: -tau_i T V^T v_i above the diagonal, tau_i on it.
        for (int i = 0; i < k; i++)
        {
            for (int r = 0; r < k; r++)
            {
                T sum = T.Zero;
                for (int s = r; s < i; s++) sum += t[r, s] * products[s, i];
                t[r, i] = r < i ? -tau[i] * sum : r == i ? tau[i] : T.Zero;
            }
        }
        MatMul.Run(v.Transposed, c, sums);
        MatMul.Run(isTransposed ? t.Transposed : t, sums, turned);
        MatrixProduct.Subtract(v, turned, c);
    }
}
