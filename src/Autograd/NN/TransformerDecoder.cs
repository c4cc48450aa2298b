namespace Autograd.NN;

/// <summary>Decoder layers one after the other (<c>torch.nn.TransformerDecoder</c>). All are copies of one layer and begin with its values, as in PyTorch.</summary>
/// <remarks>Hooks see both tensors as a tuple, or where masks are given the tensors and the masks.</remarks>
public sealed class TransformerDecoder : Module
{
    /// <summary>Makes a stack.</summary>
    /// <param name="decoderLayer">The layer that is copied; it is itself none of the stack.</param>
    /// <param name="numLayers">The number of layers.</param>
    /// <param name="norm">What normalises the result, or nothing.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public TransformerDecoder(TransformerDecoderLayer decoderLayer, int numLayers, Module? norm = null)
    {
        Layers = Copies.Of(decoderLayer, numLayers);
        Norm = norm;
    }

    /// <summary>The layers.</summary>
    public ModuleList<TransformerDecoderLayer> Layers { get; }

    /// <summary>What normalises the result, or null.</summary>
    public Module? Norm { get; }

    /// <summary>Runs the stack. Masks are bools, true is left out, or numbers that are added to the scores.</summary>
    /// <inheritdoc cref="TransformerDecoderLayer.Forward(Tensor, Tensor, Tensor?, Tensor?, Tensor?, Tensor?)"/>
    public Tensor Forward(
        Tensor tgt, Tensor memory, Tensor? tgtMask = null, Tensor? memoryMask = null, Tensor? tgtKeyPaddingMask = null, Tensor? memoryKeyPaddingMask = null)
    {
        var masks = new DecoderMasks(tgtMask, memoryMask, tgtKeyPaddingMask, memoryKeyPaddingMask);
        if (masks.IsNone) return base.Forward(tgt, memory);
        return IsBare
            ? Run(tgt, memory, masks)
            : Around((Tgt: tgt, Memory: memory, Masks: masks), static (module, x) => ((TransformerDecoder)module).Run(x.Tgt, x.Memory, x.Masks));
    }

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor first, Tensor second) => Run(first, second, default);

    private Tensor Run(Tensor x, Tensor memory, DecoderMasks masks)
    {
        ArgumentNullException.ThrowIfNull(x, "tgt");
        ArgumentNullException.ThrowIfNull(memory);
        foreach (var layer in Layers) x = layer.Forward(x, memory, masks.TgtMask, masks.MemoryMask, masks.TgtKeyPaddingMask, masks.MemoryKeyPaddingMask);
        return Norm?.Forward(x) ?? x;
    }
}
