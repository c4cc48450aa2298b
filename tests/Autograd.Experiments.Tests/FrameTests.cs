using Experiments;

namespace Autograd.Experiments.Tests;

public sealed class FrameTests
{
    [Fact]
    public void Names_are_unique_and_typed_without_quotes()
    {
        var names = ExperimentList.All.Select(static e => e.Name).ToList();
        Assert.Equal(names.Count, names.Distinct(StringComparer.Ordinal).Count());
        Assert.All(names, static name => Assert.Matches("^[a-z][a-z0-9-]*$", name));
        Assert.DoesNotContain("all", names);
        Assert.DoesNotContain("list", names);
    }

    [Fact]
    public void A_session_prints_and_writes_figures_and_a_page()
    {
        string folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            using var output = new StringWriter();
            Assert.True(Session.Run([new TextbookExamples()], Reduced.Options, folder, output));
            Assert.StartsWith("<svg", File.ReadAllText(Path.Combine(folder, "textbook-1.svg")), StringComparison.Ordinal);
            string page = File.ReadAllText(Path.Combine(folder, "experiments.html"));
            Assert.Contains("<svg", page, StringComparison.Ordinal);
            Assert.Contains("figures agree", page, StringComparison.Ordinal);
            Assert.Contains("=> ", output.ToString(), StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void What_lacks_its_data_is_named_and_passed_over()
    {
        string folder = Directory.CreateTempSubdirectory("experiments").FullName;
        try
        {
            using var output = new StringWriter();
            Assert.False(Session.Run([new BatchNormalisation(), new TextbookExamples()], new ExperimentOptions(folder, Reduced: true), Path.Combine(folder, "out"), output));
            Assert.Contains(Path.Combine(folder, "mnist"), output.ToString(), StringComparison.Ordinal);
            Assert.Contains("AUTOGRAD_DATA", output.ToString(), StringComparison.Ordinal);
            Assert.Contains("figures agree", output.ToString(), StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Columns_stand_under_each_other() =>
        Assert.Equal(["name   n", "a      1", "bcd   10"], TextTable.Of(["name", "n"], [["a", "1"], ["bcd", "10"]]));

    [Fact]
    public void A_trial_knows_nothing_of_the_others()
    {
        double[] Draws(int count) => Trials.Run(count, 40, static _ => Tensor.Rand([1], DType.Float64).Item());
        double[] few = Draws(3), many = Draws(64);
        Assert.Equal(few, many[..3]);
        Assert.Equal(many.Length, many.Distinct().Count());
        Assert.Equal(2.5, Trials.Median([4, 1, 3, 2]));
    }
}
