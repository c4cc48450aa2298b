namespace Autograd.Training;

/// <summary>The numbers of a run: named columns and a row an epoch; NaN where a column has no value.</summary>
/// <remarks>For one thread at a time. Who wants to look on while a run writes reads the file of <see cref="CsvLogger"/>.</remarks>
public sealed class History
{
    /// <summary>The heading of the epochs in a file.</summary>
    internal const string EpochColumn = "epoch";

    private readonly List<int> epochs = [];
    private readonly OrderedDictionary<string, List<double>> columns = new(StringComparer.Ordinal);

    /// <summary>The columns in the order of their first value: <c>loss</c>, <c>val_loss</c>, <c>accuracy</c>, ...</summary>
    public IReadOnlyList<string> Columns => columns.Keys;

    /// <summary>The epochs that have a row, ascending; the first of a run is 1.</summary>
    public IReadOnlyList<int> Epochs => epochs;

    /// <summary>A column, a value an epoch.</summary>
    /// <exception cref="ArgumentException">There is no such column; the message names those there are.</exception>
    public IReadOnlyList<double> this[string column]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(column);
            return columns.TryGetValue(column, out var values) ? values : throw new ArgumentException($"History: there is no column '{column}'; there are {Listed(columns.Keys)}", nameof(column));
        }
    }

    /// <summary>Whether there is a column.</summary>
    public bool Contains(string column) => columns.ContainsKey(column);

    /// <summary>Writes a value into the row of an epoch, over the one that is there.</summary>
    /// <param name="epoch">The epoch, from 1: one that has a row, or one behind the last.</param>
    /// <param name="column">The column; a new one is NaN in the rows before.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="ArgumentException">The name is empty, <c>epoch</c>, or has a line break, or the epoch would be in front of others.</exception>
    public void Record(int epoch, string column, double value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(column);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(epoch);
        if (column == EpochColumn || column.AsSpan().ContainsAny('\r', '\n')) throw new ArgumentException($"History.Record: no column can be named '{column}'", nameof(column));
        int row = epochs.BinarySearch(epoch);
        if (row < 0)
        {
            if (~row < epochs.Count) throw new ArgumentException(FormattableString.Invariant($"History.Record: epoch {epoch} has no row, and {epochs[^1]} has: rows ascend"), nameof(epoch));
            row = epochs.Count;
            epochs.Add(epoch);
            foreach (var values in columns.Values) values.Add(double.NaN);
        }
        if (!columns.TryGetValue(column, out var own)) columns.Add(column, own = [.. Enumerable.Repeat(double.NaN, epochs.Count)]);
        own[row] = value;
    }

    /// <summary>The table as text, <c>epoch,loss,val_loss,...</c>: numbers as they are read back, an empty cell for NaN.</summary>
    public string ToCsv() => HistoryCsv.Write(this);

    /// <summary>Writes the table. Who reads the path finds the file before or the new one, whole.</summary>
    /// <exception cref="IOException">The file cannot be written; the one that was there is as it was.</exception>
    public void WriteCsv(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.WriteText(path, ToCsv());
    }

    /// <summary>Reads what <see cref="WriteCsv"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The file is none of these; the message has its line.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    public static History ReadCsv(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return HistoryCsv.Read(File.ReadAllText(path), path);
    }

    /// <summary>The table as text.</summary>
    public override string ToString() => ToCsv();

    internal static string Listed(IEnumerable<string> names) => string.Join(", ", names) is { Length: > 0 } list ? list : "none";

    /// <summary>Forgets all rows and takes those of another table.</summary>
    internal void Replace(History other)
    {
        epochs.Clear();
        columns.Clear();
        epochs.AddRange(other.epochs);
        foreach (var (name, values) in other.columns) columns.Add(name, [.. values]);
    }
}
