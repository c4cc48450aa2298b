namespace Autograd;

/// <summary>A walk over the graph, as rules see it; the engine implements it. Marks and sums belong to the walk, not to the nodes.</summary>
public abstract class Walk
{
    /// <summary>The node at hand.</summary>
    internal abstract Node Current { get; }

    /// <summary>The gradient (backward) of an output or the tangent (forward) of an input of the node at hand.</summary>
    internal abstract Tensor? Get(int index);

    /// <summary>Whether the walk wants the gradient of this input of the node at hand.</summary>
    internal abstract bool Needs(int input);

    /// <summary>Takes a gradient for an input (backward) or a tangent for an output (forward).</summary>
    internal abstract void Put(int index, Tensor value);
}

/// <summary>What a rule sees in a backward walk.</summary>
public readonly struct Cotangents
{
    private readonly Walk walk;

    internal Cotangents(Walk walk) => this.walk = walk;

    /// <summary>The gradient of an output; null when nothing that is differentiated depends on that output.</summary>
    public Tensor? this[int output] => walk.Get(output);

    /// <summary>The shape of an output.</summary>
    public Shape OutputShape(int output) => new(walk.Current.OutputShape(output));

    /// <summary>Whether the gradient of this input is wanted; what is not wanted need not be computed.</summary>
    public bool Needs(int input) => walk.Needs(input);

    /// <summary>Gives the gradient of an input; its shape is the input's. Several calls add up. Unwanted ones are ignored.</summary>
    public void Add(int input, Tensor gradient)
    {
        if (walk.Needs(input)) walk.Put(input, gradient);
    }
}

/// <summary>What a rule sees in a forward walk.</summary>
public readonly struct Tangents
{
    private readonly Walk walk;

    internal Tangents(Walk walk) => this.walk = walk;

    /// <summary>The tangent of an input; null when it does not move.</summary>
    public Tensor? this[int input] => walk.Get(input);

    /// <summary>The shape of an output.</summary>
    public Shape OutputShape(int output) => new(walk.Current.OutputShape(output));

    /// <summary>Gives the tangent of an output; its shape is the output's. Several calls add up.</summary>
    public void Set(int output, Tensor tangent) => walk.Put(output, tangent);
}
