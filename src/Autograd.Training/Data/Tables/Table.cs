using System.Diagnostics.CodeAnalysis;

namespace Autograd.Data;

/// <summary>
/// Named columns of one number of rows (a data frame). A table never changes: what selects, splits or prepares gives a new one, which knows which rows of the
/// source it has, and what they are for.
/// </summary>
/// <remarks>From a file: <see cref="Csv.Read"/>. What a split holds out, a <see cref="Preparation"/> refuses to be fitted on.</remarks>
public sealed partial class Table
{
    private readonly Column[] columns;
    private readonly Dictionary<string, int> places = new(StringComparer.Ordinal);
    private readonly long[] ids;

    /// <summary>Makes a table of columns, a source of its own.</summary>
    /// <exception cref="ArgumentException">The columns differ in their number of rows, or two have one name.</exception>
    public Table(params IEnumerable<Column> columns)
        : this(Given(columns), null, Lineage.Source(), [])
    {
    }

    private Table(Column[] columns, long[]? ids, Lineage lineage, IReadOnlyList<HashSet<long>> seen)
    {
        int count = ids?.Length ?? (columns.Length == 0 ? 0 : columns[0].Count);
        for (int i = 0; i < columns.Length; i++)
        {
            if (columns[i].Count != count)
                throw new ArgumentException(FormattableString.Invariant($"Table: the column '{columns[i].Name}' has {columns[i].Count} rows, the others have {count}"), nameof(columns));
            if (!places.TryAdd(columns[i].Name, i)) throw new ArgumentException($"Table: two columns are named '{columns[i].Name}'; rename one", nameof(columns));
        }
        (this.columns, this.ids, Lineage, Seen) = (columns, ids ?? RowIds.New(count), lineage, seen);
    }

    /// <summary>The number of rows.</summary>
    public int RowCount => ids.Length;

    /// <summary>The columns, in their order.</summary>
    public IReadOnlyList<Column> Columns => Array.AsReadOnly(columns);

    /// <summary>Their names.</summary>
    public IReadOnlyList<string> ColumnNames => [.. columns.Select(static c => c.Name)];

    /// <summary>What the rows are for.</summary>
    public SplitPart Part => Lineage.Part;

    /// <summary>The number of each row in the source: in the file, from 0 and without the header.</summary>
    public IReadOnlyList<int> RowNumbers => Array.ConvertAll(ids, RowIds.Row);

    internal IReadOnlyList<long> Ids => ids;

    internal Lineage Lineage { get; }

    /// <summary>The rows that fitted preparations have seen whose work is in the cells.</summary>
    internal IReadOnlyList<HashSet<long>> Seen { get; }

    /// <summary>A column.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public Column this[string name] => Need("Table", name);

    /// <summary>A table of arrays by name: <c>double[]</c>, <c>float[]</c>, <c>int[]</c>, <c>long[]</c>, <c>string[]</c>, <c>bool[]</c>, and <c>double?[]</c>, <c>bool?[]</c>, where null is missing.</summary>
    /// <exception cref="ArgumentException">An array is of another type, or of another length.</exception>
    public static Table From(IEnumerable<KeyValuePair<string, Array>> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        return new(columns.Select(static c => c.Value switch
        {
            double[] numbers => (Column)new NumberColumn(c.Key, numbers),
            float[] numbers => new NumberColumn(c.Key, numbers.Select(static x => (double)x)),
            int[] numbers => new NumberColumn(c.Key, numbers.Select(static x => (double)x)),
            long[] numbers => new NumberColumn(c.Key, numbers.Select(static x => (double)x)),
            double?[] numbers => new NumberColumn(c.Key, numbers.Select(static x => x ?? double.NaN)),
            bool[] flags => new BooleanColumn(c.Key, flags.Select(static x => (bool?)x)),
            bool?[] flags => new BooleanColumn(c.Key, flags),
            string?[] texts => new TextColumn(c.Key, texts),
            var other => throw new ArgumentException($"Table.From: the column '{c.Key}' is {other?.GetType().Name ?? "null"}; it can be an array of double, float, int, long, bool or string", nameof(columns)),
        }));
    }

    /// <summary>Whether there is a column of that name.</summary>
    public bool Contains(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return places.ContainsKey(name);
    }

    /// <summary>The cells of a column of numbers; NaN where one is missing.</summary>
    /// <exception cref="ArgumentException">There is none of that name, or it has other cells.</exception>
    public IReadOnlyList<double> Numbers(string name) =>
        Need("Table.Numbers", name) is NumberColumn column ? column.Values : throw Typed("Table.Numbers", name, ColumnType.Number);

    /// <summary>The cells of a column of texts; null where one is missing.</summary>
    /// <exception cref="ArgumentException">There is none of that name, or it has other cells.</exception>
    public IReadOnlyList<string?> Texts(string name) =>
        Need("Table.Texts", name) is TextColumn column ? column.Values : throw Typed("Table.Texts", name, ColumnType.Text);

    /// <summary>The column, or an error of who asks for it.</summary>
    internal Column Need(string caller, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return places.TryGetValue(name, out int place)
            ? columns[place]
            : throw new ArgumentException($"{caller}: there is no column '{name}'; the columns are {string.Join(", ", places.Keys)}", nameof(name));
    }

    internal bool TryFind(string name, [NotNullWhen(true)] out Column? column)
    {
        column = places.TryGetValue(name, out int place) ? columns[place] : null;
        return column is not null;
    }

    private ArgumentException Typed(string caller, string name, ColumnType wanted) =>
        new($"{caller}: the column '{name}' is {this[name].Type}, not {wanted}; CsvOptions.Types says what a column of a file is", nameof(name));

    private static Column[] Given(IEnumerable<Column> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        Column[] all = [.. columns];
        foreach (var column in all) ArgumentNullException.ThrowIfNull(column, nameof(columns));
        return all;
    }
}
