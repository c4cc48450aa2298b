using System.Text.Json.Nodes;

namespace Autograd.Data;

/// <summary>Leaves columns out.</summary>
/// <param name="columns">Their names; none is dropped where none is given.</param>
public sealed class DropColumns(params IEnumerable<string> columns) : IPreparationStep
{
    private readonly string[] columns = StepColumns.Given(nameof(DropColumns), columns);

    /// <inheritdoc/>
    public IFittedStep Fit(Table table, string? target)
    {
        ArgumentNullException.ThrowIfNull(table);
        foreach (string name in columns) _ = table.Need(nameof(DropColumns), name);
        return new FittedSelection(nameof(DropColumns), columns);
    }
}

/// <summary>Columns that are left out, and who chose them.</summary>
internal sealed class FittedSelection(string name, string[] dropped) : ISavedStep
{
    public string Name => name;

    public IReadOnlyList<string> Columns => dropped;

    public string? Loss => dropped.Length == 0 ? null : "the columns " + string.Join(", ", dropped) + " are left out";

    public static FittedSelection Read(string name, StepData data) => new(name, data.Texts("dropped"));

    public Table Transform(Table table) => table.Drop(dropped.Where(table.Contains));

    public Table Inverse(Table table) => table;

    public JsonObject Save() => new() { ["dropped"] = StepData.Texts(dropped) };

    public override string ToString() => $"{name}: " + (dropped.Length == 0 ? "every column stays" : "without " + string.Join(", ", dropped));
}
