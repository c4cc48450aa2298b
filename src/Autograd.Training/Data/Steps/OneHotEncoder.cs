using System.Text.Json.Nodes;

namespace Autograd.Data;

/// <summary>What is done with a category that the training rows do not have.</summary>
public enum UnknownCategory
{
    /// <summary>It is refused, by its row.</summary>
    Error,

    /// <summary>It is in none of the columns of a one-hot encoding; by an ordinal one it is missing.</summary>
    Ignore,

    /// <summary>It has a column of its own, <c>COLUMN_unknown</c>; by an ordinal encoding the number after the last.</summary>
    Own,
}

/// <summary>
/// A column becomes one of zeros and ones for each of its categories, <c>COLUMN_CATEGORY</c>, in its place (scikit-learn: <c>OneHotEncoder</c>). Categories are those of the training
/// rows, sorted: texts by code points, numbers by size. Where cells are missing in training, <c>COLUMN_missing</c> is the last of them; where they are missing only later, they are unknown.
/// </summary>
/// <param name="columns">Which; all features of texts where none is given. Columns of numbers are encoded where they are named.</param>
public sealed class OneHotEncoder(params IEnumerable<string> columns) : IPreparationStep
{
    private readonly string[] columns = StepColumns.Given(nameof(OneHotEncoder), columns);

    /// <summary>What is done with a category that the training rows do not have.</summary>
    public UnknownCategory Unknown { get; init; }

    /// <summary>
    /// Whether the first category has no column: it is where the others are 0 (<c>drop="first"</c>), for models that cannot have columns which add up to 1.
    /// </summary>
    public bool DropFirst { get; init; }

    /// <inheritdoc/>
    public IFittedStep Fit(Table table, string? target)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (!Enum.IsDefined(Unknown)) throw new ArgumentException($"OneHotEncoder: there is no way {Unknown} with unknown categories");
        if (DropFirst && Unknown == UnknownCategory.Ignore) throw new ArgumentException("OneHotEncoder: with DropFirst all zeros are the first category, and with UnknownCategory.Ignore unknown ones; take UnknownCategory.Own or Error");
        ColumnType[] types = [ColumnType.Text, ColumnType.Number, ColumnType.Boolean];
        string[] encoded = StepColumns.Of(nameof(OneHotEncoder), table, columns, target, columns.Length > 0 ? types : [ColumnType.Text]);
        return new FittedOneHot(Unknown, DropFirst, Array.ConvertAll(encoded, name =>
        {
            string?[] found = Categories.Of(table[name]);
            return new CategoryList(name, table[name].Type, table[name].MissingCount > 0 ? [.. found, null] : found);
        }));
    }
}

/// <summary>The categories of a column; null stands for missing cells.</summary>
internal sealed record CategoryList(string Column, ColumnType Type, string?[] Names)
{
    // So many are named in a message.
    private const int Named = 8;

    // Texts by their places; what is missing has the place of null.
    private readonly Dictionary<string, int> places =
        Names.Select(static (name, i) => (name, i)).Where(static c => c.name is not null).ToDictionary(static c => c.name!, static c => c.i, StringComparer.Ordinal);

    /// <summary>The place of a cell's category, or -1.</summary>
    public int Place(string? text) => text is null ? Array.IndexOf(Names, null) : places.GetValueOrDefault(text, -1);

    /// <summary>The place of each cell's category, -1 where it is unknown; by <see cref="UnknownCategory.Error"/> that throws.</summary>
    /// <param name="step">Who asks.</param>
    /// <param name="table">The table.</param>
    /// <param name="unknown">What is done with unknown ones.</param>
    /// <param name="column">The column of the table.</param>
    /// <param name="skipMissing">Whether a missing cell is no category, and -1 as well.</param>
    public int[] Places(string step, Table table, UnknownCategory unknown, Column column, bool skipMissing = false)
    {
        var found = new int[column.Count];
        for (int row = 0; row < found.Length; row++)
        {
            string? text = column.Text(row);
            found[row] = Place(text);
            if (found[row] >= 0 || unknown != UnknownCategory.Error || (skipMissing && text is null)) continue;
            string what = text is null ? "a missing cell" : $"the category '{text}'";
            string way = text is null ? "fill it before (SimpleImputer, ConstantImputer)" : "Unknown = UnknownCategory.Ignore or Own takes it in";
            throw new ArgumentException(FormattableString.Invariant($"{step}: the column '{Column}' has {what} in row {table.RowNumbers[row]}, and the rows that were fitted on have {All()}; {way}"), nameof(table));
        }
        return found;
    }

    /// <summary>A column of categories by their places; missing where there is none.</summary>
    public Column At(IEnumerable<int> places) => Data.Column.Parse(Column, Type, [.. places.Select(place => (uint)place < (uint)Names.Length ? Names[place] : null)]);

    public string All()
    {
        string all = string.Join(", ", Names.Take(Named).Select(static name => name ?? "missing"));
        return Names.Length > Named ? FormattableString.Invariant($"{all} and {Names.Length - Named} more") : all;
    }

    public static CategoryList Read(StepData data)
    {
        string?[] names = data.TextsOrNull("categories");
        data.Need(names.Length, names.Distinct(StringComparer.Ordinal).Count() == names.Length, "categories that differ");
        return new(data.Text("name"), data.Choice<ColumnType>("type"), names);
    }

    public JsonObject Save() => new() { ["name"] = Column, ["type"] = Type.ToString(), ["categories"] = StepData.Texts(Names) };
}

/// <summary>The categories of columns, each a column of zeros and ones.</summary>
internal sealed class FittedOneHot(UnknownCategory unknown, bool dropFirst, CategoryList[] lists) : ISavedStep
{
    private const string UnknownName = "unknown", MissingName = "missing";

    public string Name => nameof(OneHotEncoder);

    public IReadOnlyList<string> Columns => Array.ConvertAll(lists, static l => l.Column);

    public string? Loss => null;

    public static FittedOneHot Read(string name, StepData data) =>
        new(data.Choice<UnknownCategory>("unknown"), data.Flag("drop_first"), Array.ConvertAll(data.Items("columns"), CategoryList.Read));

    public Table Transform(Table table)
    {
        foreach (var list in lists)
        {
            if (!table.TryFind(list.Column, out var column)) continue;
            int[] places = list.Places(Name, table, unknown, column);
            table = table.Replace(list.Column, [.. Made(list).Select(made => new NumberColumn(made.Column, places.Select(place => place == made.Place ? 1.0 : 0)))]);
        }
        return table;
    }

    /// <summary>The category of the largest of its columns; where none is above 0, the one that was left out, or a missing cell.</summary>
    public Table Inverse(Table table)
    {
        foreach (var list in lists)
        {
            var made = Made(list);
            if (made.Count == 0)
            {
                // The first of one category: it has no column, and every row is of it.
                table = table.With(list.At(new int[table.RowCount]));
                continue;
            }
            if (!made.Exists(m => table.Contains(m.Column))) continue;
            var values = made.ConvertAll(m => ((NumberColumn)table.Need(Name, m.Column)).Values);
            var places = Enumerable.Range(0, table.RowCount).Select(row =>
            {
                int largest = 0;
                for (int i = 1; i < values.Count; i++)
                {
                    if (values[i][row] > values[largest][row]) largest = i;
                }
                return values[largest][row] > 0 ? made[largest].Place : dropFirst ? 0 : -1;
            });
            table = table.Replace(made[0].Column, list.At(places)).Drop(made.Skip(1).Select(static m => m.Column));
        }
        return table;
    }

    public JsonObject Save() => new() { ["unknown"] = unknown.ToString(), ["drop_first"] = dropFirst, ["columns"] = StepData.List(lists, static l => l.Save()) };

    public override string ToString() => $"{Name}: " + string.Join(", ", lists.Select(static l => $"{l.Column} ({l.All()})"));

    /// <summary>The columns that a list makes, and the place of the category of each; -1 is that of unknown ones.</summary>
    private List<(string Column, int Place)> Made(CategoryList list)
    {
        var made = list.Names.Select((name, i) => (Column: $"{list.Column}_{name ?? MissingName}", Place: i)).Skip(dropFirst ? 1 : 0).ToList();
        if (unknown == UnknownCategory.Own) made.Add(($"{list.Column}_{UnknownName}", -1));
        return made;
    }
}
