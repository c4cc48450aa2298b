using System.Globalization;
using System.Text;

namespace Autograd.Training;

/// <summary>The trials of a search.</summary>
public sealed class SearchResult
{
    private readonly MetricGoal goal;

    internal SearchResult(IReadOnlyList<TrialResult> trials, MetricGoal goal) => (Trials, this.goal) = (trials, goal);

    /// <summary>All trials in the order of their numbers, failed ones as well.</summary>
    public IReadOnlyList<TrialResult> Trials { get; }

    /// <summary>Those that have a value, the best first; of equal ones the earlier.</summary>
    public IEnumerable<TrialResult> Ranked => Trials.Where(static t => !t.HasFailed).OrderBy(t => goal == MetricGoal.Minimize ? t.Value : -t.Value);

    /// <summary>The trial with the best value.</summary>
    /// <exception cref="AutogradException">None has a value; the message has what the first threw.</exception>
    public TrialResult Best => Ranked.FirstOrDefault() ?? throw new AutogradException(
        FormattableString.Invariant($"Search: none of the {Trials.Count} trials gave a value{(Trials.Count > 0 ? $"; the first: {Trials[0].Error ?? "NaN"}" : "")}"));

    /// <summary>A table, the best first and failed trials last.</summary>
    public override string ToString()
    {
        string[][] rows = [Header, .. Ranked.Concat(Trials.Where(static t => t.HasFailed)).Select(Row)];
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(c => rows.Max(row => row[c].Length))];
        var text = new StringBuilder();
        foreach (string[] row in rows) text.Append(string.Join("  ", row.Select((cell, c) => c == row.Length - 1 ? cell : cell.PadLeft(widths[c]))).TrimEnd()).Append('\n');
        return text.ToString();
    }

    /// <summary>Writes a table in the order of the trials: trial, round, seed, a column a dimension, value, seconds, error.</summary>
    /// <exception cref="IOException">The file cannot be written; the one that was there is as it was.</exception>
    public void WriteCsv(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var text = new StringBuilder(CsvLine.Join(["trial", "round", "seed", .. Names, "value", "seconds", "error"])).Append('\n');
        foreach (var t in Trials)
        {
            text.Append(CsvLine.Join(
            [
                Whole(t.Number), Whole(t.Round), t.Seed.ToString(CultureInfo.InvariantCulture), .. Names.Select(name => Trial.Text(t.Values[name])),
                double.IsNaN(t.Value) ? "" : Trial.Text(t.Value), t.Elapsed.TotalSeconds.ToString("F3", CultureInfo.InvariantCulture), t.Error ?? "",
            ])).Append('\n');
        }
        AtomicFile.WriteText(path, text.ToString());
    }

    private IEnumerable<string> Names => Trials.Count > 0 ? Trials[0].Values.Keys : [];

    private string[] Header => ["trial", "round", .. Names, "value", "seconds", "error"];

    private string[] Row(TrialResult t) =>
    [
        Whole(t.Number), Whole(t.Round), .. Names.Select(name => t.Values[name] is double number ? EpochLine.Short(number) : Trial.Text(t.Values[name])),
        double.IsNaN(t.Value) ? "" : t.Value.ToString("G6", CultureInfo.InvariantCulture), t.Elapsed.TotalSeconds.ToString("F1", CultureInfo.InvariantCulture), t.Error?.ReplaceLineEndings(" ") ?? "",
    ];

    private static string Whole(int number) => number.ToString(CultureInfo.InvariantCulture);
}
