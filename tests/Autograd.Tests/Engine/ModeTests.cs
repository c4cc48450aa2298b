namespace Autograd.Tests.Engine;

/// <summary>Detach, frozen leaves, and the scopes that switch recording off and on.</summary>
public sealed class ModeTests
{
    [Fact]
    public void Detach_shares_memory_and_version_and_has_no_gradient()
    {
        var x = Tensor.Ones(3).RequiresGradInPlace();
        var y = x * 2.0;
        var d = y.Detach();
        Assert.False(d.RequiresGrad);
        Assert.True(d.IsLeaf);
        d.AddInPlace(1.0);
        Assert.Equal([3f, 3f, 3f], y.Detach().ToArray<float>());
        Assert.Equal(1, y.Version);
        (x * y.Detach()).Sum().Backward();
        Assert.Equal([3f, 3f, 3f], x.Grad!.ToArray<float>());
    }

    [Fact]
    public void A_write_through_Detach_is_seen_by_the_derivative_that_needs_the_value()
    {
        var x = Tensor.Ones(3).RequiresGradInPlace();
        var y = x.Exp();
        y.Detach().AddInPlace(1.0);
        Assert.Contains("AddInPlace", Assert.Throws<AutogradException>(() => y.Sum().Backward()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Scopes_nest_and_end_with_exceptions()
    {
        var x = Tensor.Ones(1).RequiresGradInPlace();
        Assert.True(EnableGrad.IsEnabled);
        using (NoGrad.Scope)
        {
            Assert.False(EnableGrad.IsEnabled);
            Assert.False((x * 2.0).RequiresGrad);
            using (EnableGrad.Scope)
            {
                Assert.True((x * 2.0).RequiresGrad);
                using (NoGrad.Scope) Assert.False((x * 2.0).RequiresGrad);
                Assert.True((x * 2.0).RequiresGrad);
            }
            Assert.False((x * 2.0).RequiresGrad);
        }
        Assert.True((x * 2.0).RequiresGrad);
        Assert.Throws<ShapeException>(() => NoGrad.Run(() => { _ = Tensor.Ones(2) + Tensor.Ones(3); }));
        Assert.True(EnableGrad.IsEnabled);
        Assert.False(NoGrad.Run(() => (x * 2.0).RequiresGrad));
        Assert.True(NoGrad.Run(() => EnableGrad.Run(() => (x * 2.0).RequiresGrad)));
    }

    [Theory]
    [InlineData("NoGrad.Run(async () => await System.Threading.Tasks.Task.Yield());")]
    [InlineData("NoGrad.Run(async () => { await System.Threading.Tasks.Task.Yield(); return 1; });")]
    [InlineData("EnableGrad.Run(async () => await System.Threading.Tasks.Task.Yield());")]
    [InlineData("InferenceMode.Run(async () => await System.Threading.Tasks.Task.Yield());")]
    [InlineData("AnomalyMode.Run(async () => await System.Threading.Tasks.Task.Yield());")]
    [InlineData("static System.Threading.Tasks.Task Step() => System.Threading.Tasks.Task.CompletedTask; NoGrad.Run(Step);")]
    public void An_asynchronous_function_in_a_mode_does_not_compile_and_says_why(string code)
    {
        string error = Assert.Single(new House.Snippet("snippet", 0, "", code).Errors());
        Assert.Contains("An asynchronous function runs on after the scope has ended", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("NoGrad.Scope;")]
    [InlineData("EnableGrad.Scope;")]
    [InlineData("InferenceMode.Scope;")]
    public void A_scope_without_using_does_not_compile(string code)
    {
        string error = Assert.Single(new House.Snippet("snippet", 0, "", code).Errors());
        Assert.Contains("can be used as a statement", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_scope_left_open_is_spoken_of_where_it_is_felt()
    {
        var x = Tensor.Ones(1).RequiresGradInPlace();
        using (NoGrad.Scope)
        {
            // The scope around it puts the mode right again.
            var kept = NoGrad.Scope;
            var y = x * 2.0;
            foreach (var pass in (Action[])[() => y.Backward(), () => Gradient.Of(y, x)])
            {
                Assert.EndsWith(
                    "; recording is off on this thread now: a NoGrad.Scope kept without using stays open",
                    Assert.Throws<AutogradException>(pass).Message,
                    StringComparison.Ordinal);
            }
        }
        Assert.True(EnableGrad.IsEnabled);
    }

    [Fact]
    public void Inference_tensors_never_enter_a_graph()
    {
        var x = Tensor.Ones(3).RequiresGradInPlace();
        var y = InferenceMode.Run(() =>
        {
            Assert.True(InferenceMode.IsEnabled);
            Assert.False(EnableGrad.IsEnabled);
            return x * 2.0;
        });
        Assert.False(InferenceMode.IsEnabled);
        Assert.True(y.IsInference);
        Assert.False(y.RequiresGrad);
        Assert.Equal(
            "RequiresGrad: a tensor made in inference mode cannot require a gradient; Clone() it outside",
            Assert.Throws<AutogradException>(() => y.RequiresGrad = true).Message);
        Assert.Equal(
            "A tensor made in inference mode cannot be saved for a backward pass; Clone() it outside of inference mode",
            Assert.Throws<AutogradException>(() => x * y).Message);
        foreach (var view in (Tensor[])[y.Detach(), y[1..], y.Reshape(3, 1)])
            Assert.True(view.IsInference);
        Assert.False(y.Clone().IsInference);
        foreach (var write in (Action[])[() => y.AddInPlace(x), () => y.CopyInPlace(x), () => y[0] = x[1]])
        {
            string message = Assert.Throws<AutogradException>(write).Message;
            Assert.Contains("a tensor made in inference mode cannot enter a graph", message, StringComparison.Ordinal);
            Assert.Equal([2f, 2f, 2f], y.ToArray<float>());
            Assert.True(y.IsLeaf);
        }
        (x * y.Clone()).Sum().Backward();
        Assert.Equal([2f, 2f, 2f], x.Grad!.ToArray<float>());
    }

    [Fact]
    public void A_frozen_leaf_costs_no_backward_work()
    {
        var x = Tensor.Ones(3, 4).RequiresGradInPlace();
        var w = Tensor.Ones(4, 5).RequiresGradInPlace();
        var both = OpCount.Of(() => x.MatMul(w).Sum().Backward());
        w.RequiresGrad = false;
        var one = OpCount.Of(() => x.MatMul(w).Sum().Backward());
        Assert.Equal(3, both.Count(op => op == "MatMul"));
        Assert.Equal(2, one.Count(op => op == "MatMul"));
        x.RequiresGrad = false;
        var y = x.MatMul(w);
        Assert.False(y.RequiresGrad);
        Assert.Null(y.GradFn);
    }

    [Fact]
    public void Only_leaves_are_frozen()
    {
        var x = Tensor.Ones(3).RequiresGradInPlace();
        var y = x.Exp();
        Assert.Equal(
            "RequiresGrad: only a leaf can be frozen; this tensor was computed by ExpBackward. Use Detach()",
            Assert.Throws<AutogradException>(() => y.RequiresGrad = false).Message);
        y.RequiresGrad = true;
        Assert.False(y.IsLeaf);
        Assert.Same(x, x.RequiresGradInPlace(false));
        Assert.Equal(
            "RequiresGrad: a tensor of int64 has no gradient; only float32 and float64 have",
            Assert.Throws<DTypeException>(() => Tensor.Arange(3).RequiresGradInPlace()).Message);
    }

    [Fact]
    public void Where_it_stands_in_the_graph_shows()
    {
        var x = Tensor.Ones(3).RequiresGradInPlace();
        var y = x * 2.0;
        Assert.True(x.IsLeaf);
        Assert.Null(x.GradFn);
        Assert.False(y.IsLeaf);
        Assert.Equal("MulBackward", y.GradFn!.Name);
        Assert.Equal("MulBackward", y.GradFn.ToString());
        Assert.Equal("AccumulateGrad", y.GradFn.Input(0).Node!.Name);
        Assert.Throws<ArgumentOutOfRangeException>(() => y.GradFn.Input(7));
    }
}
