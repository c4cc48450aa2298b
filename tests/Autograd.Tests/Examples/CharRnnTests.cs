using CharRnn;

namespace Autograd.Tests.Examples;

using Training = CharRnn.Training;

public class CharRnnTests
{
    /// <summary>PyTorch's losses by <c>char_rnn.py FILE --steps 11 --hidden 32 --batch 8 --length 20</c>.</summary>
    [Theory]
    [InlineData("Lstm", 4.150914, 4.129689, 3.998545)]
    [InlineData("Gru", 4.192111, 4.171932, 3.901587)]
    public void The_first_steps_follow_PyTorch(string cell, params double[] expected)
    {
        string? data = Environment.GetEnvironmentVariable("AUTOGRAD_DATA");
        string path = Path.Combine(data ?? "", "text", "tinyshakespeare.txt");
        if (string.IsNullOrEmpty(data) || !File.Exists(path))
        {
            Console.WriteLine("skipped: the losses of the character example (AUTOGRAD_DATA names no folder with text/tinyshakespeare.txt in it)");
            return;
        }
        using var output = new StringWriter();
        Training.Run(CharText.Load(path), new Settings(Enum.Parse<Cell>(cell), Steps: 11, Hidden: 32, Batch: 8, Length: 20, SampleEvery: 11), output);
        string[] lines = [.. output.ToString().Split('\n').Where(static line => line.StartsWith("step", StringComparison.Ordinal))];
        Assert.Equal(expected.Length, lines.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            double loss = double.Parse(lines[i].Split(' ')[^1], System.Globalization.CultureInfo.InvariantCulture);
            Assert.True(Math.Abs(loss - expected[i]) <= 1e-5, lines[i]);
        }
        Assert.Contains("--- ", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_that_repeats_is_learned_and_sampled()
    {
        var text = new CharText(string.Concat(Enumerable.Repeat("the cat sat. ", 40)));
        using var output = new StringWriter();
        double loss = Training.Run(text, new Settings(Cell.Gru, Steps: 150, Hidden: 48, Batch: 8, Length: 20, SampleEvery: 150), output);
        Assert.InRange(loss, 0, 0.2);
        Assert.Contains("the cat sat. the cat sat.", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_without_a_window_is_refused()
    {
        using var output = new StringWriter();
        Assert.Contains("a text of 3", Assert.Throws<InvalidDataException>(() => Training.Run(new CharText("abc"), new Settings(Cell.Lstm), output)).Message, StringComparison.OrdinalIgnoreCase);
    }
}
