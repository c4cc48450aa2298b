namespace Autograd.Tests.Transforms;

/// <summary>Ops whose derivative is not that of their value: each gives that of the function it declares, at every order and in both modes.</summary>
public sealed class SurrogateTests
{
    private static readonly Tensor X = Tensor.From([0.3, -1.2, 2.0]);

    [Fact]
    public void Values_are_those_that_were_there()
    {
        Assert.True(X.Equal(Func.StopGradient(X)));
        Assert.True(X.Equal(Func.ScaleGradient(X, 3)));
        Assert.True(X.Equal(Func.ReverseGradient(X)));
        Assert.Equal([0.0, -1.0, 2.0], Func.StraightThrough(v => v.Round(), X).ToArray<double>());
        Assert.Same(X.Storage, Func.StopGradient(X).Storage);
    }

    [Fact]
    public void Gradients_are_those_declared()
    {
        Assert.Equal([1.0, 1.0, 1.0], Slope(x => Func.StraightThrough(v => v.Round(), x)));
        Assert.Equal([-0.5, -0.5, -0.5], Slope(x => Func.ReverseGradient(x, 0.5)));
        Assert.Equal([3.0, 3.0, 3.0], Slope(x => Func.ScaleGradient(x, 3)));
        Assert.Equal([0.0, 0.0, 0.0], Slope(Func.StopGradient));
        // x stop(x): the one of the two that moves.
        Assert.True(X.Equal(Func.Grad(x => (x * Func.StopGradient(x)).Sum())(X)));
        Assert.False(Func.StopGradient(X.Clone().RequiresGradInPlace()).RequiresGrad);

        static double[] Slope(Func<Tensor, Tensor> f) => Func.Grad(x => f(x).Sum())(X).ToArray<double>();
    }

    [Fact]
    public void A_higher_order_follows_the_chain_rule_of_the_declaration()
    {
        // y = sin(s(x)) with s' = c: y' = c cos, y'' = -c^2 sin, both at the value of x.
        var second = Func.Grad(x => Func.Grad(v => Func.ScaleGradient(v, 2).Sin().Sum())(x).Sum())(X);
        Assert.True((-4 * X.Sin()).AllClose(second, 1e-12));
        var round = X.Round();
        var straight = Func.Jvp(Func.Grad(x => Func.StraightThrough(v => v.Round(), x).Sin().Sum()), X, Tensor.OnesLike(X)).Tangent;
        Assert.True((-round.Sin()).AllClose(straight, 1e-12));
    }

    [Fact]
    public void Every_surrogate_of_the_library_gives_the_derivative_of_what_it_declares()
    {
        Check(default(StopGradientOp), [X]);
        Check(new GradientScaleOp(-0.7), [X]);
        Check(default(StraightThroughOp), [X.Round(), X]);
        var types = typeof(Tensor).Assembly.GetTypes().Where(static t => t.IsValueType && typeof(ISurrogate).IsAssignableFrom(t));
        Assert.Equal(["GradientScaleOp", "StopGradientOp", "StraightThroughOp"], types.Select(static t => t.Name).Order(StringComparer.Ordinal));

        static void Check<TOp>(TOp op, Tensor[] inputs)
            where TOp : struct, IOp, ISurrogate
        {
            var cotangent = Tensor.Randn(X.Shape, DType.Float64);
            var (_, actual) = Func.Vjp(xs => Op.CallAll(op, xs), inputs);
            var (_, expected) = Func.Vjp(op.StandIn, inputs);
            var tangents = Array.ConvertAll(inputs, _ => cotangent);
            for (int i = 0; i < inputs.Length; i++) Assert.True(expected([cotangent])[i].Equal(actual([cotangent])[i]), TOp.Name);
            Assert.True(Func.Jvp(op.StandIn, inputs, tangents).Tangents[0].Equal(Func.Jvp(xs => Op.CallAll(op, xs), inputs, tangents).Tangents[0]), TOp.Name);
        }
    }

    [Fact]
    public void What_cannot_pass_is_named()
    {
        Assert.Contains("float64 [] of float64 [3]", Assert.Throws<ShapeException>(() => Func.StraightThrough(v => v.Sum(), X)).Message, StringComparison.Ordinal);
        Assert.Contains("int64 [3] of float64 [3]", Assert.Throws<ShapeException>(() => Func.StraightThrough(v => v.Long(), X)).Message, StringComparison.Ordinal);
        Assert.Throws<DTypeException>(() => Func.ScaleGradient(Tensor.From([1L]), 2));
        Assert.Throws<DTypeException>(() => Func.ReverseGradient(Tensor.From([1L])));
    }
}
