namespace Autograd.Tests.Engine;

/// <summary>What can be seen of a graph: its text, and every op by a listener.</summary>
[Collection(Listeners.Name)]
public sealed class GraphTests
{
    [Fact]
    public void The_text_has_a_line_for_each_node_consumers_first()
    {
        var x = Tensor.Ones(2, 3).RequiresGradInPlace();
        var y = x.Tanh();
        var z = (y * x).Sum();
        Assert.Equal(
            """
            0 SumBackward [] <- 1
            1 MulBackward [2, 3] saves 2 (48 bytes) <- 2, 3
            2 TanhBackward [2, 3] saves 1 (24 bytes) <- 3
            3 AccumulateGrad [2, 3]

            """.ReplaceLineEndings("\n"),
            GraphText.Of(z));
        Assert.Equal("0 AccumulateGrad [2, 3]\n", GraphText.Of(x));
        Assert.Equal(
            "GraphText: this tensor does not require a gradient, so there is no graph behind it",
            Assert.Throws<AutogradException>(() => GraphText.Of(Tensor.Ones(1))).Message);
    }

    [Fact]
    public void Slots_of_several_outputs_and_missing_inputs_show()
    {
        var x = Tensor.Ones(4).RequiresGradInPlace();
        var parts = x.Split(2);
        string text = GraphText.Of(parts[1] * Tensor.Ones(2));
        Assert.Contains("<- 1:1, -", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_listener_hears_ops_with_and_without_a_node()
    {
        var heard = new Recorder();
        var x = Tensor.Ones(2).RequiresGradInPlace();
        var handle = Op.Listen(heard);
        var y = x.Exp();
        using (NoGrad.Scope) _ = x.Exp();
        y.Sum().Backward();
        handle.Remove();
        _ = x.Exp();
        Assert.Equal(["Exp ExpBackward", "Exp -", "Sum SumBackward"], heard.Ops[..3]);
        Assert.Contains("SumBackward [2]", heard.Gradients);
        Assert.Contains("ExpBackward [2]", heard.Gradients);
        Assert.Equal(2, heard.Ops.Count(op => op.StartsWith("Exp ", StringComparison.Ordinal)));
    }

    [Fact]
    public void Several_listeners_come_and_go_in_any_order()
    {
        var listeners = Enumerable.Range(0, 3).Select(_ => new Recorder()).ToArray();
        var handles = Array.ConvertAll(listeners, Op.Listen);
        _ = Tensor.Ones(1) + 1.0;
        handles[1].Remove();
        _ = Tensor.Ones(1) + 1.0;
        handles[0].Remove();
        handles[2].Remove();
        _ = Tensor.Ones(1) + 1.0;
        Assert.Null(Op.Listener);
        Assert.Equal(listeners[0].Ops.Count, listeners[2].Ops.Count);
        Assert.Equal(listeners[0].Ops.Count, 2 * listeners[1].Ops.Count);
        Assert.Throws<ArgumentNullException>(() => Op.Listen(null!));
    }

    private sealed class Recorder : OpListener
    {
        public List<string> Ops { get; } = [];

        public List<string> Gradients { get; } = [];

        public override void OnOp(string op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs, Node? node) =>
            Ops.Add($"{op} {node?.Name ?? "-"}");

        public override void OnGradient(Node node, Tensor gradient) => Gradients.Add($"{node.Name} {gradient.Shape}");
    }
}
