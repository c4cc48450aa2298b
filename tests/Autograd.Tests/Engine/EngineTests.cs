namespace Autograd.Tests.Engine;

/// <summary>The walk: depth, hooks, retained gradients and graphs, versions, freezing, scopes.</summary>
public sealed class EngineTests
{
    private static Tensor Leaf(params ReadOnlySpan<double> values) => Tensor.From(values).RequiresGradInPlace();

    private static double[] Values(Tensor? x) => x!.ToArray<double>();

    [Fact]
    public void A_chain_of_a_million_ops_goes_backward_and_forward()
    {
        var x = Leaf(1);
        var y = x;
        for (int i = 0; i < 1_000_000; i++) y = -y;
        Assert.Equal([1.0], Values(Gradient.Jvp(y, x, Tensor.From([1.0]))));
        y.Backward();
        Assert.Equal([1.0], Values(x.Grad));
    }

    [Fact]
    public void Gradients_add_up_over_passes_and_start_anew_from_null()
    {
        var x = Leaf(2);
        (x * x).Backward();
        (x * x).Backward();
        Assert.Equal([8.0], Values(x.Grad));
        x.Grad = null;
        (3 * x).Backward();
        Assert.Equal([3.0], Values(x.Grad));
    }

    [Fact]
    public void A_gradient_in_the_hands_of_the_user_is_not_written()
    {
        var x = Leaf(2);
        (x * x).Backward();
        var held = x.Grad!;
        (x * x).Backward();
        Assert.Equal([4.0], Values(held));
        Assert.Equal([8.0], Values(x.Grad));
    }

    [Fact]
    public void A_second_pass_needs_a_retained_graph()
    {
        var x = Leaf(2);
        var y = x.Square();
        y.Backward(retainGraph: true);
        y.Backward();
        Assert.Equal([8.0], Values(x.Grad));
        var error = Assert.Throws<AutogradException>(() => y.Backward());
        Assert.Contains("Square", error.Message, StringComparison.Ordinal);
        Assert.Contains("retainGraph", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Hooks_see_and_replace_gradients_until_removed()
    {
        var x = Leaf(3);
        var y = 2 * x;
        var seen = new List<double>();
        var first = y.RegisterHook(g =>
        {
            seen.Add(g.Item());
            return g * 10;
        });
        y.RegisterHook(g =>
        {
            seen.Add(g.Item());
            return null;
        });
        y.Square().Backward(retainGraph: true);
        Assert.Equal([12.0, 120.0], seen);
        Assert.Equal([240.0], Values(x.Grad));

        first.Remove();
        x.Grad = null;
        y.Square().Backward();
        Assert.Equal([24.0], Values(x.Grad));
    }

    [Fact]
    public void A_hook_on_a_leaf_works_and_a_wrong_shape_is_refused()
    {
        var x = Leaf(1, 2);
        var handle = x.RegisterHook(g => -g);
        x.Sum().Backward();
        Assert.Equal([-1.0, -1.0], Values(x.Grad));
        handle.Remove();
        x.RegisterHook(g => g.Sum());
        Assert.Throws<AutogradException>(() => x.Sum().Backward());
    }

    [Fact]
    public void RetainGrad_keeps_the_gradient_of_an_intermediate_tensor()
    {
        var x = Leaf(3);
        var y = x * x;
        y.RetainGrad();
        (y * 5).Backward();
        Assert.Equal([5.0], Values(y.Grad));
        Assert.Equal([30.0], Values(x.Grad));
        Assert.Throws<AutogradException>(() => Tensor.Ones(2).RetainGrad());
    }

    [Fact]
    public void A_saved_value_that_was_overwritten_is_found_by_its_version()
    {
        var x = Leaf(1, 2);
        var y = x * 1;
        var z = y.Square();
        y.AddInPlace(1);
        var error = Assert.Throws<AutogradException>(() => z.Sum().Backward());
        Assert.Contains("AddInPlace", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_that_no_derivative_reads_may_be_overwritten()
    {
        var x = Leaf(1, 2);
        var y = x * 2;
        var z = y + 1;
        y.MulInPlace(3.0);
        (z.Sum() + y.Sum()).Backward();
        Assert.Equal([8.0, 8.0], Values(x.Grad));
    }

    [Fact]
    public void A_leaf_that_requires_a_gradient_is_not_written_in_place()
    {
        var x = Leaf(1);
        Assert.Throws<AutogradException>(() => x.AddInPlace(1));
        NoGrad.Run(() => x.AddInPlace(1));
        Assert.Equal([2.0], x.ToArray<double>());
    }

    [Fact]
    public void Frozen_parameters_get_no_gradient_and_cost_no_work()
    {
        var (x, w) = (Leaf(1, 2), Leaf(3, 4));
        w.RequiresGrad = false;
        int asked = 0;
        var product = new Counting(() => asked++).Apply(x, w);
        product.Sum().Backward();
        Assert.Null(w.Grad);
        Assert.Equal([3.0, 4.0], Values(x.Grad));
        Assert.Equal(1, asked);
    }

    [Fact]
    public void Under_NoGrad_nothing_is_recorded_and_the_mode_comes_back()
    {
        var x = Leaf(1);
        using (NoGrad.Scope)
        {
            Assert.False((x * 2).RequiresGrad);
            using (EnableGrad.Scope) Assert.True((x * 2).RequiresGrad);
            Assert.False(EnableGrad.IsEnabled);
        }
        Assert.Throws<InvalidTimeZoneException>(() => NoGrad.Run(Fail));
        Assert.True(EnableGrad.IsEnabled);

        static void Fail() => throw new InvalidTimeZoneException("inside");
    }

    [Fact]
    public void An_unused_input_is_named_or_null()
    {
        var (x, y) = (Leaf(1), Leaf(2));
        Assert.Throws<AutogradException>(() => Gradient.Of(x * 2, [x, y]));
        var found = Gradient.Of(x * 2, [x, y], allowUnused: true);
        Assert.Equal([2.0], Values(found[0]));
        Assert.Null(found[1]);
    }

    [Fact]
    public void A_diamond_counts_every_path()
    {
        var x = Leaf(2);
        var y = x;
        for (int i = 0; i < 60; i++) y = 0.5 * y + 0.5 * y;
        y.Backward();
        Assert.Equal([1.0], Values(x.Grad));
    }

    [Fact]
    public void Sums_are_added_up_in_the_same_order_every_time()
    {
        double[] Run()
        {
            var x = Leaf(0.1, 0.7, -0.3);
            var y = x.Sin() + x.Exp() * x.Tanh() + x / 3.0 + x.Sigmoid() * x.Cos() - x.Square();
            (y * y).Sum().Backward();
            return Values(x.Grad);
        }

        var first = Run();
        for (int i = 0; i < 20; i++) Assert.Equal(first, Run());
    }

    /// <summary>x w, counting the gradients it is asked for.</summary>
    private sealed class Counting(Action count)
    {
        public Tensor Apply(Tensor x, Tensor w) => Op.Call(new Product(count), x, w);

        private struct Product(Action count) : IOp, IRule
        {
            private Saved x;
            private Saved w;

            public static string Name => "Counting";

            public readonly Form Infer(ref OpCall c) => Form.Like(c.Input(0));

            public readonly void Compute(in OpCall c)
            {
                using (NoGrad.Scope) c.Write(0, c.Input(0) * c.Input(1));
            }

            public Node Record(in OpCall c)
            {
                (x, w) = (Saved.Of(c.Input(0)), Saved.Of(c.Input(1)));
                return c.Node(this);
            }

            public readonly void Backward(in Cotangents c)
            {
                if (c.Needs(0))
                {
                    count();
                    c.Add(0, c[0]! * w.Value);
                }
                if (c.Needs(1))
                {
                    count();
                    c.Add(1, c[0]! * x.Value);
                }
            }

            public readonly void Forward(in Tangents t) => throw new NotSupportedException("Counting: not differentiated forward");

            public void Visit(ref SavedVisitor saved) => saved.Add(ref x, ref w);
        }
    }
}
