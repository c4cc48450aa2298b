using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Autograd.Checks;

/// <summary>What one check of <see cref="Preflight"/> found.</summary>
public enum PreflightVerdict
{
    /// <summary>As it should be.</summary>
    Pass,

    /// <summary>Does not apply to this model, or could not be judged; the row says why.</summary>
    Skipped,

    /// <summary>Not as it should be.</summary>
    Fail,
}

/// <summary>A check and its outcome.</summary>
/// <param name="Check">What was asked.</param>
/// <param name="Verdict">The outcome.</param>
/// <param name="Found">The numbers, or why there are none.</param>
/// <param name="Details">A line for each parameter, layer or op it is about; empty where there is nothing to add.</param>
public sealed record PreflightRow(string Check, PreflightVerdict Verdict, string Found, IReadOnlyList<string> Details);

/// <summary>The outcome of <see cref="Preflight"/>: a row for every check, as text by <see cref="ToString"/>, as Markdown and as JSON.</summary>
public sealed class PreflightReport
{
    private static readonly string[] Header = ["check", "verdict", "found"];

    internal PreflightReport(IReadOnlyList<PreflightRow> rows, GradCheckReport? gradients)
    {
        Rows = rows;
        Gradients = gradients;
    }

    /// <summary>All checks, in the order of the table.</summary>
    public IReadOnlyList<PreflightRow> Rows { get; }

    /// <summary>The whole report of the gradient check; null where it was skipped.</summary>
    public GradCheckReport? Gradients { get; }

    /// <summary>Whether no check failed. A check that was skipped has shown nothing, and fails nothing.</summary>
    public bool Passed => Rows.All(static row => row.Verdict != PreflightVerdict.Fail);

    /// <summary>Throws with the table in the message unless every check passed or was skipped; gives back the report.</summary>
    /// <exception cref="AutogradException">A check failed.</exception>
    public PreflightReport ThrowIfFailed() => Passed ? this : throw new AutogradException(ToString());

    /// <summary>The report as an aligned table, in the invariant culture, with the details of what did not pass below it.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(Summary()).Append('\n');
        TextTable.Align(text, [Header, .. Rows.Select(Cells)]);
        foreach (var (row, detail) in Details()) text.Append(row.Check).Append(": ").Append(detail).Append('\n');
        return text.ToString();
    }

    /// <summary>The report as Markdown: the same table, and a list of the details.</summary>
    public string ToMarkdown()
    {
        var text = new StringBuilder();
        text.Append("**").Append(Summary()).Append("**\n\n");
        TextTable.Markdown(text, [Header, .. Rows.Select(Cells)]);
        if (Details().Any()) text.Append('\n');
        foreach (var (row, detail) in Details()) text.Append("- **").Append(row.Check).Append("**: ").Append(TextTable.Escaped(detail)).Append('\n');
        return text.ToString();
    }

    /// <summary>The report as JSON: <c>passed</c>, and <c>rows</c> of <c>check</c>, <c>verdict</c>, <c>found</c> and <c>details</c>.</summary>
    public string ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteBoolean("passed", Passed);
            json.WriteStartArray("rows");
            foreach (var row in Rows)
            {
                json.WriteStartObject();
                json.WriteString("check", row.Check);
                json.WriteString("verdict", JsonNamingPolicy.CamelCase.ConvertName(row.Verdict.ToString()));
                json.WriteString("found", row.Found);
                json.WriteStartArray("details");
                foreach (string detail in row.Details) json.WriteStringValue(detail);
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private string Summary() => string.Create(CultureInfo.InvariantCulture, $"Preflight: {Count(PreflightVerdict.Pass)} passed, {Count(PreflightVerdict.Fail)} failed, {Count(PreflightVerdict.Skipped)} skipped");

    private int Count(PreflightVerdict verdict) => Rows.Count(row => row.Verdict == verdict);

    private IEnumerable<(PreflightRow Row, string Detail)> Details() =>
        from row in Rows
        where row.Verdict != PreflightVerdict.Pass
        from detail in row.Details
        select (row, detail);

    private static string[] Cells(PreflightRow row) => [row.Check, row.Verdict == PreflightVerdict.Fail ? "FAIL" : row.Verdict == PreflightVerdict.Pass ? "ok" : "skipped", row.Found];
}
