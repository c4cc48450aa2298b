namespace Autograd.NN;

/// <summary>Normalises the last dimensions of each sample, see <see cref="Functional.LayerNorm"/> (<c>torch.nn.LayerNorm</c>).</summary>
public sealed class LayerNorm : Module
{
    private readonly int[] normalizedShape;
    private readonly double eps;

    /// <summary>Makes the layer, with weights of 1 and biases of 0.</summary>
    /// <param name="normalizedShape">The sizes of the last dimensions.</param>
    /// <param name="eps">What is added to the variance.</param>
    /// <param name="elementwiseAffine">Whether there are weights and biases.</param>
    /// <param name="bias">Whether there are biases, where there are weights.</param>
    /// <param name="dtype">Float32 or float64.</param>
    public LayerNorm(ReadOnlySpan<int> normalizedShape, double eps = 1e-5, bool elementwiseAffine = true, bool bias = true, DType dtype = DType.Float32)
    {
        this.normalizedShape = normalizedShape.ToArray();
        this.eps = eps;
        Weight = elementwiseAffine ? new Parameter(Tensor.Ones(normalizedShape, dtype)) : null;
        Bias = elementwiseAffine && bias ? new Parameter(Tensor.Zeros(normalizedShape, dtype)) : null;
    }

    /// <summary>Makes the layer for the last dimension alone.</summary>
    /// <inheritdoc cref="LayerNorm(ReadOnlySpan{int}, double, bool, bool, DType)"/>
    public LayerNorm(int normalizedShape, double eps = 1e-5, bool elementwiseAffine = true, bool bias = true, DType dtype = DType.Float32)
        : this([normalizedShape], eps, elementwiseAffine, bias, dtype)
    {
    }

    /// <summary>w: of the normalised shape, or null.</summary>
    public Parameter? Weight { get; }

    /// <summary>b: of the normalised shape, or null.</summary>
    public Parameter? Bias { get; }

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => Functional.LayerNorm(input, normalizedShape, Weight, Bias, eps);

    /// <inheritdoc/>
    protected override string ExtraRepr() => $"{Repr.Tuple(normalizedShape)}, {Repr.Of(("eps", eps), ("elementwise_affine", Weight is not null))}";
}

/// <summary>Divides the last dimensions of each sample by their root mean square, see <see cref="Functional.RMSNorm"/> (<c>torch.nn.RMSNorm</c> of PyTorch 2.4).</summary>
public sealed class RMSNorm : Module
{
    private readonly int[] normalizedShape;
    private readonly double? eps;

    /// <summary>Makes the layer, with weights of 1.</summary>
    /// <param name="normalizedShape">The sizes of the last dimensions.</param>
    /// <param name="eps">What is added to the mean square; the distance from 1 to the next number of the dtype when not given.</param>
    /// <param name="elementwiseAffine">Whether there are weights.</param>
    /// <param name="dtype">Float32 or float64.</param>
    public RMSNorm(ReadOnlySpan<int> normalizedShape, double? eps = null, bool elementwiseAffine = true, DType dtype = DType.Float32)
    {
        this.normalizedShape = normalizedShape.ToArray();
        this.eps = eps;
        Weight = elementwiseAffine ? new Parameter(Tensor.Ones(normalizedShape, dtype)) : null;
    }

    /// <summary>Makes the layer for the last dimension alone.</summary>
    /// <inheritdoc cref="RMSNorm(ReadOnlySpan{int}, double?, bool, DType)"/>
    public RMSNorm(int normalizedShape, double? eps = null, bool elementwiseAffine = true, DType dtype = DType.Float32)
        : this([normalizedShape], eps, elementwiseAffine, dtype)
    {
    }

    /// <summary>w: of the normalised shape, or null.</summary>
    public Parameter? Weight { get; }

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => Functional.RMSNorm(input, normalizedShape, Weight, eps);

    /// <inheritdoc/>
    protected override string ExtraRepr() =>
        $"{Repr.Tuple(normalizedShape)}, eps={(eps is { } e ? Repr.Text(e) : "None")}, {Repr.Of(("elementwise_affine", Weight is not null))}";
}

/// <summary>Normalises groups of channels of each sample, see <see cref="Functional.GroupNorm"/> (<c>torch.nn.GroupNorm</c>).</summary>
public sealed class GroupNorm : Module
{
    private readonly int numGroups;
    private readonly int numChannels;
    private readonly double eps;

    /// <summary>Makes the layer, with weights of 1 and biases of 0.</summary>
    /// <param name="numGroups">The number of groups.</param>
    /// <param name="numChannels">The number of channels, a multiple of it.</param>
    /// <param name="eps">What is added to the variance.</param>
    /// <param name="affine">Whether there are weights and biases.</param>
    /// <param name="dtype">Float32 or float64.</param>
    /// <exception cref="ShapeException">The channels do not fall into equal groups.</exception>
    public GroupNorm(int numGroups, int numChannels, double eps = 1e-5, bool affine = true, DType dtype = DType.Float32)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(numGroups);
        if (numChannels % numGroups != 0) throw new ShapeException($"GroupNorm: {numChannels} channels do not fall into {numGroups} equal groups");
        (this.numGroups, this.numChannels, this.eps) = (numGroups, numChannels, eps);
        Weight = affine ? new Parameter(Tensor.Ones([numChannels], dtype)) : null;
        Bias = affine ? new Parameter(Tensor.Zeros([numChannels], dtype)) : null;
    }

    /// <summary>w: <c>[C]</c>, or null.</summary>
    public Parameter? Weight { get; }

    /// <summary>b: <c>[C]</c>, or null.</summary>
    public Parameter? Bias { get; }

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input)
    {
        if (input.Rank >= 2 && input.Shape[1] != numChannels)
            throw new ShapeException($"GroupNorm: an input of shape {input.Shape} has {input.Shape[1]} channels; this layer was made for {numChannels}");
        return Functional.GroupNorm(input, numGroups, Weight, Bias, eps);
    }

    /// <inheritdoc/>
    protected override string ExtraRepr() => $"{Repr.Text(numGroups)}, {Repr.Text(numChannels)}, {Repr.Of(("eps", eps), ("affine", Weight is not null))}";
}

/// <summary>Divides by a power of the mean square over neighbouring channels, see <see cref="Functional.LocalResponseNorm"/> (<c>torch.nn.LocalResponseNorm</c>).</summary>
/// <param name="size">The number of channels in the mean.</param>
/// <param name="alpha">The factor of the mean.</param>
/// <param name="beta">The exponent.</param>
/// <param name="k">The summand.</param>
public sealed class LocalResponseNorm(int size, double alpha = 1e-4, double beta = 0.75, double k = 1) : Module
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => Functional.LocalResponseNorm(input, size, alpha, beta, k);

    /// <inheritdoc/>
    protected override string ExtraRepr() => $"{Repr.Text(size)}, {Repr.Of(("alpha", alpha), ("beta", beta), ("k", k))}";
}
