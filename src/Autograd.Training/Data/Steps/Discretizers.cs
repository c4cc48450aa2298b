using System.Text.Json.Nodes;

namespace Autograd.Data;

/// <summary>Where bins begin and end.</summary>
public enum BinStrategy
{
    /// <summary>As many training rows in each, as far as equal numbers let them.</summary>
    Quantile,

    /// <summary>Of one width, from the smallest number to the largest.</summary>
    Uniform,
}

/// <summary>
/// Numbers become the numbers of their bins, 0, 1, ... (scikit-learn: <c>KBinsDiscretizer(encode="ordinal")</c>, quantiles by the method "linear"). A number at an edge is in
/// the upper bin, one outside of the training's range in the first or last bin; a bin of no width is none. For one column a bin put a
/// <see cref="OneHotEncoder"/> that names the columns behind it. Missing cells stay missing.
/// </summary>
public sealed class KBinsDiscretizer : IPreparationStep
{
    // scikit-learn's: narrower bins of quantiles are taken together.
    private const double Narrowest = 1e-8;

    private readonly int bins;
    private readonly BinStrategy strategy;
    private readonly string[] columns;

    /// <summary>Makes the step.</summary>
    /// <param name="bins">How many.</param>
    /// <param name="strategy">Where they begin and end.</param>
    /// <param name="columns">Which; all features of numbers where none is given.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than 2 bins, or there is no such strategy.</exception>
    public KBinsDiscretizer(int bins = 5, BinStrategy strategy = BinStrategy.Quantile, params IEnumerable<string> columns)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 2);
        if (!Enum.IsDefined(strategy)) throw new ArgumentOutOfRangeException(nameof(strategy), strategy, "KBinsDiscretizer: there is no such strategy");
        (this.bins, this.strategy, this.columns) = (bins, strategy, StepColumns.Given(nameof(KBinsDiscretizer), columns));
    }

    /// <inheritdoc/>
    public IFittedStep Fit(Table table, string? target)
    {
        ArgumentNullException.ThrowIfNull(table);
        string[] cut = StepColumns.Of(nameof(KBinsDiscretizer), table, columns, target, ColumnType.Number);
        return new FittedDiscretizer(nameof(KBinsDiscretizer), Array.ConvertAll(cut, name =>
            new Bins(name, Inner(ColumnStatistics.Sorted(ColumnStatistics.Present(nameof(KBinsDiscretizer), table, name))))));
    }

    /// <summary>The edges between the first and the last.</summary>
    private double[] Inner(double[] sorted)
    {
        double least = sorted[0], most = sorted[^1];
        if (least == most) return [];
        // As numpy.linspace steps: n times a step, and not a share of n.
        double step = strategy == BinStrategy.Uniform ? (most - least) / bins : 100.0 / bins;
        if (strategy == BinStrategy.Uniform) return [.. Enumerable.Range(1, bins - 1).Select(i => least + (i * step)).Distinct()];
        double[] edges = [.. Enumerable.Range(0, bins + 1).Select(i => i == bins ? most : ColumnStatistics.Quantile(sorted, i * step / 100))];
        double[] apart = [.. edges.Where((edge, i) => i == 0 || edge - edges[i - 1] > Narrowest)];
        return apart.Length <= 2 ? [] : apart[1..^1];
    }
}

/// <summary>Numbers become the numbers of their bins, 0 below the first edge, 1 from there on, ... (<c>numpy.digitize</c>): bins of given edges. Missing cells stay missing.</summary>
public sealed class Discretizer : IPreparationStep
{
    private readonly string column;
    private readonly double[] edges;

    /// <summary>Makes the step.</summary>
    /// <param name="column">The column.</param>
    /// <param name="edges">Where a bin ends and the next one begins, ascending: [18, 65] makes three bins.</param>
    /// <exception cref="ArgumentException">There is no edge, one is not finite, or they do not ascend.</exception>
    public Discretizer(string column, params IEnumerable<double> edges)
    {
        ArgumentException.ThrowIfNullOrEmpty(column);
        ArgumentNullException.ThrowIfNull(edges);
        (this.column, this.edges) = (column, [.. edges]);
        if (this.edges.Length == 0 || !Bins.Ascend(this.edges)) throw new ArgumentException("Discretizer: edges are finite numbers, at least one, each above the one before", nameof(edges));
    }

    /// <inheritdoc/>
    public IFittedStep Fit(Table table, string? target)
    {
        ArgumentNullException.ThrowIfNull(table);
        StepColumns.Of(nameof(Discretizer), table, [column], target, ColumnType.Number);
        return new FittedDiscretizer(nameof(Discretizer), [new Bins(column, edges)]);
    }
}

/// <summary>The edges of a column between its first bin and its last.</summary>
internal sealed record Bins(string Column, double[] Edges)
{
    public static bool Ascend(double[] edges) =>
        Array.TrueForAll(edges, double.IsFinite) && Enumerable.Range(1, Math.Max(0, edges.Length - 1)).All(i => edges[i - 1] < edges[i]);

    /// <summary>How many edges are not above x (<c>numpy.searchsorted(side="right")</c>).</summary>
    public double Of(double x)
    {
        int place = Array.BinarySearch(Edges, x);
        return place >= 0 ? place + 1 : ~place;
    }
}

/// <summary>The bins of columns.</summary>
internal sealed class FittedDiscretizer(string name, Bins[] columns) : ISavedStep
{
    public string Name => name;

    public IReadOnlyList<string> Columns => Array.ConvertAll(columns, static c => c.Column);

    public string? Loss => columns.Length == 0 ? null : "where in its bin a number of " + string.Join(", ", Columns) + " stood is not kept";

    public static FittedDiscretizer Read(string name, StepData data) => new(name, Array.ConvertAll(data.Items("columns"), static c =>
    {
        double[] edges = c.Numbers("edges");
        c.Need(edges.Length, Bins.Ascend(edges), "edges that ascend");
        return new Bins(c.Text("name"), edges);
    }));

    public Table Transform(Table table) => StepColumns.Each(table, columns, static c => c.Column, static (c, column) => ((NumberColumn)column).Map(c.Of));

    public Table Inverse(Table table) => table;

    public JsonObject Save() => new()
    {
        ["columns"] = StepData.List(columns, static c => new JsonObject { ["name"] = c.Column, ["edges"] = StepData.List(c.Edges, static e => JsonValue.Create(e)) }),
    };

    public override string ToString() => $"{name}: " + string.Join(", ", columns.Select(static c => $"{c.Column} at {string.Join(", ", c.Edges.Select(static e => FormattableString.Invariant($"{e:G6}")))}"));
}
