namespace Autograd.Data;

/// <content>Tables of some columns and some rows. The identities of rows stay with them.</content>
public sealed partial class Table
{
    /// <summary>Some columns, in the order in which they are named.</summary>
    /// <exception cref="ArgumentException">There is no such column, or one is named twice.</exception>
    public Table Select(params IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        return Like(names.Select(name => Need("Table.Select", name)));
    }

    /// <summary>All columns but some.</summary>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public Table Drop(params IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        var gone = names.Select(name => Need("Table.Drop", name)).ToHashSet();
        return Like(columns.Where(column => !gone.Contains(column)));
    }

    /// <summary>With a column in the place of the one of its name, or behind the others.</summary>
    /// <exception cref="ArgumentException">It has another number of rows.</exception>
    public Table With(Column column)
    {
        ArgumentNullException.ThrowIfNull(column);
        return Contains(column.Name) ? Replace(column.Name, column) : Like(columns.Append(column));
    }

    /// <summary>With another name of a column.</summary>
    /// <exception cref="ArgumentException">There is no such column, or the name is taken.</exception>
    public Table Rename(string name, string to) => Replace(name, Need("Table.Rename", name).Rename(to));

    /// <summary>Some rows, by their places from 0, in that order; a row may be taken more than once, as a bootstrap does.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public Table Rows(params IEnumerable<int> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        int[] places = [.. rows];
        foreach (int row in places)
        {
            if ((uint)row >= (uint)RowCount) throw new ArgumentOutOfRangeException(nameof(rows), row, FormattableString.Invariant($"Table.Rows: the table has {RowCount} rows"));
        }
        return Taken(places, Lineage);
    }

    /// <summary>The rows of which something is true, in their order.</summary>
    public Table Filter(Func<TableRow, bool> keep)
    {
        ArgumentNullException.ThrowIfNull(keep);
        return Taken([.. Enumerable.Range(0, RowCount).Where(row => keep(new TableRow(this, row)))], Lineage);
    }

    /// <summary>The first rows.</summary>
    public Table Head(int count = 5)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return Taken([.. Enumerable.Range(0, Math.Min(count, RowCount))], Lineage);
    }

    /// <summary>
    /// The rows without a missing cell in some columns, or in any (pandas: <c>dropna</c>). It learns nothing from the other rows, so it may stand before a split.
    /// </summary>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public Table DropMissing(params IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        Column[] looked = [.. names.Select(name => Need("Table.DropMissing", name))];
        if (looked.Length == 0) looked = columns;
        return Taken([.. Enumerable.Range(0, RowCount).Where(row => !Array.Exists(looked, column => column.IsMissing(row)))], Lineage);
    }

    /// <summary>The rows of several tables with the same columns, one after the other.</summary>
    /// <exception cref="ArgumentException">There is no table, or a column is not in all of them, with one type.</exception>
    public static Table Concat(params IEnumerable<Table> tables)
    {
        ArgumentNullException.ThrowIfNull(tables);
        Table[] all = [.. tables];
        foreach (var table in all) ArgumentNullException.ThrowIfNull(table, nameof(tables));
        if (all.Length == 0) throw new ArgumentException("Table.Concat: there is no table to begin with", nameof(tables));
        foreach (var table in all)
        {
            if (table.columns.Length != all[0].columns.Length || Array.Exists(all[0].columns, c => !table.TryFind(c.Name, out var other) || other.Type != c.Type))
                throw new ArgumentException($"Table.Concat: the columns {table.Schema()} are not {all[0].Schema()}", nameof(tables));
        }
        return new(
            Array.ConvertAll(all[0].columns, column => column.Joined(all.Select(table => table[column.Name]))),
            [.. all.SelectMany(static table => table.ids)],
            Lineage.Joined(all.Select(static table => table.Lineage)),
            [.. all.SelectMany(static table => table.Seen).Distinct()]);
    }

    /// <summary>
    /// The same rows, said to be there to learn from: after the choice is made, a last fit on training and validation rows together, or on all that there is.
    /// What was fitted on them refuses to be judged by any of them.
    /// </summary>
    public Table ForTraining() => new(columns, ids, Lineage.Training(), Seen);

    /// <summary>The same rows with other columns.</summary>
    internal Table Like(IEnumerable<Column> others) => new([.. others], ids, Lineage, Seen);

    /// <summary>The same rows with other columns in the place of one.</summary>
    internal Table Replace(string name, params IReadOnlyList<Column> others) =>
        Like(columns.SelectMany(column => column.Name == name ? others : [column]));

    /// <summary>Some rows, as a part.</summary>
    internal Table Taken(int[] rows, Lineage lineage) =>
        new(Array.ConvertAll(columns, column => column.Take(rows)), Array.ConvertAll(rows, row => ids[row]), lineage, Seen);

    /// <summary>The same cells, known to be the work of a preparation that has seen some rows.</summary>
    internal Table SeenBy(HashSet<long> rows) => new(columns, ids, Lineage, [.. Seen, rows]);

    internal string Schema() => string.Join(", ", columns.Select(static c => $"{c.Name} ({c.Type})"));
}

/// <summary>A row of a table.</summary>
/// <param name="Table">The table.</param>
/// <param name="Index">Its place in it.</param>
public readonly record struct TableRow(Table Table, int Index)
{
    /// <summary>A cell of a column of numbers; NaN where it is missing.</summary>
    /// <exception cref="ArgumentException">There is no such column of numbers.</exception>
    public double Number(string column) => Table.Numbers(column)[Index];

    /// <summary>A cell as text, in no culture; null where it is missing.</summary>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public string? Text(string column) => Table[column].Text(Index);

    /// <summary>Whether a cell is missing.</summary>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public bool IsMissing(string column) => Table[column].IsMissing(Index);
}
