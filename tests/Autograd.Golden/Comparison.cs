using System.Globalization;

namespace Autograd.Golden;

/// <summary>How far a result may lie from the reference.</summary>
/// <param name="Relative">Times the larger of <paramref name="Floor"/> and the reference's largest finite magnitude.</param>
/// <param name="Floor">The magnitude below which the tolerance no longer shrinks.</param>
/// <param name="Elementwise">Every element for itself as well: for elements of very different magnitude.</param>
internal sealed record Tolerance(double Relative, double Floor = 1, bool Elementwise = false)
{
    public static Tolerance For(GoldenCase c, GoldenTensor reference) => (c.Group, c.Op, reference.Name) switch
    {
        // Rounding differs from build to build, and a training run carries it along.
        ("rng", "program", "losses") => new(1e-4),
        ("rng", "program", "accuracy") => new(0.01),
        ("rng", "program", _) => new(1e-3),
        ("rng", _, _) => new(1e-6, Floor: 0),
        // Uniform numbers are words of the stream: equal or from elsewhere.
        ("loader", _, _) => new(0),
        _ => new(1e-9, Elementwise: c.Variant is "wide" or "special"),
    };
}

/// <summary>Compares values with a reference; a NaN equals a NaN.</summary>
internal static class Comparison
{
    /// <summary>What the reference itself loses where it passes through numbers around 1: exp(x) - 1 for small x.</summary>
    private const double Slack = 1.0 / (1L << 53);

    /// <summary>The reason why they differ, or null.</summary>
    public static string? Difference(GoldenTensor reference, DType dtype, ReadOnlySpan<int> shape, ReadOnlySpan<double> values, Tolerance tolerance)
    {
        if (dtype != reference.DType) return $"dtype {dtype}, expected {reference.DType}";
        if (!shape.SequenceEqual(reference.Shape)) return $"shape [{string.Join(", ", shape.ToArray())}], expected [{string.Join(", ", reference.Shape)}]";
        double[] expected = reference.Values();
        double largest = expected.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty().Max();
        bool exact = dtype is not (DType.Float32 or DType.Float64);
        double absolute = exact ? 0 : tolerance.Relative * Math.Max(tolerance.Floor, largest);
        for (int i = 0; i < expected.Length; i++)
        {
            double bound = tolerance.Elementwise && !exact ? Math.Min(absolute, ElementBound(expected[i], tolerance)) : absolute;
            if (!Same(expected[i], values[i], bound))
                return string.Create(CultureInfo.InvariantCulture, $"element {i} is {values[i]:R}, expected {expected[i]:R} (within {bound:E1})");
        }
        return null;
    }

    // Elements so small that the slack would hide them came without loss, and are compared without it.
    private static double ElementBound(double expected, Tolerance tolerance)
    {
        double magnitude = Math.Abs(expected);
        return magnitude is > 0 and < Slack ? tolerance.Relative * magnitude : Math.Max(Slack, tolerance.Relative * magnitude);
    }

    private static bool Same(double x, double y, double bound) =>
        x.Equals(y) || x == y || (double.IsFinite(x) && double.IsFinite(y) && Math.Abs(x - y) <= bound);
}
