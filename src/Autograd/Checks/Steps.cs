namespace Autograd.Checks;

/// <summary>The steps that the element held by a probe can take, and the differences over them.</summary>
/// <param name="probe">Holds the element.</param>
/// <param name="bands">The outputs.</param>
/// <param name="typical">The size of the input's largest element: the scale of a zero.</param>
internal sealed class Steps(Probe probe, Bands bands, double typical)
{
    /// <summary>The largest step, for |x| up to 1: what rounds coarsely wants long steps.</summary>
    private const double Longest = 1.0 / 8;

    /// <summary>The smallest step, for |x| = 1.</summary>
    private const double Shortest = 1.0 / (1 << 24);

    /// <summary>The largest step.</summary>
    public double Top => Longest * Math.Max(1, Math.Abs(probe.Held));

    /// <summary>Small numbers take small steps: log at 1e-8 lives on a scale of 1e-8.</summary>
    public double Scale => Math.Min(1, probe.Held == 0 ? typical : Math.Abs(probe.Held));

    /// <summary>A step is some units in the last place at least.</summary>
    public double Bottom
    {
        get
        {
            double size = Math.Abs(probe.Held);
            return Math.Max(Scale * Shortest, 256 * (Math.BitIncrement(size) - size));
        }
    }

    /// <summary>
    /// The central differences over a step. Where f rounds x itself, as in x - mean, its slope is that of a neighbour of
    /// x: f'' eps |x| is rounding as well.
    /// </summary>
    public Quotient[] Central(double h)
    {
        var (above, below, width) = Sides(h);
        double rounding = Quotient.Epsilon * Math.Abs(probe.Held) / h;
        return Array.ConvertAll(bands.Central(above, probe.Center, below, width), q => q with { Noise = q.Noise + (q.Bend == 0 ? 0 : rounding * Math.Abs(q.Bend)) });
    }

    /// <summary>The outputs on both sides, and the step as the machine takes it.</summary>
    public (double[] Above, double[] Below, double Width) Sides(double h)
    {
        double value = probe.Held, above = value + h, below = value - h;
        return (probe.At(above), probe.At(below), above - below);
    }
}
