namespace Autograd.Kernels;

/// <summary>The inputs that one output of a pool sees along a dimension: from First up to End, not included, a step apart.</summary>
/// <param name="First">The first.</param>
/// <param name="End">Behind the last.</param>
/// <param name="Size">How many there are with the padding that the window covers.</param>
internal readonly record struct PoolSpan(int First, int End, int Size)
{
    /// <summary>How many inputs there are, where the step is 1.</summary>
    public int Count => End - First;
}

/// <summary>Along one dimension, which inputs an output of a pool sees.</summary>
internal interface IPoolAxis
{
    int Input { get; }

    int Output { get; }

    /// <summary>The distance of the inputs that an output sees.</summary>
    int Step { get; }

    /// <summary>The most inputs that an output sees.</summary>
    int Most { get; }

    PoolSpan At(int o);
}

/// <summary>Windows of one size: output o begins at o Stride - Padding. The last window may reach beyond the padding (<c>ceil_mode</c>).</summary>
internal readonly record struct StridedAxis(int Input, int Output, int Kernel, int Stride, int Padding, int Step) : IPoolAxis
{
    public int Most => Math.Min(Kernel, Input);

    public PoolSpan At(int o)
    {
        nint start = (nint)o * Stride - Padding;
        nint end = Math.Min(start + ((nint)Kernel - 1) * Step + 1, (nint)Input + Padding);
        nint first = start >= 0 ? start : start + (-start + Step - 1) / Step * Step;
        return new PoolSpan((int)first, (int)Math.Min(end, Input), (int)(end - start));
    }
}

/// <summary>As many windows as outputs are asked for: output o sees floor(o I / O) up to ceil((o + 1) I / O).</summary>
internal readonly record struct AdaptiveAxis(int Input, int Output) : IPoolAxis
{
    public int Step => 1;

    public int Most => Output == 0 ? 0 : (int)Math.Min(Input, ((long)Input + Output - 1) / Output + 1);

    public PoolSpan At(int o)
    {
        int first = (int)((long)o * Input / Output), end = (int)(((o + 1L) * Input + Output - 1) / Output);
        return new PoolSpan(first, end, end - first);
    }
}

/// <summary>The three spatial dimensions of a pool; those that are not there come first and have one input and one output.</summary>
internal readonly record struct PoolShape<TAxis>(TAxis Depth, TAxis Height, TAxis Width)
    where TAxis : struct, IPoolAxis
{
    /// <summary>The elements of a plane of the input.</summary>
    public nint InputCount => (nint)Depth.Input * Height.Input * Width.Input;

    /// <summary>The elements of a plane of the output.</summary>
    public nint OutputCount => (nint)Depth.Output * Height.Output * Width.Output;

    /// <summary>The most inputs that an output sees.</summary>
    public long Most => (long)Depth.Most * Height.Most * Width.Most;
}
