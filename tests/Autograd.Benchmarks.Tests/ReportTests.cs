namespace Autograd.Benchmarks.Tests;

public sealed class ReportTests
{
    [Fact]
    public void A_table_is_aligned_on_the_console_and_piped_in_Markdown()
    {
        var table = new Table("name", "x");
        table.Add("a", "1.00");
        table.Add("longer", "");

        Assert.Equal("name       x\na       1.00\nlonger\n", table.ToText());
        Assert.Equal("| name | x |\n| --- | ---: |\n| a | 1.00 |\n| longer |  |\n", table.ToMarkdown());
        Assert.Throws<ArgumentException>(() => table.Add("a"));
    }

    [Theory]
    [InlineData(2.5e-9, "2.5 ns")]
    [InlineData(1.5e-5, "15.00 us")]
    [InlineData(0.0123, "12.30 ms")]
    [InlineData(12, "12.00 s")]
    public void Times_have_the_unit_that_suits_them(double seconds, string text) => Assert.Equal(text, Figures.Time(seconds));

    [Fact]
    public void The_processor_is_named_or_its_architecture()
    {
        Assert.Equal("Some CPU @ 2:1", Machine.ProcessorOf(["processor\t: 0", "model name\t: Some CPU @ 2:1", "model name\t: Other"]));
        Assert.NotEmpty(Machine.ProcessorOf([]));
    }

    [Fact]
    public void A_comparison_sums_up_by_group_and_says_what_is_missed()
    {
        var comparison = new Comparison([Row("step/a", 4), Row("step/b", 1), Row("matmul/f32/1024", 0.5), Row("matmul/f32/16", 6)]);

        Assert.Equal(
            """
            | group | rows | geometric mean | least | missed |
            | --- | ---: | ---: | ---: | ---: |
            | step | 2 | 2.00 | 1.00 | 0 |
            | matmul | 2 | 1.73 | 0.50 | 1 |
            | all | 4 | 1.86 | 0.50 | 1 |

            """,
            comparison.Means().ToMarkdown());
        Assert.Equal(
            ["Whole training steps: geometric mean 2.00 of 2 rows, target 2.0.", "1 of 4 rows miss their target, 1 are below what no row may be."],
            comparison.Summary());
        string[] lines = comparison.Rows().ToText().Split('\n');
        Assert.EndsWith("missed          50 %        1", lines[3], StringComparison.Ordinal);
        Assert.Contains("too slow", lines[2], StringComparison.Ordinal);
        Assert.EndsWith("+2.00 s", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_holds_the_command_the_machine_the_peers_and_the_tables()
    {
        var limits = new Limits(1, 1e9, 5e8, [new("32 KB", 1 << 15, 1e9, 2e9)]);

        string page = ComparisonPage.Of("run compare --write", new DateTime(2030, 1, 2, 0, 0, 0, DateTimeKind.Utc), ["Peer 1.0", "Other 2"], [limits], new([Row("step/a", 4)]));

        Assert.Contains("```bash\nrun compare --write\n```", page, StringComparison.Ordinal);
        Assert.Contains($"2030-01-02, {Machine.Processor}, {Machine.Threads} threads, {Machine.Runtime}; Peer 1.0, Other 2.", page, StringComparison.Ordinal);
        Assert.Contains("| step/a | 1.00 s | 4.00 s | 4.00 |", page, StringComparison.Ordinal);
        Assert.Contains("1 thread: 1 GFLOP/s in float32", page, StringComparison.Ordinal);
    }

    private static ComparedRow Row(string name, double ratio) =>
        new(new(name, () => () => null), new(name, ratio, ratio, 1, null, null, null), new(name, 1, 1, 1, null, null, 3), 0.5);
}
