namespace Autograd;

/// <summary>How the gradient of a walk is added to <see cref="Tensor.Grad"/> of a leaf, or of a tensor that retains it.</summary>
internal static class KeptGradient
{
    public static void Add(Tensor tensor, Tensor gradient, bool createGraph)
    {
        if (!tensor.RequiresGrad) return;
        if (gradient.Hidden is not null && tensor.Hidden is null)
            throw new AutogradException($"Backward: inside of Vmap each sample has a gradient of its own for this tensor of shape {tensor.Shape} from outside, and Grad has room for one; ask for it as a result, with Gradient.Of or Func.Grad");
        // A run on shapes leaves what tensors with values have gathered.
        if (!gradient.HasValues && tensor.HasValues) return;
        if (gradient.DType != tensor.DType)
            throw new AutogradException($"Backward: this graph was recorded when the parameter of shape {tensor.Shape} was {gradient.DType.Name}; it is {tensor.DType.Name} now, so compute the loss again");
        var meta = tensor.Meta;
        // Two walks on two threads may reach one tensor.
        lock (meta)
        {
            ref var held = ref meta.Gradient;
            if (createGraph) held.SetFromUser(held.Take() is { } sum ? sum + gradient : gradient.Clone());
            else if (held.Peek is not { } old) held.SetFromEngine(Unshared(tensor, gradient));
            else if (held.IsPrivate && tensor.Hidden is null) Accumulation.AddInto(old, gradient);
            else held.SetFromEngine(old + gradient);
        }
    }

    /// <summary>The gradient itself where nobody else holds its memory, otherwise a copy. That of an inner tensor is still to be read by its rule.</summary>
    private static Tensor Unshared(Tensor tensor, Tensor gradient) =>
        tensor.IsLeaf && gradient.Storage.IsExclusive && gradient.IsWhole ? gradient : gradient.Cut().Clone();
}
