namespace Autograd;

/// <summary>
/// One transform at work. Its inputs have places of their own in the graph, so that a derivative by them is told from those of the
/// transforms around it and inside of it: there is one tape, and no direction is taken for another.
/// </summary>
/// <remarks>
/// A pass is recorded if recording is on and something that is not of this level lies behind the results, where a later derivative may
/// begin: a leaf, or an input of a level that is still open. Nobody has to say so.
/// </remarks>
internal sealed class Level : IDisposable
{
    private readonly string op;
    private readonly Tensor[] inputs;
    private Tensor[] outputs = [];
    private bool isOpen = true;

    /// <summary>Opens a level on the inputs of a transform.</summary>
    /// <exception cref="DTypeException">An input has no derivative.</exception>
    /// <exception cref="ArgumentException">There is no input, or one is null.</exception>
    public Level(string op, ReadOnlySpan<Tensor> inputs)
    {
        this.op = op;
        if (inputs.IsEmpty) throw new ArgumentException($"{op}: there are no inputs; give at least one", nameof(inputs));
        this.inputs = new Tensor[inputs.Length];
        for (int i = 0; i < inputs.Length; i++) this.inputs[i] = Place(i, inputs[i]);
    }

    /// <summary>Whether something that is not of this level lies behind the results, where a later derivative may begin.</summary>
    public bool IsWatched { get; private set; }

    /// <summary>How many elements the values of its graph have, leaves apart; at least 1.</summary>
    public long Elements { get; private set; } = 1;

    /// <summary>Calls the function at the places of the inputs, recording, and gives its results for the caller.</summary>
    /// <exception cref="AutogradException">The function gave null.</exception>
    public Tensor[] Call(Func<Tensor[], Tensor[]> function)
    {
        using (EnableGrad.Scope) outputs = function([.. inputs]) ?? throw new AutogradException($"{op}: the function gave null instead of tensors");
        foreach (var y in outputs)
        {
            if (y is null) throw new AutogradException($"{op}: the function gave null as a result");
        }
        Survey();
        bool records = GradMode.IsEnabled && IsWatched;
        return Array.ConvertAll(outputs, y => records ? y : y.Cut());
    }

    /// <summary>The products of cotangents with the Jacobians, one an input; zeros where nothing depends on it.</summary>
    /// <param name="cotangents">One an output; null for one that takes no part.</param>
    /// <param name="keep">Whether the graph is walked again.</param>
    /// <exception cref="ShapeException">A cotangent is missing or does not fit.</exception>
    public Tensor[] Pull(ReadOnlySpan<Tensor?> cotangents, bool keep)
    {
        NeedAll("cotangents", cotangents.Length, outputs.Length, "outputs");
        var roots = new List<Edge>();
        var given = new List<Tensor>();
        bool records = IsWatched;
        for (int k = 0; k < outputs.Length; k++)
        {
            if (cotangents[k] is null) continue;
            var cotangent = Tensor.Cotangent(op, outputs[k], cotangents[k]);
            if (!outputs[k].RequiresGrad) continue;
            records |= cotangent.RequiresGrad;
            roots.Add(outputs[k].Edge);
            given.Add(cotangent);
        }
        records &= GradMode.IsEnabled;
        var products = inputs.ToDictionary(static x => x.Edge, static _ => (Tensor?)null);
        if (roots.Count > 0) BackwardWalk.Run([.. roots], [.. given], keep || records, records, products);
        return Array.ConvertAll(inputs, x => products[x.Edge] ?? Tensor.ZerosLike(x));
    }

    /// <summary>The products of the Jacobians with tangents, one an output; zeros for one that stands still. The graph stays whole.</summary>
    /// <param name="tangents">One an input; null for one that does not move.</param>
    /// <exception cref="ShapeException">A tangent does not fit its input.</exception>
    public Tensor[] Push(ReadOnlySpan<Tensor?> tangents)
    {
        NeedAll("tangents", tangents.Length, inputs.Length, "inputs");
        var seeds = new Dictionary<Edge, Tensor>();
        bool records = IsWatched;
        for (int i = 0; i < inputs.Length; i++)
        {
            if (tangents[i] is not { } tangent) continue;
            records |= tangent.RequiresGrad;
            seeds[inputs[i].Edge] = Tensor.Cotangent(op, inputs[i], tangent);
        }
        records &= GradMode.IsEnabled;
        var moved = new ForwardWalk(seeds, records).Run(outputs);
        var products = new Tensor[outputs.Length];
        for (int k = 0; k < products.Length; k++)
            products[k] = moved[k] is { } tangent ? records ? tangent : tangent.Cut() : Tensor.ZerosLike(outputs[k]);
        return products;
    }

    /// <summary>From here on nothing of this level is differentiated by anyone; its graph may still be walked.</summary>
    public void Dispose() => isOpen = false;

    private Tensor Place(int index, Tensor input)
    {
        if (input is null) throw new ArgumentNullException(nameof(input), FormattableString.Invariant($"{op}: input {index} is null"));
        if (!input.DType.IsDifferentiable)
            throw new DTypeException($"{op}: input {index} is {input.DType.Name}; only float32 and float64 have a derivative. Let the function capture other tensors");
        if (input.NeedsFreshCheck) input.CheckFresh(op);
        // A view, so that the function cannot write into what it was given.
        var place = input.Alias(input.Layout);
        new PlaceNode(this, GradMode.IsEnabled ? input : null).SetOutput(place);
        return place;
    }

    /// <summary>Goes through the graph behind the results once.</summary>
    private void Survey()
    {
        var order = new GraphOrder();
        try
        {
            foreach (var y in outputs)
            {
                if (y.Edge.Node is { } root) order.Add(root);
            }
            for (int n = 0; n < order.Count; n++)
            {
                var node = order[n];
                bool isLeaf = node is LeafNode;
                IsWatched |= isLeaf || (node is PlaceNode place && place.Level != this && place.Level.isOpen);
                for (int output = 0; output < node.OutputCount && !isLeaf; output++) Elements += node.OutputShape(output).Count;
            }
        }
        finally
        {
            order.Clear();
        }
    }

    private void NeedAll(string what, int given, int needed, string of)
    {
        if (given != needed) throw new ShapeException($"{op}: {needed} {of} need as many {what}, not {given}");
    }
}
