namespace Autograd.NN;

/// <summary>What convolutions have in common: sizes, weight, bias, and PyTorch's first values (<c>torch.nn.modules.conv._ConvNd</c>).</summary>
public abstract class ConvNd : Module
{
    private readonly int[] weightShape;

    private protected ConvNd(
        int rank, int inChannels, int outChannels, PerDim kernelSize, PerDim stride, PerDim dilation, int groups, bool bias, DType dtype, Func<int[], int[]> weightShape)
    {
        string name = NameOf(GetType());
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(groups);
        if (inChannels % groups != 0 || outChannels % groups != 0)
            throw new ShapeException($"{name}: {inChannels} and {outChannels} channels must be multiples of {groups} groups");
        if (kernelSize.Count == 0) throw new ShapeException($"{name}: the size of the kernel was not given");
        int[] kernel = kernelSize.Each(name, "kernelSize", rank, [], 1);
        (Rank, InChannels, OutChannels, Groups) = (rank, inChannels, outChannels, groups);
        KernelSize = new PerDim(kernel);
        Stride = new PerDim(stride.Each(name, "stride", rank, [1], 1));
        Dilation = new PerDim(dilation.Each(name, "dilation", rank, [1], 1));
        this.weightShape = weightShape(kernel);
        Weight = new Parameter(Tensor.Empty(this.weightShape, dtype));
        Bias = bias ? new Parameter(Tensor.Empty([outChannels], dtype)) : null;
        ResetParameters();
    }

    /// <summary>The channels of the input.</summary>
    public int InChannels { get; }

    /// <summary>The channels of the output.</summary>
    public int OutChannels { get; }

    /// <summary>The size of the kernel, in every dimension.</summary>
    public PerDim KernelSize { get; }

    /// <summary>How far the kernel moves, in every dimension.</summary>
    public PerDim Stride { get; }

    /// <summary>The distance of the kernel's elements, in every dimension.</summary>
    public PerDim Dilation { get; }

    /// <summary>Into how many groups the channels fall.</summary>
    public int Groups { get; }

    /// <summary>w. Set it to the parameter of another layer to share it: it is learned once.</summary>
    /// <exception cref="ShapeException">The parameter set has another shape.</exception>
    public Parameter Weight
    {
        get;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            Need("Weight", value, weightShape);
            field = value;
        }
    }

    /// <summary>b: <c>[outChannels]</c>, or null.</summary>
    /// <exception cref="ShapeException">The parameter set has another shape.</exception>
    public Parameter? Bias
    {
        get;
        set
        {
            if (value is not null) Need("Bias", value, OutChannels);
            field = value;
        }
    }

    /// <summary>The spatial dimensions.</summary>
    private protected int Rank { get; }

    /// <summary>Draws new initial values: both uniform in ±1/sqrt(fan in) (<c>_ConvNd.reset_parameters</c>).</summary>
    public void ResetParameters()
    {
        Init.KaimingUniform(Weight, a: Math.Sqrt(5));
        long fan = Init.Fans(NameOf(GetType()), Weight).In;
        if (Bias is not null && fan > 0) Init.Uniform(Bias, -1 / Math.Sqrt(fan), 1 / Math.Sqrt(fan));
    }

    /// <summary>The arguments before and after those that only one kind of convolution has; what is the default is not shown.</summary>
    private protected string Describe(string between, string after)
    {
        string text = $"{Repr.Text(InChannels)}, {Repr.Text(OutChannels)}, kernel_size={Repr.Tuple([.. KernelSize])}, stride={Repr.Tuple([.. Stride])}";
        string dilation = Dilation.All(static d => d == 1) ? "" : $", dilation={Repr.Tuple([.. Dilation])}";
        return text + between + dilation + after + (Groups == 1 ? "" : $", groups={Repr.Text(Groups)}") + (Bias is null ? ", bias=False" : "");
    }

    private void Need(string member, Parameter value, params ReadOnlySpan<int> shape)
    {
        if (!value.Shape.Equals(new Shape(shape)))
            throw new ShapeException($"{NameOf(GetType())}.{member}: a parameter of shape {value.Shape} does not fit; this layer needs {new Shape(shape)}");
    }
}

/// <summary>What the convolutions of one to three dimensions have in common: the padding.</summary>
public abstract class PaddedConvNd : ConvNd
{
    private protected PaddedConvNd(
        int rank, int inChannels, int outChannels, PerDim kernelSize, PerDim stride, ConvPadding padding, PerDim dilation, int groups, bool bias, PadMode paddingMode, DType dtype)
        : base(rank, inChannels, outChannels, kernelSize, stride, dilation, groups, bias, dtype, kernel => [outChannels, inChannels / groups, .. kernel])
    {
        string name = NameOf(GetType());
        if (padding.IsSame && Stride.Any(static s => s != 1)) throw new ShapeException($"{name}: padding 'same' keeps the size, which a stride of {Stride} does not; give the padding in numbers");
        Padding = padding.IsSame ? padding : new PerDim(padding.Sizes.Each(name, "padding", rank, [0], 0));
        PaddingMode = paddingMode;
    }

    /// <summary>What is added on both sides.</summary>
    public ConvPadding Padding { get; }

    /// <summary>What stands there: zeros (<see cref="PadMode.Constant"/>), or the input mirrored, replicated or around.</summary>
    public PadMode PaddingMode { get; }

    /// <summary>The input, padded where the padding is not of zeros.</summary>
    private protected Tensor Padded(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return PaddingMode == PadMode.Constant ? input : input.Pad(Pairs(), PaddingMode);
    }

    /// <summary>The padding that is left to the convolution.</summary>
    private protected ConvPadding Zeros => PaddingMode == PadMode.Constant ? Padding : ConvPadding.Valid;

    /// <inheritdoc/>
    protected override string ExtraRepr()
    {
        bool isNone = !Padding.IsSame && Padding.All(static p => p == 0);
        return Describe(isNone ? "" : $", padding={(Padding.IsSame ? "same" : Repr.Tuple([.. Padding]))}", "")
            + (PaddingMode == PadMode.Constant ? "" : $", padding_mode={PaddingMode.ToString().ToLowerInvariant()}");
    }

    /// <summary>Pairs before and after, the last dimension first; what is odd of 'same' comes after.</summary>
    private int[] Pairs()
    {
        var pairs = new int[2 * Rank];
        for (int d = 0; d < Rank; d++)
        {
            int all = Padding.IsSame ? Dilation[d] * (KernelSize[d] - 1) : 2 * Padding.Sizes[d];
            pairs[2 * (Rank - 1 - d)] = all / 2;
            pairs[2 * (Rank - 1 - d) + 1] = all - all / 2;
        }
        return pairs;
    }
}

/// <summary>A convolution over one dimension, see <see cref="Functional.Conv1d"/> (<c>torch.nn.Conv1d</c>).</summary>
/// <param name="inChannels">The channels of the input.</param>
/// <param name="outChannels">The channels of the output.</param>
/// <param name="kernelSize">The size of the kernel.</param>
/// <param name="stride">How far it moves; 1 when not given.</param>
/// <param name="padding">What is added on both sides, or <see cref="ConvPadding.Same"/>; nothing when not given.</param>
/// <param name="dilation">The distance of its elements; 1 when not given.</param>
/// <param name="groups">Into how many groups the channels fall.</param>
/// <param name="bias">Whether there is a bias.</param>
/// <param name="paddingMode">What is added: zeros, or more of the input.</param>
/// <param name="dtype">Float32 or float64.</param>
public sealed class Conv1d(
    int inChannels, int outChannels, PerDim kernelSize, PerDim stride = default, ConvPadding padding = default, PerDim dilation = default, int groups = 1, bool bias = true, PadMode paddingMode = PadMode.Constant, DType dtype = DType.Float32)
    : PaddedConvNd(1, inChannels, outChannels, kernelSize, stride, padding, dilation, groups, bias, paddingMode, dtype)
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => Functional.Conv1d(Padded(input), Weight, Bias, Stride, Zeros, Dilation, Groups);
}

/// <summary>A convolution over two dimensions, see <see cref="Functional.Conv2d"/> (<c>torch.nn.Conv2d</c>).</summary>
/// <inheritdoc cref="Conv1d"/>
public sealed class Conv2d(
    int inChannels, int outChannels, PerDim kernelSize, PerDim stride = default, ConvPadding padding = default, PerDim dilation = default, int groups = 1, bool bias = true, PadMode paddingMode = PadMode.Constant, DType dtype = DType.Float32)
    : PaddedConvNd(2, inChannels, outChannels, kernelSize, stride, padding, dilation, groups, bias, paddingMode, dtype)
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => Functional.Conv2d(Padded(input), Weight, Bias, Stride, Zeros, Dilation, Groups);
}

/// <summary>A convolution over three dimensions, see <see cref="Functional.Conv3d"/> (<c>torch.nn.Conv3d</c>).</summary>
/// <inheritdoc cref="Conv1d"/>
public sealed class Conv3d(
    int inChannels, int outChannels, PerDim kernelSize, PerDim stride = default, ConvPadding padding = default, PerDim dilation = default, int groups = 1, bool bias = true, PadMode paddingMode = PadMode.Constant, DType dtype = DType.Float32)
    : PaddedConvNd(3, inChannels, outChannels, kernelSize, stride, padding, dilation, groups, bias, paddingMode, dtype)
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => Functional.Conv3d(Padded(input), Weight, Bias, Stride, Zeros, Dilation, Groups);
}
