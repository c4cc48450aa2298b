namespace Autograd.Data;

/// <summary>
/// A <see cref="Preparation"/> that has learned from training rows. It never changes, may be used by several threads, and does the same to every table: training,
/// validation and new rows.
/// </summary>
public sealed partial class FittedPreparation
{
    private readonly ColumnSchema[] input;
    private readonly ColumnSchema[] output;
    private readonly string[] classes;
    private readonly IFittedStep[] steps;

    // The rows it was fitted on; none after Load, for rows are known while the program runs.
    private readonly HashSet<long> fitted;

    internal FittedPreparation(string? target, ColumnSchema[] input, ColumnSchema[] output, string[] classes, IEnumerable<IFittedStep> steps, HashSet<long> fitted)
    {
        (Target, this.input, this.output, this.classes, this.fitted) = (target, input, output, classes, fitted);
        this.steps = [.. steps];
    }

    /// <summary>The column to be predicted.</summary>
    public string? Target { get; }

    /// <summary>The columns of the tables it is for.</summary>
    public IReadOnlyList<ColumnSchema> Input => Array.AsReadOnly(input);

    /// <summary>The columns that it makes.</summary>
    public IReadOnlyList<ColumnSchema> Output => Array.AsReadOnly(output);

    /// <summary>The names of the features, in the order of the tensor's columns: <see cref="Output"/> but the target.</summary>
    public IReadOnlyList<string> FeatureNames => [.. output.Where(c => c.Name != Target).Select(static c => c.Name)];

    /// <summary>The classes of a target that is no number, in the order of their labels; empty where it is one.</summary>
    public IReadOnlyList<string> Classes => Array.AsReadOnly(classes);

    /// <summary>The steps with what they have learned.</summary>
    public IReadOnlyList<IFittedStep> Steps => Array.AsReadOnly(steps);

    /// <summary>Prepares a table. Its columns may stand in any order, the target may be missing, and other columns are left out.</summary>
    /// <remarks>Rows are dropped only where that was learned: in training parts, and in rows that were fitted on.</remarks>
    /// <exception cref="ArgumentException">A column is missing, or its cells are of another type; a category is unknown.</exception>
    /// <exception cref="AutogradException">A step would drop rows of a table that is there to judge by or to predict for.</exception>
    /// <exception cref="LeakException">The table is held out, and rows of it were fitted on.</exception>
    public Table Transform(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        Leaks.RefuseJudging("FittedPreparation.Transform", table, fitted);
        var current = Fitting(table);
        foreach (var step in steps)
        {
            var next = step.Transform(current);
            if (next.RowCount < current.RowCount && table.Part != SplitPart.Train) RefuseDrops(step, current, next);
            current = next;
        }
        return current.SeenBy(fitted);
    }

    /// <summary>Undoes the preparation of a table: <c>Inverse(Transform(x))</c> is x, but for rounding, for columns that were left out, and for rows that were dropped.</summary>
    /// <exception cref="NotSupportedException">A step cannot be undone; <see cref="InverseWherePossible"/> leaves its work as it is.</exception>
    /// <exception cref="ArgumentException">A column that the preparation makes is missing.</exception>
    public Table Inverse(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (Array.Find(steps, static step => step.Loss is not null) is { } lossy)
            throw new NotSupportedException($"FittedPreparation.Inverse: {lossy.Name} cannot be undone: {lossy.Loss}. InverseWherePossible undoes the other steps and leaves its work as it is");
        return InverseWherePossible(table);
    }

    /// <summary>Undoes the steps that can be undone, and leaves what the others did: filled cells stay filled, dropped columns stay away.</summary>
    /// <exception cref="ArgumentException">A column that the preparation makes is missing.</exception>
    public Table InverseWherePossible(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        foreach (var column in output)
        {
            if (column.Name != Target) _ = table.Need("FittedPreparation.Inverse", column.Name);
        }
        return Undone(table, steps.Where(static step => step.Loss is null));
    }

    /// <summary>Predictions in the units of the target: the steps that changed it are undone.</summary>
    /// <param name="predictions">[N] or [N, 1].</param>
    /// <returns>[N, 1], float64, without a graph.</returns>
    /// <exception cref="NotSupportedException">A step that changed the target cannot be undone.</exception>
    /// <exception cref="InvalidOperationException">There is no target, or it is no number.</exception>
    /// <exception cref="ShapeException">The predictions have another shape.</exception>
    public Tensor InverseTarget(Tensor predictions)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        if (Target is null || classes.Length > 0) throw new InvalidOperationException("FittedPreparation.InverseTarget: " + (Target is null ? "there is no target" : $"the target '{Target}' is a class; Classes has the names of the labels"));
        if (!(predictions.Rank == 1 || (predictions.Rank == 2 && predictions.Shape[1] == 1)))
            throw new ShapeException($"FittedPreparation.InverseTarget: predictions of shape {predictions.Shape}; they must be [N] or [N, 1]");
        var touching = steps.Where(step => step.Columns.Contains(Target, StringComparer.Ordinal)).ToArray();
        if (Array.Find(touching, static step => step.Loss is not null) is { } lossy)
            throw new NotSupportedException($"FittedPreparation.InverseTarget: {lossy.Name} changed '{Target}' and cannot be undone: {lossy.Loss}");
        var column = new NumberColumn(Target, predictions.Detach().To(DType.Float64).ToArray<double>());
        var undone = Undone(new Table(column), touching);
        if (undone[Target] is not NumberColumn numbers) throw new InvalidOperationException($"FittedPreparation.InverseTarget: the target '{Target}' was {undone[Target].Type}; Inverse gives its column");
        return Tensor.From(numbers.Span, numbers.Count, 1);
    }

    /// <summary>The steps with what they have learned, one a line.</summary>
    public override string ToString() => string.Join('\n', steps.Select(static (step, i) => FormattableString.Invariant($"{i + 1}. {step}")));

    /// <summary>The rows of a table in the columns that were fitted on.</summary>
    private Table Fitting(Table table)
    {
        var columns = new List<Column>();
        foreach (var wanted in input)
        {
            if (wanted.Name == Target && !table.Contains(wanted.Name)) continue;
            var column = table.Need("FittedPreparation.Transform", wanted.Name);
            // Of a column without a cell nobody knows what it would hold.
            if (column.Type != wanted.Type && column.MissingCount == column.Count) column = Column.Parse(column.Name, wanted.Type, new string?[column.Count]);
            if (column.Type != wanted.Type)
                throw new ArgumentException($"FittedPreparation.Transform: the column '{wanted.Name}' is {column.Type}{Example(table, column, wanted.Type)}, and it was {wanted.Type} in the rows that were fitted on; CsvOptions.Missing names spellings of missing, CsvOptions.Types what a column is", nameof(table));
            columns.Add(column);
        }
        return table.Like(columns);
    }

    private static string Example(Table table, Column column, ColumnType wanted)
    {
        if (column.Type != ColumnType.Text || wanted != ColumnType.Number) return "";
        int row = Enumerable.Range(0, column.Count).FirstOrDefault(i => column.Text(i) is { } text && CellText.Number(text) is null, -1);
        return row < 0 ? "" : FormattableString.Invariant($" (row {table.RowNumbers[row]} has '{column.Text(row)}')");
    }

    private void RefuseDrops(IFittedStep step, Table before, Table after)
    {
        HashSet<long> kept = [.. after.Ids];
        long[] dropped = [.. before.Ids.Where(id => !kept.Contains(id) && !fitted.Contains(id))];
        if (dropped.Length > 0)
            throw new AutogradException($"FittedPreparation.Transform: {step.Name} would drop {RowIds.Text(dropped)} of a table that is {before.Part.ToString().ToLowerInvariant()} and was not fitted on, and whoever is judged by the rest has it easier. "
                + "Fill missing cells (SimpleImputer), clip outliers (OutlierAction.Clip), or drop such rows before the split (Table.DropMissing, Table.Filter)");
    }

    private static Table Undone(Table table, IEnumerable<IFittedStep> steps) => steps.Reverse().Aggregate(table, static (current, step) => step.Inverse(current));
}
