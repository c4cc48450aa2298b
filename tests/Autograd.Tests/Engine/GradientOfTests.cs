namespace Autograd.Tests.Engine;

/// <summary>Gradient.Of: asked-for inputs, leaves or not, and nothing else; forward mode over the same graph.</summary>
public sealed class GradientOfTests
{
    [Fact]
    public void No_Grad_changes()
    {
        var x = Leaf(3);
        Assert.Equal([6.0], Gradient.Of((x * x).Sum(), x).ToArray<double>());
        Assert.Null(x.Grad);
    }

    [Fact]
    public void Unused_inputs_throw_or_are_null()
    {
        var x = Leaf(3);
        var unused = Leaf(1, 2);
        var y = (x * x).Sum();
        var thrown = Assert.Throws<AutogradException>(() => Gradient.Of(y, [x, unused], retainGraph: true));
        Assert.Equal("Gradient.Of: no output depends on input 1, of shape [2]; pass allowUnused: true to get null for it", thrown.Message);
        var gradients = Gradient.Of(y, [unused, x], allowUnused: true);
        Assert.Null(gradients[0]);
        Assert.Equal([6.0], gradients[1]!.ToArray<double>());
        Assert.Equal(
            "Gradient.Of: input 0 does not require a gradient; set RequiresGrad before the computation",
            Assert.Throws<AutogradException>(() => Gradient.Of(x * 1.0, Tensor.Ones(1))).Message);
        Assert.Equal(
            "Gradient.Of: output 0 does not require a gradient: no input of its computation does, or it was computed under NoGrad",
            Assert.Throws<AutogradException>(() => Gradient.Of(Tensor.Ones(1), x)).Message);
        Assert.Equal(
            "Gradient.Of: 1 outputs need as many gradients, not 2",
            Assert.Throws<ShapeException>(() => Gradient.Of([y], [x], [x, x])).Message);
    }

    [Fact]
    public void Inputs_may_be_intermediate_and_nothing_behind_them_runs()
    {
        var x = Leaf(0.5, 1.5);
        var h = x.Exp();
        var y = h.Tanh().Sum();
        Tensor? g = null;
        var ops = OpCount.Of(() => g = Gradient.Of(y, h));
        Assert.DoesNotContain("ExpSlope", ops);
        Assert.Contains("TanhSlope", ops);
        Assert.Equal(h.Detach().ToArray<double>().Select(v => 1 - Math.Pow(Math.Tanh(v), 2)), g!.ToArray<double>(), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Null(x.Grad);
        // The graph behind h is whole: it was not walked.
        h.Sum().Backward();
        Assert.Equal(h.Detach().ToArray<double>(), x.Grad!.ToArray<double>());
    }

    [Fact]
    public void An_input_and_what_it_was_computed_from_may_both_be_asked_for()
    {
        var x = Leaf(2);
        var h = x * x;
        var g = Gradient.Of((h * h).Sum(), [x, h, x]);
        Assert.Equal(32, g[0]!.Item());
        Assert.Equal(8, g[1]!.Item());
        Assert.Equal(32, g[2]!.Item());
    }

    [Fact]
    public void Any_sequence_will_do()
    {
        var x = Leaf(2, 3);
        var y = Leaf(5, 7);
        var z = (x * y).Sum();
        IEnumerable<Tensor>[] sequences = [new List<Tensor> { x, y }, new[] { x, y }, new HashSet<Tensor> { x, y }, Both()];
        foreach (var inputs in sequences)
        {
            var g = Gradient.Of(z, inputs, retainGraph: true);
            Assert.Equal([5.0, 7.0], g[0]!.ToArray<double>());
            Assert.Equal([2.0, 3.0], g[1]!.ToArray<double>());
            Assert.Equal([10.0, 14.0], Gradient.Of(new List<Tensor> { z, z }, inputs, retainGraph: true)[0]!.ToArray<double>());
        }
        Tensor[] array = [x, y];
        Assert.Equal(2, Gradient.Of(z, array, retainGraph: true).Length);
        var model = new Autograd.NN.Linear(2, 1);
        Assert.Equal(2, Gradient.Of(model.Forward(Tensor.Ones(2)), model.Parameters()).Length);

        IEnumerable<Tensor> Both()
        {
            yield return x;
            yield return y;
        }
    }

    [Fact]
    public void Nothing_to_differentiate_is_refused()
    {
        var x = Leaf(2);
        var y = x * x;
        Assert.StartsWith("Gradient.Of: there are no inputs; give at least one", Assert.Throws<ArgumentException>(() => Gradient.Of(y, [])).Message, StringComparison.Ordinal);
        Assert.StartsWith("Gradient.Of: there are no outputs; give at least one", Assert.Throws<ArgumentException>(() => Gradient.Of([], [x])).Message, StringComparison.Ordinal);
        Assert.StartsWith("Gradient.Of: there are no inputs", Assert.Throws<ArgumentException>(() => Gradient.Of(y, new List<Tensor>())).Message, StringComparison.Ordinal);
        Assert.StartsWith("Gradient.Of: number 1 of the inputs is null", Assert.Throws<ArgumentNullException>(() => Gradient.Of(y, [x, null!])).Message, StringComparison.Ordinal);
        Assert.StartsWith("Gradient.Jvp: there are no inputs", Assert.Throws<ArgumentException>(() => Gradient.Jvp([y], [], [])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_output_may_be_an_input()
    {
        var x = Leaf(2);
        var y = (x * x).Sum();
        Assert.Equal(1, Gradient.Of(y, y).Item());
    }

    [Fact]
    public void Several_outputs_add_up_with_their_gradients()
    {
        var x = Leaf(2, 3);
        var g = Gradient.Of([x * x, x], [x], [Tensor.From([1.0, 10.0]), Tensor.From([100.0, 1000.0])]);
        Assert.Equal([104.0, 1060.0], g[0]!.ToArray<double>());
    }

    [Fact]
    public void Forward_mode_walks_the_same_graph()
    {
        var x = Leaf(2, 3);
        var y = x * x;
        var moved = Gradient.Jvp(y, x, Tensor.From([1.0, 10.0]));
        Assert.Equal([4.0, 60.0], moved!.ToArray<double>());
        Assert.Null(Gradient.Jvp(y, Leaf(1), Tensor.From([1.0])));
        y.Sum().Backward();
        var thrown = Assert.Throws<AutogradException>(() => Gradient.Jvp(y, x, Tensor.From([1.0, 1.0])));
        Assert.Equal("Gradient.Jvp: the saved values of MulBackward were released by a backward pass; pass retainGraph: true to that pass", thrown.Message);
        Assert.Throws<ShapeException>(() => Gradient.Jvp([y], [x], []));
        Assert.Throws<ShapeException>(() => Gradient.Jvp(y, x, Tensor.From([1.0])));
    }

    private static Tensor Leaf(params double[] values) => Tensor.From(values).RequiresGradInPlace();
}
