namespace Autograd.Benchmarks.Tests;

public sealed class OptionsTests
{
    [Fact]
    public void Options_are_read_by_name()
    {
        var options = new Options(["--only", "a, b,", "--reps", "3", "--write"], "only=", "reps=", "rounds=", "write");

        Assert.Equal(["a", "b"], options.List("only"));
        Assert.Equal(3, options.Number("reps"));
        Assert.Null(options.Number("rounds"));
        Assert.True(options.Has("write"));
        Assert.EndsWith(" -- compare --only a, b, --reps 3 --write", options.Command("compare"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--other", "--other")]
    [InlineData("--reps", "needs a value")]
    [InlineData("--reps 0", "at least 1, not 0")]
    [InlineData("--reps x", "whole number")]
    public void What_is_not_understood_is_named(string line, string message)
    {
        var thrown = Assert.Throws<OptionException>(() => new Options(line.Split(' '), "reps=").Number("reps"));

        Assert.Contains(message, thrown.Message, StringComparison.Ordinal);
    }
}
