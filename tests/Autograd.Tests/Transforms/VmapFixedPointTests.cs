namespace Autograd.Tests.Transforms;

/// <summary>Equations of every sample, solved at once, with the derivatives of each.</summary>
public sealed class VmapFixedPointTests
{
    private static readonly Tensor P = Tensor.From([0.5, 1.0, 2.0, 9.0]);

    [Fact]
    public void Roots_of_all_samples_have_their_derivatives_inside_and_through()
    {
        // z = (z + p / z) / 2 at z = sqrt(p); the samples take different numbers of steps.
        static Tensor Root(Tensor p) => Func.FixedPoint((z, v) => 0.5 * (z + v / z), Tensor.OnesLike(p), p);
        Close(P.Sqrt(), Func.Vmap(Root)(P));
        Close(0.5 / P.Sqrt(), Func.Vmap(Func.Grad(Root))(P));
        Close(-0.25 * P.Pow(-1.5), Func.Vmap(Func.Grad(Func.Grad(Root)))(P));
        Close(0.5 / P.Sqrt(), Func.Vmap(p => Func.Jvp(Root, p, Tensor.OnesLike(p)).Tangent)(P));

        var leaf = P.Clone().RequiresGradInPlace();
        var slope = Gradient.Of(Func.Vmap(Root)(leaf).Sum(), leaf, createGraph: true);
        Close(0.5 / P.Sqrt(), slope.Detach());
        Close(-0.25 * P.Pow(-1.5), Gradient.Of(slope.Sum(), leaf));
        Close(-0.25 * P.Pow(-1.5), Gradient.Of(Func.Vmap(Func.Grad(Root))(leaf).Sum(), leaf));
    }

    [Fact]
    public void Shared_parameters_gather_what_all_samples_send()
    {
        var generator = new Generator(7);
        var w = Tensor.From([[0.2, -0.3], [0.1, 0.25]]).RequiresGradInPlace();
        var b = Tensor.Randn([5, 2], DType.Float64, generator: generator);
        static Tensor Solve(Tensor bias, Tensor weight) => Func.FixedPoint((z, p) => (p[1].MV(z) + p[0]).Tanh(), Tensor.Zeros([2], DType.Float64), [bias, weight]);
        var loop = Tensor.Stack(b.Unbind().Select(v => Solve(v, w)));
        var mapped = Func.Vmap((v, m) => Solve(v, m), inDims: (0, null))(b, w);
        Close(loop.Detach(), mapped.Detach());
        var expected = Gradient.Of(loop.Square().Sum(), w);
        Close(expected, Gradient.Of(mapped.Square().Sum(), w));
        // A sample that the function captures, of which nobody asks a derivative.
        var captured = Func.Vmap(v => Func.FixedPoint((z, p) => (p.MV(z) + v).Tanh(), Tensor.Zeros([2], DType.Float64), w))(b);
        Close(expected, Gradient.Of(captured.Square().Sum(), w));
    }

    [Fact]
    public void A_map_in_a_map_and_a_Jacobian_of_solutions()
    {
        var q = Tensor.From([1.0, 2.0]);
        static Tensor Root(Tensor a, Tensor c) => Func.FixedPoint((z, p) => 0.5 * (z + p[0] * p[1] / z), Tensor.OnesLike(a), [a, c]);
        var table = Func.Vmap(a => Func.Vmap(c => Root(a, c))(q))(P);
        Close((P.Unsqueeze(1) * q).Sqrt(), table);
        var jacobian = Func.JacRev(p => Func.FixedPoint((z, v) => 0.5 * (z + v / z), Tensor.OnesLike(p), p), 2)(P);
        Close((0.5 / P.Sqrt()).Diag(), jacobian);
    }

    [Fact]
    public void What_does_not_converge_or_is_captured_is_named()
    {
        Assert.Contains("no convergence in 50 steps", Assert.Throws<AutogradException>(
            () => Func.Vmap(p => Func.FixedPoint((z, v) => 2 * z + v, p, p, new FixedPointOptions { MaxIterations = 50 }))(P)).Message, StringComparison.Ordinal);
        var x = P.Clone().RequiresGradInPlace();
        Assert.Contains("captures a tensor that requires a gradient", Assert.Throws<AutogradException>(
            () => Func.Vmap(v => Func.FixedPoint((z, p) => 0.5 * (z + p / z) + 0.01 * v, Tensor.Ones([], DType.Float64), Tensor.Ones([], DType.Float64).RequiresGradInPlace()))(x)).Message, StringComparison.Ordinal);
    }

    private static void Close(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.Shape.ToArray(), actual.Shape.ToArray());
        Assert.True(expected.AllClose(actual, 1e-9, 1e-10), $"{expected}\n{actual}");
    }
}
