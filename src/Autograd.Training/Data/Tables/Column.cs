using System.Globalization;

namespace Autograd.Data;

/// <summary>What the cells of a column are.</summary>
public enum ColumnType
{
    /// <summary>Numbers, in double precision; a missing one is NaN.</summary>
    Number,

    /// <summary>Texts: categories, names, dates.</summary>
    Text,

    /// <summary>True or false.</summary>
    Boolean,
}

/// <summary>A named column of a <see cref="Table"/>: a <see cref="NumberColumn"/>, a <see cref="TextColumn"/> or a <see cref="BooleanColumn"/>. It never changes.</summary>
public abstract class Column
{
    private protected Column(string name, int count)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        (Name, Count) = (name, count);
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The number of rows.</summary>
    public int Count { get; }

    /// <summary>What the cells are.</summary>
    public abstract ColumnType Type { get; }

    /// <summary>How many cells are missing.</summary>
    public int MissingCount => Enumerable.Range(0, Count).Count(IsMissing);

    /// <summary>Whether a cell is missing.</summary>
    public abstract bool IsMissing(int row);

    /// <summary>A cell as a text that reads back as the same value, in no culture: <c>0.1</c>, <c>true</c>. Null where it is missing.</summary>
    public abstract string? Text(int row);

    /// <summary>The same cells under another name.</summary>
    public Column Rename(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return Named(name);
    }

    /// <summary>The cells of texts as <see cref="Text"/> gives them.</summary>
    /// <exception cref="FormatException">A text is not of that type; its place is in the data under <c>row</c>.</exception>
    internal static Column Parse(string name, ColumnType type, IReadOnlyList<string?> texts)
    {
        switch (type)
        {
            case ColumnType.Text:
                return new TextColumn(name, texts);
            case ColumnType.Boolean:
                var booleans = new bool?[texts.Count];
                for (int i = 0; i < booleans.Length; i++) booleans[i] = texts[i] is { } text ? CellText.Boolean(text) ?? throw Bad(i) : null;
                return new BooleanColumn(name, booleans);
            default:
                var numbers = new double[texts.Count];
                for (int i = 0; i < numbers.Length; i++) numbers[i] = texts[i] is { } text ? CellText.Number(text) ?? throw Bad(i) : double.NaN;
                return new NumberColumn(name, numbers);
        }

        FormatException Bad(int row) => new($"'{texts[row]}' is no {type.ToString().ToLowerInvariant()}") { Data = { ["row"] = row } };
    }

    /// <summary>The cells of some rows, in their order.</summary>
    internal abstract Column Take(IReadOnlyList<int> rows);

    /// <summary>The cells of several columns of this type, one after the other, under this name.</summary>
    internal abstract Column Joined(IEnumerable<Column> columns);

    private protected abstract Column Named(string name);
}

/// <summary>Numbers, in double precision; a missing one is NaN.</summary>
public sealed class NumberColumn : Column
{
    private readonly double[] values;

    /// <summary>Makes the column.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="values">Its cells; NaN where one is missing.</param>
    public NumberColumn(string name, IEnumerable<double> values)
        : this(name, NotNull(values).ToArray())
    {
    }

    private NumberColumn(string name, double[] values)
        : base(name, values.Length)
    {
        this.values = values;
        Values = Array.AsReadOnly(values);
    }

    /// <inheritdoc/>
    public override ColumnType Type => ColumnType.Number;

    /// <summary>The cells; NaN where one is missing.</summary>
    public IReadOnlyList<double> Values { get; }

    internal ReadOnlySpan<double> Span => values;

    /// <inheritdoc/>
    public override bool IsMissing(int row) => double.IsNaN(values[row]);

    /// <inheritdoc/>
    public override string? Text(int row) => double.IsNaN(values[row]) ? null : values[row].ToString("R", CultureInfo.InvariantCulture);

    /// <summary>The column after a function of its numbers; what is missing stays missing.</summary>
    internal NumberColumn Map(Func<double, double> function) => new(Name, Array.ConvertAll(values, x => double.IsNaN(x) ? x : function(x)));

    internal override Column Take(IReadOnlyList<int> rows) => new NumberColumn(Name, rows.Select(row => values[row]).ToArray());

    internal override Column Joined(IEnumerable<Column> columns) => new NumberColumn(Name, columns.SelectMany(static c => ((NumberColumn)c).values).ToArray());

    private protected override Column Named(string name) => new NumberColumn(name, values);

    private static IEnumerable<double> NotNull(IEnumerable<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return values;
    }
}

/// <summary>Texts; a missing one is null.</summary>
public sealed class TextColumn : Column
{
    private readonly string?[] values;

    /// <summary>Makes the column.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="values">Its cells; null where one is missing.</param>
    public TextColumn(string name, IEnumerable<string?> values)
        : this(name, NotNull(values).ToArray())
    {
    }

    private TextColumn(string name, string?[] values)
        : base(name, values.Length)
    {
        this.values = values;
        Values = Array.AsReadOnly(values);
    }

    /// <inheritdoc/>
    public override ColumnType Type => ColumnType.Text;

    /// <summary>The cells; null where one is missing.</summary>
    public IReadOnlyList<string?> Values { get; }

    /// <inheritdoc/>
    public override bool IsMissing(int row) => values[row] is null;

    /// <inheritdoc/>
    public override string? Text(int row) => values[row];

    internal override Column Take(IReadOnlyList<int> rows) => new TextColumn(Name, rows.Select(row => values[row]).ToArray());

    internal override Column Joined(IEnumerable<Column> columns) => new TextColumn(Name, columns.SelectMany(static c => ((TextColumn)c).values).ToArray());

    private protected override Column Named(string name) => new TextColumn(name, values);

    private static IEnumerable<string?> NotNull(IEnumerable<string?> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return values;
    }
}

/// <summary>True or false; a missing one is null.</summary>
public sealed class BooleanColumn : Column
{
    private readonly bool?[] values;

    /// <summary>Makes the column.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="values">Its cells; null where one is missing.</param>
    public BooleanColumn(string name, IEnumerable<bool?> values)
        : this(name, NotNull(values).ToArray())
    {
    }

    private BooleanColumn(string name, bool?[] values)
        : base(name, values.Length)
    {
        this.values = values;
        Values = Array.AsReadOnly(values);
    }

    /// <inheritdoc/>
    public override ColumnType Type => ColumnType.Boolean;

    /// <summary>The cells; null where one is missing.</summary>
    public IReadOnlyList<bool?> Values { get; }

    /// <inheritdoc/>
    public override bool IsMissing(int row) => values[row] is null;

    /// <inheritdoc/>
    public override string? Text(int row) => values[row] switch { true => CellText.True, false => CellText.False, null => null };

    internal override Column Take(IReadOnlyList<int> rows) => new BooleanColumn(Name, rows.Select(row => values[row]).ToArray());

    internal override Column Joined(IEnumerable<Column> columns) => new BooleanColumn(Name, columns.SelectMany(static c => ((BooleanColumn)c).values).ToArray());

    private protected override Column Named(string name) => new BooleanColumn(name, values);

    private static IEnumerable<bool?> NotNull(IEnumerable<bool?> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return values;
    }
}

/// <summary>Cells as text, in no culture.</summary>
internal static class CellText
{
    public const string True = "true", False = "false";

    /// <summary>A number, with an exponent or not, or an infinity as Python or .NET spells it; null where it is none.</summary>
    public static double? Number(string text)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && !double.IsNaN(number)) return number;
        return text.Trim().ToUpperInvariant() switch
        {
            "INF" or "+INF" => double.PositiveInfinity,
            "-INF" => double.NegativeInfinity,
            _ => null,
        };
    }

    /// <summary>True or false, in any case; null where it is neither.</summary>
    public static bool? Boolean(string text) => bool.TryParse(text, out bool value) ? value : null;
}
