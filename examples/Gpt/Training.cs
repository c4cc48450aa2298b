using System.Diagnostics;
using System.Globalization;
using System.Text;
using Autograd;
using Autograd.NN;
using Autograd.Optim;
using F = Autograd.NN.Functional;

namespace Gpt;

/// <summary>The training loop, as a PyTorch user would write it; gpt.py beside it is the same program.</summary>
internal static class Training
{
    /// <summary>Learns a text and writes losses, the time, and some text of its own.</summary>
    public static void Run(TextData text, GptSizes sizes, ulong seed, int steps, int batch, int sample, TextWriter output)
    {
        Generator.ManualSeed(seed);
        var model = new GptModel(text.Vocabulary, sizes);
        var optimizer = new AdamW(model.Parameters(), lr: 3e-4);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{text.Vocabulary} characters, {model.Parameters().Sum(p => (long)p.Numel)} parameters"));

        var watch = Stopwatch.StartNew();
        for (int step = 0; step < steps; step++)
        {
            var (x, y) = text.Batch(batch, sizes.Context);
            optimizer.ZeroGrad();
            var loss = F.CrossEntropy(model.Forward(x), y);
            loss.Backward();
            optimizer.Step();
            if (step is 0 or 1 or 10 || step % 50 == 0 || step == steps - 1) output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"step {step} loss {loss.Item():F6}"));
        }
        double seconds = watch.Elapsed.TotalSeconds;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {seed}: {seconds:F2} s for {steps} steps"));
        if (sample > 0) output.WriteLine(Sample(model, text, sample));
    }

    /// <summary>Text of the model's own: each character is drawn by its probability after those before it.</summary>
    private static string Sample(GptModel model, TextData text, int count)
    {
        using var scope = NoGrad.Scope;
        var seen = Tensor.Zeros([1, 1], DType.Int64);
        var written = new StringBuilder();
        while (written.Length < count)
        {
            var scores = model.Forward(seen[.., ^Math.Min(seen.Shape[1], model.Context)..])[^1];
            var next = scores.Softmax(-1).Multinomial(1);
            written.Append(text.Decode(next.Item<long>()));
            seen = Tensor.Cat([seen, next.Unsqueeze(0)], 1);
        }
        return written.ToString();
    }
}
