namespace Autograd.NN;

/// <summary>Gives back what it gets (<c>torch.nn.Identity</c>).</summary>
public sealed class Identity : Module
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => input;
}

/// <summary>Joins dimensions, all but the first by default (<c>torch.nn.Flatten</c>).</summary>
/// <param name="startDim">The first dimension joined.</param>
/// <param name="endDim">The last dimension joined.</param>
public sealed class Flatten(int startDim = 1, int endDim = -1) : Module
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Flatten(startDim, endDim);
    }

    /// <inheritdoc/>
    protected override string ExtraRepr() => Repr.Of(("start_dim", startDim), ("end_dim", endDim));
}

/// <summary>Splits a dimension into several (<c>torch.nn.Unflatten</c>).</summary>
/// <param name="dim">The dimension.</param>
/// <param name="unflattenedSize">The sizes it becomes; their product is its size.</param>
public sealed class Unflatten(int dim, params int[] unflattenedSize) : Module
{
    private readonly int[] sizes = NotNull.Of(unflattenedSize);

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Unflatten(dim, sizes);
    }

    /// <inheritdoc/>
    protected override string ExtraRepr() => $"{Repr.Of(("dim", dim))}, unflattened_size={Repr.Tuple(sizes)}";
}
