using System.Text;
using Autograd.IO;

namespace Autograd.Data;

/// <summary>Tables as files of separated values (RFC 4180): quoted cells, which may hold separators, quotes and ends of lines.</summary>
public static class Csv
{
    /// <summary>Reads a file. Blanks around a cell are not part of it, and empty lines are passed over.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How it is written.</param>
    /// <exception cref="CsvException">The file is empty, two columns have one name, a record has more or fewer cells than the others, a quote is not closed, or a cell is not of the type that <see cref="CsvOptions.Types"/> gives.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    public static Table Read(string path, CsvOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new();
        using var reader = new StreamReader(path, options.Encoding, detectEncodingFromByteOrderMarks: true);
        return TableReader.Read(reader, path, options);
    }

    /// <summary>Reads a text as <see cref="Read"/> reads a file.</summary>
    /// <exception cref="CsvException">As for a file.</exception>
    public static Table ReadText(string text, CsvOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        using var reader = new StringReader(text);
        return TableReader.Read(reader, "text", options ?? new());
    }

    /// <summary>Writes a file that <see cref="Read"/> with the same options reads back: numbers exactly, quotes where they must be. The file is there whole or not at all.</summary>
    /// <exception cref="ArgumentException">A text is one of the spellings of missing and would not come back.</exception>
    /// <exception cref="IOException">The file cannot be written; the one that was there is as it was.</exception>
    public static void Write(Table table, string path, CsvOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new();
        string text = TableWriter.Text(table, options);
        AtomicFile.Write(path, stream =>
        {
            using var writer = new StreamWriter(stream, options.Encoding, leaveOpen: true);
            writer.Write(text);
        });
    }

    /// <summary>The text that <see cref="Write"/> writes.</summary>
    /// <exception cref="ArgumentException">As for a file.</exception>
    public static string WriteText(Table table, CsvOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        return TableWriter.Text(table, options ?? new());
    }
}

/// <summary>Writes separated values.</summary>
internal static class TableWriter
{
    public static string Text(Table table, CsvOptions options)
    {
        var text = new StringBuilder();
        if (options.HasHeader) Record(text, table.ColumnNames, options);
        for (int row = 0; row < table.RowCount; row++) Record(text, [.. table.Columns.Select(column => Cell(column, row, options))], options);
        return text.ToString();
    }

    private static string Cell(Column column, int row, CsvOptions options)
    {
        if (column.Text(row) is not { } text) return options.Missing.Count > 0 ? options.Missing[0] : throw new ArgumentException($"Csv.Write: the column '{column.Name}' has missing cells, and CsvOptions.Missing has no spelling for them", nameof(options));
        if (column.Type == ColumnType.Number) return text.Replace('.', options.DecimalSign);
        if (options.Missing.Contains(text, StringComparer.Ordinal))
            throw new ArgumentException(FormattableString.Invariant($"Csv.Write: '{text}' in row {row} of the column '{column.Name}' would be read back as missing; give options whose Missing has not that spelling, to Read as well, or change the cell"), nameof(options));
        return text;
    }

    private static void Record(StringBuilder text, IReadOnlyList<string> cells, CsvOptions options)
    {
        string delimiter = options.Delimiter ?? ",";
        for (int i = 0; i < cells.Count; i++)
        {
            if (i > 0) text.Append(delimiter);
            bool quoted = cells[i].Contains(delimiter, StringComparison.Ordinal) || cells[i].AsSpan().IndexOfAny("\"\r\n") >= 0
                || cells[i].StartsWith(' ') || cells[i].EndsWith(' ')
                // A line with nothing on it is no record.
                || (cells.Count == 1 && cells[i].Length == 0);
            text.Append(quoted ? "\"" + cells[i].Replace("\"", "\"\"", StringComparison.Ordinal) + "\"" : cells[i]);
        }
        text.Append('\n');
    }
}
