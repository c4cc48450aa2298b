using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Autograd.Golden;

/// <summary>The cases of <c>kinks.jsonl</c>, which PyTorch wrote by <c>kinks.py</c>, and the page that is made of them.</summary>
internal static class KinkPage
{
    private const string Head = """
        # Subgradients at kinks and ties

        What the derivative is where it is not unique, one row a case: PyTorch 1.13's, asked by `tests/Autograd.Golden/Kinks/kinks.py`, and
        that of this library where it is another. Every incoming gradient is 1. `null` is no dependence. A test holds the library against
        every row and this page against the rows.

        | `torch` | where | inputs | gradients | here | in PyTorch 2.x |
        | --- | --- | --- | --- | --- | --- |
        """;

    /// <summary>Where the library differs, by the id of the case: what it gives, and why.</summary>
    public static IReadOnlyDictionary<string, string> Differences { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["atan2/kink0"] = "0: no direction is preferred, and no NaN enters a model",
        ["logsumexp/kink0"] = "0, as where one of several is -inf",
        ["cdist/kink4"] = "half each: a subgradient, whose parts add up to 1",
        ["nn.functional.smooth_l1_loss/kink1"] = "0: the loss is then `l1_loss`",
        ["nn.functional.binary_cross_entropy/kink0"] = "-50 and 50 for the target: that of the logarithms, which end at -100",
    };

    public static IEnumerable<(GoldenCase Case, string? Later)> Cases(string file) =>
        File.ReadLines(file).Select(line =>
        {
            using var json = JsonDocument.Parse(line);
            return (GoldenCase.Parse(line, "kinks"), json.RootElement.GetProperty("later").GetString());
        });

    public static string Text(string file)
    {
        var page = new StringBuilder(Head).Append('\n');
        foreach (var (c, later) in Cases(file))
        {
            var wanted = c.Inputs.Where(i => i.RequiresGrad).ToList();
            string gradients = wanted.Count == 0 || c.Grads.Count == 0 ? "none" : string.Join(", ", c.Grads.Select(Numbers));
            string inputs = string.Join(", ", c.Inputs.Select(Numbers)) + string.Concat(c.Args.EnumerateObject().Select(a => $", {a.Name} = {a.Value}"));
            page.Append(CultureInfo.InvariantCulture, $"| `{c.Op}` | {c.Variant.Replace("|", "\\|", StringComparison.Ordinal)} | {inputs} | {gradients} | {Differences.GetValueOrDefault(c.Id, "")} | {later} |\n");
        }
        return page.ToString();
    }

    private static string Numbers(GoldenTensor? tensor) => tensor is null
        ? "null"
        : $"[{string.Join(", ", tensor.Values().Select(static x => Math.Round(x, 4).ToString(CultureInfo.InvariantCulture)))}]";
}
