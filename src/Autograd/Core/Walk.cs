namespace Autograd;

/// <summary>A walk over the graph, as rules see it; the engine implements it. Marks and sums belong to the walk, not to the nodes.</summary>
internal abstract class Walk
{
    /// <summary>The node at hand.</summary>
    public abstract Node Current { get; }

    /// <summary>The number of an input that a rule names, checked.</summary>
    public int Input(int index) => (uint)index < (uint)Current.InputCount ? index : throw Missing("input", index, Current.InputCount);

    /// <summary>The number of an output that a rule names, checked.</summary>
    public int Output(int index) => (uint)index < (uint)Current.OutputCount ? index : throw Missing("output", index, Current.OutputCount);

    /// <summary>Throws, by name, what a rule gave for a place in the graph that it does not fit.</summary>
    /// <param name="kind">A gradient or a tangent.</param>
    /// <param name="value">What the rule gave.</param>
    /// <param name="place">For an input or an output.</param>
    /// <param name="index">Which one.</param>
    /// <param name="node">The node that makes the tensor of that place.</param>
    /// <param name="slot">Which of its outputs.</param>
    protected void CheckFits(string kind, Tensor value, string place, int index, Node node, int slot)
    {
        var shape = node.OutputShape(slot);
        var dtype = node.OutputDType(slot);
        if (!value.Layout.SameSizes(shape) || value.DType != dtype)
            throw new AutogradException($"{Current.Name}: its rule gave a {kind} of {value.DType.Name} {value.Shape} for {place} {index}, which is {dtype.Name} {shape}");
    }

    /// <summary>Where an input stands in the graph, without its value; null where no gradient flows to it or nothing is recorded.</summary>
    public Tensor? Place(int input)
    {
        if (Current.Input(input) is not { Node: { } node } edge) return null;
        // A walk that is not recorded may be part of a computation that is, outside of Vmap.
        var batch = node.BatchOf(edge.Slot);
        if (batch is null && !GradMode.IsEnabled) return null;
        var place = Tensor.Hollow(node.OutputShape(edge.Slot), node.OutputDType(edge.Slot), batch);
        place.Stand(node, edge.Slot);
        return place;
    }

    private AutogradException Missing(string place, int index, int count) =>
        new($"{Current.Name}: its rule names {place} {index}; the op has {count} {place}{(count == 1 ? "" : "s")}, counted from 0");
}

/// <summary>A walk from outputs to inputs.</summary>
internal abstract class CotangentWalk : Walk
{
    /// <summary>The gradient of an output of the node at hand.</summary>
    public abstract Tensor? Cotangent(int output);

    /// <summary>Whether the gradient of this input of the node at hand is wanted.</summary>
    public abstract bool Needs(int input);

    /// <summary>Takes a gradient for an input.</summary>
    public abstract void Add(int input, Tensor gradient);

    /// <summary>Takes the product of two matrices as a gradient for an input.</summary>
    public abstract void AddProduct(int input, Tensor a, Tensor b);
}

/// <summary>A walk from inputs to outputs.</summary>
internal abstract class TangentWalk : Walk
{
    /// <summary>The tangent of an input of the node at hand.</summary>
    public abstract Tensor? Tangent(int input);

    /// <summary>Takes a tangent for an output.</summary>
    public abstract void Set(int output, Tensor tangent);

    /// <summary>Finds the tangents of the outputs by the rule's backward alone.</summary>
    public abstract void SetFromBackward();
}

/// <summary>What a rule sees in a backward walk.</summary>
public readonly ref struct Cotangents
{
    private readonly CotangentWalk walk;

    internal Cotangents(CotangentWalk walk) => this.walk = walk;

    /// <summary>The gradient of an output; null when nothing that is differentiated depends on that output.</summary>
    /// <exception cref="AutogradException">There is no such output.</exception>
    public Tensor? this[int output] => walk.Cotangent(walk.Output(output));

    /// <summary>The shape of an output.</summary>
    /// <exception cref="AutogradException">There is no such output.</exception>
    public Shape OutputShape(int output) => new(walk.Current.OutputShape(walk.Output(output)));

    /// <summary>Whether the gradient of this input is wanted; what is not wanted need not be computed.</summary>
    /// <exception cref="AutogradException">There is no such input.</exception>
    public bool Needs(int input) => walk.Needs(walk.Input(input));

    /// <summary>
    /// An input without its value: of its shape and dtype, and at its place in the graph, for an op that is computed from other values but
    /// depends on this one (tanh' = 1 - y^2, which moves with x). Null where nobody would follow it. Reading it throws.
    /// </summary>
    /// <exception cref="AutogradException">There is no such input.</exception>
    public Tensor? Place(int input) => walk.Place(walk.Input(input));

    /// <summary>Gives the gradient of an input; its shape is the input's. Several calls add up. Unwanted ones are ignored.</summary>
    /// <exception cref="AutogradException">There is no such input, or the gradient is null or does not fit it.</exception>
    public void Add(int input, Tensor gradient)
    {
        if (gradient is null)
            throw new AutogradException($"{walk.Current.Name}: its rule gave null as the gradient of input {input}; leave the call out where no gradient flows");
        if (walk.Needs(walk.Input(input))) walk.Add(input, gradient);
    }

    /// <summary>Gives the product of two matrices as the gradient of an input, as <see cref="Add"/>: what is there already is added to by the product itself.</summary>
    internal void AddProduct(int input, Tensor a, Tensor b)
    {
        if (walk.Needs(walk.Input(input))) walk.AddProduct(input, a, b);
    }
}

/// <summary>What a rule sees in a forward walk.</summary>
public readonly ref struct Tangents
{
    private readonly TangentWalk walk;

    internal Tangents(TangentWalk walk) => this.walk = walk;

    /// <summary>The tangent of an input; null when it does not move.</summary>
    /// <exception cref="AutogradException">There is no such input.</exception>
    public Tensor? this[int input] => walk.Tangent(walk.Input(input));

    /// <summary>The shape of an output.</summary>
    /// <exception cref="AutogradException">There is no such output.</exception>
    public Shape OutputShape(int output) => new(walk.Current.OutputShape(walk.Output(output)));

    /// <summary>An input without its value, at its place in the graph; null where nobody would follow it. Reading it throws.</summary>
    /// <exception cref="AutogradException">There is no such input.</exception>
    public Tensor? Place(int input) => walk.Place(walk.Input(input));

    /// <summary>Gives the tangent of an output; its shape is the output's. Several calls add up. Of several outputs some may be left out: they stand still.</summary>
    /// <exception cref="AutogradException">There is no such output, or the tangent is null or does not fit it.</exception>
    public void Set(int output, Tensor tangent)
    {
        if (tangent is null)
            throw new AutogradException($"{walk.Current.Name}: its rule gave null as the tangent of output {output}; leave the call out where it stands still");
        walk.Set(walk.Output(output), tangent);
    }

    /// <summary>Finds the tangents of the outputs by the rule's backward alone.</summary>
    internal void SetFromBackward() => walk.SetFromBackward();
}
