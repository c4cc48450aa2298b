namespace Autograd;

/// <summary>One forward-mode pass over a recorded graph: producers before consumers, tangents instead of gradients.</summary>
internal sealed class ForwardWalk : Walk
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
        foreach (var output in outputs)
        {
            if (output.Edge.Node is { } root) order.Add(root);
        }
        var outerFrame = ScratchFrame.Swap(null);
        using var mode = GradMode.Enter(createGraph ? GradMode.Mode.Recording : GradMode.Mode.Off);
        try
        {
            foreach (int n in order.ConsumersFirst().Reverse())
            {
                current = order[n];
                if (!Moves()) continue;
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
            }
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

    internal override Node Current => current;

    internal override Tensor? Get(int index) => tangents.GetValueOrDefault(current.Input(index));

    internal override bool Needs(int input) => current.Input(input).Node is not null;

    internal override void Put(int index, Tensor value)
    {
        var edge = new Edge(current, index);
        // A seeded tensor moves as it was told, whatever its own inputs do.
        if (seeds.Contains(edge)) return;
        var shape = current.OutputShape(index);
        if (!value.Layout.SameSizes(shape) || value.DType != current.DType)
            throw new AutogradException($"{current.Name}: its rule gave a tangent of {value.DType.Name} {value.Shape} for output {index}, which is {current.DType.Name} {shape}");
        tangents[edge] = tangents.TryGetValue(edge, out var sum) ? sum + value : value;
    }

    private bool Moves()
    {
        for (int i = 0; i < current.InputCount; i++)
        {
            if (current.Input(i).Node is not null && tangents.ContainsKey(current.Input(i))) return true;
        }
        return false;
    }
}
