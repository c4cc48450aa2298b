using System.Text.Json.Nodes;

namespace Autograd.Data;

/// <summary>
/// Drops training rows with a missing cell. Rows to judge by or to predict for are not dropped: one of them with a missing cell is refused, by its number. To drop
/// rows of every part alike, call <see cref="Table.DropMissing"/> before the split.
/// </summary>
/// <param name="columns">Where to look; in all columns, the target too, where none is given.</param>
public sealed class DropMissing(params IEnumerable<string> columns) : IPreparationStep
{
    private readonly string[] columns = StepColumns.Given(nameof(DropMissing), columns);

    /// <inheritdoc/>
    public IFittedStep Fit(Table table, string? target)
    {
        ArgumentNullException.ThrowIfNull(table);
        foreach (string name in columns) _ = table.Need(nameof(DropMissing), name);
        return new FittedDropMissing(columns.Length > 0 ? columns : [.. table.ColumnNames]);
    }
}

/// <summary>The columns in which nothing may be missing.</summary>
internal sealed class FittedDropMissing(string[] columns) : ISavedStep
{
    public string Name => nameof(DropMissing);

    public IReadOnlyList<string> Columns => columns;

    public string? Loss => null;

    public static FittedDropMissing Read(string name, StepData data) => new(data.Texts("columns"));

    public Table Transform(Table table)
    {
        string[] there = [.. columns.Where(table.Contains)];
        // Where none is given the table's method looks at all of them.
        return there.Length == 0 ? table : table.DropMissing(there);
    }

    public Table Inverse(Table table) => table;

    public JsonObject Save() => new() { ["columns"] = StepData.Texts(columns) };

    public override string ToString() => $"{Name}: rows without {string.Join(", ", columns)}";
}
