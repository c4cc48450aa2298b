using System.Text.Json.Nodes;

namespace Autograd.Data;

/// <summary>
/// Categories become the numbers of their places, 0, 1, ... (scikit-learn: <c>OrdinalEncoder</c>): those of the training rows, sorted, or in an <see cref="Order"/> that is
/// given. Missing cells stay missing.
/// </summary>
/// <param name="columns">Which; all features of texts where none is given.</param>
public sealed class OrdinalEncoder(params IEnumerable<string> columns) : IPreparationStep
{
    private readonly string[] columns = StepColumns.Given(nameof(OrdinalEncoder), columns);

    /// <summary>What is done with a category that the training rows, or the order, do not have.</summary>
    public UnknownCategory Unknown { get; init; }

    /// <summary>The categories in their order, of the one column that is named: <c>["low", "middle", "high"]</c>.</summary>
    public IReadOnlyList<string>? Order { get; init; }

    /// <inheritdoc/>
    public IFittedStep Fit(Table table, string? target)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (!Enum.IsDefined(Unknown)) throw new ArgumentException($"OrdinalEncoder: there is no way {Unknown} with unknown categories");
        if (Order is not null && (columns.Length != 1 || Order.Count == 0 || Order.Distinct(StringComparer.Ordinal).Count() != Order.Count))
            throw new ArgumentException("OrdinalEncoder: an order is one of different categories, of the one column that is named");
        ColumnType[] types = [ColumnType.Text, ColumnType.Number, ColumnType.Boolean];
        string[] encoded = StepColumns.Of(nameof(OrdinalEncoder), table, columns, target, columns.Length > 0 ? types : [ColumnType.Text]);
        return new FittedOrdinal(Unknown, Array.ConvertAll(encoded, name => new CategoryList(name, table[name].Type, Order is null ? Categories.Of(table[name]) : [.. Order])));
    }
}

/// <summary>The categories of columns, by number.</summary>
internal sealed class FittedOrdinal(UnknownCategory unknown, CategoryList[] lists) : ISavedStep
{
    public string Name => nameof(OrdinalEncoder);

    public IReadOnlyList<string> Columns => Array.ConvertAll(lists, static l => l.Column);

    public string? Loss => null;

    public static FittedOrdinal Read(string name, StepData data) => new(data.Choice<UnknownCategory>("unknown"), Array.ConvertAll(data.Items("columns"), CategoryList.Read));

    public Table Transform(Table table)
    {
        var whole = table;
        return StepColumns.Each(table, lists, static l => l.Column, (list, column) =>
        {
            int[] places = list.Places(Name, whole, unknown, column, skipMissing: true);
            return new NumberColumn(column.Name, places.Select((place, row) => place >= 0 ? place : unknown == UnknownCategory.Own && !column.IsMissing(row) ? list.Names.Length : double.NaN));
        });
    }

    /// <summary>The category of the nearest number; a missing cell where there is none.</summary>
    public Table Inverse(Table table) => StepColumns.Each(table, lists, static l => l.Column, static (list, column) =>
        list.At(((NumberColumn)column).Values.Select(code => code > -0.5 && code < list.Names.Length - 0.5 ? (int)Math.Round(code) : -1)));

    public JsonObject Save() => new() { ["unknown"] = unknown.ToString(), ["columns"] = StepData.List(lists, static l => l.Save()) };

    public override string ToString() => $"{Name}: " + string.Join(", ", lists.Select(static l => $"{l.Column} ({l.All()})"));
}
