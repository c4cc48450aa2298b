namespace Autograd.Training;

/// <summary>Learning curves in a report.</summary>
public static class ReportCurves
{
    // A loss that falls by more than this is seen better by its powers of ten.
    private const double Wide = 50;

    /// <summary>Adds a chart for each number of a run, training and validation together: <c>loss</c> with <c>val_loss</c>, <c>accuracy</c> with <c>val_accuracy</c>.</summary>
    /// <param name="report">The report.</param>
    /// <param name="history">The numbers. Schedules (<c>lr</c>, <c>momentum</c>) and <c>seconds</c> are no learning curves.</param>
    /// <returns>The report.</returns>
    public static Report AddLearningCurves(this Report report, History history)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(history);
        var groups = history.Columns.Where(static c => !RunColumns.IsSchedule(c) && !RunColumns.IsTime(c)).GroupBy(Columns.Measured, StringComparer.Ordinal).ToList();
        if (groups.Count == 0) return report;
        report.Section("Learning curves");
        foreach (var group in groups)
        {
            double[] epochs = [.. history.Epochs.Select(static e => (double)e)];
            var plot = new Plot(group.Key) { XLabel = "epoch", LogY = IsWide(group.SelectMany(c => history[c])) };
            foreach (string column in group) plot.Line(RunColumns.IsValidation(column) ? "validation" : "training", epochs, history[column]);
            report.Add(plot, Last(history, group));
        }
        return report;
    }

    /// <summary>The last numbers, in words.</summary>
    private static string Last(History history, IEnumerable<string> columns) => FormattableString.Invariant($"Epoch {history.Epochs.LastOrDefault()}: ")
        + string.Join(", ", columns.Select(c => FormattableString.Invariant($"{c} {history[c].LastOrDefault(double.NaN):G4}")));

    private static bool IsWide(IEnumerable<double> values)
    {
        double[] finite = [.. values.Where(double.IsFinite)];
        return finite.Length > 1 && finite.Min() > 0 && finite.Max() / finite.Min() > Wide;
    }
}
