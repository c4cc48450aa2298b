using System.Text;

namespace Autograd.Training;

/// <summary>Cells of one line, quoted where they have to be (RFC 4180, without line breaks in cells).</summary>
internal static class CsvLine
{
    public static string Join(IEnumerable<string> cells) => string.Join(',', cells.Select(Quoted));

    /// <summary>The cells; null where a quote is not closed.</summary>
    public static string[]? Split(string line)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        bool isQuoted = false;
        for (int i = 0; i < line.Length; i++)
        {
            bool isQuote = line[i] == '"';
            if (isQuoted && isQuote && i + 1 < line.Length && line[i + 1] == '"') cell.Append(line[++i]);
            else if (isQuote) isQuoted = !isQuoted;
            else if (line[i] == ',' && !isQuoted) cells.Add(Taken(cell));
            else cell.Append(line[i]);
        }
        cells.Add(Taken(cell));
        return isQuoted ? null : [.. cells];
    }

    private static string Quoted(string cell) =>
        cell.AsSpan().ContainsAny(",\"\r\n") ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal).ReplaceLineEndings(" ")}\"" : cell;

    private static string Taken(StringBuilder cell)
    {
        string text = cell.ToString();
        cell.Clear();
        return text;
    }
}
