using System.Text.RegularExpressions;

namespace Autograd.Benchmarks.Tests;

public sealed class WorkloadTests
{
    [Fact]
    public void No_name_occurs_twice() => Assert.Empty(Workload.All.GroupBy(w => w.Name).Where(g => g.Count() > 1).Select(g => g.Key));

    [Fact]
    public void A_group_is_what_stands_before_the_first_stroke() =>
        Assert.Equal("matmul", Assert.Single(Workload.Chosen(["matmul/f32/128"])).Group);

    [Fact]
    public void A_prefix_that_fits_nothing_is_named() =>
        Assert.Contains("nix or nox", Assert.Throws<OptionException>(() => Workload.Chosen(["nix", "nox"])).Message, StringComparison.Ordinal);

    /// <summary>Names that the peers' programs spell out are ours as well.</summary>
    [Theory]
    [InlineData("pytorch_workloads.py", "@workload\\(f?\"(?<name>[^\"{]+)\"")]
    [InlineData("onnxruntime/export.py", "yield \\(?f?\"(?<name>infer/[^\"{]+)\",")]
    public void The_peers_run_nothing_that_we_do_not(string program, string pattern)
    {
        string text = File.ReadAllText(SourceFolder.Path("benchmarks", "peers", program));
        string[] names = [.. Regex.Matches(text, pattern, RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Select(m => m.Groups["name"].Value)];

        Assert.NotEmpty(names);
        Assert.Empty(names.Except(Workload.All.Select(w => w.Name)));
    }
}
