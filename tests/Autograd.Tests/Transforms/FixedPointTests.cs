namespace Autograd.Tests.Transforms;

/// <summary>The derivative of a solution from its equation, against closed forms and against differentiating the iteration.</summary>
public sealed class FixedPointTests
{
    private static readonly Tensor P = Tensor.From([0.5, 1.0, 2.0]);

    [Fact]
    public void Babylonian_roots_have_the_derivatives_of_the_root()
    {
        // z = (z + p / z) / 2 at z = sqrt(p).
        Tensor Root(Tensor p) => Func.FixedPoint((z, v) => 0.5 * (z + v / z), Tensor.OnesLike(p), p);
        Close(P.Sqrt(), Root(P));
        Close(0.5 / P.Sqrt(), Func.Grad(p => Root(p).Sum())(P));
        Close(0.5 / P.Sqrt(), Func.Jvp(Root, P, Tensor.OnesLike(P)).Tangent);
    }

    [Fact]
    public void Every_order_and_both_modes_agree_with_the_unrolled_iteration()
    {
        var w = Tensor.From([[0.2, -0.3], [0.1, 0.25]]);
        var b = Tensor.From([0.4, -0.6]);
        static Tensor Step(Tensor z, Tensor[] p) => (p[0].MV(z) + p[1]).Tanh();
        Tensor Implicit(Tensor[] p) => Func.FixedPoint(Step, Tensor.Zeros([2], DType.Float64), p).Square().Sum();
        Tensor Unrolled(Tensor[] p)
        {
            var z = Tensor.Zeros([2], DType.Float64);
            for (int i = 0; i < 60; i++) z = Step(z, p);
            return z.Square().Sum();
        }
        Tensor[] at = [w, b];
        var (first, expectedFirst) = (Func.Grad(Implicit)(at), Func.Grad(Unrolled)(at));
        var (second, expectedSecond) = (Func.Hessian(Implicit)(at), Func.Hessian(Unrolled)(at));
        var (reverse, vectors) = (Func.Vhp(Implicit, at, at).Products, Func.Vhp(Unrolled, at, at).Products);
        for (int i = 0; i < 2; i++)
        {
            Close(expectedFirst[i], first[i]);
            Close(vectors[i], reverse[i]);
            for (int j = 0; j < 2; j++) Close(expectedSecond[i][j], second[i][j]);
        }
    }

    [Fact]
    public void A_leaf_receives_its_gradient_and_without_one_nothing_is_recorded()
    {
        var p = Tensor.From([0.3]).RequiresGradInPlace();
        Func.FixedPoint((z, v) => v * z.Cos(), Tensor.From([0.5]), p).Sum().Backward();
        double root = Func.FixedPoint((z, v) => v * z.Cos(), Tensor.From([0.5]), Tensor.From([0.3])).Item();
        Assert.Equal(Math.Cos(root) / (1 + 0.3 * Math.Sin(root)), p.Grad!.Item(), 1e-11);
        Assert.False(Func.FixedPoint((z, v) => v * z.Cos(), Tensor.From([0.5]), Tensor.From([0.3])).RequiresGrad);
    }

    [Fact]
    public void What_does_not_converge_or_is_captured_is_named()
    {
        Assert.Contains("no convergence in 50 steps", Assert.Throws<AutogradException>(
            () => Func.FixedPoint((z, v) => 2 * z + v, P, P, new FixedPointOptions { MaxIterations = 50 })).Message, StringComparison.Ordinal);
        Assert.Contains("makes float64 [] of float64 [3]", Assert.Throws<ShapeException>(() => Func.FixedPoint((z, v) => z.Sum(), P, P)).Message, StringComparison.Ordinal);
        var w = Tensor.From([0.5]).RequiresGradInPlace();
        Assert.Contains("captures a tensor that requires a gradient", Assert.Throws<AutogradException>(() => Func.FixedPoint((z, v) => w * z.Cos() + v, P, P)).Message, StringComparison.Ordinal);
    }

    private static void Close(Tensor expected, Tensor actual) => Assert.True(expected.AllClose(actual, 1e-9, 1e-10), $"{expected}\n{actual}");
}
