namespace Autograd.NN;

/// <summary>An encoder and a decoder that attends to what it gives (Vaswani et al., 2017; <c>torch.nn.Transformer</c>).</summary>
/// <remarks>Hooks see both tensors as a tuple, or where masks are given the tensors and the masks.</remarks>
public sealed class Transformer : Module
{
    private readonly bool batchFirst;
    private readonly int dModel;

    /// <summary>Makes the model, with PyTorch's initial values from the thread's default generator: every matrix by <see cref="Init.XavierUniform"/>.</summary>
    /// <param name="dModel">E, the size of both inputs and of the output.</param>
    /// <param name="nhead">The heads of the attentions.</param>
    /// <param name="numEncoderLayers">The layers of the encoder.</param>
    /// <param name="numDecoderLayers">Those of the decoder.</param>
    /// <param name="dimFeedforward">The size between the two linear layers of a layer.</param>
    /// <param name="dropout">The probability with which elements are dropped in training.</param>
    /// <param name="activation">What follows the first linear layer, <c>x => F.GELU(x)</c>; ReLU when not given.</param>
    /// <param name="customEncoder">An encoder to be used instead.</param>
    /// <param name="customDecoder">A decoder to be used instead.</param>
    /// <param name="layerNormEps">What is added to the variance.</param>
    /// <param name="batchFirst">Whether the batch is the first dimension instead of the second.</param>
    /// <param name="normFirst">Whether the input of each part of a layer is normalised instead of its output.</param>
    /// <param name="dtype">Float32 or float64.</param>
    /// <exception cref="ShapeException">E is no multiple of the heads, or a size is negative.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not in [0, 1], or a number of layers negative.</exception>
    public Transformer(
        int dModel = 512, int nhead = 8, int numEncoderLayers = 6, int numDecoderLayers = 6, int dimFeedforward = 2048, double dropout = 0.1,
        Func<Tensor, Tensor>? activation = null, TransformerEncoder? customEncoder = null, TransformerDecoder? customDecoder = null, double layerNormEps = 1e-5,
        bool batchFirst = false, bool normFirst = false, DType dtype = DType.Float32)
    {
        (this.dModel, this.batchFirst) = (dModel, batchFirst);
        Encoder = customEncoder ?? new TransformerEncoder(
            new TransformerEncoderLayer(dModel, nhead, dimFeedforward, dropout, activation, layerNormEps, batchFirst, normFirst, dtype),
            numEncoderLayers,
            new LayerNorm(dModel, layerNormEps, dtype: dtype));
        Decoder = customDecoder ?? new TransformerDecoder(
            new TransformerDecoderLayer(dModel, nhead, dimFeedforward, dropout, activation, layerNormEps, batchFirst, normFirst, dtype),
            numDecoderLayers,
            new LayerNorm(dModel, layerNormEps, dtype: dtype));
        foreach (var parameter in Parameters().ToList())
        {
            if (parameter.Rank > 1) Init.XavierUniform(parameter);
        }
    }

    /// <summary>The encoder.</summary>
    public TransformerEncoder Encoder { get; }

    /// <summary>The decoder.</summary>
    public TransformerDecoder Decoder { get; }

    /// <summary>Numbers that hide what comes later, to be added to scores: negative infinity above the diagonal, 0 elsewhere, <c>[sz, sz]</c>.</summary>
    /// <exception cref="ShapeException">The size is negative.</exception>
    public static Tensor GenerateSquareSubsequentMask(int sz, DType dtype = DType.Float32) =>
        Tensor.Zeros([sz, sz], dtype).MaskedFill(Tensor.Ones([sz, sz], DType.Bool).Triu(1), double.NegativeInfinity);

    /// <summary>Runs the model. Masks are bools, true is left out, or numbers that are added to the scores.</summary>
    /// <param name="src">What the encoder reads: <c>[S, N, E]</c>, <c>[N, S, E]</c> where the batch comes first, or <c>[S, E]</c>.</param>
    /// <param name="tgt">What the decoder reads: <c>[T, N, E]</c>, <c>[N, T, E]</c> or <c>[T, E]</c>.</param>
    /// <param name="srcMask">Which position of the source does not see which, <c>[S, S]</c> or <c>[N H, S, S]</c>.</param>
    /// <param name="tgtMask">Which position of the target does not see which, <c>[T, T]</c> or <c>[N H, T, T]</c>, see <see cref="GenerateSquareSubsequentMask"/>.</param>
    /// <param name="memoryMask">Which position of the target does not see which of the memory, <c>[T, S]</c> or <c>[N H, T, S]</c>.</param>
    /// <param name="srcKeyPaddingMask">Positions of the source that do not count, <c>[N, S]</c> or <c>[S]</c>.</param>
    /// <param name="tgtKeyPaddingMask">Positions of the target that do not count, <c>[N, T]</c> or <c>[T]</c>.</param>
    /// <param name="memoryKeyPaddingMask">Positions of the memory that do not count, <c>[N, S]</c> or <c>[S]</c>.</param>
    /// <returns>As the target.</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    /// <exception cref="DTypeException">The dtypes do not fit.</exception>
    public Tensor Forward(
        Tensor src, Tensor tgt, Tensor? srcMask = null, Tensor? tgtMask = null, Tensor? memoryMask = null, Tensor? srcKeyPaddingMask = null,
        Tensor? tgtKeyPaddingMask = null, Tensor? memoryKeyPaddingMask = null)
    {
        var masks = new DecoderMasks(tgtMask, memoryMask, tgtKeyPaddingMask, memoryKeyPaddingMask);
        if (masks.IsNone && srcMask is null && srcKeyPaddingMask is null) return base.Forward(src, tgt);
        return IsBare
            ? Run(src, tgt, srcMask, srcKeyPaddingMask, masks)
            : Around(
                (Src: src, Tgt: tgt, SrcMask: srcMask, SrcKeyPaddingMask: srcKeyPaddingMask, Masks: masks),
                static (module, x) => ((Transformer)module).Run(x.Src, x.Tgt, x.SrcMask, x.SrcKeyPaddingMask, x.Masks));
    }

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor first, Tensor second) => Run(first, second, null, null, default);

    private Tensor Run(Tensor src, Tensor tgt, Tensor? srcMask, Tensor? srcKeyPaddingMask, DecoderMasks masks)
    {
        Check(src, tgt);
        var memory = Encoder.Forward(src, srcMask, srcKeyPaddingMask);
        return Decoder.Forward(tgt, memory, masks.TgtMask, masks.MemoryMask, masks.TgtKeyPaddingMask, masks.MemoryKeyPaddingMask);
    }

    private void Check(Tensor src, Tensor tgt)
    {
        ArgumentNullException.ThrowIfNull(src);
        ArgumentNullException.ThrowIfNull(tgt);
        string shapes = $"Transformer: src and tgt have shapes {src.Shape} and {tgt.Shape}";
        if (src.Rank is not (2 or 3) || tgt.Rank != src.Rank)
            throw new ShapeException($"{shapes}; they must be {(batchFirst ? "[N, S, E] and [N, T, E]" : "[S, N, E] and [T, N, E]")}, or both without N");
        if (src.Shape[-1] != dModel || tgt.Shape[-1] != dModel) throw new ShapeException($"{shapes}; their last sizes must be {dModel}");
        int batch = batchFirst ? 0 : 1;
        if (src.Rank == 3 && src.Shape[batch] != tgt.Shape[batch]) throw new ShapeException($"{shapes}: the batches have {src.Shape[batch]} and {tgt.Shape[batch]} samples");
    }
}
