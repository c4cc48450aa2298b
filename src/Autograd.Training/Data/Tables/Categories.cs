namespace Autograd.Data;

/// <summary>The different values of a column as texts, in scikit-learn's order: numbers by size, texts by code points, false before true.</summary>
internal static class Categories
{
    /// <summary>The values and how often each occurs; missing cells are not among them.</summary>
    public static (string Value, int Count)[] Counted(Column column)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int row = 0; row < column.Count; row++)
        {
            if (column.Text(row) is { } text) counts[text] = counts.GetValueOrDefault(text) + 1;
        }
        return [.. counts.Select(static c => (c.Key, c.Value)).Order(Comparer<(string Value, int)>.Create((a, b) => Compare(column.Type, a.Value, b.Value)))];
    }

    public static string[] Of(Column column) => [.. Counted(column).Select(static c => c.Value)];

    /// <summary>The most frequent value; of several the first in order (<c>SimpleImputer(strategy="most_frequent")</c>). Null where every cell is missing.</summary>
    public static string? MostFrequent(Column column) => Counted(column) is { Length: > 0 } counted ? counted.MaxBy(static c => c.Count).Value : null;

    private static int Compare(ColumnType type, string a, string b) =>
        type == ColumnType.Number ? CellText.Number(a)!.Value.CompareTo(CellText.Number(b)!.Value) : string.CompareOrdinal(a, b);
}
