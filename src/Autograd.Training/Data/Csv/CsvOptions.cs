using System.Text;

namespace Autograd.Data;

/// <summary>How a file of separated values is read and written. The defaults are those of the format's description, RFC 4180.</summary>
public sealed record CsvOptions
{
    /// <summary>What stands between two cells; no quote and no end of line. A comma where it is null, and then a header of one cell that has another separator in it is refused.</summary>
    public string? Delimiter { get; init; }

    /// <summary>The sign before the decimals.</summary>
    public char DecimalSign { get; init; } = '.';

    /// <summary>Whether the first record has the names of the columns.</summary>
    public bool HasHeader { get; init; } = true;

    /// <summary>The names of the columns, instead of those of the header, or of <c>column0</c>, <c>column1</c>, ... where there is none.</summary>
    public IReadOnlyList<string>? Names { get; init; }

    /// <summary>The texts that say that a cell is missing, by themselves or in quotes.</summary>
    public IReadOnlyList<string> Missing { get; init; } = ["", "NA", "N/A", "NaN", "nan", "null", "NULL", "?"];

    /// <summary>
    /// The types of columns by name. Others are found out: numbers, where all cells that are not missing are, or all are missing; true or false, where all are; text else.
    /// </summary>
    public IReadOnlyDictionary<string, ColumnType> Types { get; init; } = new Dictionary<string, ColumnType>(StringComparer.Ordinal);

    /// <summary>The encoding of a file without a mark of its own.</summary>
    public Encoding Encoding { get; init; } = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
}

/// <summary>A file of separated values is not what it should be: the message has the place, what was found, what was expected and the way out.</summary>
public sealed class CsvException : IOException
{
    /// <summary>Makes an exception.</summary>
    /// <param name="path">The file.</param>
    /// <param name="line">The line, from 1, on which the record ends; null where it is the whole file.</param>
    /// <param name="column">The column, from 1; null where it is the whole record.</param>
    /// <param name="problem">What was found, what was expected, and the way out.</param>
    /// <param name="cause">What led to it.</param>
    public CsvException(string path, int? line, int? column, string problem, Exception? cause = null)
        : base(Place(path, line, column) + ": " + problem, cause) => (Path, Line, Column) = (path, line, column);

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The line, from 1, on which the record ends; null where it is the whole file.</summary>
    public int? Line { get; }

    /// <summary>The column, from 1; null where it is the whole record.</summary>
    public int? Column { get; }

    private static string Place(string path, int? line, int? column)
    {
        string at = line is null ? path : FormattableString.Invariant($"{path}, line {line}");
        return column is null ? at : FormattableString.Invariant($"{at}, column {column}");
    }
}
