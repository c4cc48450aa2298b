using System.Text;

namespace Autograd.Benchmarks;

/// <summary>Rows of text: the first column to the left, the others to the right.</summary>
internal sealed class Table(params string[] headers)
{
    private readonly List<string[]> rows = [];

    public int Count => rows.Count;

    /// <exception cref="ArgumentException">There are not as many cells as headers.</exception>
    public void Add(params string[] cells)
    {
        if (cells.Length != headers.Length) throw new ArgumentException($"{cells.Length} cells under {headers.Length} headers", nameof(cells));
        rows.Add(cells);
    }

    /// <summary>Aligned by spaces, a line each.</summary>
    public string ToText()
    {
        int[] widths = [.. headers.Select((h, i) => rows.Select(r => r[i].Length).Prepend(h.Length).Max())];
        var text = new StringBuilder();
        foreach (string[] cells in rows.Prepend(headers))
        {
            var line = cells.Select((cell, i) => i == 0 ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i]));
            text.Append(string.Join("  ", line).TrimEnd()).Append('\n');
        }
        return text.ToString();
    }

    /// <summary>As a table of a Markdown page.</summary>
    public string ToMarkdown()
    {
        var text = new StringBuilder();
        Line(headers);
        Line([.. headers.Select((_, i) => i == 0 ? "---" : "---:")]);
        foreach (string[] cells in rows) Line(cells);
        return text.ToString();

        void Line(string[] cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
    }
}
