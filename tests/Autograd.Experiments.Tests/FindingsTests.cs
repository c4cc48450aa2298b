using Experiments;

namespace Autograd.Experiments.Tests;

public sealed class FindingsTests
{
    public static TheoryData<string> Names => [.. ExperimentList.All.Select(static e => e.Name)];

    /// <summary>Each states its number in one line and draws its figures, of numbers alone.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Every_experiment_has_a_number_and_a_figure(string name)
    {
        var experiment = ExperimentList.All.Single(e => string.Equals(e.Name, name, StringComparison.Ordinal));
        var options = Reduced.Options;
        if (experiment.NeedsData)
        {
            Assert.Throws<DirectoryNotFoundException>(() => experiment.Run(options));
            // Both folders of the data: an experiment reads one of them.
            if (Reduced.WithData("mnist", $"{name}, its number and figures") is not { } withData || Reduced.WithData("tabular", $"{name}, its number and figures") is null) return;
            options = withData;
        }
        var findings = experiment.Run(options);
        Assert.NotEmpty(findings.Number);
        Assert.DoesNotContain('\n', findings.Number);
        Assert.DoesNotContain("NaN", findings.Number, StringComparison.Ordinal);
        Assert.NotEmpty(findings.Lines);
        Assert.NotEmpty(findings.Plots);
        foreach (var plot in findings.Plots)
        {
            string svg = plot.ToSvg();
            Assert.Contains("<svg", svg, StringComparison.Ordinal);
            Assert.DoesNotContain("NaN", svg, StringComparison.Ordinal);
            Assert.DoesNotContain("∞", svg, StringComparison.Ordinal);
        }
    }
}
