using System.Text.Json.Nodes;

namespace Autograd.Data;

/// <summary>
/// (x - mean) / standard deviation, with ddof 0 (scikit-learn: <c>StandardScaler</c>). A constant column is divided by 1. Missing cells are not counted and stay missing.
/// </summary>
/// <param name="columns">Which; all features of numbers where none is given. Name the target to have it scaled as well, and <see cref="FittedPreparation.InverseTarget"/> to undo it.</param>
public sealed class StandardScaler(params IEnumerable<string> columns) : IPreparationStep
{
    private readonly string[] columns = StepColumns.Given(nameof(StandardScaler), columns);

    /// <inheritdoc/>
    public IFittedStep Fit(Table table, string? target) => FittedScaler.Fit(nameof(StandardScaler), table, columns, target, static (name, x) =>
    {
        double mean = ColumnStatistics.Mean(x), variance = ColumnStatistics.Variance(x), rounding = x.Length * mean * FittedScaler.Epsilon;
        // A variance that rounding alone would give is 0 (scikit-learn: _is_constant_feature).
        bool constant = variance <= (x.Length * FittedScaler.Epsilon * variance) + (rounding * rounding);
        return new Scaling(name, mean, constant ? 1 : Math.Sqrt(variance), 0);
    });
}

/// <summary>
/// (x - min) / (max - min) (high - low) + low: the training rows lie in [low, high], others may lie outside (scikit-learn: <c>MinMaxScaler</c>). A constant column
/// becomes low. Missing cells are not counted and stay missing.
/// </summary>
public sealed class MinMaxScaler : IPreparationStep
{
    private readonly double low, high;
    private readonly string[] columns;

    /// <summary>Makes the step.</summary>
    /// <param name="low">What the smallest number becomes.</param>
    /// <param name="high">What the largest number becomes.</param>
    /// <param name="columns">Which; all features of numbers where none is given.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not low &lt; high, or one is not finite.</exception>
    public MinMaxScaler(double low = 0, double high = 1, params IEnumerable<string> columns)
    {
        if (!(low < high && double.IsFinite(low) && double.IsFinite(high))) throw new ArgumentOutOfRangeException(nameof(low), low, FormattableString.Invariant($"MinMaxScaler: the range is low < high, and high is {high}"));
        (this.low, this.high, this.columns) = (low, high, StepColumns.Given(nameof(MinMaxScaler), columns));
    }

    /// <inheritdoc/>
    public IFittedStep Fit(Table table, string? target) => FittedScaler.Fit(nameof(MinMaxScaler), table, columns, target, (name, x) =>
    {
        double least = x.Min();
        return new Scaling(name, least, FittedScaler.Divisor(x.Max() - least) / (high - low), low);
    });
}

/// <summary>
/// (x - median) / (upper - lower quantile): outliers move neither (scikit-learn: <c>RobustScaler</c>; quantiles by <c>numpy.quantile</c>). Where both quantiles are the same
/// the divisor is 1. Missing cells are not counted and stay missing.
/// </summary>
public sealed class RobustScaler : IPreparationStep
{
    private readonly double lower, upper;
    private readonly string[] columns;

    /// <summary>Makes the step.</summary>
    /// <param name="lower">The lower quantile.</param>
    /// <param name="upper">The upper quantile.</param>
    /// <param name="columns">Which; all features of numbers where none is given.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not 0 &lt;= lower &lt; upper &lt;= 1.</exception>
    public RobustScaler(double lower = 0.25, double upper = 0.75, params IEnumerable<string> columns)
    {
        if (!(lower >= 0 && lower < upper && upper <= 1)) throw new ArgumentOutOfRangeException(nameof(lower), lower, FormattableString.Invariant($"RobustScaler: quantiles are 0 <= lower < upper <= 1, and upper is {upper}"));
        (this.lower, this.upper, this.columns) = (lower, upper, StepColumns.Given(nameof(RobustScaler), columns));
    }

    /// <inheritdoc/>
    public IFittedStep Fit(Table table, string? target) => FittedScaler.Fit(nameof(RobustScaler), table, columns, target, (name, x) =>
    {
        double[] sorted = ColumnStatistics.Sorted(x);
        double spread = ColumnStatistics.Quantile(sorted, upper) - ColumnStatistics.Quantile(sorted, lower);
        return new Scaling(name, ColumnStatistics.Median(sorted), FittedScaler.Divisor(spread), 0);
    });
}

/// <summary>The affine map of a column: (x - Center) / Scale + Offset.</summary>
internal sealed record Scaling(string Column, double Center, double Scale, double Offset);

/// <summary>Affine maps of columns.</summary>
internal sealed class FittedScaler(string name, Scaling[] scalings) : ISavedStep
{
    /// <summary>2^-52 (<c>numpy.finfo(float).eps</c>).</summary>
    public const double Epsilon = 2.220446049250313e-16;

    public string Name => name;

    public IReadOnlyList<string> Columns => Array.ConvertAll(scalings, static s => s.Column);

    public string? Loss => null;

    public static FittedScaler Fit(string step, Table table, string[] named, string? target, Func<string, double[], Scaling> scaling)
    {
        ArgumentNullException.ThrowIfNull(table);
        string[] scaled = StepColumns.Of(step, table, named, target, ColumnType.Number);
        return new(step, Array.ConvertAll(scaled, column => Finite(step, scaling(column, ColumnStatistics.Present(step, table, column)))));
    }

    /// <summary>A range to divide by; 1 where it is none (scikit-learn: _handle_zeros_in_scale).</summary>
    public static double Divisor(double range) => range < 10 * Epsilon ? 1 : range;

    public static FittedScaler Read(string name, StepData data) => new(name, Array.ConvertAll(data.Items("columns"), static c =>
    {
        double scale = c.Number("scale");
        return new Scaling(c.Text("name"), c.Number("center"), c.Need(scale, scale > 0 && double.IsFinite(scale), "a scale above 0"), c.Number("offset"));
    }));

    public Table Transform(Table table) => StepColumns.Each(table, scalings, static s => s.Column, static (s, column) => ((NumberColumn)column).Map(x => ((x - s.Center) / s.Scale) + s.Offset));

    public Table Inverse(Table table) => StepColumns.Each(table, scalings, static s => s.Column, static (s, column) => ((NumberColumn)column).Map(x => ((x - s.Offset) * s.Scale) + s.Center));

    public JsonObject Save() => new()
    {
        ["columns"] = StepData.List(scalings, static s => new JsonObject { ["name"] = s.Column, ["center"] = s.Center, ["scale"] = s.Scale, ["offset"] = s.Offset }),
    };

    public override string ToString() => $"{name}: " + string.Join(", ", scalings.Select(static s => FormattableString.Invariant($"({s.Column} - {s.Center:G6}) / {s.Scale:G6}") + (s.Offset == 0 ? "" : FormattableString.Invariant($" + {s.Offset:G6}"))));

    // Numbers near the largest have a mean or a variance beyond it.
    private static Scaling Finite(string step, Scaling scaling) =>
        double.IsFinite(scaling.Center) && double.IsFinite(scaling.Scale) ? scaling : throw new ArgumentException($"{step}: the numbers of the column '{scaling.Column}' are too large for their mean and spread in double precision; divide them before", nameof(scaling));
}
