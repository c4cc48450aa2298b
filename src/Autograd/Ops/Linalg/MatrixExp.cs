using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

/// <summary>
/// exp A. The derivative in the direction D is the upper right block of exp([[A, D], [0, A]]) (Najfeld and Havel, 1995, theorem 2.1); its
/// adjoint is that of A^T. The block matrix goes through this op again: every order follows.
/// </summary>
internal struct MatrixExpOp : IOp, IBroadcasts, IFloatBody, IBuiltInRule
{
    private Saved a;

    public static string Name => "MatrixExp";

    public readonly Form Infer(ref OpCall c)
    {
        long n = Matrices.NeedSquare(Name, c.X);
        c.Flops = 15 * Matrices.Count(c.X.Layout) * (n * n * n);
        return Form.Like(c.X);
    }

    public void Compute(in OpCall c) => c.Float(ref this);

    public readonly void Run<T>(in OpCall c)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int item = 0; item < Matrices.Count(c.X.Layout); item++)
            ExpKernel.Run(Matrices.Read(c.In<T>(0), c.X.Layout, item), Matrices.At(c.Out<T>(), c.Result.Layout, item));
    }

    public Node Record(in OpCall c)
    {
        a = Saved.Of(c.X);
        return c.Node(this);
    }

    public readonly void Backward(in Cotangents c)
    {
        if (c[0] is { } g) c.Add(0, Along(a.Value.MT, g));
    }

    public readonly void Forward(in Tangents t)
    {
        if (t[0] is { } da) t.Set(0, Along(a.Value, da));
    }

    public void Visit(ref SavedVisitor saved) => saved.Add(ref a);

    /// <summary>The derivative at x along D. It is linear in D: a D of norm 1 asks for no more squarings than x does.</summary>
    private static Tensor Along(Tensor x, Tensor direction)
    {
        int n = x.Shape[-1];
        if (n == 0) return direction;
        var norm = Linalg.MatrixNorm(direction.Detach(), 1, keepDim: true);
        norm = Tensor.Where(norm.Gt(0), norm, 1.0);
        var top = Tensor.Cat([x, direction / norm], -1);
        var bottom = Tensor.Cat([Tensor.ZerosLike(x), x], -1);
        return Op.Call(default(MatrixExpOp), Tensor.Cat([top, bottom], -2)).Narrow(-2, 0, n).Narrow(-1, n, n) * norm;
    }
}

public static partial class Linalg
{
    /// <summary>The exponential of each matrix (<c>torch.linalg.matrix_exp</c>), by scaling, a Pade approximant and squaring.</summary>
    /// <exception cref="ShapeException">The matrices are not square.</exception>
    /// <exception cref="DTypeException">The dtype is not float32 or float64.</exception>
    public static Tensor MatrixExp(Tensor a)
    {
        ArgumentNullException.ThrowIfNull(a);
        return Op.Call(default(MatrixExpOp), a);
    }
}

public partial class Tensor
{
    /// <summary>The exponential of each matrix (<c>torch.matrix_exp</c>); see <see cref="Linalg.MatrixExp"/>.</summary>
    /// <exception cref="ShapeException">The matrices are not square.</exception>
    /// <exception cref="DTypeException">The dtype is not float32 or float64.</exception>
    public Tensor MatrixExp() => Linalg.MatrixExp(this);
}
