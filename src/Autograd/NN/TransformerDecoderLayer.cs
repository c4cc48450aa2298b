namespace Autograd.NN;

/// <summary>
/// Self-attention, attention to a memory and two linear layers, each with a way around it and a normalisation (Vaswani et al., 2017;
/// <c>torch.nn.TransformerDecoderLayer</c>): x = norm1(x + attention(x, x)), x = norm2(x + attention(x, memory)),
/// y = norm3(x + linear2(activation(linear1(x)))); with the norm first, x = x + attention(norm1(x)) and so on (Xiong et al., 2020, figure 1).
/// </summary>
public sealed class TransformerDecoderLayer : TransformerDecoderBase
{
    private readonly bool normFirst;
    private readonly Func<Tensor, Tensor> activation;

    /// <summary>Makes the layer, with PyTorch's initial values from the thread's default generator.</summary>
    /// <param name="dModel">E, the size of both inputs and of the output.</param>
    /// <param name="nhead">The heads of both attentions.</param>
    /// <param name="dimFeedforward">The size between the two linear layers.</param>
    /// <param name="dropout">The probability with which elements are dropped in training: attention weights, what the attentions give, and both linear layers' outputs.</param>
    /// <param name="activation">What follows the first linear layer, <c>x => F.GELU(x)</c>; ReLU when not given.</param>
    /// <param name="layerNormEps">What is added to the variance.</param>
    /// <param name="batchFirst">Whether the batch is the first dimension instead of the second.</param>
    /// <param name="normFirst">Whether the input of each part is normalised instead of its output.</param>
    /// <param name="dtype">Float32 or float64.</param>
    /// <exception cref="ShapeException">E is no multiple of the heads, or a size is negative.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not in [0, 1].</exception>
    public TransformerDecoderLayer(
        int dModel, int nhead, int dimFeedforward = 2048, double dropout = 0.1, Func<Tensor, Tensor>? activation = null, double layerNormEps = 1e-5,
        bool batchFirst = false, bool normFirst = false, DType dtype = DType.Float32)
    {
        SelfAttn = new MultiheadAttention(dModel, nhead, dropout, batchFirst: batchFirst, dtype: dtype);
        MultiheadAttn = new MultiheadAttention(dModel, nhead, dropout, batchFirst: batchFirst, dtype: dtype);
        Linear1 = new Linear(dModel, dimFeedforward, dtype: dtype);
        Dropout = new Dropout(dropout);
        Linear2 = new Linear(dimFeedforward, dModel, dtype: dtype);
        Norm1 = new LayerNorm(dModel, layerNormEps, dtype: dtype);
        Norm2 = new LayerNorm(dModel, layerNormEps, dtype: dtype);
        Norm3 = new LayerNorm(dModel, layerNormEps, dtype: dtype);
        Dropout1 = new Dropout(dropout);
        Dropout2 = new Dropout(dropout);
        Dropout3 = new Dropout(dropout);
        (this.activation, this.normFirst) = (activation ?? Functional.ReLU, normFirst);
    }

    /// <summary>The attention to the target itself.</summary>
    public MultiheadAttention SelfAttn { get; }

    /// <summary>The attention to the memory.</summary>
    public MultiheadAttention MultiheadAttn { get; }

    /// <summary>The first linear layer.</summary>
    public Linear Linear1 { get; }

    /// <summary>What follows the activation.</summary>
    public Dropout Dropout { get; }

    /// <summary>The second linear layer.</summary>
    public Linear Linear2 { get; }

    /// <summary>The normalisation of the attention to the target itself.</summary>
    public LayerNorm Norm1 { get; }

    /// <summary>That of the attention to the memory.</summary>
    public LayerNorm Norm2 { get; }

    /// <summary>That of the linear layers.</summary>
    public LayerNorm Norm3 { get; }

    /// <summary>What follows the attention to the target itself.</summary>
    public Dropout Dropout1 { get; }

    /// <summary>What follows the attention to the memory.</summary>
    public Dropout Dropout2 { get; }

    /// <summary>What follows the linear layers.</summary>
    public Dropout Dropout3 { get; }

    private protected override Tensor Run(Tensor x, Tensor memory, DecoderMasks masks)
    {
        if (normFirst)
        {
            x += Attend(Norm1.Forward(x), masks);
            x += Attend(Norm2.Forward(x), memory, masks);
            return x + Feed(Norm3.Forward(x));
        }
        x = Norm1.Forward(x + Attend(x, masks));
        x = Norm2.Forward(x + Attend(x, memory, masks));
        return Norm3.Forward(x + Feed(x));
    }

    private Tensor Attend(Tensor x, DecoderMasks masks) =>
        Dropout1.Forward(SelfAttn.Forward(x, x, x, masks.TgtKeyPaddingMask, needWeights: false, masks.TgtMask).Output);

    private Tensor Attend(Tensor x, Tensor memory, DecoderMasks masks) =>
        Dropout2.Forward(MultiheadAttn.Forward(x, memory, memory, masks.MemoryKeyPaddingMask, needWeights: false, masks.MemoryMask).Output);

    private Tensor Feed(Tensor x) => Dropout3.Forward(Linear2.Forward(Dropout.Forward(activation(Linear1.Forward(x)))));
}
