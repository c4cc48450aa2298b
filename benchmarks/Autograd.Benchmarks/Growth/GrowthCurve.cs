namespace Autograd.Benchmarks;

/// <summary>A step at one value of a size.</summary>
/// <param name="Value">The size.</param>
/// <param name="Seconds">Of a step.</param>
/// <param name="Flops">Of a step.</param>
/// <param name="Arithmetic">Seconds that the flops would take at the rate of the curve's largest step.</param>
internal sealed record GrowthPoint(int Value, double Seconds, double Flops, double Arithmetic);

/// <summary>How the time of a step grows with a size.</summary>
internal sealed record GrowthCurve(string Name, IReadOnlyList<GrowthPoint> Points)
{
    /// <summary>From what was measured, with the smallest value first.</summary>
    public static GrowthCurve Of(string name, IReadOnlyList<(int Value, double Seconds, double Flops)> measured)
    {
        var (_, seconds, flops) = measured[^1];
        return new(name, [.. measured.Select(m => new GrowthPoint(m.Value, m.Seconds, m.Flops, m.Flops * seconds / flops))]);
    }

    /// <summary>The exponents between neighbours: of the time, and of the flops.</summary>
    public IEnumerable<(double Time, double Flops)> Slopes() => Points.Zip(Points.Skip(1), (a, b) =>
        (Slope(a.Value, a.Seconds, b.Value, b.Seconds), Slope(a.Value, a.Flops, b.Value, b.Flops)));

    private static double Slope(double x0, double y0, double x1, double y1) => Math.Log(y1 / y0) / Math.Log(x1 / x0);
}
