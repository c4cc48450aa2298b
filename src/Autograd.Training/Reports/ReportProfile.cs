using System.Globalization;

namespace Autograd.Training;

/// <summary>A profile in a report.</summary>
public static class ReportProfile
{
    private const int Bars = 12;

    /// <summary>Adds where the time went: the dearest ops as bars, the table by module, op and direction, and the trace itself, for <c>chrome://tracing</c> or Perfetto.</summary>
    /// <param name="report">The report.</param>
    /// <param name="trace">What <see cref="Profiler.Run"/> gave.</param>
    /// <param name="rows">How many rows of the table, the dearest first.</param>
    /// <returns>The report.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rows"/> is negative.</exception>
    public static Report AddProfile(this Report report, OpTrace trace, int rows = 30)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(trace);
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        report.Section("Profile");
        var ops = trace.Rows.GroupBy(static r => r.Op, StringComparer.Ordinal).Select(static g => (Op: g.Key, Forward: Time(g, backward: false), Backward: Time(g, backward: true)))
            .OrderByDescending(static o => o.Forward + o.Backward).Take(Bars).ToList();
        string[] names = [.. ops.Select(static o => o.Op)];
        if (ops.Count > 0)
        {
            var plot = new Plot("Time by op") { YLabel = "microseconds" }.Bars("forward", names, [.. ops.Select(static o => o.Forward)]).Bars("backward", names, [.. ops.Select(static o => o.Backward)]);
            report.Add(plot, caption: null, width: 800, height: 350);
        }
        double whole = trace.Duration.TotalMicroseconds, inOps = trace.Rows.Sum(static r => r.Time.TotalMicroseconds);
        report.Table(
            string.Create(CultureInfo.InvariantCulture, $"{trace.Events.Count} ops, {inOps:N0} us of {whole:N0} us in ops"),
            ["module", "op", "pass", "calls", "us", "share", "KB", "Mflop"],
            trace.Rows.Take(rows).Select(r => (string[])
            [
                r.Module,
                r.Op,
                r.IsBackward ? "backward" : "forward",
                r.Calls.ToString(CultureInfo.InvariantCulture),
                r.Time.TotalMicroseconds.ToString("N1", CultureInfo.InvariantCulture),
                whole > 0 ? (100 * r.Time.TotalMicroseconds / whole).ToString("0.0 '%'", CultureInfo.InvariantCulture) : "-",
                (r.Bytes / 1024.0).ToString("N1", CultureInfo.InvariantCulture),
                (r.Flops / 1e6).ToString("N3", CultureInfo.InvariantCulture),
            ]));
        using var json = new MemoryStream();
        trace.WriteChromeTrace(json);
        return report.Attach("trace.json", "application/json", json.ToArray());
    }

    private static double Time(IEnumerable<TraceRow> rows, bool backward) => rows.Where(r => r.IsBackward == backward).Sum(static r => r.Time.TotalMicroseconds);
}
