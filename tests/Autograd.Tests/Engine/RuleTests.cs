using Autograd.Checks;

namespace Autograd.Tests.Engine;

/// <summary>What a rule of a user's does wrong is told by the op's name; what it leaves out is derived.</summary>
public sealed class RuleTests
{
    private delegate void Backward(in Cotangents c);

    private delegate void Forward(in Tangents t);

    [Fact]
    public void A_null_gradient_and_a_null_tangent()
    {
        Assert.Equal(
            "PlannedBackward: its rule gave null as the gradient of input 0; leave the call out where no gradient flows",
            Reverse((in Cotangents c) => c.Add(0, null!)));
        Assert.Equal(
            "PlannedBackward: its rule gave null as the tangent of output 0; leave the call out where it stands still",
            Along((in Tangents t) => t.Set(0, null!)));
    }

    [Fact]
    public void Inputs_and_outputs_that_are_not_there()
    {
        const string Input = "PlannedBackward: its rule names input 3; the op has 1 input, counted from 0";
        const string Output = "PlannedBackward: its rule names output -1; the op has 1 output, counted from 0";
        Assert.Equal(Input, Reverse((in Cotangents c) => c.Add(3, c[0]!)));
        Assert.Equal(Input, Reverse((in Cotangents c) => c.Needs(3)));
        Assert.Equal(Output, Reverse((in Cotangents c) => c.Add(0, c[-1]!)));
        Assert.Equal(Output, Reverse((in Cotangents c) => c.OutputShape(-1)));
        Assert.Equal(Input, Along((in Tangents t) => t.Set(0, t[3]!)));
        Assert.Equal(Output, Along((in Tangents t) => t.Set(-1, t[0]!)));
        Assert.Equal(Output, Along((in Tangents t) => t.OutputShape(-1)));
    }

    [Fact]
    public void Shapes_and_dtypes_that_do_not_fit()
    {
        Assert.Equal(
            "PlannedBackward: its rule gave a gradient of float64 [3] for input 0, which is float64 [2]",
            Reverse((in Cotangents c) => c.Add(0, Tensor.Ones([3], DType.Float64))));
        Assert.Equal(
            "PlannedBackward: its rule gave a gradient of float32 [2] for input 0, which is float64 [2]",
            Reverse((in Cotangents c) => c.Add(0, Tensor.Ones(2))));
        Assert.Equal(
            "PlannedBackward: its rule gave a tangent of float32 [2] for output 0, which is float64 [2]",
            Along((in Tangents t) => t.Set(0, Tensor.Ones(2))));
    }

    [Fact]
    public void A_rule_that_sets_no_tangent_is_named_as_none_would_pass_for_zero()
    {
        const string Missing = "Gradient.Jvp: PlannedBackward: its rule set no tangent, although an input moves; where the outputs stand still, give zeros";
        Assert.Equal(Missing, Along((in Tangents _) => { }));
        var x = Leaf(1, 2);
        var y = Planned(x, Through, (in Tangents _) => { });
        Assert.Equal(Missing, Assert.Throws<AutogradException>(() => Gradient.Jvp(y.Exp() * x, x, Leaf(1, 1))).Message);
    }

    [Fact]
    public void A_rule_that_writes_into_a_gradient_it_was_handed()
    {
        Assert.Equal(
            "Backward: PlannedBackward: its rule wrote in place into the gradient of an output, which others read; compute with the form that is not in place",
            Reverse((in Cotangents c) => c.Add(0, c[0]!.MulInPlace(2.0))));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(4000)]
    public void A_leaf_given_as_a_gradient_stays_what_it_was(int size)
    {
        // y = x.x / 2 as one op: its gradient is x itself.
        var x = Tensor.Arange(0, size, 1, DType.Float64).RequiresGradInPlace();
        double sum = x.Detach().Sum().Item();
        var y = Planned(x, (in Cotangents c) => c.Add(0, x), null);
        var g = Gradient.Of(y.Sum(), x, retainGraph: true);
        Assert.NotSame(x, g);
        Assert.False(g.RequiresGrad);
        for (int pass = 1; pass <= 3; pass++)
        {
            (y.Sum() + y.Sum()).Backward(retainGraph: true);
            Assert.NotSame(x, x.Grad);
            Assert.Equal(pass * sum, x.Grad!.Sum().Item());
        }
        using (NoGrad.Scope) x.Grad!.ZeroInPlace();
        Assert.Equal(sum, x.Sum().Item());
        Assert.True(x.IsLeaf);
        Assert.True(x.RequiresGrad);
        Assert.Same(x, Gradient.Of(Planned(x, (in Cotangents c) => c.Add(0, x), null).Sum(), x, createGraph: true));
    }

    [Fact]
    public void Outputs_of_one_node_have_dtypes_of_their_own()
    {
        var x = Leaf(1, 2, 3);
        var (single, twice) = Op.CallTwo(default(BothOp), x);
        Assert.Equal([3.0, 3.0, 3.0], Gradient.Of([single.Sum(), twice.Sum()], [x], retainGraph: true)[0]!.ToArray<double>());
        Assert.Equal([1.0, 1.0, 1.0], Gradient.Of(single.Exp().Log().Sum(), x, retainGraph: true).ToArray<double>(), (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal([2.0, 2.0, 2.0], Gradient.Of(twice.Sum(), x, retainGraph: true).ToArray<double>());
        var moved = Gradient.Jvp([single, twice], [x], [Tensor.Ones([3], DType.Float64)]);
        Assert.Equal([1f, 1f, 1f], moved[0]!.ToArray<float>());
        Assert.Equal([2.0, 2.0, 2.0], moved[1]!.ToArray<double>());
    }

    [Fact]
    public void Forward_may_be_left_out_and_is_derived_from_two_reverse_passes()
    {
        var report = GradCheck.Run(
            v => Bilinear(v[0].Sin(), v[1]),
            [Leaf(0.3, -1.2), Leaf(0.7, 2.0)],
            new GradCheckOptions { Order = 2, ForwardMode = true });
        Assert.True(report.Passed, report.ToString());

        var (x, y) = (Leaf(2, 3), Leaf(5, 7));
        var moved = Gradient.Jvp(Bilinear(x, y), [x], [Tensor.From([1.0, 10.0])], createGraph: true);
        // x y moves by y dx and x + y by dx; the first depends on y further on.
        Assert.Equal([5.0, 70.0], moved[0]!.ToArray<double>());
        Assert.Equal([1.0, 10.0], moved[1]!.ToArray<double>());
        Assert.Equal([1.0, 10.0], Gradient.Of(moved[0]!.Sum(), y).ToArray<double>());
        Assert.True(x.IsLeaf);
    }

    [Fact]
    public void A_backward_that_is_not_recorded_gives_no_forward_and_says_so()
    {
        const string Opaque = "Gradient.Jvp: PlainBackward: its rule has no Forward, and its Backward gives a gradient that no recorded op ties to the gradient of an output; write Forward, or Backward in differentiable ops";
        var x = Leaf(1, 2);
        var y = Op.Call(new PlainOp((in Cotangents c) => c.Add(0, c[0]!.Detach())), x);
        Assert.Equal(Opaque, Assert.Throws<AutogradException>(() => Gradient.Jvp(y, x, Tensor.From([1.0, 1.0]))).Message);
        y = Op.Call(new PlainOp((in Cotangents _) => { }), x);
        Assert.Contains(
            "its Backward gives no gradient for the inputs that move",
            Assert.Throws<AutogradException>(() => Gradient.Jvp(y, x, Tensor.From([1.0, 1.0]))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Every_rule_of_the_library_bears_the_mark_and_no_other()
    {
        var types = typeof(Tensor).Assembly.GetTypes().Where(t => t.IsValueType);
        Assert.DoesNotContain(types, t => typeof(IRule).IsAssignableFrom(t) && !typeof(IBuiltInRule).IsAssignableFrom(t) && t != typeof(LinearRule<>) && t != typeof(FixedPointRule));
        Assert.DoesNotContain(types, t => typeof(ILinear).IsAssignableFrom(t) && !typeof(IBuiltInLinear).IsAssignableFrom(t));
        var x = Leaf(1, 2);
        Assert.False(x.Sum().GradFn!.IsForeign);
        Assert.False(x.Exp().GradFn!.IsForeign);
        Assert.True(Planned(x, Through, null).GradFn!.IsForeign);
    }

    [Fact]
    public void Every_rule_of_the_library_has_a_forward_of_its_own()
    {
        var rules = typeof(Tensor).Assembly.GetTypes().Where(t => t.IsValueType && typeof(IRule).IsAssignableFrom(t)).ToList();
        Assert.True(rules.Count > 50);
        Assert.DoesNotContain(rules, t => t.GetMethod(nameof(IRule.Forward), [typeof(Tangents).MakeByRefType()]) is null);
    }

    private static void Through(in Cotangents c) => c.Add(0, c[0]!);

    private static string Reverse(Backward backward)
    {
        var y = Planned(Leaf(1, 2), backward, null);
        return Assert.Throws<AutogradException>(() => y.Backward(Tensor.From([1.0, 1.0]))).Message;
    }

    private static string Along(Forward forward)
    {
        var x = Leaf(1, 2);
        var y = Planned(x, Through, forward);
        return Assert.Throws<AutogradException>(() => Gradient.Jvp(y, x, Tensor.From([1.0, 1.0]))).Message;
    }

    private static Tensor Planned(Tensor x, Backward backward, Forward? forward) => Op.Call(new PlannedOp(backward, forward), x);

    private static Tensor[] Bilinear(Tensor x, Tensor y)
    {
        var (product, sum) = Op.CallTwo(default(BilinearOp), x, y);
        return [product, sum];
    }

    private static Tensor Leaf(params double[] values) => Tensor.From(values).RequiresGradInPlace();

    /// <summary>A copy, with the rule that a test gives it.</summary>
    private readonly struct PlannedOp(Backward backward, Forward? forward) : IOp, IRule
    {
        public static string Name => "Planned";

        public Form Infer(ref OpCall c) => Form.Like(c.Input(0));

        public void Compute(in OpCall c) => c.Write(0, c.Input(0));

        public Node Record(in OpCall c) => c.Node(this);

        void IRule.Backward(in Cotangents c) => backward(c);

        void IRule.Forward(in Tangents t) => forward!(t);

        void IRule.Visit(ref SavedVisitor saved)
        {
        }
    }

    /// <summary>A copy whose rule has a backward alone.</summary>
    private readonly struct PlainOp(Backward backward) : IOp, IRule
    {
        public static string Name => "Plain";

        public Form Infer(ref OpCall c) => Form.Like(c.Input(0));

        public void Compute(in OpCall c) => c.Write(0, c.Input(0));

        public Node Record(in OpCall c) => c.Node(this);

        void IRule.Backward(in Cotangents c) => backward(c);

        void IRule.Visit(ref SavedVisitor saved)
        {
        }
    }

    /// <summary>x y and x + y, with a backward alone.</summary>
    private struct BilinearOp : IOp, IRule
    {
        private Saved x;
        private Saved y;

        public static string Name => "Bilinear";

        public readonly Form Infer(ref OpCall c)
        {
            c.Also(Form.Like(c.Input(0)));
            return Form.Like(c.Input(0));
        }

        public readonly void Compute(in OpCall c)
        {
            using var scope = NoGrad.Scope;
            c.Write(0, c.Input(0) * c.Input(1));
            c.Write(1, c.Input(0) + c.Input(1));
        }

        public Node Record(in OpCall c)
        {
            x = Saved.Of(c.Input(0));
            y = Saved.Of(c.Input(1));
            return c.Node(this);
        }

        public readonly void Backward(in Cotangents c)
        {
            for (int k = 0; k < 2; k++)
            {
                if (c[0] is { } g) c.Add(k, g * (k == 0 ? y : x).Value);
                if (c[1] is { } h) c.Add(k, h);
            }
        }

        public void Visit(ref SavedVisitor saved) => saved.Add(ref x, ref y);
    }

    /// <summary>x in float32 and 2 x in float64.</summary>
    private readonly struct BothOp : IOp, IRule
    {
        public static string Name => "Both";

        public Form Infer(ref OpCall c)
        {
            c.Also(new Form(c.Input(0).Shape, DType.Float64));
            return new Form(c.Input(0).Shape, DType.Float32);
        }

        public void Compute(in OpCall c)
        {
            using var scope = NoGrad.Scope;
            c.Write(0, c.Input(0).Float());
            c.Write(1, c.Input(0) * 2.0);
        }

        public Node Record(in OpCall c) => c.Node(this);

        public void Backward(in Cotangents c)
        {
            if (c[0] is { } g) c.Add(0, g.Double());
            if (c[1] is { } h) c.Add(0, h * 2.0);
        }

        public void Forward(in Tangents t)
        {
            t.Set(0, t[0]!.Float());
            t.Set(1, t[0]! * 2.0);
        }

        public void Visit(ref SavedVisitor saved)
        {
        }
    }
}
