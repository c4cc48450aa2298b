namespace Autograd;

/// <summary>What only some tensors have: a gradient, the leaf's accumulator.</summary>
internal sealed class GradMeta
{
    private LeafNode? leaf;

    /// <summary>The accumulated gradient as the engine holds it; the user's once it was read.</summary>
    public HeldGradient Gradient;

    /// <summary>Whether a tensor that is not a leaf keeps its gradient.</summary>
    public bool Retains;

    /// <summary>The leaf's accumulator, if a graph has asked for it.</summary>
    public LeafNode? LeafOrNull => leaf;

    public void Leaf(LeafNode node) => leaf = node;

    public LeafNode Leaf(Tensor tensor) =>
        leaf ?? Interlocked.CompareExchange(ref leaf, new LeafNode(tensor), null) ?? leaf;
}

/// <summary>A gradient that the engine keeps by count until the user reads it, so that it goes back to the pool exactly.</summary>
internal struct HeldGradient
{
    private Tensor? value;
    private bool held;

    /// <summary>The gradient without making it the user's: for optimisers and the engine.</summary>
    public readonly Tensor? Peek => value;

    /// <summary>Whether the engine alone knows this gradient, so that it may be added to in place.</summary>
    public readonly bool IsPrivate => held;

    /// <summary>The gradient for the user, who may keep it for ever.</summary>
    public Tensor? Take()
    {
        if (held)
        {
            value!.Adopt();
            value.Storage.Release();
            held = false;
        }
        return value;
    }

    public void SetFromUser(Tensor? gradient)
    {
        Clear();
        value = gradient;
    }

    public void SetFromEngine(Tensor gradient)
    {
        gradient.Storage.Hold();
        Clear();
        value = gradient;
        held = true;
    }

    private void Clear()
    {
        if (held) value!.Storage.Release();
        value = null;
        held = false;
    }
}
