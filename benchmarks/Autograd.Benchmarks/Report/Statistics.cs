namespace Autograd.Benchmarks;

/// <summary>The two averages of this program.</summary>
internal static class Statistics
{
    /// <summary>The middle one, or halfway between the two in the middle.</summary>
    /// <exception cref="InvalidOperationException">There are none.</exception>
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        if (sorted.Length == 0) throw new InvalidOperationException("There is no median of nothing");
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>exp(mean(log x)): twice as fast and half as fast make 1. NaN of nothing.</summary>
    public static double GeometricMean(IEnumerable<double> values) => Math.Exp(values.Select(x => Math.Log(x)).DefaultIfEmpty(double.NaN).Average());
}
