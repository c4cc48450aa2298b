namespace Autograd;

/// <summary>One forward-mode pass over a recorded graph: producers before consumers, tangents instead of gradients.</summary>
internal sealed class ForwardWalk : TangentWalk
{
    private readonly Dictionary<Edge, Tensor> tangents;
    private readonly HashSet<Edge> seeds;
    private readonly bool createGraph;
    private Node current = null!;

    public ForwardWalk(Dictionary<Edge, Tensor> seeds, bool createGraph)
    {
        tangents = seeds;
        this.seeds = [.. seeds.Keys];
        this.createGraph = createGraph;
    }

    public Tensor?[] Run(ReadOnlySpan<Tensor> outputs)
    {
        var order = new GraphOrder();
        var outerFrame = ScratchFrame.Swap(null);
        using var mode = GradMode.Enter(createGraph ? GradMode.Mode.Recording : GradMode.Mode.Walking);
        try
        {
            foreach (var output in outputs)
            {
                if (output.Edge.Node is { } root) order.Add(root);
            }
            foreach (int n in order.ConsumersFirst().Reverse()) Step(order[n]);
        }
        finally
        {
            ScratchFrame.Swap(outerFrame);
            order.Clear();
        }

        var result = new Tensor?[outputs.Length];
        for (int i = 0; i < outputs.Length; i++) result[i] = tangents.GetValueOrDefault(outputs[i].Edge);
        return result;
    }

    public override Node Current => current;

    public override Tensor? Tangent(int input) => tangents.GetValueOrDefault(current.Input(input));

    public override void Set(int output, Tensor tangent)
    {
        var edge = new Edge(current, output);
        // A seeded tensor moves as it was told, whatever its own inputs do.
        if (seeds.Contains(edge)) return;
        CheckFits("tangent", tangent, "output", output, current, output);
        if (createGraph && current.IsOnceDifferentiable)
            tangent = OnceDifferentiableOp.Guard(this, tangent, Enumerable.Range(0, current.InputCount).Select(Tangent));
        if (Op.Listener is { } listener) tangent = listener.TangentGiven(current, output, tangent);
        tangents[edge] = tangents.TryGetValue(edge, out var sum) ? sum + tangent : tangent;
    }

    public override void SetFromBackward() => TransposedRule.Run(this, createGraph);

    private void Step(Node node)
    {
        current = node;
        if (!Moves()) return;
        if (current.IsReleased)
            throw new AutogradException($"Gradient.Jvp: the saved values of {current.Name} were released by a backward pass; pass retainGraph: true to that pass");
        try
        {
            current.Forward(new Tangents(this));
        }
        catch (AutogradException e) when (e.IsStaleValue)
        {
            throw new AutogradException($"Gradient.Jvp: {current.Name}: {e.Message}", e);
        }
        // None at all would pass for zero; of several outputs, some may stand still.
        if (!HasTangent())
            throw new AutogradException($"Gradient.Jvp: {current.Name}: its rule set no tangent, although an input moves; where the outputs stand still, give zeros");
    }

    private bool Moves()
    {
        for (int i = 0; i < current.InputCount; i++)
        {
            if (Tangent(i) is not null) return true;
        }
        return false;
    }

    private bool HasTangent()
    {
        for (int k = 0; k < current.OutputCount; k++)
        {
            if (tangents.ContainsKey(new Edge(current, k))) return true;
        }
        return false;
    }
}
