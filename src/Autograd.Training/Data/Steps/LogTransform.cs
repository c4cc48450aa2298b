using System.Text.Json.Nodes;

namespace Autograd.Data;

/// <summary>log(1 + x), for numbers of 0 and more with a long tail: incomes, counts (scikit-learn: <c>FunctionTransformer(numpy.log1p, numpy.expm1)</c>).</summary>
/// <param name="columns">Which; all features of numbers where none is given. Numbers of -1 and below are refused, by their row.</param>
public sealed class LogTransform(params IEnumerable<string> columns) : IPreparationStep
{
    private readonly string[] columns = StepColumns.Given(nameof(LogTransform), columns);

    /// <inheritdoc/>
    public IFittedStep Fit(Table table, string? target)
    {
        ArgumentNullException.ThrowIfNull(table);
        return new FittedLog(StepColumns.Of(nameof(LogTransform), table, columns, target, ColumnType.Number));
    }
}

/// <summary>The columns whose logarithm is taken.</summary>
internal sealed class FittedLog(string[] columns) : ISavedStep
{
    public string Name => nameof(LogTransform);

    public IReadOnlyList<string> Columns => columns;

    public string? Loss => null;

    public static FittedLog Read(string name, StepData data) => new(data.Texts("columns"));

    public Table Transform(Table table)
    {
        foreach (string name in columns.Where(table.Contains))
        {
            var x = table.Numbers(name);
            int bad = Enumerable.Range(0, x.Count).FirstOrDefault(row => x[row] <= -1, -1);
            if (bad >= 0) throw new ArgumentException(FormattableString.Invariant($"LogTransform: the column '{name}' is {x[bad]} in row {table.RowNumbers[bad]}, and log(1 + x) needs x > -1; clip it (Outliers.Bounds) or leave the column out"), nameof(table));
        }
        return StepColumns.Each(table, columns, static name => name, static (_, column) => ((NumberColumn)column).Map(LogPlusOne));
    }

    public Table Inverse(Table table) => StepColumns.Each(table, columns, static name => name, static (_, column) => ((NumberColumn)column).Map(ExpMinusOne));

    public JsonObject Save() => new() { ["columns"] = StepData.Texts(columns) };

    public override string ToString() => $"{Name}: " + string.Join(", ", columns);

    // Kahan's form: log(1 + x) loses what of x is lost in u = 1 + x, and log(u) / (u - 1) loses the same.
    private static double LogPlusOne(double x)
    {
        double u = 1 + x;
        return u == 1 || double.IsInfinity(u) ? x : Math.Log(u) * x / (u - 1);
    }

    // The same for exp(x) - 1.
    private static double ExpMinusOne(double x)
    {
        double u = Math.Exp(x);
        if (u == 1) return x;
        return u - 1 == -1 || double.IsInfinity(u) ? u - 1 : (u - 1) * x / Math.Log(u);
    }
}
