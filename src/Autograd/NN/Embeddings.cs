using System.Globalization;

namespace Autograd.NN;

/// <summary>A table whose rows are read by index, see <see cref="Functional.Embedding"/> (<c>torch.nn.Embedding</c>).</summary>
public sealed class Embedding : Module
{
    private readonly int? paddingIdx;
    private readonly double? maxNorm;
    private readonly double normType;
    private readonly bool scaleGradByFreq;

    /// <summary>Makes the table, of normal numbers from the thread's default generator; the row of padding is 0.</summary>
    /// <param name="numEmbeddings">V, the number of rows.</param>
    /// <param name="embeddingDim">D, the elements of a row.</param>
    /// <param name="paddingIdx">The row that gets no gradient; negative from the end.</param>
    /// <param name="maxNorm">Rows that are read and longer than this are first shortened to it, in place.</param>
    /// <param name="normType">The order of the norm for maxNorm.</param>
    /// <param name="scaleGradByFreq">Whether the gradient of a row is divided by how often it was read.</param>
    /// <param name="dtype">Float32 or float64.</param>
    /// <exception cref="ShapeException">The padding row is none of the table.</exception>
    public Embedding(
        int numEmbeddings, int embeddingDim, int? paddingIdx = null, double? maxNorm = null, double normType = 2, bool scaleGradByFreq = false, DType dtype = DType.Float32)
        : this(Tensor.Empty([numEmbeddings, embeddingDim], dtype), paddingIdx, maxNorm, normType, scaleGradByFreq, learned: true) => ResetParameters();

    private Embedding(Tensor table, int? paddingIdx, double? maxNorm, double normType, bool scaleGradByFreq, bool learned)
    {
        if (table.Rank != 2) throw new ShapeException($"Embedding: the table has shape {table.Shape}; it must be [V, D]");
        this.paddingIdx = Functional.PaddingRow("Embedding", paddingIdx, table);
        (this.maxNorm, this.normType, this.scaleGradByFreq) = (maxNorm, normType, scaleGradByFreq);
        Weight = new Parameter(table, learned);
    }

    /// <summary>The table: <c>[V, D]</c>.</summary>
    public Parameter Weight { get; }

    /// <summary>A layer with a table that is there already (<c>Embedding.from_pretrained</c>).</summary>
    /// <param name="embeddings">The table: <c>[V, D]</c>, shared.</param>
    /// <param name="freeze">Whether it is not learned.</param>
    /// <param name="paddingIdx">The row that gets no gradient; negative from the end.</param>
    /// <param name="maxNorm">Rows that are read and longer than this are first shortened to it, in place.</param>
    /// <param name="normType">The order of the norm for maxNorm.</param>
    /// <param name="scaleGradByFreq">Whether the gradient of a row is divided by how often it was read.</param>
    /// <exception cref="ShapeException">The table is no matrix, or the padding row none of it.</exception>
    public static Embedding FromPretrained(
        Tensor embeddings, bool freeze = true, int? paddingIdx = null, double? maxNorm = null, double normType = 2, bool scaleGradByFreq = false)
    {
        ArgumentNullException.ThrowIfNull(embeddings);
        return new Embedding(embeddings, paddingIdx, maxNorm, normType, scaleGradByFreq, learned: !freeze);
    }

    /// <summary>Draws new initial values (<c>Embedding.reset_parameters</c>).</summary>
    public void ResetParameters() => EmbeddingText.Reset(Weight, paddingIdx);

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => Functional.Embedding(input, Weight, paddingIdx, maxNorm, normType, scaleGradByFreq);

    /// <inheritdoc/>
    protected override string ExtraRepr() => EmbeddingText.Of(Weight) + EmbeddingText.Padding(paddingIdx) + EmbeddingText.Options(maxNorm, normType, scaleGradByFreq);
}

/// <summary>Sums, means or maxima of rows of a table, by bags, see <see cref="Functional.EmbeddingBag"/> (<c>torch.nn.EmbeddingBag</c>). Forward takes the input, then the offsets, then the weights of samples.</summary>
public sealed class EmbeddingBag : Module
{
    private readonly int? paddingIdx;
    private readonly double? maxNorm;
    private readonly double normType;
    private readonly bool scaleGradByFreq;
    private readonly EmbeddingBagMode mode;
    private readonly bool includeLastOffset;

    /// <summary>Makes the table, of normal numbers from the thread's default generator; the row of padding is 0.</summary>
    /// <param name="numEmbeddings">V, the number of rows.</param>
    /// <param name="embeddingDim">D, the elements of a row.</param>
    /// <param name="maxNorm">Rows that are read and longer than this are first shortened to it, in place.</param>
    /// <param name="normType">The order of the norm for maxNorm.</param>
    /// <param name="scaleGradByFreq">Whether the gradient of a row is divided by how often it was read; not for maxima.</param>
    /// <param name="mode">What is made of the rows of a bag.</param>
    /// <param name="includeLastOffset">Whether the last offset is the end of the last bag.</param>
    /// <param name="paddingIdx">The row that is in no bag; negative from the end.</param>
    /// <param name="dtype">Float32 or float64.</param>
    /// <exception cref="ShapeException">The padding row is none of the table.</exception>
    public EmbeddingBag(
        int numEmbeddings, int embeddingDim, double? maxNorm = null, double normType = 2, bool scaleGradByFreq = false,
        EmbeddingBagMode mode = EmbeddingBagMode.Mean, bool includeLastOffset = false, int? paddingIdx = null, DType dtype = DType.Float32)
    {
        Weight = new Parameter(Tensor.Empty([numEmbeddings, embeddingDim], dtype));
        this.paddingIdx = Functional.PaddingRow("EmbeddingBag", paddingIdx, Weight);
        (this.maxNorm, this.normType, this.scaleGradByFreq, this.mode, this.includeLastOffset) = (maxNorm, normType, scaleGradByFreq, mode, includeLastOffset);
        ResetParameters();
    }

    /// <summary>The table: <c>[V, D]</c>.</summary>
    public Parameter Weight { get; }

    /// <summary>Draws new initial values (<c>EmbeddingBag.reset_parameters</c>).</summary>
    public void ResetParameters() => EmbeddingText.Reset(Weight, paddingIdx);

    /// <summary>Runs the layer. Hooks see the input, or a tuple of the arguments up to the last that is given.</summary>
    /// <param name="input">Indices of rows: <c>[B, L]</c>, a bag a row, or <c>[n]</c>, bag after bag.</param>
    /// <param name="offsets">Where the bags of <c>[n]</c> begin.</param>
    /// <param name="perSampleWeights">A factor for each index, of the shape of the input; for sums alone.</param>
    /// <inheritdoc cref="Functional.EmbeddingBag" path="/exception"/>
    public new Tensor Forward(Tensor input, Tensor? offsets = null, Tensor? perSampleWeights = null)
    {
        if (perSampleWeights is not null) return base.Forward(input, offsets!, perSampleWeights);
        return offsets is null ? base.Forward(input) : base.Forward(input, offsets);
    }

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => Bags(input, null, null);

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input, Tensor offsets) => Bags(input, offsets, null);

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input, Tensor? offsets, Tensor perSampleWeights) => Bags(input, offsets, perSampleWeights);

    /// <inheritdoc/>
    protected override string ExtraRepr() => string.Create(
        CultureInfo.InvariantCulture,
        $"{EmbeddingText.Of(Weight)}{EmbeddingText.Options(maxNorm, normType, scaleGradByFreq)}, mode={mode.ToString().ToLowerInvariant()}{EmbeddingText.Padding(paddingIdx)}");

    private Tensor Bags(Tensor input, Tensor? offsets, Tensor? perSampleWeights) =>
        Functional.EmbeddingBag(input, Weight, offsets, maxNorm, normType, scaleGradByFreq, mode, perSampleWeights, includeLastOffset, paddingIdx);
}

/// <summary>What tables are made of and how they are printed.</summary>
internal static class EmbeddingText
{
    public static void Reset(Parameter weight, int? paddingIdx)
    {
        Init.Normal(weight);
        if (paddingIdx is { } row) Init.Zeros(weight.Detach().Select(0, row));
    }

    public static string Of(Tensor weight) => $"{Repr.Text(weight.Shape[0])}, {Repr.Text(weight.Shape[1])}";

    public static string Padding(int? row) => row is { } r ? $", padding_idx={Repr.Text(r)}" : "";

    public static string Options(double? maxNorm, double normType, bool scaleGradByFreq) =>
        (maxNorm is { } most ? $", max_norm={Repr.Text(most)}" : "") + (normType == 2 ? "" : $", norm_type={Repr.Text(normType)}") + (scaleGradByFreq ? ", scale_grad_by_freq=True" : "");
}
