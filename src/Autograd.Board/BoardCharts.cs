using System.Text;

namespace Autograd.Training;

/// <summary>The charts of some runs as a piece of HTML: of one run a chart for each number with training and validation, of several a chart for each column with a line a run.</summary>
internal static class BoardCharts
{
    private const int Width = 560, Height = 340;

    /// <summary>The charts.</summary>
    /// <param name="runs">The runs.</param>
    /// <param name="last">How many epochs, the last ones, are shown; all of them when 0.</param>
    public static string Html(IReadOnlyList<BoardRun> runs, int last)
    {
        if (runs.All(static r => r.History.Epochs.Count == 0)) return "<p>No run has finished an epoch yet.</p>";
        var html = new StringBuilder();
        foreach (var plot in runs is [var only] ? Alone(only, last) : Compared(runs, last)) html.Append("<figure>").Append(plot.ToSvg(Width, Height)).Append("</figure>\n");
        return html.ToString();
    }

    private static IEnumerable<Plot> Alone(BoardRun run, int last)
    {
        foreach (var group in run.History.Columns.GroupBy(Columns.Measured, StringComparer.Ordinal))
        {
            var plot = new Plot(group.Key) { XLabel = "epoch" };
            foreach (string column in group) Line(plot, RunColumns.IsValidation(column) ? "validation" : group.Skip(1).Any() ? "training" : group.Key, run, column, last);
            yield return plot;
        }
    }

    private static IEnumerable<Plot> Compared(IReadOnlyList<BoardRun> runs, int last)
    {
        foreach (string column in runs.SelectMany(static r => r.History.Columns).Distinct(StringComparer.Ordinal).GroupBy(Columns.Measured, StringComparer.Ordinal).SelectMany(static g => g))
        {
            var plot = new Plot(column) { XLabel = "epoch" };
            // A run without the column has an empty line: every run has one colour in all charts.
            foreach (var run in runs) Line(plot, run.Name, run, column, last);
            yield return plot;
        }
    }

    private static void Line(Plot plot, string name, BoardRun run, string column, int last)
    {
        if (!run.History.Columns.Contains(column, StringComparer.Ordinal))
        {
            plot.Line(name, [], []);
            return;
        }
        int from = last <= 0 ? 0 : Math.Max(0, run.History.Epochs.Count - last);
        plot.Line(name, [.. run.History.Epochs.Skip(from).Select(static e => (double)e)], [.. run.History[column].Skip(from)]);
    }
}
