using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace Autograd.Data;

/// <summary>Reads separated values by CsvHelper's parser, which gives records of texts, and finds out what the columns are.</summary>
internal sealed class TableReader
{
    private static readonly string[] OtherDelimiters = [";", "\t", "|"];

    private readonly string path;
    private readonly CsvOptions options;
    private readonly CsvParser parser;
    private readonly HashSet<string> missing;
    private readonly List<int> lines = [];
    private string? bad;

    private TableReader(TextReader reader, string path, CsvOptions options)
    {
        (this.path, this.options, missing) = (path, options, new(options.Missing, StringComparer.Ordinal));
        parser = new CsvParser(reader, new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = options.Delimiter ?? ",",
            TrimOptions = TrimOptions.Trim,
            WhiteSpaceChars = options.Delimiter is " " ? [] : [' '],
            BadDataFound = found => bad = found.Field,
        });
    }

    public static Table Read(TextReader reader, string path, CsvOptions options)
    {
        var csv = Made(reader, path, options);
        try
        {
            return csv.Read();
        }
        catch (Exception e) when (e is CsvHelperException or DecoderFallbackException)
        {
            string way = e is DecoderFallbackException ? "bytes that are no text of the expected encoding; CsvOptions.Encoding names another" : "no separated values: " + e.Message;
            throw new CsvException(path, csv.parser.RawRow, null, way, e);
        }
    }

    private static TableReader Made(TextReader reader, string path, CsvOptions options)
    {
        if (options.Delimiter is "") throw new ArgumentException("Csv.Read: '' cannot be a delimiter; null stands for a comma", nameof(options));
        try
        {
            return new TableReader(reader, path, options);
        }
        catch (ConfigurationException e)
        {
            throw new ArgumentException($"Csv.Read: '{options.Delimiter}' cannot be a delimiter: {e.Message}", nameof(options), e);
        }
    }

    private Table Read()
    {
        if (!Next()) throw new CsvException(path, null, null, "the file is empty; expected: " + (options.HasHeader ? "a header with the names of the columns" : "records"));
        string[] first = Record();
        string[] names = Names(first);
        var cells = Array.ConvertAll(names, static _ => new List<string?>());
        if (!options.HasHeader) Take(first, cells);
        while (Next()) Take(Record(), cells);
        foreach (string name in options.Types.Keys)
        {
            if (!names.Contains(name, StringComparer.Ordinal)) throw new ArgumentException($"Csv.Read: CsvOptions.Types has the column '{name}', and {path} has {string.Join(", ", names)}", nameof(options));
        }
        return new Table(names.Select((name, i) => ColumnOf(name, i, cells[i])));
    }

    private bool Next()
    {
        bad = null;
        return parser.Read();
    }

    /// <summary>The cells of a record; a cell is made when it is asked for, and then a quote out of place is found.</summary>
    private string[] Record()
    {
        string[] cells = [.. Enumerable.Range(0, parser.Count).Select(i => parser[i])];
        if (bad is not null) throw new CsvException(path, parser.RawRow, null, $"a quote that is not closed or stands within a cell, at '{Short(bad)}'; a cell with a quote, a separator or an end of line in it is quoted as a whole, and its quotes are doubled");
        return cells;
    }

    private void Take(string[] record, List<string?>[] cells)
    {
        if (record.Length != cells.Length)
            throw new CsvException(path, parser.RawRow, null, FormattableString.Invariant($"{record.Length} cells, where the columns are {cells.Length}; a cell with a separator in it must be quoted, and CsvOptions.Delimiter names another separator"));
        for (int i = 0; i < record.Length; i++) cells[i].Add(missing.Contains(record[i]) ? null : record[i]);
        lines.Add(parser.RawRow);
    }

    private string[] Names(string[] first)
    {
        if (options.Delimiter is null && first.Length == 1 && Array.Find(OtherDelimiters, d => first[0].Contains(d, StringComparison.Ordinal)) is { } other)
            throw new CsvException(path, parser.RawRow, 1, $"one column, '{Short(first[0])}'; set CsvOptions.Delimiter to \"{(other == "\t" ? "\\t" : other)}\", or to \",\" where it is meant");
        if (options.Names is { } given && given.Count != first.Length)
            throw new CsvException(path, parser.RawRow, null, FormattableString.Invariant($"{first.Length} cells, where CsvOptions.Names has {given.Count} names"));
        string[] names = options.Names is { } chosen ? [.. chosen]
            // The first column of row names, as R writes it, has no name.
            : [.. first.Select((name, i) => options.HasHeader && name.Length > 0 ? name : FormattableString.Invariant($"column{i}"))];
        for (int i = 0; i < names.Length; i++)
        {
            int before = Array.IndexOf(names, names[i]);
            if (before < i) throw new CsvException(path, parser.RawRow, i + 1, FormattableString.Invariant($"a second column is named '{names[i]}', as column {before + 1} is; CsvOptions.Names gives names of your own"));
        }
        return names;
    }

    private Column ColumnOf(string name, int place, List<string?> cells)
    {
        var texts = options.DecimalSign == '.' ? cells : cells.ConvertAll(Pointed);
        bool given = options.Types.TryGetValue(name, out var type);
        if (!given) type = Found(texts);
        try
        {
            return Column.Parse(name, type, type == ColumnType.Number ? texts : cells);
        }
        catch (FormatException e)
        {
            int row = (int)e.Data["row"]!;
            throw new CsvException(path, lines[row], place + 1, $"the column '{name}' is {type} by CsvOptions.Types, and {e.Message}; where it means that the cell is missing, add it to CsvOptions.Missing", e);
        }
    }

    /// <summary>A number as it is written where another sign stands before the decimals; anything else becomes what is no number.</summary>
    private string? Pointed(string? cell) => cell is null ? null : cell.Contains('.', StringComparison.Ordinal) ? "'" + cell : cell.Replace(options.DecimalSign, '.');

    private static ColumnType Found(List<string?> cells)
    {
        if (cells.TrueForAll(static cell => cell is null || CellText.Number(cell) is not null)) return ColumnType.Number;
        return cells.TrueForAll(static cell => cell is null || CellText.Boolean(cell) is not null) ? ColumnType.Boolean : ColumnType.Text;
    }

    private static string Short(string text)
    {
        const int Longest = 40;
        string line = string.Concat(text.Select(static c => char.IsControl(c) ? ' ' : c));
        return line.Length > Longest ? line[..Longest] + "..." : line;
    }
}
