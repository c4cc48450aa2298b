using Autograd.Memory;

namespace Autograd.NN;

/// <summary>What the transposed convolutions of one to three dimensions have in common: the size of the output.</summary>
public abstract class ConvTransposeNd : ConvNd
{
    private protected ConvTransposeNd(
        int rank, int inChannels, int outChannels, PerDim kernelSize, PerDim stride, PerDim padding, PerDim outputPadding, int groups, bool bias, PerDim dilation, DType dtype)
        : base(rank, inChannels, outChannels, kernelSize, stride, dilation, groups, bias, dtype, kernel => [inChannels, outChannels / groups, .. kernel])
    {
        string name = NameOf(GetType());
        Padding = new PerDim(padding.Each(name, "padding", rank, [0], 0));
        OutputPadding = new PerDim(outputPadding.Each(name, "outputPadding", rank, [0], 0));
    }

    /// <summary>How much is cut off on both sides.</summary>
    public PerDim Padding { get; }

    /// <summary>How much the ends reach further.</summary>
    public PerDim OutputPadding { get; }

    /// <summary>Runs the layer to an output of given spatial sizes (<c>output_size</c>): what a convolution of this stride maps to the input's.</summary>
    /// <exception cref="ShapeException">The sizes are not among those.</exception>
    public Tensor Forward(Tensor input, ReadOnlySpan<int> outputSize)
    {
        ArgumentNullException.ThrowIfNull(input);
        var further = Further(input, outputSize);
        return IsBare ? Transpose(input, further) : Around((Input: input, Further: further), static (module, x) => ((ConvTransposeNd)module).Transpose(x.Input, x.Further));
    }

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => Transpose(input, OutputPadding);

    /// <summary>The convolution, its ends that much further.</summary>
    private protected abstract Tensor Transpose(Tensor input, PerDim outputPadding);

    /// <inheritdoc/>
    protected override string ExtraRepr() => Describe(
        Padding.All(static p => p == 0) ? "" : $", padding={Repr.Tuple([.. Padding])}",
        OutputPadding.All(static p => p == 0) ? "" : $", output_padding={Repr.Tuple([.. OutputPadding])}");

    private PerDim Further(Tensor input, ReadOnlySpan<int> outputSize)
    {
        string name = NameOf(GetType());
        if ((outputSize.Length != Rank && outputSize.Length != input.Rank) || input.Rank < Rank)
            throw new ShapeException($"{name}: outputSize {Layout.Describe(outputSize)} has neither the {Rank} spatial sizes nor the {input.Rank} sizes of an input of shape {input.Shape}");
        var further = new int[Rank];
        for (int d = 0; d < Rank; d++)
        {
            long least = (input.Shape[d - Rank] - 1L) * Stride[d] - 2L * Padding[d] + Dilation[d] * (KernelSize[d] - 1L) + 1;
            long more = outputSize[^(Rank - d)] - least;
            if (more < 0 || more >= Stride[d])
                throw new ShapeException($"{name}: an output of size {outputSize[^(Rank - d)]} in dimension {d} of {Rank} does not fit an input of shape {input.Shape}: it must lie in [{least}, {least + Stride[d] - 1}]");
            further[d] = (int)more;
        }
        return new PerDim(further);
    }
}

/// <summary>The transpose of a convolution over one dimension, see <see cref="Functional.ConvTranspose1d"/> (<c>torch.nn.ConvTranspose1d</c>).</summary>
/// <param name="inChannels">The channels of the input.</param>
/// <param name="outChannels">The channels of the output.</param>
/// <param name="kernelSize">The size of the kernel.</param>
/// <param name="stride">How far it moves; 1 when not given.</param>
/// <param name="padding">How much is cut off on both sides; nothing when not given.</param>
/// <param name="outputPadding">How much the end reaches further; nothing when not given.</param>
/// <param name="groups">Into how many groups the channels fall.</param>
/// <param name="bias">Whether there is a bias.</param>
/// <param name="dilation">The distance of the kernel's elements; 1 when not given.</param>
/// <param name="dtype">Float32 or float64.</param>
public sealed class ConvTranspose1d(
    int inChannels, int outChannels, PerDim kernelSize, PerDim stride = default, PerDim padding = default, PerDim outputPadding = default, int groups = 1, bool bias = true, PerDim dilation = default, DType dtype = DType.Float32)
    : ConvTransposeNd(1, inChannels, outChannels, kernelSize, stride, padding, outputPadding, groups, bias, dilation, dtype)
{
    private protected override Tensor Transpose(Tensor input, PerDim outputPadding) =>
        Functional.ConvTranspose1d(input, Weight, Bias, Stride, Padding, outputPadding, Groups, Dilation);
}

/// <summary>The transpose of a convolution over two dimensions, see <see cref="Functional.ConvTranspose2d"/> (<c>torch.nn.ConvTranspose2d</c>).</summary>
/// <inheritdoc cref="ConvTranspose1d"/>
public sealed class ConvTranspose2d(
    int inChannels, int outChannels, PerDim kernelSize, PerDim stride = default, PerDim padding = default, PerDim outputPadding = default, int groups = 1, bool bias = true, PerDim dilation = default, DType dtype = DType.Float32)
    : ConvTransposeNd(2, inChannels, outChannels, kernelSize, stride, padding, outputPadding, groups, bias, dilation, dtype)
{
    private protected override Tensor Transpose(Tensor input, PerDim outputPadding) =>
        Functional.ConvTranspose2d(input, Weight, Bias, Stride, Padding, outputPadding, Groups, Dilation);
}

/// <summary>The transpose of a convolution over three dimensions, see <see cref="Functional.ConvTranspose3d"/> (<c>torch.nn.ConvTranspose3d</c>).</summary>
/// <inheritdoc cref="ConvTranspose1d"/>
public sealed class ConvTranspose3d(
    int inChannels, int outChannels, PerDim kernelSize, PerDim stride = default, PerDim padding = default, PerDim outputPadding = default, int groups = 1, bool bias = true, PerDim dilation = default, DType dtype = DType.Float32)
    : ConvTransposeNd(3, inChannels, outChannels, kernelSize, stride, padding, outputPadding, groups, bias, dilation, dtype)
{
    private protected override Tensor Transpose(Tensor input, PerDim outputPadding) =>
        Functional.ConvTranspose3d(input, Weight, Bias, Stride, Padding, outputPadding, Groups, Dilation);
}
