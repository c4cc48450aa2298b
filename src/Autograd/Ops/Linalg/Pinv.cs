using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

/// <summary>
/// P = V diag(1/s) U^T over the singular values above a tolerance. While the rank stays,
/// dP = -P dA P + P P^T dA^T (I - A P) + (I - P A) dA^T P^T P (Golub and Pereyra, 1973, eq. 4.12).
/// </summary>
internal struct PinvOp(string name, double? atol, double? rtol) : IOp, IBroadcasts, IFloatBody, IBuiltInRule
{
    private Saved a;
    private Saved p;
    private bool isTruncated;

    public static string Name => "Pinv";

    public readonly Form Infer(ref OpCall c)
    {
        Matrices.Need(name, c.X);
        int m = c.X.Layout.Sizes[^2], n = c.X.Layout.Sizes[^1];
        c.Flops = 50L * Matrices.Count(c.X.Layout) * Math.Min(m, n) * Math.Min(m, n) * Math.Max(m, n);
        return new Form([.. c.X.Layout.Sizes[..^2], n, m], c.X.DType);
    }

    public void Compute(in OpCall c) => c.Float(ref this);

    public void Run<T>(in OpCall c)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var layout = c.X.Layout;
        int m = layout.Sizes[^2], n = layout.Sizes[^1], k = Math.Min(m, n), l = Math.Max(m, n);
        using var room = new Scratch<T>((long)k * l + (long)k * k + k);
        Matrix<T> w = new(room.Span, k, l), z = new(room.Span[(k * l)..], k, k);
        var s = room.Span.Slice(k * l + k * k, k);
        for (int item = 0; item < Matrices.Count(layout); item++)
        {
            var matrix = Matrices.Read(c.In<T>(0), layout, item);
            if (m >= n) matrix = matrix.Transposed;
            for (int i = 0; i < k; i++)
            {
                for (int j = 0; j < l; j++) w[i, j] = matrix[i, j];
            }
            if (!SvdKernel.TryDecompose(w, z, s)) throw new LinAlgException($"{name}: {Matrices.Name(layout, item)} has an element that is not finite");
            int rank = Rank<T>(s, m, n);
            for (int i = 0; i < k; i++) Vectors.Scale(z.Row(i), i < rank ? T.One / s[i] : T.Zero);
            // Of the shorter side as rows, Z^T S W: its pseudo-inverse is W^T S^-1 Z.
            var result = Matrices.At(c.Out<T>(), c.Result.Layout, item);
            if (m < n) MatMul.Run(w.Transposed, z, result);
            else MatMul.Run(z.Transposed, w, result);
        }
    }

    public Node Record(in OpCall c)
    {
        (a, p) = (Saved.Of(c.X), c.Save());
        return c.Node(this);
    }

    public readonly void Backward(in Cotangents c)
    {
        if (c[0] is not { } g) return;
        NeedAllValues();
        Tensor x = a.Value, y = p.Value, gt = g.MT, yt = y.MT;
        var first = yt.MatMul(g).MatMul(yt);
        var tall = gt.MatMul(y).MatMul(yt);
        var wide = yt.MatMul(y).MatMul(gt);
        c.Add(0, tall - x.MatMul(y.MatMul(tall)) + wide - wide.MatMul(y).MatMul(x) - first);
    }

    public readonly void Forward(in Tangents t)
    {
        if (t[0] is not { } da) return;
        NeedAllValues();
        Tensor x = a.Value, y = p.Value, dat = da.MT, yt = y.MT;
        var wide = y.MatMul(yt).MatMul(dat);
        var tall = dat.MatMul(yt).MatMul(y);
        t.Set(0, wide - wide.MatMul(x).MatMul(y) + tall - y.MatMul(x.MatMul(tall)) - y.MatMul(da).MatMul(y));
    }

    public void Visit(ref SavedVisitor saved) => saved.Add(ref a, ref p);

    private readonly void NeedAllValues()
    {
        if (isTruncated)
            throw new AutogradException($"{name}: singular values that are not 0 were left out by a tolerance; the derivative is that of Svd, composed: V diag(1/s) U^T of the values kept");
    }

    /// <summary>How many values are above the tolerance; notes where others, that are not rounding, were left out beside them.</summary>
    private int Rank<T>(ReadOnlySpan<T> s, int m, int n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (s.Length == 0) return 0;
        double largest = double.CreateTruncating(s[0]), noise = Math.Max(m, n) * double.CreateTruncating(T.BitIncrement(T.One) - T.One);
        double tolerance = Math.Max(atol ?? 0, (rtol ?? (atol is > 0 ? 0 : noise)) * largest);
        int rank = 0;
        while (rank < s.Length && double.CreateTruncating(s[rank]) > tolerance) rank++;
        isTruncated |= rank > 0 && rank < s.Length && double.CreateTruncating(s[rank]) > noise * largest;
        return rank;
    }
}

public static partial class Linalg
{
    /// <summary>
    /// The pseudo-inverse of Moore and Penrose (<c>torch.linalg.pinv</c>). Singular values up to max(atol, rtol s_max) count as 0. The derivative is
    /// that at constant rank; where a tolerance left out values that are more than rounding, it throws.
    /// </summary>
    /// <param name="a"><c>[..., M, N]</c>; the result is <c>[..., N, M]</c>.</param>
    /// <param name="atol">0 when not given.</param>
    /// <param name="rtol">max(M, N) times the precision of the dtype when neither is given, 0 when only the other is.</param>
    /// <param name="hermitian">The matrices are symmetric; their lower triangle is read.</param>
    /// <exception cref="ShapeException">The tensor is no matrix, or not square where it is to be symmetric.</exception>
    /// <exception cref="DTypeException">The dtype is not float32 or float64.</exception>
    /// <exception cref="LinAlgException">An element is not finite.</exception>
    public static Tensor Pinv(Tensor a, double? atol = null, double? rtol = null, bool hermitian = false)
    {
        Matrices.Need("Pinv", a);
        return Op.Call(new PinvOp("Pinv", atol, rtol), hermitian ? Mirrored("Pinv", a) : a);
    }

    /// <summary>The symmetric matrix with the lower triangle of another.</summary>
    private static Tensor Mirrored(string op, Tensor a)
    {
        Matrices.NeedSquare(op, a);
        return a.Tril() + a.Tril(-1).MT;
    }
}

public partial class Tensor
{
    /// <summary>The pseudo-inverse (<c>torch.pinverse</c>) with the tolerance rcond s_max; see <see cref="Linalg.Pinv"/>.</summary>
    /// <exception cref="ShapeException">The tensor is no matrix.</exception>
    /// <exception cref="DTypeException">The dtype is not float32 or float64.</exception>
    /// <exception cref="LinAlgException">An element is not finite.</exception>
    public Tensor Pinverse(double rcond = 1e-15) => Linalg.Pinv(this, atol: 0, rtol: rcond);
}
