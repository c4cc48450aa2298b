namespace Autograd.Checks;

/// <summary>The gradients of parameters and inputs against differences, on a copy in float64 and the small batch, by random directions.</summary>
internal sealed class GradientCheck : IPreflightCheck
{
    public string Name => "gradients are right";

    public PreflightRow Run(Rehearsal r)
    {
        if (!r.IsRepeatable) return this.Skip("two runs from one state differ: differences would see that");
        if (r.Copy(out string why) is not { } copy) return this.Skip(why);
        GradCheckReport report;
        try
        {
            report = GradCheck.Module(copy, r.Small, (m, xs) => r.Loss(m, xs), new GradCheckOptions
            {
                Mode = GradCheckMode.Directions,
                Tolerance = r.Options.Tolerance,
                Seed = r.Options.Seed,
                Cancellation = r.Options.Cancellation,
            });
        }
        catch (Exception e) when (e is AutogradException or ShapeException or DTypeException)
        {
            return this.Skip($"cannot be checked: {e.Message}");
        }
        r.Gradients = report;
        if (report.Verdict == GradCheckVerdict.Inconclusive) return this.Skip("inconclusive: the differences are not good enough to judge; see the report's Gradients");
        return report.Passed
            ? this.Say(passed: true, $"error {report.WorstError():0.0e-00} on {r.Few} samples, in float64")
            : this.Say(passed: false, $"{report.Rows.Count(static row => row.Verdict == GradCheckVerdict.Fail)} of {report.Rows.Count} comparisons failed", [.. Lines(report)]);
    }

    private static IEnumerable<string> Lines(GradCheckReport report) => report.Diagnoses.Count > 0
        ? report.Diagnoses.Select(static d => d.Text)
        : report.Rows.Where(static row => row.Verdict == GradCheckVerdict.Fail).Select(static row => FormattableString.Invariant($"{row.Input}: {row.Remark}, error {row.Error:0.0e-00}"));
}
