namespace Autograd.Testing;

/// <summary>An elementwise op has the values of its formula, read number by number.</summary>
internal static class ValueChecks
{
    /// <summary>Roundings of a formula of some ten functions; a kernel that computes something else is further off.</summary>
    private const double Tolerance = 1e-12;

    public static void Formula(OpRow row) => OpProperty.Check(row, 12, (@case, draw) =>
    {
        if (@case != row.Cases[0]) return;
        var inputs = @case.Inputs(draw.Dice());
        var y = @case.Function(inputs)[0];
        double[][] points = Array.ConvertAll(inputs, x => x.ExpandAs(y).ToArray<double>());
        var values = y.ToArray<double>();
        for (int i = 0; i < values.Length; i++)
        {
            double expected = row.Unary is { } unary ? unary.Value(points[0][i]) : row.Binary!.Value(points[0][i], points[1][i]);
            if (expected.Equals(values[i]) || Math.Abs(expected - values[i]) <= Tolerance * Math.Max(1, Math.Abs(expected))) continue;
            string at = string.Join(", ", points.Select(p => FormattableString.Invariant($"{p[i]:R}")));
            throw new AutogradException(FormattableString.Invariant($"element {i} of {y.Shape}, at {at}, is {values[i]:R}; the formula says {expected:R}"));
        }
    }, maxSize: 9);
}
