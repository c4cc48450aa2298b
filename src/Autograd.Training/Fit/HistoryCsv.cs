using System.Globalization;
using System.Text;

namespace Autograd.Training;

/// <summary>A history as lines of <c>epoch,loss,...</c>.</summary>
internal static class HistoryCsv
{
    public static string Write(History history)
    {
        var text = new StringBuilder();
        text.Append(CsvLine.Join([History.EpochColumn, .. history.Columns])).Append('\n');
        var columns = history.Columns.Select(name => history[name]).ToArray();
        for (int row = 0; row < history.Epochs.Count; row++)
        {
            text.Append(history.Epochs[row].ToString(CultureInfo.InvariantCulture));
            foreach (var column in columns) text.Append(',').Append(Cell(column[row]));
            text.Append('\n');
        }
        return text.ToString();
    }

    public static History Read(string text, string path)
    {
        string[] lines = text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        string[] names = CsvLine.Split(lines[0]) ?? [];
        if (names.Length == 0 || names[0] != History.EpochColumn || names.Distinct(StringComparer.Ordinal).Count() != names.Length || names.Any(string.IsNullOrWhiteSpace))
            throw new InvalidDataException($"History.ReadCsv: {path} begins with '{lines[0]}', not with epoch,NAME,... and names that differ");
        var history = new History();
        for (int i = 1; i < lines.Length; i++)
        {
            string[] cells = CsvLine.Split(lines[i]) ?? [];
            if (cells.Length != names.Length || !int.TryParse(cells[0], NumberStyles.None, CultureInfo.InvariantCulture, out int epoch) || epoch < 1
                || (history.Epochs.Count > 0 && epoch <= history.Epochs[^1]))
                throw Wrong(path, i, lines[i], FormattableString.Invariant($"{names.Length} cells, the first an epoch behind the one above"));
            for (int c = 1; c < cells.Length; c++)
            {
                double value = double.NaN;
                if (cells[c].Length > 0 && !double.TryParse(cells[c], NumberStyles.Float, CultureInfo.InvariantCulture, out value))
                    throw Wrong(path, i, lines[i], $"a number under '{names[c]}', not '{cells[c]}'");
                history.Record(epoch, names[c], value);
            }
        }
        return history;
    }

    // The shortest text that reads back to the same bits.
    private static string Cell(double value) => double.IsNaN(value) ? "" : value.ToString("R", CultureInfo.InvariantCulture);

    private static InvalidDataException Wrong(string path, int line, string text, string expected) =>
        new(FormattableString.Invariant($"History.ReadCsv: {path}, line {line + 1} is '{text}'; expected: {expected}"));
}
