using Autograd.Memory;

namespace Autograd.NN;

/// <summary>What the paddings have in common: pairs of numbers, those of the last dimension first, and what stands there.</summary>
public abstract class PadNd : Module
{
    private readonly int[] padding;
    private readonly PadMode mode;

    private protected PadNd(int rank, ReadOnlySpan<int> padding, PadMode mode)
    {
        if (padding.Length != 1 && padding.Length != 2 * rank)
            throw new ShapeException($"{NameOf(GetType())}: {Layout.Describe(padding)} has {padding.Length} numbers; it takes one, or a pair for each of {rank} dimension{(rank == 1 ? "" : "s")}");
        this.padding = padding.Length == 1 ? [.. Enumerable.Repeat(padding[0], 2 * rank)] : padding.ToArray();
        this.mode = mode;
    }

    /// <summary>Pairs before and after, those of the last dimension first.</summary>
    public ReadOnlySpan<int> Padding => padding;

    /// <summary>The number of a constant padding.</summary>
    private protected virtual double Filler => 0;

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Pad(padding, mode, Filler);
    }

    /// <inheritdoc/>
    protected override string ExtraRepr() => Repr.Tuple(padding);
}

/// <summary>What the constant paddings of one to three dimensions have in common.</summary>
public abstract class ConstantPadNd : PadNd
{
    private protected ConstantPadNd(int rank, ReadOnlySpan<int> padding, double value)
        : base(rank, padding, PadMode.Constant) => Value = value;

    /// <summary>The number.</summary>
    public double Value { get; }

    private protected override double Filler => Value;

    /// <inheritdoc/>
    protected override string ExtraRepr() => $"padding={base.ExtraRepr()}, value={Repr.Text(Value)}";
}

/// <summary>One number beyond the edges of the last dimension (<c>torch.nn.ConstantPad1d</c>).</summary>
public sealed class ConstantPad1d : ConstantPadNd
{
    /// <summary>The same number of elements on all sides; negative numbers cut off.</summary>
    public ConstantPad1d(int padding, double value)
        : base(1, [padding], value)
    {
    }

    /// <summary>Pairs before and after, those of the last dimension first; negative numbers cut off.</summary>
    /// <exception cref="ShapeException">There are neither one nor 2 numbers.</exception>
    public ConstantPad1d(ReadOnlySpan<int> padding, double value)
        : base(1, padding, value)
    {
    }
}

/// <summary>One number beyond the edges of the last two dimensions (<c>torch.nn.ConstantPad2d</c>).</summary>
public sealed class ConstantPad2d : ConstantPadNd
{
    /// <summary>The same number of elements on all sides; negative numbers cut off.</summary>
    public ConstantPad2d(int padding, double value)
        : base(2, [padding], value)
    {
    }

    /// <summary>Pairs before and after, those of the last dimension first; negative numbers cut off.</summary>
    /// <exception cref="ShapeException">There are neither one nor 4 numbers.</exception>
    public ConstantPad2d(ReadOnlySpan<int> padding, double value)
        : base(2, padding, value)
    {
    }
}

/// <summary>One number beyond the edges of the last three dimensions (<c>torch.nn.ConstantPad3d</c>).</summary>
public sealed class ConstantPad3d : ConstantPadNd
{
    /// <summary>The same number of elements on all sides; negative numbers cut off.</summary>
    public ConstantPad3d(int padding, double value)
        : base(3, [padding], value)
    {
    }

    /// <summary>Pairs before and after, those of the last dimension first; negative numbers cut off.</summary>
    /// <exception cref="ShapeException">There are neither one nor 6 numbers.</exception>
    public ConstantPad3d(ReadOnlySpan<int> padding, double value)
        : base(3, padding, value)
    {
    }
}
