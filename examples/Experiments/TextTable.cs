using System.Globalization;

namespace Experiments;

/// <summary>Columns of text under each other.</summary>
internal static class TextTable
{
    /// <summary>A line of names and one a row; the first column begins at the left, the others end at the right.</summary>
    public static IEnumerable<string> Of(string[] header, IEnumerable<string[]> rows)
    {
        string[][] all = [header, .. rows];
        int[] widths = [.. header.Select((_, column) => all.Max(row => row[column].Length))];
        return all.Select(row => string.Join("  ", row.Select((cell, column) => column == 0 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]))).TrimEnd());
    }

    /// <summary>A whole number in a cell.</summary>
    public static string Cell(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A number in a cell.</summary>
    public static string Cell(double value, string format = "G4") => value.ToString(format, CultureInfo.InvariantCulture);
}
