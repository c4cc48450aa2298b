namespace Autograd.NN;

/// <summary>Decoder layers one after the other (<c>torch.nn.TransformerDecoder</c>). All are copies of one layer and begin with its values, as in PyTorch.</summary>
public sealed class TransformerDecoder : TransformerDecoderBase
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

    private protected override Tensor Run(Tensor x, Tensor memory, DecoderMasks masks)
    {
        foreach (var layer in Layers) x = layer.Forward(x, memory, masks.TgtMask, masks.MemoryMask, masks.TgtKeyPaddingMask, masks.MemoryKeyPaddingMask);
        return Norm?.Forward(x) ?? x;
    }
}
