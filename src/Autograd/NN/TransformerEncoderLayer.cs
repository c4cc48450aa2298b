namespace Autograd.NN;

/// <summary>
/// Self-attention and two linear layers, each with a way around it and a normalisation (Vaswani et al., 2017; <c>torch.nn.TransformerEncoderLayer</c>):
/// x = norm1(x + attention(x)), y = norm2(x + linear2(activation(linear1(x)))); with the norm first, x = x + attention(norm1(x)) and
/// y = x + linear2(activation(linear1(norm2(x)))) (Xiong et al., 2020, figure 1).
/// </summary>
/// <remarks>Hooks see the tensor, or where masks are given the tensor and the masks as a tuple.</remarks>
public sealed class TransformerEncoderLayer : Module
{
    private readonly bool normFirst;
    private readonly Func<Tensor, Tensor> activation;

    /// <summary>Makes the layer, with PyTorch's initial values from the thread's default generator.</summary>
    /// <param name="dModel">E, the size of the input and the output.</param>
    /// <param name="nhead">The heads of the attention.</param>
    /// <param name="dimFeedforward">The size between the two linear layers.</param>
    /// <param name="dropout">The probability with which elements are dropped in training: attention weights, what the attention gives, and both linear layers' outputs.</param>
    /// <param name="activation">What follows the first linear layer, <c>x => F.GELU(x)</c>; ReLU when not given.</param>
    /// <param name="layerNormEps">What is added to the variance.</param>
    /// <param name="batchFirst">Whether the batch is the first dimension instead of the second.</param>
    /// <param name="normFirst">Whether the input of each part is normalised instead of its output.</param>
    /// <param name="dtype">Float32 or float64.</param>
    /// <exception cref="ShapeException">E is no multiple of the heads, or a size is negative.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not in [0, 1].</exception>
    public TransformerEncoderLayer(
        int dModel, int nhead, int dimFeedforward = 2048, double dropout = 0.1, Func<Tensor, Tensor>? activation = null, double layerNormEps = 1e-5,
        bool batchFirst = false, bool normFirst = false, DType dtype = DType.Float32)
    {
        SelfAttn = new MultiheadAttention(dModel, nhead, dropout, batchFirst: batchFirst, dtype: dtype);
        Linear1 = new Linear(dModel, dimFeedforward, dtype: dtype);
        Dropout = new Dropout(dropout);
        Linear2 = new Linear(dimFeedforward, dModel, dtype: dtype);
        Norm1 = new LayerNorm(dModel, layerNormEps, dtype: dtype);
        Norm2 = new LayerNorm(dModel, layerNormEps, dtype: dtype);
        Dropout1 = new Dropout(dropout);
        Dropout2 = new Dropout(dropout);
        (this.activation, this.normFirst) = (activation ?? Functional.ReLU, normFirst);
    }

    /// <summary>The attention.</summary>
    public MultiheadAttention SelfAttn { get; }

    /// <summary>The first linear layer.</summary>
    public Linear Linear1 { get; }

    /// <summary>What follows the activation.</summary>
    public Dropout Dropout { get; }

    /// <summary>The second linear layer.</summary>
    public Linear Linear2 { get; }

    /// <summary>The normalisation of the attention.</summary>
    public LayerNorm Norm1 { get; }

    /// <summary>That of the linear layers.</summary>
    public LayerNorm Norm2 { get; }

    /// <summary>What follows the attention.</summary>
    public Dropout Dropout1 { get; }

    /// <summary>What follows the linear layers.</summary>
    public Dropout Dropout2 { get; }

    /// <summary>Runs the layer.</summary>
    /// <param name="src">The input: <c>[S, N, E]</c>, <c>[N, S, E]</c> where the batch comes first, or <c>[S, E]</c>.</param>
    /// <param name="srcMask">Which position does not see which, <c>[S, S]</c> or <c>[N H, S, S]</c>: bools, true is left out, or numbers that are added to the scores.</param>
    /// <param name="srcKeyPaddingMask">Positions that do not count, <c>[N, S]</c> or <c>[S]</c>, the same.</param>
    /// <returns>As the input.</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    /// <exception cref="DTypeException">The dtypes do not fit.</exception>
    public new Tensor Forward(Tensor src, Tensor? srcMask = null, Tensor? srcKeyPaddingMask = null)
    {
        if (srcMask is null && srcKeyPaddingMask is null) return base.Forward(src);
        return IsBare
            ? Run(src, srcMask, srcKeyPaddingMask)
            : Around((Src: src, SrcMask: srcMask, SrcKeyPaddingMask: srcKeyPaddingMask), static (module, x) => ((TransformerEncoderLayer)module).Run(x.Src, x.SrcMask, x.SrcKeyPaddingMask));
    }

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => Run(input, null, null);

    private Tensor Run(Tensor x, Tensor? mask, Tensor? padding)
    {
        ArgumentNullException.ThrowIfNull(x, "src");
        if (normFirst)
        {
            x += Attend(Norm1.Forward(x), mask, padding);
            return x + Feed(Norm2.Forward(x));
        }
        x = Norm1.Forward(x + Attend(x, mask, padding));
        return Norm2.Forward(x + Feed(x));
    }

    private Tensor Attend(Tensor x, Tensor? mask, Tensor? padding) =>
        Dropout1.Forward(SelfAttn.Forward(x, x, x, padding, needWeights: false, mask).Output);

    private Tensor Feed(Tensor x) => Dropout2.Forward(Linear2.Forward(Dropout.Forward(activation(Linear1.Forward(x)))));
}
