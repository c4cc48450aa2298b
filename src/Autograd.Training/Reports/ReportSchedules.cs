namespace Autograd.Training;

/// <summary>Schedules in a report.</summary>
public static class ReportSchedules
{
    /// <summary>Adds a chart of what the optimiser was told each epoch (columns <c>lr</c>, <c>momentum</c>, ...) and of the time each took (<c>seconds</c>).</summary>
    /// <param name="report">The report.</param>
    /// <param name="history">The numbers of a run; without such columns nothing is added.</param>
    /// <returns>The report.</returns>
    public static Report AddSchedules(this Report report, History history)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(history);
        string[] columns = [.. history.Columns.Where(static c => RunColumns.IsSchedule(c) || RunColumns.IsTime(c)).OrderBy(RunColumns.IsTime)];
        if (columns.Length == 0) return report;
        report.Section("Schedules");
        double[] epochs = [.. history.Epochs.Select(static e => (double)e)];
        foreach (string column in columns) report.Add(new Plot(Title(column)) { XLabel = "epoch" }.Line(Title(column), epochs, history[column]));
        return report;
    }

    private static string Title(string column) => column switch
    {
        Columns.Rate => "learning rate",
        Columns.Seconds => "seconds an epoch",
        _ => column,
    };
}
