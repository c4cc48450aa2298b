using Autograd.Memory;

namespace Autograd.NN;

/// <summary>What a <see cref="MultiheadAttention"/> is called with.</summary>
/// <param name="Query">What asks: <c>[L, N, E]</c>, <c>[N, L, E]</c> where the batch comes first, or <c>[L, E]</c>.</param>
/// <param name="Key">What is asked, <c>[S, N, kdim]</c>.</param>
/// <param name="Value">What it answers, <c>[S, N, vdim]</c>.</param>
/// <param name="KeyPaddingMask">Keys that do not count, <c>[N, S]</c> or <c>[S]</c>: bools, true is left out, or numbers that are added to the scores.</param>
/// <param name="NeedWeights">Whether the weights are given as well; without them the attention runs by blocks.</param>
/// <param name="AttnMask">Which query does not see which key, <c>[L, S]</c> or <c>[N H, L, S]</c>: bools, true is left out, or numbers that are added.</param>
/// <param name="AverageAttnWeights">Whether the weights are means over the heads.</param>
public sealed record AttentionInput(
    Tensor Query, Tensor Key, Tensor Value, Tensor? KeyPaddingMask = null, bool NeedWeights = true, Tensor? AttnMask = null, bool AverageAttnWeights = true);

/// <summary>
/// H attentions side by side: concat(head 1, .., head H) W^O with head i = softmax(q k^T / sqrt(D)) v of q = Q Wq, k = K Wk, v = V Wv and D = E / H (Vaswani et al.,
/// 2017; <c>torch.nn.MultiheadAttention</c>).
/// </summary>
public sealed class MultiheadAttention : Module<AttentionInput, (Tensor Output, Tensor? Weights)>
{
    private readonly bool addZeroAttn;
    private readonly bool batchFirst;
    private readonly double dropout;

    /// <summary>Makes the layer, with PyTorch's initial values from the thread's default generator.</summary>
    /// <param name="embedDim">E, the size of queries and of the output, a multiple of the heads.</param>
    /// <param name="numHeads">H.</param>
    /// <param name="dropout">The probability with which a weight is dropped in training.</param>
    /// <param name="bias">Whether the projections have biases.</param>
    /// <param name="addBiasKv">Whether a learned key and its value are added to those given.</param>
    /// <param name="addZeroAttn">Whether a key and a value of zeros are added.</param>
    /// <param name="kdim">The size of keys; E when not given.</param>
    /// <param name="vdim">The size of values; E when not given.</param>
    /// <param name="batchFirst">Whether the batch is the first dimension instead of the second.</param>
    /// <param name="dtype">Float32 or float64.</param>
    /// <exception cref="ShapeException">E is no multiple of H, or a size is negative.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not in [0, 1].</exception>
    public MultiheadAttention(
        int embedDim, int numHeads, double dropout = 0, bool bias = true, bool addBiasKv = false, bool addZeroAttn = false, int? kdim = null, int? vdim = null,
        bool batchFirst = false, DType dtype = DType.Float32)
    {
        if (numHeads < 1 || embedDim < 1 || embedDim % numHeads != 0)
            throw new ShapeException($"MultiheadAttention: {embedDim} elements do not fall into {numHeads} heads");
        this.dropout = Functional.CheckedProbability("MultiheadAttention", dropout);
        (EmbedDim, NumHeads, this.addZeroAttn, this.batchFirst) = (embedDim, numHeads, addZeroAttn, batchFirst);
        if ((kdim ?? embedDim) == embedDim && (vdim ?? embedDim) == embedDim)
        {
            InProjWeight = New(checked(3 * embedDim), embedDim);
        }
        else
        {
            (QProjWeight, KProjWeight, VProjWeight) = (New(embedDim, embedDim), New(embedDim, kdim ?? embedDim), New(embedDim, vdim ?? embedDim));
        }
        if (bias) InProjBias = New(checked(3 * embedDim));
        if (addBiasKv) (BiasK, BiasV) = (New(1, 1, embedDim), New(1, 1, embedDim));
        OutProj = new Linear(embedDim, embedDim, bias, dtype);
        ResetParameters();

        Parameter New(params ReadOnlySpan<int> sizes) => new(Tensor.Empty(sizes, dtype));
    }

    /// <summary>E.</summary>
    public int EmbedDim { get; }

    /// <summary>H.</summary>
    public int NumHeads { get; }

    /// <summary>Wq of a layer whose keys or values have another size: <c>[E, E]</c>.</summary>
    public Parameter? QProjWeight { get; }

    /// <summary>Wk of such a layer: <c>[E, kdim]</c>.</summary>
    public Parameter? KProjWeight { get; }

    /// <summary>Wv of such a layer: <c>[E, vdim]</c>.</summary>
    public Parameter? VProjWeight { get; }

    /// <summary>Wq, Wk and Wv one below the other: <c>[3 E, E]</c>; null where they are apart.</summary>
    public Parameter? InProjWeight { get; }

    /// <summary>Their biases: <c>[3 E]</c>, or null.</summary>
    public Parameter? InProjBias { get; }

    /// <summary>The key that is added: <c>[1, 1, E]</c>, or null.</summary>
    public Parameter? BiasK { get; }

    /// <summary>Its value: <c>[1, 1, E]</c>, or null.</summary>
    public Parameter? BiasV { get; }

    /// <summary>W^O.</summary>
    public Linear OutProj { get; }

    /// <summary>Runs the layer, see <see cref="AttentionInput"/>.</summary>
    /// <returns>The output, of the query's shape, and the weights, <c>[N, L, S]</c>, or <c>[N, H, L, S]</c> where they are not averaged, where they are needed.</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    /// <exception cref="DTypeException">The dtypes do not fit.</exception>
    public (Tensor Output, Tensor? Weights) Forward(
        Tensor query, Tensor key, Tensor value, Tensor? keyPaddingMask = null, bool needWeights = true, Tensor? attnMask = null, bool averageAttnWeights = true) =>
        Forward(new AttentionInput(query, key, value, keyPaddingMask, needWeights, attnMask, averageAttnWeights));

    /// <inheritdoc/>
    protected override (Tensor Output, Tensor? Weights) ForwardCore(AttentionInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        using var face = Face.Of(nameof(MultiheadAttention));
        bool isBatched = AttentionShapes.Check(this, input, batchFirst);
        int sequence = isBatched && batchFirst ? 1 : 0;
        var (q, k, v) = Project(input);
        // From here on all is [L, N, E].
        if (!isBatched) (q, k, v) = (q.Unsqueeze(1), k.Unsqueeze(1), v.Unsqueeze(1));
        else if (sequence == 1) (q, k, v) = (q.Transpose(0, 1), k.Transpose(0, 1), v.Transpose(0, 1));
        var masks = new AttentionMasks(q.Shape[1], NumHeads, q.Shape[0], k.Shape[0]);
        if (BiasK is not null && BiasV is not null) (k, v) = (Append(k, BiasK), Append(v, BiasV));
        if (addZeroAttn) (k, v) = (Append(k, Tensor.Zeros([1, 1, EmbedDim], k.DType)), Append(v, Tensor.Zeros([1, 1, EmbedDim], v.DType)));
        var mask = masks.Merge(input.AttnMask, isBatched ? input.KeyPaddingMask : input.KeyPaddingMask?.Unsqueeze(0), k.Shape[0] - masks.Keys, q.DType);

        var (heads, weights) = Attend(Heads(q), Heads(k), Heads(v), mask, input.NeedWeights);
        // [N, H, L, D] -> [L, N, E]
        var output = OutProj.Forward(heads.Permute(2, 0, 1, 3).Reshape(q.Shape));
        if (weights is not null && input.AverageAttnWeights) weights = weights.Mean(1);
        return isBatched ? (sequence == 1 ? output.Transpose(0, 1) : output, weights) : (output.Squeeze([1]), weights?.Squeeze([0]));
    }

    /// <summary>The heads' outputs, <c>[N, H, L, D]</c>, and the weights after dropout, <c>[N, H, L, S]</c>, where they are needed.</summary>
    private (Tensor Output, Tensor? Weights) Attend(Tensor q, Tensor k, Tensor v, Tensor? mask, bool needWeights)
    {
        double p = Training ? dropout : 0;
        if (!needWeights) return (Functional.ScaledDotProductAttention(q, k, v, mask, p), null);
        var weights = Functional.Dropout(Functional.AttentionWeights(q, k, mask, 1 / Math.Sqrt(q.Shape[-1])), p, Training);
        return (weights.MatMul(v), weights);
    }

    private (Tensor Q, Tensor K, Tensor V) Project(AttentionInput input)
    {
        var (query, key, value) = (input.Query, input.Key, input.Value);
        if (InProjWeight is not null && ReferenceEquals(query, key) && ReferenceEquals(key, value))
        {
            var all = Functional.Linear(query, InProjWeight, InProjBias).Chunk(3, -1);
            return (all[0], all[1], all[2]);
        }
        Tensor[] weights = InProjWeight?.Chunk(3) ?? [QProjWeight!, KProjWeight!, VProjWeight!];
        var biases = InProjBias?.Chunk(3);
        return (Functional.Linear(query, weights[0], biases?[0]), Functional.Linear(key, weights[1], biases?[1]), Functional.Linear(value, weights[2], biases?[2]));
    }

    /// <summary>[L, N, E] -> [N, H, L, D]</summary>
    private Tensor Heads(Tensor x) => x.Unflatten(-1, [NumHeads, EmbedDim / NumHeads]).Permute(1, 2, 0, 3);

    private static Tensor Append(Tensor x, Tensor row) => Tensor.Cat([x, row.Expand(1, x.Shape[1], x.Shape[2])]);

    private void ResetParameters()
    {
        foreach (var weight in new[] { InProjWeight, QProjWeight, KProjWeight, VProjWeight })
        {
            if (weight is not null) Init.XavierUniform(weight);
        }
        if (InProjBias is not null) Init.Zeros(InProjBias);
        if (OutProj.Bias is not null) Init.Zeros(OutProj.Bias);
        if (BiasK is not null) Init.XavierNormal(BiasK);
        if (BiasV is not null) Init.XavierNormal(BiasV);
    }
}
