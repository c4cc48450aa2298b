using System.Text.Json.Nodes;

namespace Autograd.Data;

/// <summary>What is done with an outlier.</summary>
public enum OutlierAction
{
    /// <summary>It becomes the nearest number within the bounds.</summary>
    Clip,

    /// <summary>It becomes a missing cell, for an imputer to fill.</summary>
    ToMissing,

    /// <summary>Its row is dropped, in training; a row to judge by or to predict for with an outlier is refused, by its number.</summary>
    Drop,
}

/// <summary>Numbers outside of bounds that are learned from the training rows: <see cref="ZScore"/>, <see cref="Interquartile"/>, <see cref="Quantiles"/>, or given: <see cref="Bounds"/>. Missing cells stay missing.</summary>
public sealed class Outliers : IPreparationStep
{
    private readonly Func<Table, string, (double Low, double High)> bounds;
    private readonly OutlierAction action;
    private readonly string[] columns;

    private Outliers(Func<Table, string, (double Low, double High)> bounds, OutlierAction action, IEnumerable<string> columns)
    {
        if (!Enum.IsDefined(action)) throw new ArgumentOutOfRangeException(nameof(action), action, "Outliers: there is no such action");
        (this.bounds, this.action, this.columns) = (bounds, action, StepColumns.Given(nameof(Outliers), columns));
    }

    /// <summary>Outside of mean ± limit · standard deviation (ddof 0, as <c>scipy.stats.zscore</c>).</summary>
    /// <param name="limit">How many standard deviations.</param>
    /// <param name="action">What is done.</param>
    /// <param name="columns">Where; in all features of numbers where none is given.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is not above 0 and finite.</exception>
    public static Outliers ZScore(double limit = 3, OutlierAction action = OutlierAction.Clip, params IEnumerable<string> columns)
    {
        Need(limit > 0 && double.IsFinite(limit), nameof(limit), limit, "the number of standard deviations is above 0");
        return Learned(x =>
        {
            double mean = ColumnStatistics.Mean(x), reach = limit * Math.Sqrt(ColumnStatistics.Variance(x));
            return (mean - reach, mean + reach);
        }, action, columns);
    }

    /// <summary>Below Q1 - factor · (Q3 - Q1), or above Q3 + factor · (Q3 - Q1): Tukey's fences. The quartiles are <c>numpy.quantile</c>'s.</summary>
    /// <param name="factor">1.5 by Tukey; 3 for what is far out.</param>
    /// <param name="action">What is done.</param>
    /// <param name="columns">Where; in all features of numbers where none is given.</param>
    /// <exception cref="ArgumentOutOfRangeException">The factor is negative or not finite.</exception>
    public static Outliers Interquartile(double factor = 1.5, OutlierAction action = OutlierAction.Clip, params IEnumerable<string> columns)
    {
        Need(factor >= 0 && double.IsFinite(factor), nameof(factor), factor, "the factor is 0 or more");
        return Learned(x =>
        {
            double[] sorted = ColumnStatistics.Sorted(x);
            double first = ColumnStatistics.Quantile(sorted, 0.25), third = ColumnStatistics.Quantile(sorted, 0.75), reach = factor * (third - first);
            return (first - reach, third + reach);
        }, action, columns);
    }

    /// <summary>Below one quantile or above another (with <see cref="OutlierAction.Clip"/>: winsorising).</summary>
    /// <param name="low">The share below the bounds.</param>
    /// <param name="high">The share that is not above them.</param>
    /// <param name="action">What is done.</param>
    /// <param name="columns">Where; in all features of numbers where none is given.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not 0 &lt;= low &lt; high &lt;= 1.</exception>
    public static Outliers Quantiles(double low = 0.01, double high = 0.99, OutlierAction action = OutlierAction.Clip, params IEnumerable<string> columns)
    {
        Need(low >= 0 && low < high && high <= 1, nameof(low), low, FormattableString.Invariant($"quantiles are 0 <= low < high <= 1, and high is {high}"));
        return Learned(x =>
        {
            double[] sorted = ColumnStatistics.Sorted(x);
            return (ColumnStatistics.Quantile(sorted, low), ColumnStatistics.Quantile(sorted, high));
        }, action, columns);
    }

    /// <summary>Outside of bounds that are known: a percentage, an age. An infinity is no bound.</summary>
    /// <param name="low">The smallest number within.</param>
    /// <param name="high">The largest one.</param>
    /// <param name="action">What is done.</param>
    /// <param name="columns">Where; in all features of numbers where none is given.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not low &lt;= high.</exception>
    public static Outliers Bounds(double low, double high, OutlierAction action = OutlierAction.Clip, params IEnumerable<string> columns)
    {
        Need(low <= high, nameof(low), low, FormattableString.Invariant($"bounds are low <= high, and high is {high}"));
        return new((_, _) => (low, high), action, columns);
    }

    /// <inheritdoc/>
    public IFittedStep Fit(Table table, string? target)
    {
        ArgumentNullException.ThrowIfNull(table);
        string[] looked = StepColumns.Of(nameof(Outliers), table, columns, target, ColumnType.Number);
        return new FittedOutliers(action, Array.ConvertAll(looked, name =>
        {
            var (low, high) = bounds(table, name);
            return new Fence(name, low, high);
        }));
    }

    private static Outliers Learned(Func<double[], (double Low, double High)> bounds, OutlierAction action, IEnumerable<string> columns) =>
        new((table, name) => bounds(ColumnStatistics.Present(nameof(Outliers), table, name)), action, columns);

    private static void Need(bool holds, string name, double value, string expected)
    {
        if (!holds) throw new ArgumentOutOfRangeException(name, value, "Outliers: " + expected);
    }
}

/// <summary>The bounds of a column.</summary>
internal sealed record Fence(string Column, double Low, double High)
{
    public bool Holds(double x) => double.IsNaN(x) || (x >= Low && x <= High);
}

/// <summary>The bounds of columns, and what is done with numbers outside of them.</summary>
internal sealed class FittedOutliers(OutlierAction action, Fence[] fences) : ISavedStep
{
    public string Name => nameof(Outliers);

    public IReadOnlyList<string> Columns => Array.ConvertAll(fences, static f => f.Column);

    public string? Loss => action == OutlierAction.Drop || fences.Length == 0 ? null : "what outliers of " + string.Join(", ", Columns) + " were is not kept";

    public static FittedOutliers Read(string name, StepData data) => new(data.Choice<OutlierAction>("action"), Array.ConvertAll(data.Items("columns"), static c =>
    {
        double low = c.NumberOrNull("low") ?? double.NegativeInfinity, high = c.NumberOrNull("high") ?? double.PositiveInfinity;
        return new Fence(c.Text("name"), c.Need(low, low <= high, "low <= high"), high);
    }));

    public Table Transform(Table table) => action switch
    {
        OutlierAction.Drop => Within(table),
        OutlierAction.Clip => Changed(table, static (f, x) => Math.Clamp(x, f.Low, f.High)),
        _ => Changed(table, static (f, x) => f.Holds(x) ? x : double.NaN),
    };

    public Table Inverse(Table table) => table;

    public JsonObject Save() => new()
    {
        ["action"] = action.ToString(),
        ["columns"] = StepData.List(fences, static f => new JsonObject { ["name"] = f.Column, ["low"] = Finite(f.Low), ["high"] = Finite(f.High) }),
    };

    public override string ToString() => $"{Name}: {action} " + string.Join(", ", fences.Select(static f => FormattableString.Invariant($"{f.Column} [{f.Low:G6}, {f.High:G6}]")));

    private Table Within(Table table)
    {
        var looked = fences.Where(f => table.Contains(f.Column)).Select(f => (Fence: f, Values: table.Numbers(f.Column))).ToArray();
        return table.Rows(Enumerable.Range(0, table.RowCount).Where(row => Array.TrueForAll(looked, l => l.Fence.Holds(l.Values[row]))));
    }

    private Table Changed(Table table, Func<Fence, double, double> change) =>
        StepColumns.Each(table, fences, static f => f.Column, (f, column) => ((NumberColumn)column).Map(x => change(f, x)));

    private static JsonNode? Finite(double bound) => double.IsFinite(bound) ? JsonValue.Create(bound) : null;
}
