using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

/// <summary>Which parts of A = Q R are computed (<c>mode</c> of <c>torch.linalg.qr</c>).</summary>
public enum QrMode
{
    /// <summary>Q: <c>[M, K]</c> and R: <c>[K, N]</c> with K = min(M, N).</summary>
    Reduced,

    /// <summary>Q: <c>[M, M]</c> and R: <c>[M, N]</c>.</summary>
    Complete,

    /// <summary>R: <c>[K, N]</c> alone; Q has no elements.</summary>
    R,
}

/// <summary>
/// A = Q R of <c>[M, N]</c>, M at least N or Q complete. With S = R gR^T - gQ^T Q, and its lower triangle mirrored,
/// gA = (gQ + Q copyltu(S)) R^-T (Walter and Lehmann, 2010). Columns that complete Q are not determined by A and have no derivative.
/// </summary>
internal struct QrOp(bool complete) : IOp, IBroadcasts, IFloatBody, IBuiltInRule
{
    private Saved q;
    private Saved r;

    public static string Name => "Qr";

    public readonly Form Infer(ref OpCall c)
    {
        Matrices.Need(Name, c.X);
        int m = c.X.Layout.Sizes[^2], n = c.X.Layout.Sizes[^1], columns = complete ? m : Math.Min(m, n);
        c.Flops = 4L * Matrices.Count(c.X.Layout) * m * n * Math.Min(m, n);
        c.Also(new Form([.. c.X.Layout.Sizes[..^2], columns, n], c.X.DType));
        return new Form([.. c.X.Layout.Sizes[..^2], m, columns], c.X.DType);
    }

    public void Compute(in OpCall c) => c.Float(ref this);

    public readonly void Run<T>(in OpCall c)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var layout = c.X.Layout;
        int m = layout.Sizes[^2], n = layout.Sizes[^1], count = Math.Min(m, n);
        using var room = new Scratch<T>((long)m * n + count);
        var factored = new Matrix<T>(room.Span, m, n);
        var tau = room.Span.Slice(m * n, count);
        for (int item = 0; item < Matrices.Count(layout); item++)
        {
            var a = Matrices.Read(c.In<T>(0), layout, item);
            for (int i = 0; i < m; i++)
            {
                for (int j = 0; j < n; j++) factored[i, j] = a[i, j];
            }
            QrKernel.Factor(factored, tau);
            QrKernel.Form(factored, tau, Matrices.At(c.Out<T>(), c.Result.Layout, item));
            var upper = Matrices.At(c.Out<T>(1), c.Output(1).Layout, item);
            for (int i = 0; i < upper.Rows; i++)
            {
                for (int j = 0; j < n; j++) upper[i, j] = j >= i ? factored[i, j] : T.Zero;
            }
        }
    }

    public Node Record(in OpCall c)
    {
        (q, r) = (c.Save(), c.Save(1));
        return c.Node(this);
    }

    public readonly void Backward(in Cotangents c)
    {
        Tensor qs = q.Value, rs = r.Value;
        NeedDetermined(qs, rs);
        Tensor? s = null;
        if (c[1] is { } gr) s = rs.MatMul(gr.Triu().MT);
        if (c[0] is { } gq) s = s is null ? -gq.MT.MatMul(qs) : s - gq.MT.MatMul(qs);
        if (s is null) return;
        var inner = qs.MatMul(s.Tril() + s.Tril(-1).MT);
        if (c[0] is { } direct) inner += direct;
        c.Add(0, Linalg.SolveTriangular(rs.MT, inner, upper: false, left: false));
    }

    /// <summary>
    /// With C = Q^T dA R^-1, which is Q^T dQ + dR R^-1, a skew matrix and an upper triangle: W = tril(C, -1) - tril(C, -1)^T, dR = (C - W) R and
    /// dQ = dA R^-1 - Q (C - W).
    /// </summary>
    public readonly void Forward(in Tangents t)
    {
        if (t[0] is not { } da) return;
        Tensor qs = q.Value, rs = r.Value;
        NeedDetermined(qs, rs);
        var scaled = Linalg.SolveTriangular(rs, da, upper: true, left: false);
        var c = qs.MT.MatMul(scaled);
        var triangle = c.Triu() + c.Tril(-1).MT;
        t.Set(0, scaled - qs.MatMul(triangle));
        t.Set(1, triangle.MatMul(rs));
    }

    public void Visit(ref SavedVisitor saved) => saved.Add(ref q, ref r);

    private static void NeedDetermined(Tensor q, Tensor r)
    {
        if (q.Shape[-1] > r.Shape[-1])
            throw new AutogradException($"Qr: the columns that complete Q of shape {q.Shape} are not determined by the matrix and have no derivative; use QrMode.Reduced");
    }
}

public static partial class Linalg
{
    /// <summary>
    /// A = Q R with orthonormal columns of Q and an upper triangle R (<c>torch.linalg.qr</c>), by Householder reflections with LAPACK's signs. The
    /// derivative needs the first min(M, N) columns of A to be independent.
    /// </summary>
    /// <param name="a"><c>[..., M, N]</c>.</param>
    /// <param name="mode">What is computed. The derivative of a complete Q of more rows than columns throws; that of R alone is there, which PyTorch refuses.</param>
    /// <exception cref="ShapeException">The tensor is no matrix.</exception>
    /// <exception cref="DTypeException">The dtype is not float32 or float64.</exception>
    public static (Tensor Q, Tensor R) Qr(Tensor a, QrMode mode = QrMode.Reduced)
    {
        Matrices.Need(QrOp.Name, a);
        int m = a.Shape[-2], n = a.Shape[-1];
        var (q, r) = Op.CallTwo(new QrOp(mode == QrMode.Complete), m < n ? a.Narrow(-1, 0, m) : a);
        // Of a wide matrix [X, Y]: X = Q U, R = [U, Q^T Y].
        if (m < n) r = Tensor.Cat([r, q.MT.MatMul(a.Narrow(-1, m, n - m))], -1);
        return (mode == QrMode.R ? Tensor.Empty([0], a.DType) : q, r);
    }
}
