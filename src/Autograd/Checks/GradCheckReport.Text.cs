using System.Globalization;
using System.Text;
using Autograd.Memory;

namespace Autograd.Checks;

/// <content>The report as text and as Markdown.</content>
public sealed partial class GradCheckReport
{
    private static readonly string[] Header = ["order", "mode", "input", "shape", "error", "limit", "difference", "|expected|", "|actual|", "kinks", "verdict"];

    private static readonly string[] ElementHeader = ["order", "mode", "input", "element", "expected", "actual", "truth in", "verdict"];

    /// <summary>
    /// The report as aligned tables, in the invariant culture: a row for each comparison, the worst elements of those that are not
    /// plainly right, what is probably wrong, and notes.
    /// </summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(Summary()).Append('\n');
        TextTable.Align(text, [Header, .. Rows.Select(Cells)]);
        string[][] elements = [.. Elements()];
        if (elements.Length > 0) TextTable.Align(text.Append("worst elements\n"), [ElementHeader, .. elements]);
        foreach (var diagnosis in Diagnoses) text.Append("diagnosis: ").Append(diagnosis.Text).Append('\n');
        foreach (string note in Notes) text.Append("note: ").Append(note).Append('\n');
        return text.ToString();
    }

    /// <summary>The report as Markdown: the same tables, and lists of what is probably wrong and of notes.</summary>
    public string ToMarkdown()
    {
        var text = new StringBuilder();
        text.Append("**").Append(Summary()).Append("**\n\n");
        TextTable.Markdown(text, [Header, .. Rows.Select(Cells)]);
        string[][] elements = [.. Elements()];
        if (elements.Length > 0) TextTable.Markdown(text.Append("\nWorst elements:\n\n"), [ElementHeader, .. elements]);
        if (Diagnoses.Count + Notes.Count > 0) text.Append('\n');
        foreach (var diagnosis in Diagnoses) text.Append("- **").Append(diagnosis.Cause).Append("**: ").Append(TextTable.Escaped(diagnosis.Text)).Append('\n');
        foreach (string note in Notes) text.Append("- Note: ").Append(TextTable.Escaped(note)).Append('\n');
        return text.ToString();
    }

    private string Summary()
    {
        string line = string.Create(CultureInfo.InvariantCulture, $"Gradient check: {Count(GradCheckVerdict.Pass)} passed, {Count(GradCheckVerdict.Fail)} failed");
        return Count(GradCheckVerdict.Inconclusive) is > 0 and int open ? string.Create(CultureInfo.InvariantCulture, $"{line}, {open} inconclusive") : line;
    }

    /// <summary>The elements that are not plainly right: all that were kept of a row that is not accepted, the worst one of others.</summary>
    private IEnumerable<string[]> Elements() =>
        from row in Rows
        from element in row.Worst.Where(static e => e.Verdict != ElementVerdict.Right).Take(row.Passed ? 1 : int.MaxValue)
        select Cells(row, element);

    private static string[] Cells(GradCheckRow row)
    {
        string expected = Norm(row.ExpectedNorm);
        // Where the norms agree to the limit, digits that only rounding tells apart are not shown as different.
        bool isSame = Math.Abs(row.ExpectedNorm - row.ActualNorm) <= row.Limit * (row.ExpectedNorm + row.ActualNorm);
        return
        [
            row.Order.ToString(CultureInfo.InvariantCulture),
            Mode(row),
            row.Input,
            row.Shape.ToString(),
            Short(row.Error),
            Short(row.Limit),
            Short(row.LargestDifference),
            expected,
            isSame ? expected : Norm(row.ActualNorm),
            row.Kinks.ToString(CultureInfo.InvariantCulture),
            row.Remark,
        ];
    }

    private static string[] Cells(GradCheckRow row, GradCheckElement element) =>
    [
        row.Order.ToString(CultureInfo.InvariantCulture),
        Mode(row),
        row.Input,
        element.Output is { } output ? $"{Layout.Describe([.. element.Index])} of {output}" : Layout.Describe([.. element.Index]),
        Long(element.Expected),
        Long(element.Actual),
        $"[{Long(element.Low)}, {Long(element.High)}]",
        element is { Verdict: ElementVerdict.Kink, Kink: { } op } ? $"{Say(element.Verdict)} of {op}" : Say(element.Verdict),
    ];

    private static string Say(ElementVerdict verdict) => verdict switch
    {
        ElementVerdict.Right => "ok",
        ElementVerdict.WithinUncertainty => "within uncertainty",
        ElementVerdict.WithinRounding => "within rounding",
        ElementVerdict.Kink => "subgradient",
        ElementVerdict.Unresolved => "INCONCLUSIVE",
        _ => "WRONG",
    };

    private static string Mode(GradCheckRow row) => row.Kind.ToString().ToLowerInvariant();

    private static string Short(double value) => value.ToString("0.0e-00", CultureInfo.InvariantCulture);

    private static string Norm(double value) => value.ToString("0.00000e-00", CultureInfo.InvariantCulture);

    private static string Long(double value) => value.ToString("0.000000000e-00", CultureInfo.InvariantCulture);
}
