using System.Text.RegularExpressions;

namespace Autograd.Training.Tests;

/// <summary>What is shown of a run.</summary>
public sealed class ProgressTests
{
    [Fact]
    public void Redirected_it_is_a_line_an_epoch()
    {
        var output = new StringWriter();
        var model = Problem.Model();
        Trainer.Fit(model, Problem.Loader(), Problem.Validation, Problem.Options(model) with { Metrics = [new Accuracy(3)], Callbacks = [new Progress(output)] });

        string[] lines = output.ToString().TrimEnd().Split(Environment.NewLine);
        Assert.Equal(3, lines.Length);
        for (int i = 0; i < lines.Length; i++)
            Assert.Matches(new Regex($@"^epoch {i + 1}/3  loss \d\.\d+  val_loss \d\.\d+  accuracy [\d.]+  val_accuracy [\d.]+  \d+\.\d s  \d+ rows/s$", RegexOptions.None, TimeSpan.FromSeconds(1)), lines[i]);
    }

    [Fact]
    public void On_a_terminal_a_bar_is_drawn_and_goes()
    {
        var output = new StringWriter();
        var model = Problem.Model();
        var callback = new Progress(TextWriter.Synchronized(output), bar: true);
        Trainer.Fit(model, Problem.Loader(), null, Problem.Options(model, epochs: 2) with { Callbacks = [callback] });

        string text = output.ToString();
        Assert.Contains("epoch 1/2", text, StringComparison.Ordinal);
        Assert.Contains("\u001b[", text, StringComparison.Ordinal);
        Assert.Matches(new Regex(@"epoch 2/2  loss \d\.\d+  \d+\.\d s", RegexOptions.None, TimeSpan.FromSeconds(1)), text);
    }

    [Fact]
    public void The_reason_of_an_early_end_is_the_last_line_and_an_error_takes_the_bar_off()
    {
        var output = new StringWriter();
        var model = Problem.Model();
        Trainer.Fit(model, Problem.Loader(), null, Problem.Options(model) with { Callbacks = [new Progress(output), new TimeLimit(TimeSpan.FromTicks(1))] });
        Assert.EndsWith("TimeLimit: 00:00:00.0000001 are over", output.ToString().TrimEnd(), StringComparison.Ordinal);

        var bar = new Progress(TextWriter.Synchronized(output), bar: true);
        for (int i = 0; i < 2; i++)
            Assert.Throws<AutogradException>(() => Trainer.Fit(model, Problem.Loader(), null, Problem.Options(model) with { Callbacks = [bar, new Throwing()] }));
    }

    private sealed class Throwing : Callback
    {
        public override void OnBatchEnd(FitState state) => throw new InvalidOperationException("planted");
    }
}
