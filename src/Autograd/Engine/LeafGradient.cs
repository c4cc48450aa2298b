namespace Autograd;

/// <summary>How the gradient of a walk is added to <see cref="Tensor.Grad"/> of a leaf.</summary>
internal static class LeafGradient
{
    public static void Accumulate(Tensor leaf, Tensor gradient, bool createGraph)
    {
        if (!leaf.RequiresGrad) return;
        if (gradient.DType != leaf.DType)
            throw new AutogradException($"Backward: this graph was recorded when the parameter of shape {leaf.Shape} was {gradient.DType.Name}; it is {leaf.DType.Name} now, so compute the loss again");
        var meta = leaf.Meta;
        // Two walks on two threads may reach one leaf.
        lock (meta)
        {
            ref var held = ref meta.Gradient;
            if (createGraph) held.SetFromUser(held.Take() is { } sum ? sum + gradient : gradient.Clone());
            else if (held.Peek is not { } old) held.SetFromEngine(Unshared(gradient));
            else if (held.IsPrivate) Accumulation.AddInto(old, gradient);
            else held.SetFromEngine(old + gradient);
        }
    }

    /// <summary>The gradient itself where nobody else holds its memory, otherwise a copy.</summary>
    private static Tensor Unshared(Tensor gradient) =>
        gradient.Storage.IsExclusive && gradient.IsWhole ? gradient : gradient.Detach().Clone();
}
