using System.Diagnostics;
using System.Globalization;
using Autograd;
using Autograd.Data;
using Autograd.NN;
using Autograd.Optim;
using F = Autograd.NN.Functional;

namespace Digits;

/// <summary>The training loop, as a PyTorch user would write it.</summary>
internal static class Training
{
    public static void Run(DigitsData digits, string model, ulong seed, int epochs, TextWriter output, int steps = int.MaxValue)
    {
        Generator.ManualSeed(seed);
        var net = Models.Make(model);
        var optimizer = new Adam(net.Parameters(), lr: 1e-3);
        var train = digits.Train;
        Tensor? loss = null;
        int step = 0;

        var watch = Stopwatch.StartNew();
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            // The order is drawn here, as the program it is compared with does; a DataLoader draws two seeds besides.
            foreach (var rows in Tensor.RandPerm(train.Count).Split(64))
            {
                var (x, y) = train.Fetch(rows);
                optimizer.ZeroGrad();
                loss = F.CrossEntropy(net.Forward(x), y);
                loss.Backward();
                optimizer.Step();
                if (step is 0 or 1 or 10 or 100) output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"step {step} loss {loss.Item():F6}"));
                if (++step == steps) return;
            }
        }
        double seconds = watch.Elapsed.TotalSeconds;

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"seed {seed} {model}: last loss {loss?.Item():F6}, accuracy train {Accuracy(net, digits.Train):F4} validation {Accuracy(net, digits.Validation):F4} test {Accuracy(net, digits.Test):F4}, {seconds:F2} s for {step} steps"));
    }

    private static double Accuracy(Module net, TensorDataset part)
    {
        using (NoGrad.Scope)
        {
            var (x, y) = part.All;
            return net.Forward(x).ArgMax(1).Eq(y).Float().Mean().Item();
        }
    }
}
