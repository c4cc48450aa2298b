using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

/// <summary>
/// A = L L^T of the lower triangle of A. With Phi(X) = tril(X) with half its diagonal, dL = L Phi(L^-1 dA L^-T), so
/// gA = L^-T Phi(L^T gL) L^-1, made symmetric (Murray, 2016, eq. 8 and 10).
/// </summary>
internal struct CholeskyOp(string name) : IOp, IBroadcasts, IFloatBody, IBuiltInRule
{
    private Saved factor;

    public static string Name => "Cholesky";

    public readonly Form Infer(ref OpCall c)
    {
        long n = Matrices.NeedSquare(name, c.X);
        c.Flops = Matrices.Count(c.X.Layout) * (n * n * n) / 3;
        return Form.Like(c.X);
    }

    public void Compute(in OpCall c) => c.Float(ref this);

    public readonly void Run<T>(in OpCall c)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var layout = c.X.Layout;
        var result = c.Out<T>();
        CopyKernel.Copy(c.In<T>(0), layout, result);
        for (int item = 0; item < Matrices.Count(layout); item++)
        {
            int pivot = CholeskyKernel.Factor(Matrices.At(result, layout, item));
            if (pivot >= 0)
                throw new LinAlgException($"{name}: {Matrices.Name(layout, item)} is not positive definite: pivot {pivot} is not positive");
        }
    }

    public Node Record(in OpCall c)
    {
        factor = c.Save();
        return c.Node(this);
    }

    public readonly void Backward(in Cotangents c)
    {
        if (c[0] is not { } g) return;
        var l = factor.Value;
        var half = Linalg.SolveTriangular(l.MT, HalfLower(l.MT.MatMul(g)), upper: true);
        var full = Linalg.SolveTriangular(l, half, upper: false, left: false);
        c.Add(0, 0.5 * (full + full.MT));
    }

    public readonly void Forward(in Tangents t)
    {
        if (t[0] is not { } da) return;
        var l = factor.Value;
        var symmetric = 0.5 * (da + da.MT);
        var inner = Linalg.SolveTriangular(l.MT, Linalg.SolveTriangular(l, symmetric, upper: false), upper: true, left: false);
        t.Set(0, l.MatMul(HalfLower(inner)));
    }

    public void Visit(ref SavedVisitor saved) => saved.Add(ref factor);

    /// <summary>Phi: the lower triangle with half its diagonal.</summary>
    private static Tensor HalfLower(Tensor x) => 0.5 * (x.Tril() + x.Tril(-1));
}

public static partial class Linalg
{
    /// <summary>
    /// The factor L, or U = L^T, of symmetric positive definite matrices A = L L^T (<c>torch.linalg.cholesky</c>). One triangle of A is read; the
    /// gradient is symmetric, as if A moved in both.
    /// </summary>
    /// <param name="a"><c>[..., N, N]</c>.</param>
    /// <param name="upper">Reads the upper triangle and gives U with A = U^T U.</param>
    /// <exception cref="ShapeException">The matrices are not square.</exception>
    /// <exception cref="DTypeException">The dtype is not float32 or float64.</exception>
    /// <exception cref="LinAlgException">A matrix is not positive definite.</exception>
    public static Tensor Cholesky(Tensor a, bool upper = false)
    {
        Matrices.NeedSquare("Cholesky", a);
        var factor = new CholeskyOp("Cholesky");
        return upper ? Op.Call(factor, a.MT).MT : Op.Call(factor, a);
    }
}

public partial class Tensor
{
    /// <summary>The Cholesky factor of each matrix (<c>torch.cholesky</c>); see <see cref="Linalg.Cholesky"/>.</summary>
    /// <exception cref="ShapeException">The matrices are not square.</exception>
    /// <exception cref="DTypeException">The dtype is not float32 or float64.</exception>
    /// <exception cref="LinAlgException">A matrix is not positive definite.</exception>
    public Tensor Cholesky(bool upper = false) => Linalg.Cholesky(this, upper);

    /// <summary>The solution of A X = B, this tensor being B, by a Cholesky factor of A (<c>torch.cholesky_solve</c>).</summary>
    /// <param name="factor">L with A = L L^T, <c>[..., N, N]</c>.</param>
    /// <param name="upper">The factor is U with A = U^T U.</param>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    /// <exception cref="DTypeException">The dtypes are not float32 or float64, or differ.</exception>
    /// <exception cref="LinAlgException">There is a zero on the diagonal of the factor.</exception>
    public Tensor CholeskySolve(Tensor factor, bool upper = false) => CholeskySolve("CholeskySolve", factor, upper);

    /// <summary>A^-1, this tensor being a Cholesky factor of A (<c>torch.cholesky_inverse</c>).</summary>
    /// <param name="upper">The factor is U with A = U^T U; otherwise L with A = L L^T.</param>
    /// <exception cref="ShapeException">The matrices are not square.</exception>
    /// <exception cref="DTypeException">The dtype is not float32 or float64.</exception>
    /// <exception cref="LinAlgException">There is a zero on the diagonal of the factor.</exception>
    public Tensor CholeskyInverse(bool upper = false)
    {
        int n = Matrices.NeedSquare("CholeskyInverse", this);
        return Eye(n, n, DType).CholeskySolve("CholeskyInverse", this, upper);
    }

    private Tensor CholeskySolve(string op, Tensor factor, bool upper)
    {
        Matrices.NeedSquare(op, factor);
        var lower = upper ? factor.MT : factor;
        return Linalg.SolveTriangular(op, lower.MT, Linalg.SolveTriangular(op, lower, this, upper: false), upper: true);
    }
}
