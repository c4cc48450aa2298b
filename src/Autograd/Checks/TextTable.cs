using System.Text;

namespace Autograd.Checks;

/// <summary>Rows of cells, the first of them the header, as aligned text and as Markdown.</summary>
internal static class TextTable
{
    public static void Align(StringBuilder text, string[][] cells)
    {
        var widths = new int[cells[0].Length];
        foreach (var row in cells)
        {
            for (int i = 0; i < row.Length; i++) widths[i] = Math.Max(widths[i], row[i].Length);
        }
        foreach (var row in cells)
        {
            string line = string.Join("  ", row.Select((cell, i) => cell.PadRight(widths[i])));
            text.Append(line.TrimEnd()).Append('\n');
        }
    }

    public static void Markdown(StringBuilder text, string[][] cells)
    {
        foreach (var (row, i) in cells.Select(static (row, i) => (row, i)))
        {
            text.Append("| ").AppendJoin(" | ", row.Select(Escaped)).Append(" |\n");
            if (i == 0) text.Append('|').Insert(text.Length, "---|", row.Length).Append('\n');
        }
    }

    /// <summary>What would end a cell, or begin a format, is written as itself.</summary>
    public static string Escaped(string cell) => cell.Replace("|", "\\|", StringComparison.Ordinal).Replace("*", "\\*", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal);
}
