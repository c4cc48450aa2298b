using System.Globalization;
using System.Text;

namespace Autograd.Data;

/// <content>Tables as text, in no culture.</content>
public sealed partial class Table
{
    private const int PrintedRows = 5, PrintedColumns = 20, PrintedCategories = 5;

    // Where most cells of a text column are numbers, the few others are worth a word.
    private const double MostlyNumbers = 0.5;

    private const string MissingMark = "NA";

    /// <summary>The first rows, and how many rows and columns there are. In front of a row is its number in the source.</summary>
    public override string ToString()
    {
        int rows = Math.Min(PrintedRows, RowCount), half = PrintedColumns / 2;
        var shown = columns.Length <= PrintedColumns ? columns.Select(static c => (Column?)c) : [.. columns[..half], null, .. columns[^half..]];
        var grid = new TextGrid();
        grid.Add(["", .. shown.Select(static c => c?.Name ?? "...")]);
        for (int row = 0; row < rows; row++)
        {
            int at = row;
            grid.Add([FormattableString.Invariant($"{RowIds.Row(ids[at])}"), .. shown.Select(c => c is null ? "..." : Shown(c, at))]);
        }
        string part = Part == SplitPart.Whole ? "" : $", {Part.ToString().ToLowerInvariant()}";
        return FormattableString.Invariant($"{grid}[{RowCount} rows x {columns.Length} columns{part}]");
    }

    /// <summary>A line a column: its name, its type, how many cells are missing, and the smallest number, the mean and the largest one, or the most frequent categories.</summary>
    public string Describe()
    {
        var grid = new TextGrid(left: true);
        grid.Add(["column", "type", "missing", "cells"]);
        foreach (var column in columns)
            grid.Add([OneLine(column.Name), column.Type.ToString().ToLowerInvariant(), FormattableString.Invariant($"{column.MissingCount}"), Cells(column)]);
        return FormattableString.Invariant($"{RowCount} rows, {columns.Length} columns\n{grid}");
    }

    private static string Cells(Column column)
    {
        if (column is NumberColumn numbers)
        {
            double[] present = [.. numbers.Values.Where(static x => !double.IsNaN(x))];
            return present.Length == 0 ? "" : $"min {Number(present.Min())}, mean {Number(present.Average())}, max {Number(present.Max())}";
        }
        var counted = Categories.Counted(column);
        string most = string.Join(", ", counted.OrderByDescending(static c => c.Count).Take(PrintedCategories).Select(static c => FormattableString.Invariant($"{OneLine(c.Value)} {c.Count}")));
        string more = counted.Length > PrintedCategories ? FormattableString.Invariant($", and {counted.Length - PrintedCategories} more") : "";
        return most + more + Doubt(column);
    }

    /// <summary>What else a column of texts may have been meant to be.</summary>
    private static string Doubt(Column column)
    {
        int[] present = [.. Enumerable.Range(0, column.Count).Where(row => !column.IsMissing(row))];
        int[] others = [.. present.Where(row => CellText.Number(column.Text(row)!) is null)];
        if (column.Type != ColumnType.Text || others.Length == 0 || others.Length > present.Length * MostlyNumbers) return "";
        return FormattableString.Invariant($" (numbers but for {others.Length}, the first '{OneLine(column.Text(others[0])!)}' in row {others[0]}: is it a spelling of missing?)");
    }

    private static string Shown(Column column, int row) =>
        column is NumberColumn numbers && !numbers.IsMissing(row) ? Number(numbers.Values[row]) : OneLine(column.Text(row) ?? MissingMark);

    private static string Number(double x) => x.ToString("G6", CultureInfo.InvariantCulture);

    private static string OneLine(string text)
    {
        const int Widest = 24;
        string line = string.Concat(text.Select(static c => char.IsControl(c) ? ' ' : c));
        return line.Length > Widest ? line[..(Widest - 3)] + "..." : line;
    }
}

/// <summary>Cells of text in columns as wide as they must be.</summary>
/// <param name="left">Whether cells begin at the left, and not end at the right.</param>
internal sealed class TextGrid(bool left = false)
{
    private readonly List<string[]> rows = [];

    public void Add(string[] cells) => rows.Add(cells);

    public override string ToString()
    {
        if (rows.Count == 0) return "";
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(i => rows.Max(row => row[i].Length))];
        var text = new StringBuilder();
        foreach (string[] row in rows)
        {
            string line = string.Join("  ", row.Select((cell, i) => left ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i])));
            text.Append(line.TrimEnd()).Append('\n');
        }
        return text.ToString();
    }
}
