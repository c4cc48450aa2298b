using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

/// <summary>Y = A^-1: gA = -Y^T gY Y^T (Giles, 2008, 2.2.2), so dY = -Y dA Y. A singular matrix throws, or has the infinite inverse.</summary>
internal struct InverseOp(string name, bool infinite = false) : IOp, IBroadcasts, IFloatBody, IBuiltInRule
{
    private Saved inverse;

    public static string Name => "Inverse";

    public readonly Form Infer(ref OpCall c)
    {
        long n = Matrices.NeedSquare(name, c.X);
        c.Flops = 2 * Matrices.Count(c.X.Layout) * n * n * n;
        return Form.Like(c.X);
    }

    public void Compute(in OpCall c) => c.Float(ref this);

    public readonly void Run<T>(in OpCall c)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var layout = c.X.Layout;
        var result = c.Out<T>();
        int n = layout.Sizes[^1];
        using var room = new Scratch<T>((long)n * n);
        using var exchanges = new Scratch<int>(n);
        var factors = new Matrix<T>(room.Span, n, n);
        result.Clear();
        for (int item = 0; item < Matrices.Count(layout); item++)
        {
            var a = Matrices.Read(c.In<T>(0), layout, item);
            var y = Matrices.At(result, c.Result.Layout, item);
            for (int i = 0; i < n; i++)
            {
                y[i, i] = T.One;
                for (int j = 0; j < n; j++) factors[i, j] = a[i, j];
            }
            LuKernel.Factor(factors, exchanges.Span);
            if (infinite && TriangularKernel.FirstZero(factors) >= 0)
            {
                y.Data.Fill(T.PositiveInfinity);
                continue;
            }
            Matrices.NeedRegular(name, factors, layout, item);
            LuKernel.Solve(factors, exchanges.Span[..n], adjoint: false, y);
        }
    }

    public Node Record(in OpCall c)
    {
        inverse = c.Save();
        return c.Node(this);
    }

    public readonly void Backward(in Cotangents c)
    {
        if (c[0] is not { } g) return;
        var transposed = inverse.Value.MT;
        c.Add(0, -transposed.MatMul(g).MatMul(transposed));
    }

    public readonly void Forward(in Tangents t)
    {
        if (t[0] is { } da) t.Set(0, -inverse.Value.MatMul(da).MatMul(inverse.Value));
    }

    public void Visit(ref SavedVisitor saved) => saved.Add(ref inverse);
}

public static partial class Linalg
{
    /// <summary>The inverse of each matrix (<c>torch.linalg.inv</c>); <see cref="Solve"/> is faster and more accurate than a product with it.</summary>
    /// <exception cref="ShapeException">The matrices are not square.</exception>
    /// <exception cref="DTypeException">The dtype is not float32 or float64.</exception>
    /// <exception cref="LinAlgException">A matrix is singular: a pivot is 0.</exception>
    public static Tensor Inv(Tensor a)
    {
        ArgumentNullException.ThrowIfNull(a);
        return Op.Call(new InverseOp("Inv"), a);
    }
}

public partial class Tensor
{
    /// <summary>The inverse of each matrix (<c>torch.inverse</c>); see <see cref="Linalg.Inv"/>.</summary>
    /// <exception cref="ShapeException">The matrices are not square.</exception>
    /// <exception cref="DTypeException">The dtype is not float32 or float64.</exception>
    /// <exception cref="LinAlgException">A matrix is singular: a pivot is 0.</exception>
    public Tensor Inverse() => Op.Call(new InverseOp("Inverse"), this);
}
