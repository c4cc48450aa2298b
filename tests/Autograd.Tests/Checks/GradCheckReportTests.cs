using System.Globalization;
using System.Text.Json;
using Autograd.Checks;
using static Autograd.Tests.Checks.Planting;

namespace Autograd.Tests.Checks;

/// <summary>What the report says, and in which forms.</summary>
public sealed class GradCheckReportTests
{
    private static GradCheckReport Failing { get; } = GradCheck.Run(
        xs => new PlantedOp(v => v[0] + v[1], (_, g) => [g, g.Select(0, 0)], (_, t) => t[0]!).Apply(xs),
        [Random(1, 4, 3), Random(2, 3)],
        new() { InputNames = ["x", "bias"], ForwardMode = false });

    [Fact]
    public void Both_norms_and_the_largest_difference_are_there()
    {
        var report = GradCheck.Run(x => 3 * x, At(1, 2, 2)).ThrowIfFailed();
        var row = report.Rows[0];
        Assert.Equal(row.ExpectedNorm, row.ActualNorm, 1e-9);
        Assert.True(row.LargestDifference < 1e-9);
        Assert.True(row.ActualNorm > 3 * 0.5);
    }

    [Fact]
    public void The_worst_elements_are_named_the_worst_first()
    {
        var factors = Tensor.From([1.0, 2, 1, 4, 1, 3]);
        var op = PlantedOp.Map(x => 1.0 * x, _ => factors);
        var row = GradCheck.Run(x => op.Apply(x), At(1, 1, 1, 1, 1, 1), new() { WorstElements = 2, ForwardMode = false }).Rows.Single();
        Assert.Equal(2, row.Worst.Count);
        Assert.True(Math.Abs(row.Worst[0].Expected - row.Worst[0].Actual) >= Math.Abs(row.Worst[1].Expected - row.Worst[1].Actual));
        Assert.All(row.Worst, e => Assert.Equal(ElementVerdict.Wrong, e.Verdict));
    }

    /// <summary>Where the reference is not sure of what the limit asks, the report does not say "ok".</summary>
    [Fact]
    public void What_agrees_only_within_the_uncertainty_is_not_called_ok()
    {
        Func<Tensor, Tensor>[] rounding = [x => (x + 1e5).Square() - x.Square() - 1e10, x => (x + 1e6).Var(), x => x.Softmax(-1).Sum()];
        int met = 0;
        foreach (var f in rounding)
        {
            var report = GradCheck.Run(f, At(0.3, -0.2, 0.1)).ThrowIfFailed();
            foreach (var row in report.Rows.Where(row => row.Uncertain > 0))
            {
                met++;
                Assert.True(row.IsWithinUncertainty);
                Assert.All(row.Worst.Where(e => e.Verdict is ElementVerdict.WithinUncertainty or ElementVerdict.WithinRounding), e => Assert.InRange(e.Actual, e.Low - 2e-7 * Math.Abs(e.Low), e.High + 2e-7 * Math.Abs(e.High)));
                Assert.Contains("within uncertainty", report.ToString(), StringComparison.Ordinal);
            }
        }
        Assert.True(met > 0);
    }

    [Fact]
    public void Ok_stands_only_beside_equal_numbers()
    {
        foreach (var right in RightFunctions.All().Take(90))
        {
            var report = GradCheck.Run(right.F, right.Inputs, new() { Order = right.Order });
            foreach (string line in report.ToString().Split('\n').Where(line => line.EndsWith("  ok", StringComparison.Ordinal)))
            {
                string[] cells = line.Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
                Assert.Equal(cells[^4], cells[^3]);
            }
        }
    }

    [Fact]
    public void A_kink_shows_the_slopes_of_its_sides()
    {
        var report = GradCheck.Run(x => 3 * x.ReLU(), At(0, 1)).ThrowIfFailed();
        var kink = report.Rows[0].Worst[0];
        Assert.Equal(ElementVerdict.Kink, kink.Verdict);
        Assert.True(Math.Min(Math.Abs(kink.Low), Math.Abs(kink.High)) < 1e-6 && kink.High - kink.Low > 1.4, report.ToString());
        Assert.Contains("subgradient (1 kink of ReLU)", report.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(report.ToString().Split('\n'), line => line.Contains("backward", StringComparison.Ordinal) && line.EndsWith(" ok", StringComparison.Ordinal));
    }

    [Fact]
    public void A_failure_is_told_in_a_sentence()
    {
        string text = Failing.ToString();
        Assert.Contains("diagnosis: bias: of output 0 only index 0 of dimension 0 reaches the gradient", text, StringComparison.Ordinal);
        Assert.Contains("worst elements", text, StringComparison.Ordinal);
        Assert.DoesNotContain(Failing.Diagnoses, d => d.Input == "x");
    }

    [Fact]
    public void Json_reads_back()
    {
        using var json = JsonDocument.Parse(Failing.ToJson());
        var root = json.RootElement;
        Assert.Equal("fail", root.GetProperty("verdict").GetString());
        var row = root.GetProperty("rows").EnumerateArray().Single(r => r.GetProperty("input").GetString() == "bias");
        var expected = Failing.Rows.Single(r => r.Input == "bias");
        Assert.Equal(expected.Error, row.GetProperty("error").GetDouble());
        Assert.Equal(expected.Worst[0].Actual, row.GetProperty("worst")[0].GetProperty("actual").GetDouble());
        Assert.Equal("missingReduction", root.GetProperty("diagnoses")[0].GetProperty("cause").GetString());
    }

    [Fact]
    public void Numbers_that_json_lacks_are_strings()
    {
        var op = PlantedOp.Map(x => x.Exp(), x => x / 0.0);
        using var json = JsonDocument.Parse(GradCheck.Run(x => op.Apply(x), At(1, 2)).ToJson());
        Assert.Equal("NaN", json.RootElement.GetProperty("rows")[0].GetProperty("error").GetString());
    }

    [Fact]
    public void Markdown_is_a_table()
    {
        string[] lines = Failing.ToMarkdown().Split('\n');
        Assert.StartsWith("**Gradient check: 1 passed", lines[0], StringComparison.Ordinal);
        int columns = lines[2].Replace("\\|", "", StringComparison.Ordinal).Count(c => c == '|');
        Assert.All(lines[3..(3 + Failing.Rows.Count)], line => Assert.Equal(columns, line.Count(c => c == '|')));
        Assert.Contains(lines, line => line.StartsWith("- **MissingReduction**: bias", StringComparison.Ordinal));
    }

    [Fact]
    public void Numbers_are_invariant()
    {
        var culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            var report = GradCheck.Run(x => PlantedOp.Map(v => v.Sin(), v => 0.5 * v.Cos()).Apply(x), Random(1, 2, 3));
            Assert.DoesNotContain(",0", report.ToString() + report.ToMarkdown(), StringComparison.Ordinal);
            using var json = JsonDocument.Parse(report.ToJson());
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }
}
