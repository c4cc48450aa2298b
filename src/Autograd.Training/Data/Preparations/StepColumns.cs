namespace Autograd.Data;

/// <summary>Which columns a step is for.</summary>
internal static class StepColumns
{
    /// <summary>Names as a constructor gets them.</summary>
    public static string[] Given(string step, IEnumerable<string> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        string[] names = [.. columns];
        for (int i = 0; i < names.Length; i++)
        {
            ArgumentException.ThrowIfNullOrEmpty(names[i], nameof(columns));
            if (Array.IndexOf(names, names[i]) < i) throw new ArgumentException($"{step}: the column '{names[i]}' is named twice", nameof(columns));
        }
        return names;
    }

    /// <summary>Those that are named, which must be of the types; where none is, all of the types but the target.</summary>
    public static string[] Of(string step, Table table, string[] named, string? target, params ColumnType[] types)
    {
        if (named.Length == 0) return [.. table.Columns.Where(c => c.Name != target && types.Contains(c.Type)).Select(static c => c.Name)];
        foreach (string name in named)
        {
            var column = table.Need(step, name);
            if (!types.Contains(column.Type))
                throw new ArgumentException($"{step}: the column '{name}' is {column.Type}; this step is for {string.Join(", ", types)}", nameof(named));
        }
        return named;
    }

    /// <summary>The table with other cells in those of the columns that are there.</summary>
    public static Table Each<T>(Table table, IEnumerable<T> columns, Func<T, string> name, Func<T, Column, Column> change)
    {
        foreach (var column in columns)
        {
            if (table.TryFind(name(column), out var found)) table = table.Replace(found.Name, change(column, found));
        }
        return table;
    }

    public static Column[] There(Table table, IEnumerable<string> names) => [.. names.Where(table.Contains).Select(name => table[name])];
}
