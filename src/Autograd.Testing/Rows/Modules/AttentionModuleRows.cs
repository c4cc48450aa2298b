using Autograd.NN;

namespace Autograd.Testing;

/// <summary>Attention, the layers of transformers, positions. The kink of the ReLU between linear layers is looked at by its own row; here they have GELUs.</summary>
internal static class AttentionModuleRows
{
    public static IEnumerable<ModuleRow> All() =>
    [
        new ModuleRow<MultiheadAttention>()
            .On(() => new MultiheadAttention(4, 2), d => [d.Real(2, 2, 4)], (m, x) => Both(m.Forward(x[0], x[0], x[0])))
            .On(() => new MultiheadAttention(4, 2, dropout: 0.3, batchFirst: true), d => [d.Real(2, 2, 4), d.Real(2, 3, 4)], (m, x) => [m.Forward(x[0], x[1], x[1], needWeights: false).Output])
            .On(
                () => new MultiheadAttention(2, 2, dropout: 0.3, bias: false, addBiasKv: true, addZeroAttn: true, kdim: 3, vdim: 1),
                d => [d.Real(2, 2), d.Real(3, 3), d.Real(3, 1), d.Real(2, 3)],
                (m, x) => Both(m.Forward(x[0], x[1], x[2], Ends(3), attnMask: x[3], averageAttnWeights: false))),
        // Of two elements a layer norm leaves the signs alone: derivatives of four say more.
        new ModuleRow<TransformerEncoderLayer>()
            .On(() => new TransformerEncoderLayer(4, 1, 3, activation: Smooth, layerNormEps: 0.1), d => d.Real(2, 1, 4))
            .On(
                () => new TransformerEncoderLayer(4, 2, 3, 0.2, Smooth, 0.1, batchFirst: true, normFirst: true),
                d => [d.Real(1, 3, 4)],
                (m, x) => [m.Forward(x[0], Causal(3), Ends(1, 3))]),
        new ModuleRow<TransformerDecoderLayer>()
            .On(() => new TransformerDecoderLayer(4, 1, 2, activation: Smooth, layerNormEps: 0.1), d => d.Real(2, 1, 4), d => d.Real(1, 1, 4))
            .On(
                () => new TransformerDecoderLayer(4, 2, 2, 0.2, Smooth, 0.1, batchFirst: true, normFirst: true),
                d => [d.Real(1, 2, 4), d.Real(1, 2, 4)],
                (m, x) => [m.Forward(x[0], x[1], Causal(2), Causal(2), Ends(1, 2), Ends(1, 2))]),
        new ModuleRow<TransformerEncoder>()
            .On(() => new TransformerEncoder(new TransformerEncoderLayer(4, 1, 2, activation: Smooth, layerNormEps: 0.1), 2), d => d.Real(2, 1, 4))
            .On(
                () => new TransformerEncoder(new TransformerEncoderLayer(4, 2, 2, 0.2, Smooth, 0.1, normFirst: true), 1, new LayerNorm(4, 0.1)),
                d => [d.Real(2, 1, 4)],
                (m, x) => [m.Forward(x[0], Causal(2), Ends(1, 2))]),
        new ModuleRow<TransformerDecoder>()
            .On(() => new TransformerDecoder(new TransformerDecoderLayer(4, 2, 3, activation: Smooth, layerNormEps: 0.5), 2), d => d.Real(2, 1, 4), d => d.Real(2, 1, 4))
            .On(
                () => new TransformerDecoder(new TransformerDecoderLayer(4, 1, 1, 0, Smooth, 0.1, normFirst: true), 1, new LayerNorm(4, 0.1)),
                d => [d.Real(2, 1, 4), d.Real(1, 1, 4)],
                (m, x) => [m.Forward(x[0], x[1], tgtMask: Causal(2))]),
        new ModuleRow<Transformer>()
            .On(() => new Transformer(4, 1, 1, 1, 1, 0.2, Smooth, layerNormEps: 0.1), d => d.Real(1, 1, 4), d => d.Real(2, 1, 4))
            .On(
                () => new Transformer(4, 2, 1, 1, 1, 0, Smooth, layerNormEps: 0.1, batchFirst: true, normFirst: true),
                d => [d.Real(1, 2, 4), d.Real(1, 2, 4)],
                (m, x) => [m.Forward(x[0], x[1], tgtMask: Causal(2), srcKeyPaddingMask: Ends(1, 2), memoryKeyPaddingMask: Ends(1, 2))]),
        new ModuleRow<PositionalEncoding>()
            .On(() => new PositionalEncoding(4, maxLen: 5), d => d.Real(3, 2, 4))
            .On(() => new PositionalEncoding(3, 0, 4, batchFirst: true), d => d.Real(2, 4, 3)),
        new ModuleRow<RotaryEmbedding>()
            .On(() => new RotaryEmbedding(4, 5), d => d.Real(2, 3, 4))
            .On(() => new RotaryEmbedding(4, 5, 100, interleaved: false), d => [d.Real(3, 4)], (m, x) => [m.Forward(x[0], 2)]),
    ];

    private static Tensor Smooth(Tensor x) => x.GELU();

    private static Tensor[] Both((Tensor Output, Tensor? Weights) result) => [result.Output, result.Weights!];

    /// <summary>The last key is left out.</summary>
    private static Tensor Ends(params ReadOnlySpan<int> shape) => Tensor.Arange(shape[^1]).Eq(shape[^1] - 1).Expand(shape);

    private static Tensor Causal(int n) => Tensor.Ones([n, n], DType.Bool).Triu(1);
}
