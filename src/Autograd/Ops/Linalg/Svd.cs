using System.Numerics;
using Autograd.Kernels;
using Autograd.Memory;

namespace Autograd;

/// <summary>
/// A = U diag(s) Vh. With skew(X) = X - X^T and E_ij = s_j^2 - s_i^2 (Seeger et al., 2017, sect. 3.4; Townsend, 2016),
/// gA = U ((skew(U^T gU) / E) S + S (skew(V^T gV) / E) + diag(gs)) V^T + (I - U U^T) gU S^-1 V^T + U S^-1 gV^T (I - V V^T).
/// </summary>
internal struct SvdOp(string name, bool full) : IOp, IBroadcasts, IFloatBody, IBuiltInRule
{
    private Saved u;
    private Saved s;
    private Saved vh;

    public static string Name => "Svd";

    public readonly Form Infer(ref OpCall c)
    {
        Matrices.Need(name, c.X);
        var batch = c.X.Layout.Sizes[..^2];
        int m = c.X.Layout.Sizes[^2], n = c.X.Layout.Sizes[^1], k = Math.Min(m, n);
        // Eight sweeps over all pairs of rows of the shorter side.
        c.Flops = 8L * Matrices.Count(c.X.Layout) * 6 * k * k * Math.Max(m, n);
        c.Also(new Form([.. batch, k], c.X.DType));
        c.Also(new Form([.. batch, full ? n : k, n], c.X.DType));
        return new Form([.. batch, m, full ? m : k], c.X.DType);
    }

    public void Compute(in OpCall c) => c.Float(ref this);

    public readonly void Run<T>(in OpCall c)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var layout = c.X.Layout;
        int m = layout.Sizes[^2], n = layout.Sizes[^1], k = Math.Min(m, n), l = Math.Max(m, n);
        using var room = new Scratch<T>((long)(full ? l : k) * l + (long)k * k);
        Matrix<T> w = new(room.Span, full ? l : k, l), z = new(room.Span[(w.Rows * l)..], k, k);
        for (int item = 0; item < Matrices.Count(layout); item++)
        {
            var a = Matrices.Read(c.In<T>(0), layout, item);
            // The shorter side as rows: A or A^T = Z^T S W.
            Copy(m < n ? a : a.Transposed, w.Block(0, 0, k, l));
            if (!SvdKernel.TryDecompose(w, z, c.Out<T>(1).Slice(item * k, k)))
                throw new LinAlgException($"{name}: {Matrices.Name(layout, item)} has an element that is not finite");
            Copy(m < n ? z.Transposed : w.Transposed, Matrices.At(c.Out<T>(), c.Result.Layout, item));
            Copy(m < n ? w : z, Matrices.At(c.Out<T>(2), c.Output(2).Layout, item));
        }
    }

    public Node Record(in OpCall c)
    {
        (u, s, vh) = (c.Save(), c.Save(1), c.Save(2));
        return c.Node(this);
    }

    public readonly void Backward(in Cotangents c)
    {
        Tensor left = u.Value, values = s.Value, right = vh.Value;
        int m = left.Shape[-2], n = right.Shape[-1], k = values.Shape[-1];
        if (full && m != n && (c[0] ?? c[2]) is not null)
            throw Undetermined(left, right);
        (left, right) = (left.Narrow(-1, 0, k), right.Narrow(-2, 0, k));
        Tensor row = values.Unsqueeze(-2), column = values.Unsqueeze(-1);
        if (c[1] is { } gs) c.Add(0, (left * gs.Unsqueeze(-2)).MatMul(right));
        if (c[0] is { } gu)
        {
            c.Add(0, left.MatMul(OverGaps(left.MT.MatMul(gu), values) * row).MatMul(right));
            if (m > k)
            {
                NeedFullRank(values);
                var outer = gu / row;
                c.Add(0, (outer - left.MatMul(left.MT.MatMul(outer))).MatMul(right));
            }
        }
        if (c[2] is { } gv)
        {
            c.Add(0, left.MatMul(column * OverGaps(right.MatMul(gv.MT), values)).MatMul(right));
            if (n > k)
            {
                NeedFullRank(values);
                var outer = gv / column;
                c.Add(0, left.MatMul(outer - outer.MatMul(right.MT).MatMul(right)));
            }
        }
    }

    /// <summary>
    /// With X = U^T dA V and E as above: ds = diag(X), dU = U ((X S + S X^T) / E) + (I - U U^T) dA V S^-1, dV likewise of A^T.
    /// </summary>
    public readonly void Forward(in Tangents t)
    {
        if (t[0] is not { } da) return;
        Tensor left = u.Value, values = s.Value, right = vh.Value;
        int m = left.Shape[-2], n = right.Shape[-1], k = values.Shape[-1];
        if (full && m != n) throw Undetermined(left, right);
        Tensor row = values.Unsqueeze(-2), column = values.Unsqueeze(-1);
        Tensor onRight = da.MatMul(right.MT), onLeft = left.MT.MatMul(da), x = left.MT.MatMul(onRight);
        t.Set(1, x.Diagonal(0, -2, -1));
        var du = left.MatMul(OverSquares(x * row, values));
        // (X^T S + S X) / E is skew: of V its transpose is its negative.
        var dvh = -OverSquares(column * x, values).MatMul(right);
        if (m != n) NeedFullRank(values);
        if (m > k) du += (onRight - left.MatMul(x)) / row;
        if (n > k) dvh += (onLeft - x.MatMul(right)) / column;
        t.Set(0, du);
        t.Set(2, dvh);
    }

    public void Visit(ref SavedVisitor saved) => saved.Add(ref u, ref s, ref vh);

    /// <summary>skew(X) / (s_j^2 - s_i^2), the difference of squares as a product.</summary>
    private readonly Tensor OverGaps(Tensor x, Tensor values) => Spectra.OverGaps(name, (x - x.MT) / Sums(values), values);

    /// <summary>(X + X^T) / (s_j^2 - s_i^2).</summary>
    private readonly Tensor OverSquares(Tensor x, Tensor values) => Spectra.OverGaps(name, (x + x.MT) / Sums(values), values);

    /// <summary>s_j + s_i; on the diagonal, which is not used, a value of 0 would divide by 0.</summary>
    private static Tensor Sums(Tensor values) => values.Unsqueeze(-2) + values.Unsqueeze(-1) + Tensor.Eye(values.Shape[-1], dtype: values.DType);

    private readonly AutogradException Undetermined(Tensor left, Tensor right) =>
        new($"{name}: the vectors that complete U {left.Shape} and Vh {right.Shape} are not determined by the matrix and have no derivative; use fullMatrices: false");

    private readonly void NeedFullRank(Tensor values)
    {
        values = values.Whole;
        if (!values.HasValues || values.Numel == 0 || values.Detach().AMin().Item() != 0) return;
        throw new LinAlgException($"{name}: a singular value is 0: the vectors of a matrix of short rank have no derivative");
    }

    private static void Copy<T>(Matrix<T> from, Matrix<T> to)
        where T : unmanaged
    {
        for (int i = 0; i < to.Rows; i++)
        {
            for (int j = 0; j < to.Columns; j++) to[i, j] = from[i, j];
        }
    }
}

public static partial class Linalg
{
    /// <summary>
    /// A = U diag(S) Vh with orthonormal columns of U, orthonormal rows of Vh and descending singular values (<c>torch.linalg.svd</c>). A pair of
    /// vectors is determined up to its sign, and those of equal values not at all: their derivative throws, that of the values does not.
    /// </summary>
    /// <param name="a"><c>[..., M, N]</c>.</param>
    /// <param name="fullMatrices">Completes U to <c>[..., M, M]</c> and Vh to <c>[..., N, N]</c>; otherwise they are <c>[..., M, K]</c> and <c>[..., K, N]</c>
    /// with K = min(M, N). Completed vectors have no derivative: that of U and Vh throws unless A is square.</param>
    /// <exception cref="ShapeException">The tensor is no matrix.</exception>
    /// <exception cref="DTypeException">The dtype is not float32 or float64.</exception>
    /// <exception cref="LinAlgException">An element is not finite.</exception>
    public static (Tensor U, Tensor S, Tensor Vh) Svd(Tensor a, bool fullMatrices = true)
    {
        Matrices.Need("Svd", a);
        var all = Op.CallAll(new SvdOp("Svd", fullMatrices), a);
        return (all[0], all[1], all[2]);
    }

    /// <summary>
    /// Singular values, descending (<c>torch.linalg.svdvals</c>). Equal ones have a first derivative and no second.
    /// </summary>
    /// <exception cref="ShapeException">The tensor is no matrix.</exception>
    /// <exception cref="DTypeException">The dtype is not float32 or float64.</exception>
    /// <exception cref="LinAlgException">An element is not finite.</exception>
    public static Tensor Svdvals(Tensor a) => SingularValues("Svdvals", a);

    internal static Tensor SingularValues(string op, Tensor a)
    {
        Matrices.Need(op, a);
        return Op.CallAll(new SvdOp(op, full: false), a)[1];
    }
}
