namespace Autograd.Training;

/// <summary>Numbers of a range, all equally likely.</summary>
internal sealed record UniformDimension : Dimension
{
    private readonly double low;
    private readonly double high;

    public UniformDimension(double low, double high)
    {
        if (!double.IsFinite(low) || !double.IsFinite(high) || !(low < high)) throw Wrong(nameof(Uniform), low, high, "both are finite, and the first is below the second");
        (this.low, this.high) = (low, high);
    }

    public override object Draw(Generator generator) => low + ((high - low) * Share(generator));

    public override Dimension Around(object value, double share)
    {
        var (from, to) = Within(low, high, (double)value, share);
        return from < to ? new UniformDimension(from, to) : this;
    }
}

/// <summary>Numbers of a range whose logarithms are equally likely.</summary>
internal sealed record LogUniformDimension : Dimension
{
    private readonly double low;
    private readonly double high;

    public LogUniformDimension(double low, double high)
    {
        if (!double.IsFinite(high) || !(low > 0) || !(low < high)) throw Wrong(nameof(LogUniform), low, high, "both are finite and above 0, and the first is below the second");
        (this.low, this.high) = (low, high);
    }

    // A rounding of the exponential must not leave the range.
    public override object Draw(Generator generator) => Math.Clamp(Math.Exp(Math.Log(low) + ((Math.Log(high) - Math.Log(low)) * Share(generator))), low, Math.BitDecrement(high));

    public override Dimension Around(object value, double share)
    {
        var (from, to) = Within(Math.Log(low), Math.Log(high), Math.Log((double)value), share);
        return Math.Exp(from) < Math.Exp(to) ? new LogUniformDimension(Math.Exp(from), Math.Exp(to)) : this;
    }
}

/// <summary>Whole numbers of a range, both ends included.</summary>
internal sealed record IntegerDimension : Dimension
{
    private readonly int low;
    private readonly int high;

    public IntegerDimension(int low, int high)
    {
        if (low > high) throw Wrong(nameof(Integer), low, high, "the first is at most the second");
        (this.low, this.high) = (low, high);
    }

    public override object Draw(Generator generator) => (int)(low + (long)(((long)high - low + 1) * Share(generator)));

    public override Dimension Around(object value, double share)
    {
        var (from, to) = Within(low, high, (int)value, share);
        return new IntegerDimension((int)Math.Round(from), (int)Math.Round(to));
    }
}

/// <summary>One of some values.</summary>
internal sealed record ChoiceDimension : Dimension
{
    private readonly object[] values;

    public ChoiceDimension(object[] values)
    {
        if (values.Length == 0) throw new ArgumentException("Dimension.Choice: there is nothing to choose from");
        this.values = values;
    }

    public override object Draw(Generator generator) => values[(int)(values.Length * Share(generator))];
}
