using System.Text.Json.Nodes;

namespace Autograd.Data;

/// <summary>What a missing cell is filled with.</summary>
public enum ImputeStrategy
{
    /// <summary>The mean of the column; numbers only.</summary>
    Mean,

    /// <summary>The median of the column; numbers only.</summary>
    Median,

    /// <summary>The most frequent value; of several the smallest, or the first by code points.</summary>
    MostFrequent,
}

/// <summary>Fills missing cells with a statistic of their column (scikit-learn: <c>SimpleImputer</c>).</summary>
public sealed class SimpleImputer : IPreparationStep
{
    private readonly ImputeStrategy strategy;
    private readonly string[] columns;

    /// <summary>Makes the step.</summary>
    /// <param name="strategy">What a missing cell is filled with.</param>
    /// <param name="columns">Where; in all features that the strategy is for where none is given, so that what is missing later only is filled as well.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such strategy.</exception>
    public SimpleImputer(ImputeStrategy strategy = ImputeStrategy.Mean, params IEnumerable<string> columns)
    {
        (this.strategy, this.columns) = (Imputation.Known(nameof(SimpleImputer), strategy), StepColumns.Given(nameof(SimpleImputer), columns));
    }

    /// <inheritdoc/>
    public IFittedStep Fit(Table table, string? target)
    {
        ArgumentNullException.ThrowIfNull(table);
        string[] filled = StepColumns.Of(nameof(SimpleImputer), table, columns, target, Imputation.Types(strategy));
        return new FittedImputer(nameof(SimpleImputer), Array.ConvertAll(filled, name => new Filling(name, Imputation.Value(nameof(SimpleImputer), table, name, strategy))));
    }
}

/// <summary>Fills missing cells with a value that is given (scikit-learn: <c>SimpleImputer(strategy="constant")</c>).</summary>
public sealed class ConstantImputer : IPreparationStep
{
    private readonly Column value;
    private readonly string[] columns;

    /// <summary>Fills numbers.</summary>
    /// <param name="value">The number.</param>
    /// <param name="columns">Where; in all features of numbers where none is given.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is not finite.</exception>
    public ConstantImputer(double value, params IEnumerable<string> columns)
    {
        if (!double.IsFinite(value)) throw new ArgumentOutOfRangeException(nameof(value), value, "ConstantImputer: what fills a missing cell is a finite number");
        (this.value, this.columns) = (new NumberColumn("value", [value]), StepColumns.Given(nameof(ConstantImputer), columns));
    }

    /// <summary>Fills texts: a category of its own, such as <c>"missing"</c>.</summary>
    /// <param name="value">The text.</param>
    /// <param name="columns">Where; in all features of texts where none is given.</param>
    public ConstantImputer(string value, params IEnumerable<string> columns)
    {
        ArgumentNullException.ThrowIfNull(value);
        (this.value, this.columns) = (new TextColumn("value", [value]), StepColumns.Given(nameof(ConstantImputer), columns));
    }

    /// <inheritdoc/>
    public IFittedStep Fit(Table table, string? target)
    {
        ArgumentNullException.ThrowIfNull(table);
        string[] filled = StepColumns.Of(nameof(ConstantImputer), table, columns, target, value.Type);
        return new FittedImputer(nameof(ConstantImputer), Array.ConvertAll(filled, name => new Filling(name, value.Text(0)!)));
    }
}

/// <summary>What fills a column.</summary>
/// <param name="Column">Its name.</param>
/// <param name="Value">The value as the text of a cell.</param>
internal sealed record Filling(string Column, string Value);

/// <summary>What fills the columns.</summary>
internal sealed class FittedImputer(string name, Filling[] fillings) : ISavedStep
{
    public string Name => name;

    public IReadOnlyList<string> Columns => Array.ConvertAll(fillings, static f => f.Column);

    public string? Loss => fillings.Length == 0 ? null : "which cells of " + string.Join(", ", Columns) + " were missing is not kept";

    public static FittedImputer Read(string name, StepData data) => new(name, Array.ConvertAll(data.Items("columns"), static c => new Filling(c.Text("name"), c.Text("value"))));

    public Table Transform(Table table) => StepColumns.Each(table, fillings, static f => f.Column, static (f, column) => Imputation.Filled(column, [f.Value], _ => f.Value));

    public Table Inverse(Table table) => table;

    public JsonObject Save() => new() { ["columns"] = StepData.List(fillings, static f => new JsonObject { ["name"] = f.Column, ["value"] = f.Value }) };

    public override string ToString() => $"{name}: " + string.Join(", ", fillings.Select(static f => $"{f.Column} {f.Value}"));
}

/// <summary>What strategies mean.</summary>
internal static class Imputation
{
    public static ImputeStrategy Known(string step, ImputeStrategy strategy) =>
        Enum.IsDefined(strategy) ? strategy : throw new ArgumentOutOfRangeException(nameof(strategy), strategy, $"{step}: there is no such strategy");

    public static ColumnType[] Types(ImputeStrategy strategy) =>
        strategy == ImputeStrategy.MostFrequent ? [ColumnType.Number, ColumnType.Text, ColumnType.Boolean] : [ColumnType.Number];

    /// <summary>The statistic of a column, as the text of a cell.</summary>
    public static string Value(string step, Table table, string name, ImputeStrategy strategy)
    {
        if (strategy == ImputeStrategy.MostFrequent) return Categories.MostFrequent(table[name]) ?? throw ColumnStatistics.Empty(step, name);
        double[] present = ColumnStatistics.Present(step, table, name);
        double value = strategy == ImputeStrategy.Mean ? ColumnStatistics.Mean(present) : ColumnStatistics.Median(ColumnStatistics.Sorted(present));
        return new NumberColumn(name, [value]).Text(0)!;
    }

    /// <summary>The column with its missing cells filled.</summary>
    /// <param name="column">The column.</param>
    /// <param name="values">All that may fill it; of the column's type, whether a cell is missing or not.</param>
    /// <param name="value">What fills a row.</param>
    /// <exception cref="FormatException">One is of another type.</exception>
    public static Column Filled(Column column, IEnumerable<string> values, Func<int, string> value)
    {
        _ = Column.Parse(column.Name, column.Type, [.. values]);
        return column.MissingCount == 0 ? column : Column.Parse(column.Name, column.Type, [.. Enumerable.Range(0, column.Count).Select(row => column.Text(row) ?? value(row))]);
    }
}
