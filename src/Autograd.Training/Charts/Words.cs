namespace Autograd.Training;

/// <summary>Numbers as the descriptions and tips of a plot say them.</summary>
internal static class Words
{
    public static string Named(string name) => name.Length == 0 ? "" : $"{name}, ";

    /// <summary>How many numbers there are, and from where to where they go.</summary>
    public static string Range(IReadOnlyList<double> values)
    {
        double[] finite = [.. values.Where(double.IsFinite)];
        return finite.Length == 0
            ? "without a number"
            : FormattableString.Invariant($"{finite.Length} numbers from {finite.Min():G4} to {finite.Max():G4}, the last {finite[^1]:G4}");
    }

    /// <summary>A number to four digits; whole ones entirely.</summary>
    public static string Number(double value) => Math.Abs(value) < 1e9 && value == Math.Round(value) ? FormattableString.Invariant($"{value:0}") : FormattableString.Invariant($"{value:G4}");
}
