namespace Autograd.Tests.Transforms;

/// <summary>Whole Jacobians and Hessians: both modes agree, with closed forms and with each other.</summary>
public sealed class JacobianTests
{
    private static readonly Tensor X = Tensor.From([0.3, -1.2, 2.0]);

    [Fact]
    public void The_modes_agree_on_several_inputs()
    {
        Func<Tensor[], Tensor> f = xs => xs[0].MatMul(xs[1]).Tanh();
        Tensor[] at = [Tensor.Randn([2, 3], DType.Float64), Tensor.Randn([3, 4], DType.Float64)];
        var (rows, columns, either) = (Func.JacRev(f)(at), Func.JacFwd(f)(at), Func.Jacobian(f)(at));
        for (int i = 0; i < at.Length; i++)
        {
            Assert.Equal([2, 4, .. at[i].Shape], rows[i].Shape.ToArray());
            Close(rows[i], columns[i]);
            Close(rows[i], either[i]);
            Close(Gradient.Jacobian(f, at)[i], rows[i]);
        }
    }

    [Fact]
    public void A_hessian_is_the_jacobian_of_a_gradient()
    {
        Func<Tensor, Tensor> f = x => (x.Square() * x.Sum()).Sum() + x.Sin().Prod();
        var hessian = Func.Hessian(f)(X);
        var v = Tensor.From([1.0, -2.0, 0.5]);
        Close(Func.JacRev(Func.Grad(f))(X), hessian);
        Close(Func.JacFwd(Func.JacFwd(f))(X), hessian);
        Close(Func.JacRev(Func.JacFwd(f))(X), hessian);
        Close(hessian.MV(v), Func.Hvp(f, X, v).Product);
        Close(hessian.MV(v), Func.Vhp(f, X, v).Product);
        Close(f(X), Func.Hvp(f, X, v).Output);
        Close(f(X), Func.Vhp(f, X, v).Output);
        Close(hessian.Trace(), Func.Laplacian(f)(X));
    }

    [Fact]
    public void A_hessian_has_blocks_for_each_pair()
    {
        Tensor[] at = [Tensor.From([1.0, 2.0]), Tensor.From([3.0])];
        var blocks = Func.Hessian((Tensor[] xs) => (xs[0].Square().Sum() * xs[1].Pow(3)).Sum())(at);
        Assert.Equal([54.0, 0.0, 0.0, 54.0], blocks[0][0].ToArray<double>());
        Assert.Equal([2, 1], blocks[0][1].Shape.ToArray());
        Assert.Equal([54.0, 108.0], blocks[0][1].ToArray<double>());
        Assert.Equal([54.0, 108.0], blocks[1][0].ToArray<double>());
        Assert.Equal([90.0], blocks[1][1].ToArray<double>());
    }

    [Fact]
    public void The_laplacian_of_a_harmonic_function_is_zero_and_has_derivatives()
    {
        // exp(x) cos(y) is harmonic; of |x|^4 in three dimensions it is 20 |x|^2.
        Assert.Equal(0, Func.Laplacian(p => (p[0].Exp() * p[1].Cos()).Sum())(Tensor.From([0.7, 0.4])).Item(), 1e-14);
        var laplacian = Func.Laplacian(p => p.Square().Sum().Square());
        Close(20 * X.Square().Sum(), laplacian(X));
        Close(40 * X, Func.Grad(laplacian)(X));
    }

    [Fact]
    public void Nothing_to_differentiate_gives_zeros_and_empty_shapes()
    {
        Assert.Equal([3, 3], Func.Jacobian((Tensor _) => Tensor.Ones([3], DType.Float64))(X).Shape.ToArray());
        Assert.Equal(0, Func.Hessian(x => x.Sum())(X).Abs().Sum().Item());
        Assert.Equal([0, 3], Func.JacRev(x => x.Narrow(0, 0, 0))(X).Shape.ToArray());
        Assert.Equal([2, 0], Func.JacFwd(x => Tensor.Ones([2], DType.Float64) * x.Sum())(Tensor.Zeros([0], DType.Float64)).Shape.ToArray());
        Assert.Equal(0, Func.Laplacian(x => x.Sum())(Tensor.Zeros([0], DType.Float64)).Item());
    }

    private static void Close(Tensor expected, Tensor actual) => Assert.True(expected.AllClose(actual, 1e-11, 1e-12), $"{expected}\n{actual}");
}
