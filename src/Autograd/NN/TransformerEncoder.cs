namespace Autograd.NN;

/// <summary>Encoder layers one after the other (<c>torch.nn.TransformerEncoder</c>). All are copies of one layer and begin with its values, as in PyTorch.</summary>
/// <remarks>Hooks see the tensor, or where masks are given the tensor and the masks as a tuple.</remarks>
public sealed class TransformerEncoder : Module
{
    /// <summary>Makes a stack.</summary>
    /// <param name="encoderLayer">The layer that is copied; it is itself none of the stack.</param>
    /// <param name="numLayers">The number of layers.</param>
    /// <param name="norm">What normalises the result, or nothing.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public TransformerEncoder(TransformerEncoderLayer encoderLayer, int numLayers, Module? norm = null)
    {
        Layers = Copies.Of(encoderLayer, numLayers);
        Norm = norm;
    }

    /// <summary>The layers.</summary>
    public ModuleList<TransformerEncoderLayer> Layers { get; }

    /// <summary>What normalises the result, or null.</summary>
    public Module? Norm { get; }

    /// <summary>Runs the stack.</summary>
    /// <param name="src">The input: <c>[S, N, E]</c>, <c>[N, S, E]</c> where the batch comes first, or <c>[S, E]</c>.</param>
    /// <param name="mask">Which position does not see which, <c>[S, S]</c> or <c>[N H, S, S]</c>: bools, true is left out, or numbers that are added to the scores.</param>
    /// <param name="srcKeyPaddingMask">Positions that do not count, <c>[N, S]</c> or <c>[S]</c>, the same.</param>
    /// <returns>As the input.</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    /// <exception cref="DTypeException">The dtypes do not fit.</exception>
    public new Tensor Forward(Tensor src, Tensor? mask = null, Tensor? srcKeyPaddingMask = null)
    {
        if (mask is null && srcKeyPaddingMask is null) return base.Forward(src);
        return IsBare
            ? Run(src, mask, srcKeyPaddingMask)
            : Around((Src: src, Mask: mask, SrcKeyPaddingMask: srcKeyPaddingMask), static (module, x) => ((TransformerEncoder)module).Run(x.Src, x.Mask, x.SrcKeyPaddingMask));
    }

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => Run(input, null, null);

    private Tensor Run(Tensor x, Tensor? mask, Tensor? padding)
    {
        ArgumentNullException.ThrowIfNull(x, "src");
        foreach (var layer in Layers) x = layer.Forward(x, mask, padding);
        return Norm?.Forward(x) ?? x;
    }
}

/// <summary>Copies of a layer.</summary>
internal static class Copies
{
    public static ModuleList<M> Of<M>(M layer, int count)
        where M : Module
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentOutOfRangeException.ThrowIfNegative(count, "numLayers");
        return new ModuleList<M>(Enumerable.Range(0, count).Select(_ => layer.DeepClone()).ToArray());
    }
}
