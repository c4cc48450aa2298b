namespace Autograd.Tests.Transforms;

/// <summary>Functions made into their derivatives: nested, mixed, captured, with recording decided by what lies behind.</summary>
public sealed class GradTests
{
    private static readonly Tensor X = Tensor.From([0.3, -1.2, 2.0]);

    [Fact]
    public void Gradients_nest_to_the_third_order()
    {
        var first = Func.Grad(x => x.Sin().Sum());
        var second = Func.Grad(x => first(x).Sum());
        var third = Func.Grad(x => second(x).Sum());

        Close(X.Cos(), first(X));
        Close(-X.Sin(), second(X));
        Close(-X.Cos(), third(X));
        Assert.False(third(X).RequiresGrad);
    }

    [Fact]
    public void Modes_mix_in_every_order()
    {
        Tensor F(Tensor x) => (x.Exp() * x).Sum();
        var v = Tensor.From([1.0, 2.0, -1.0]);
        var expected = (X + 2) * X.Exp() * v;

        Close(expected, Func.Jvp(Func.Grad(F), X, v).Tangent);
        Close(expected, Func.Vjp(Func.Grad(F), X).Pullback(v));
        Close(expected, Func.Grad(x => Func.Jvp(y => (y.Exp() * y).Sum(), x, v).Tangent)(X));
        Close((X + 2) * X.Exp() * v * v, Func.Jvp(x => Func.Jvp(y => y.Exp() * y, x, v).Tangent, X, v).Tangent);
        Close((X + 3) * X.Exp() * v * v, Func.Jvp(x => Func.Jvp(Func.Grad(F), x, v).Tangent, X, v).Tangent);
        Close((X + 3) * X.Exp() * v, Func.Grad(x => (Func.Hvp(F, x, v).Product).Sum())(X));
    }

    [Fact]
    public void No_direction_is_taken_for_another()
    {
        // d/dx (x * d/dy (x + y)) = 1: a tape that mixed up its levels would say 2.
        var outer = Func.Grad(x => x * Func.Grad(y => x + y)(Tensor.From(1.0)));
        Assert.Equal(1, outer(Tensor.From(1.0)).Item());
        var forward = Func.Jvp(x => x * Func.Jvp(y => x + y, Tensor.From(1.0), Tensor.From(1.0)).Tangent, Tensor.From(1.0), Tensor.From(1.0));
        Assert.Equal(1, forward.Tangent.Item());
        // d/dx d/dy of x y^2 at x = 3, y = x: d/dx (2 x x) = 4 x.
        Assert.Equal(12, Func.Grad(x => Func.Grad(y => x * y * y)(x))(Tensor.From(3.0)).Item());
    }

    [Fact]
    public void What_is_captured_is_differentiated_by_and_nothing_is_recorded_in_vain()
    {
        var w = Tensor.From([2.0, 3.0, 5.0]).RequiresGradInPlace();
        var slope = Func.Grad(x => (x.Square() * w).Sum())(X);
        Assert.True(slope.RequiresGrad);
        slope.Sum().Backward();
        Close(2 * X, w.Grad!);

        var x = X.Clone().RequiresGradInPlace();
        Func.Grad(v => v.Pow(3).Sum())(x).Sum().Backward();
        Close(6 * X, x.Grad!);

        Assert.False(Func.Grad(v => v.Pow(3).Sum())(X).RequiresGrad);
        using (NoGrad.Scope)
        {
            var (value, gradient) = Func.ValueAndGrad(v => (v.Pow(3) * w).Sum())(x);
            Assert.False(value.RequiresGrad);
            Assert.False(gradient.RequiresGrad);
            Close(3 * X.Square() * w.Detach(), gradient);
        }
    }

    [Fact]
    public void Several_and_named_arguments()
    {
        var (a, b) = (Tensor.From([1.0, 2.0]), Tensor.From([3.0, 4.0]));
        Assert.Equal([3.0, 4.0], Func.Grad((x, y) => (x * y).Sum())(a, b).ToArray<double>());
        Assert.Equal([1.0, 2.0], Func.Grad((x, y) => (x * y).Sum(), argnum: 1)(a, b).ToArray<double>());
        Assert.Throws<ArgumentOutOfRangeException>(() => Func.Grad((x, y) => (x * y).Sum(), argnum: 2));

        var all = Func.ValueAndGrad((Tensor[] xs) => (xs[0] * xs[1]).Sum())([a, b, a]);
        Assert.Equal(11, all.Value.Item());
        Assert.Equal([3.0, 4.0], all.Gradients[0].ToArray<double>());
        Assert.Equal([0.0, 0.0], all.Gradients[2].ToArray<double>());

        var named = Func.Grad(p => (p["a"] * p["b"]).Sum())(new Dictionary<string, Tensor> { ["a"] = a, ["b"] = b });
        Assert.Equal(["a", "b"], named.Keys);
        Assert.Equal([1.0, 2.0], named["b"].ToArray<double>());
    }

    [Fact]
    public void What_does_not_fit_is_named()
    {
        Assert.Equal(
            "Func.Grad: only a tensor of one element has a gradient, and the function gives [3]; reduce it with Sum() or Mean(), or take Func.Vjp, which is given a cotangent of that shape, or Func.JacRev",
            Assert.Throws<ShapeException>(() => Func.Grad(x => x.Sin())(X)).Message);
        Assert.StartsWith("Func.Grad: input 0 is int64", Assert.Throws<DTypeException>(() => Func.Grad(x => x.Sum())(Tensor.From([1L]))).Message, StringComparison.Ordinal);
        Assert.Equal("Func.Vjp: 1 outputs need as many cotangents, not 2", Assert.Throws<ShapeException>(() => Func.Vjp((Tensor[] xs) => [xs[0]], X).Pullback([X, X])).Message);
        Assert.StartsWith("Func.Vjp: a gradient of shape [2]", Assert.Throws<ShapeException>(() => Func.Vjp(x => x * 1.0, X).Pullback(Tensor.From([1.0, 2.0]))).Message, StringComparison.Ordinal);
        Assert.Throws<AutogradException>(() => Func.Grad(x => x.AddInPlace(1.0).Sum())(X.Clone()));
    }

    [Fact]
    public void A_pullback_and_a_pushforward_serve_any_number_of_times()
    {
        int calls = 0;
        Tensor F(Tensor x)
        {
            calls++;
            return x.Tanh() * x.Sum();
        }
        var jacobian = Func.JacRev(F)(X);
        calls = 0;
        var (y, pullback) = Func.Vjp(F, X);
        var (same, pushforward) = Func.Linearize(F, X);
        for (int i = 0; i < 3; i++)
        {
            var unit = Tensor.Eye(3, dtype: DType.Float64).Select(0, i);
            Close(jacobian.Select(0, i), pullback(unit));
            Close(jacobian.Select(1, i), pushforward(unit));
        }
        Assert.True(y.Equal(same));
        Assert.Equal(2, calls);
        // Linear in the cotangent, and the Jacobian is its derivative.
        Close(jacobian.T, Func.JacRev(pullback)(X));
    }

    private static void Close(Tensor expected, Tensor actual) => Assert.True(expected.AllClose(actual, 1e-12, 1e-13), $"{expected}\n{actual}");
}
