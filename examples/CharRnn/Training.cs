using System.Diagnostics;
using System.Globalization;
using Autograd;
using Autograd.NN;
using Autograd.Optim;
using F = Autograd.NN.Functional;

namespace CharRnn;

/// <summary>How large the model is and how long it learns.</summary>
internal sealed record Settings(Cell Cell, ulong Seed = 0, int Steps = 500, int Hidden = 256, int Batch = 32, int Length = 50, int SampleEvery = 100);

/// <summary>The training loop, as a PyTorch user would write it.</summary>
internal static class Training
{
    private const int SampleLength = 200;

    /// <summary>Learns a text; writes losses, and samples that become words.</summary>
    /// <returns>The last loss.</returns>
    public static double Run(CharText text, Settings settings, TextWriter output)
    {
        Generator.ManualSeed(settings.Seed);
        var net = new CharModel(text.Vocabulary, settings.Hidden, settings.Cell);
        var optimizer = new Adam(net.Parameters(), lr: 2e-3);
        // Samples have a generator of their own: the batches are the same with and without them.
        var dice = new Generator(settings.Seed);
        var watch = new Stopwatch();
        double last = double.NaN;
        for (int step = 0; step < settings.Steps; step++)
        {
            watch.Start();
            var (characters, next) = text.Batch(settings.Batch, settings.Length);
            optimizer.ZeroGrad();
            var loss = F.CrossEntropy(net.Forward(characters).Flatten(0, 1), next.Reshape(-1));
            loss.Backward();
            Utils.ClipGradNorm(net.Parameters(), 1);
            optimizer.Step();
            last = loss.Item();
            watch.Stop();
            if (step is 0 or 1 or 10 || (step + 1) % 100 == 0) output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"step {step} loss {last:F6}"));
            if ((step + 1) % settings.SampleEvery == 0) output.WriteLine("--- " + text.Decode(net.Sample(text.Ids[..1], SampleLength, dice)).ReplaceLineEndings("\n    "));
        }
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {settings.Seed} {settings.Cell}: last loss {last:F6}, {watch.Elapsed.TotalSeconds:F2} s for {settings.Steps} steps"));
        return last;
    }
}
