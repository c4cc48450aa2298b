namespace Autograd.Kernels;

/// <summary>
/// One spatial dimension of a sliding window: output o reads, by tap k, the input at o Stride + k Dilation - Padding. What lies
/// outside of [0, Input) counts as zero. The number of outputs stands by itself: it says what is padded at the far end.
/// </summary>
internal readonly record struct WindowAxis(int Input, int Output, int Kernel, int Stride, int Padding, int Dilation)
{
    /// <summary>A dimension that is not there: one input, one output, one tap.</summary>
    public static WindowAxis None { get; } = new(1, 1, 1, 1, 0, 1);

    /// <summary>Whether every output is the input at its place.</summary>
    public bool IsIdentity => Kernel == 1 && Stride == 1 && Padding == 0 && Input == Output;

    /// <summary>Where tap <paramref name="k"/> of output <paramref name="o"/> reads: in 64 bits, as paddings may be large.</summary>
    public nint At(int o, int k) => (nint)o * Stride + (nint)k * Dilation - Padding;

    /// <summary>The outputs from First up to End, not included, whose tap <paramref name="k"/> lies inside of the input.</summary>
    public (int First, int End) Range(int k)
    {
        nint shift = (nint)Padding - (nint)k * Dilation;
        nint first = shift <= 0 ? 0 : (shift + Stride - 1) / Stride;
        nint last = Input - 1 + shift;
        nint end = last < 0 ? 0 : last / Stride + 1;
        end = Math.Min(end, Output);
        return ((int)Math.Min(first, end), (int)end);
    }
}

/// <summary>The three spatial dimensions of a window; those that are not there come first and are <see cref="WindowAxis.None"/>.</summary>
internal readonly record struct WindowShape(WindowAxis Depth, WindowAxis Height, WindowAxis Width)
{
    /// <summary>The elements of one channel of the input.</summary>
    public nint InputCount => (nint)Depth.Input * Height.Input * Width.Input;

    /// <summary>The positions of the window.</summary>
    public nint OutputCount => (nint)Depth.Output * Height.Output * Width.Output;

    /// <summary>The taps of the window.</summary>
    public nint KernelCount => (nint)Depth.Kernel * Height.Kernel * Width.Kernel;

    /// <summary>Whether the outputs are the inputs: windows of one element, none left out.</summary>
    public bool IsIdentity => Depth.IsIdentity && Height.IsIdentity && Width.IsIdentity;

    /// <summary>The window of one to three dimensions.</summary>
    public static WindowShape Of(ReadOnlySpan<WindowAxis> axes) => new(
        axes.Length > 2 ? axes[^3] : WindowAxis.None,
        axes.Length > 1 ? axes[^2] : WindowAxis.None,
        axes[^1]);
}
