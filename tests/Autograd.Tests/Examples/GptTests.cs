using System.Globalization;
using Gpt;

namespace Autograd.Tests.Examples;

using Training = Gpt.Training;

public class GptTests
{
    private static readonly GptSizes Small = new(Context: 10, Size: 8, Heads: 2, Layers: 2);

    /// <summary>The losses that gpt.py gives for this text, these sizes and seed 0: steps 0, 1, 10 and 11.</summary>
    public static TheoryData<bool, double[], string> Expected => new()
    {
        { false, [3.176450, 3.127830, 3.058933, 3.175417], "23 characters, 2231 parameters" },
        { true, [3.207522, 3.193542, 3.205605, 3.197021], "23 characters, 2047 parameters" },
    };

    [Theory]
    [MemberData(nameof(Expected))]
    public void A_small_model_follows_PyTorch_and_writes(bool isTied, double[] losses, string head)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        Training.Run(new TextData(Text()), Small with { IsTied = isTied }, seed: 0, steps: 12, batch: 3, sample: 25, output);
        string written = output.ToString();
        string[] lines = written.Split(output.NewLine);
        Assert.Equal(head, lines[0]);
        for (int i = 0; i < losses.Length; i++)
            Assert.Equal(losses[i], double.Parse(lines[i + 1].Split(' ')[^1], CultureInfo.InvariantCulture), 2e-5);
        Assert.Matches(@"^seed 0: \d+\.\d\d s for 12 steps$", lines[5]);
        Assert.Equal(25 + output.NewLine.Length, written.Length - string.Join(output.NewLine, lines[..6]).Length - output.NewLine.Length);
    }

    [Fact]
    public void A_text_that_is_too_short_is_said()
    {
        Assert.Contains("no window of 11", Assert.Throws<InvalidDataException>(() => new TextData("to be").Batch(2, 10)).Message, StringComparison.Ordinal);
    }

    private static string Text() =>
        string.Concat(Enumerable.Range(0, 60).Select(i => string.Create(CultureInfo.InvariantCulture, $"line {i % 17} of {i * i % 23}: to be or not to be.\n")));
}
