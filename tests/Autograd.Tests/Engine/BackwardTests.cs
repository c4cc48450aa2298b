using System.Runtime.CompilerServices;

namespace Autograd.Tests.Engine;

/// <summary>Backward: accumulation, retained graphs, higher orders, what it refuses, and the identity of leaf gradients.</summary>
public sealed class BackwardTests
{
    [Fact]
    public void Gradients_add_up_until_they_are_dropped()
    {
        var x = Leaf(1, 2);
        (x * x).Sum().Backward();
        (x * 3.0).Sum().Backward();
        Assert.Equal([5.0, 7.0], Values(x.Grad));
        x.Grad = null;
        Assert.Null(x.Grad);
        x.Sum().Backward();
        Assert.Equal([1.0, 1.0], Values(x.Grad));
    }

    [Fact]
    public void A_tensor_used_often_gets_the_sum_of_its_gradients()
    {
        var x = Leaf(2);
        var y = x * x;
        (y * y + y + y * x).Sum().Backward();
        // 4 x^3 + 2 x + 3 x^2
        Assert.Equal([32.0 + 4.0 + 12.0], Values(x.Grad));
    }

    [Fact]
    public void A_gradient_that_was_read_does_not_change_any_more()
    {
        var x = Leaf(1, 2);
        x.Sum().Backward();
        var first = x.Grad!;
        Assert.Same(first, x.Grad);
        x.Sum().Backward();
        Assert.Equal([1.0, 1.0], Values(first));
        Assert.Equal([2.0, 2.0], Values(x.Grad));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Gradients_of_two_leaves_and_the_cotangent_share_no_memory(bool createGraph)
    {
        var a = Leaf(1, 2);
        var b = Leaf(3, 4);
        var g = Tensor.From([1.0, 1.0]);
        (a + b).Backward(g, createGraph: createGraph);
        using (NoGrad.Scope)
        {
            a.Grad!.MulInPlace(5.0);
            g.ZeroInPlace();
        }
        Assert.Equal([5.0, 5.0], Values(a.Grad));
        Assert.Equal([1.0, 1.0], Values(b.Grad));
    }

    [Fact]
    public void Large_gradients_share_no_memory_either()
    {
        var a = Tensor.Ones(5000).RequiresGradInPlace();
        var b = Tensor.Ones(5000).RequiresGradInPlace();
        (a + b).Sum().Backward();
        using (NoGrad.Scope) a.Grad!.ZeroInPlace();
        Assert.Equal(5000, b.Grad!.Sum().Item());
        (a + b).Sum().Backward();
        Assert.Equal(5000, a.Grad!.Sum().Item());
        Assert.Equal(10000, b.Grad!.Sum().Item());
    }

    [Fact]
    public void Grad_can_be_set_and_is_checked()
    {
        var x = Leaf(1, 2);
        var g = Tensor.From([3.0, 4.0]);
        x.Grad = g;
        Assert.Same(g, x.Grad);
        x.Sum().Backward();
        Assert.Equal([4.0, 5.0], Values(x.Grad));
        Assert.Equal([3.0, 4.0], Values(g));
        Assert.Equal("Grad: a gradient of shape [3] does not fit a tensor of shape [2]", Assert.Throws<ShapeException>(() => x.Grad = Tensor.Zeros([3], DType.Float64)).Message);
        Assert.Equal("Grad: a gradient of float32 does not fit a tensor of float64", Assert.Throws<DTypeException>(() => x.Grad = Tensor.Zeros(2)).Message);
    }

    [Fact]
    public void A_leaf_may_be_the_output()
    {
        var x = Leaf(5);
        x.Backward();
        Assert.Equal([1.0], Values(x.Grad));
    }

    [Fact]
    public void What_cannot_go_backward_says_why()
    {
        var x = Leaf(1, 2);
        Assert.Equal(
            "Backward: this tensor does not require a gradient: no input of its computation does, or it was computed under NoGrad",
            Assert.Throws<AutogradException>(() => Tensor.Ones(1).Backward()).Message);
        Assert.Equal(
            "Backward: only a tensor of one element has an implied gradient; this one is [2]. Pass a gradient of that shape, or reduce it with Sum() or Mean()",
            Assert.Throws<ShapeException>(() => (x * 2.0).Backward()).Message);
        Assert.Equal(
            "Backward: a gradient of shape [3] does not fit an output of shape [2]",
            Assert.Throws<ShapeException>(() => (x * 2.0).Backward(Tensor.Ones([3], DType.Float64))).Message);
        Assert.Equal(
            "Backward: a gradient of float32 does not fit an output of float64",
            Assert.Throws<DTypeException>(() => (x * 2.0).Backward(Tensor.Ones(2))).Message);
        Assert.Null(x.Grad);
    }

    [Fact]
    public void A_second_pass_needs_a_retained_graph_and_names_the_node()
    {
        var x = Leaf(1, 2);
        var y = x.Exp().Sum();
        y.Backward();
        var thrown = Assert.Throws<AutogradException>(() => y.Backward());
        Assert.Equal("Backward: the saved values of ExpBackward were released by an earlier backward pass; pass retainGraph: true to that pass to go backward twice", thrown.Message);

        var z = x.Exp().Sum();
        x.Grad = null;
        z.Backward(retainGraph: true);
        z.Backward(retainGraph: true);
        z.Backward();
        Assert.Equal(Values((x.Exp() * 3.0).Detach()), Values(x.Grad), Closeness);
        // What saves nothing goes backward again, as in PyTorch.
        var s = (x + x).Sum();
        s.Backward();
        s.Backward();
    }

    [Fact]
    public void A_failed_pass_leaves_the_thread_ready_for_the_next()
    {
        var x = Leaf(1, 2);
        var y = x.Tanh();
        y.RegisterHook(_ => throw new TimeoutException("a hook failed"));
        Assert.Throws<TimeoutException>(() => y.Sum().Backward());
        Assert.True(EnableGrad.IsEnabled);
        x.Grad = null;
        (x * 2.0).Sum().Backward();
        Assert.Equal([2.0, 2.0], Values(x.Grad));
    }

    [Fact]
    public void CreateGraph_gives_derivatives_of_any_order()
    {
        var x = Leaf(2);
        var y = x.Pow(4).Sum();
        y.Backward(createGraph: true);
        Assert.Equal([32.0], Values(x.Grad));
        Assert.True(x.Grad!.RequiresGrad);
        var second = Gradient.Of(x.Grad.Sum(), x, createGraph: true);
        Assert.Equal([48.0], Values(second), Closeness);
        var third = Gradient.Of(second.Sum(), x, createGraph: true);
        Assert.Equal([48.0], Values(third), Closeness);
        Assert.Equal([24.0], Values(Gradient.Of(third.Sum(), x)), Closeness);
    }

    [Fact]
    public void RetainGrad_keeps_and_adds_up_gradients_of_inner_tensors()
    {
        var x = Leaf(1, 2);
        var y = x * 2.0;
        var z = y * y;
        y.RetainGrad();
        y.RetainGrad();
        z.RetainGrad();
        z.Sum().Backward(retainGraph: true);
        Assert.Equal([4.0, 8.0], Values(y.Grad));
        Assert.Equal([1.0, 1.0], Values(z.Grad));
        z.Sum().Backward();
        Assert.Equal([8.0, 16.0], Values(y.Grad));
        Assert.Equal([16.0, 32.0], Values(x.Grad));
        Assert.Equal("RetainGrad: this tensor does not require a gradient", Assert.Throws<AutogradException>(() => Tensor.Ones(1).RetainGrad()).Message);
    }

    [Fact]
    public void A_retained_gradient_is_that_of_the_value_after_a_write()
    {
        var x = Leaf(3, 4);
        var y = x * 1.0;
        y.RetainGrad();
        y.MulInPlace(2.0);
        y[0] = x[1] * 5.0;
        y.Sum().Backward();
        Assert.Equal([1.0, 1.0], Values(y.Grad));
        Assert.Equal([0.0, 7.0], Values(x.Grad));
        // A hook belongs to the value that it was registered on.
        var z = x * 1.0;
        double[] seen = [];
        z.RegisterHook(g =>
        {
            seen = Values(g);
            return null;
        });
        z.MulInPlace(2.0);
        z.Sum().Backward();
        Assert.Equal([2.0, 2.0], seen);
    }

    [Fact]
    public void The_gradient_of_a_computed_tensor_says_why_it_is_not_there()
    {
        var w = Leaf(1, 2);
        w.Square().Sum().Backward();
        w -= 0.1 * w.Grad!;
        w.Square().Sum().Backward();
        string message = Assert.Throws<AutogradException>(() => w - (0.1 * w.Grad!)).Message;
        Assert.StartsWith("Grad: this tensor was computed by SubBackward, and a backward pass keeps gradients in leaves alone; call RetainGrad()", message, StringComparison.Ordinal);
        Assert.Contains("SubInPlace", message, StringComparison.Ordinal);

        var fresh = Leaf(1);
        foreach (var step in (Func<Tensor>[])[() => fresh - (0.1 * fresh.Grad!), () => fresh.Grad! * 0.1, () => fresh * fresh.Grad!, () => fresh.Grad! * fresh, () => fresh.Grad! * 2])
        {
            Assert.StartsWith(
                "Mul: an operand is null. Grad, for instance, is null until a backward pass has reached the leaf",
                Assert.Throws<ArgumentNullException>(step).Message,
                StringComparison.Ordinal);
        }

        var y = Leaf(1) * 2.0;
        y.Grad = null;
        Assert.Throws<AutogradException>(() => y.Grad);
        y.RetainGrad();
        Assert.Null(y.Grad);
        var set = Leaf(1) * 2.0;
        set.Grad = Tensor.From([5.0]);
        Assert.Equal([5.0], Values(set.Grad));
        Assert.Equal("Grad: a tensor cannot be its own gradient; give a Clone()", Assert.Throws<AutogradException>(() => w.Grad = w).Message);
    }

    [Fact]
    public void A_dropped_graph_is_collected()
    {
        var kept = new object?[1];
        var (inner, leaf) = Build(kept);
        Collect();
        Assert.False(inner.IsAlive);
        Assert.True(leaf.IsAlive);
        kept[0] = null;
        Collect();
        Assert.False(leaf.IsAlive);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static (WeakReference Inner, WeakReference Leaf) Build(object?[] kept)
        {
            var x = Tensor.Ones(4000).RequiresGradInPlace();
            var y = x * 2.0;
            y.RegisterHook(static g => g);
            var z = y.Exp().Sum();
            z.Backward(retainGraph: true);
            kept[0] = z;
            return (new WeakReference(y), new WeakReference(x));
        }

        [MethodImpl(MethodImplOptions.NoInlining)]
        static void Collect()
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            GC.Collect();
        }
    }

    private static Tensor Leaf(params double[] values) => Tensor.From(values).RequiresGradInPlace();

    private static double[] Values(Tensor? x) => x!.ToArray<double>();

    private static bool Closeness(double a, double b) => Math.Abs(a - b) <= 1e-12 * Math.Max(1, Math.Abs(a));
}
