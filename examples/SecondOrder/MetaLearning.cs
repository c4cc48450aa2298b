using System.Globalization;
using Autograd;
using Autograd.NN;
using Autograd.Optim;
using F = Autograd.NN.Functional;

namespace SecondOrder;

/// <summary>
/// Learning to learn (Finn, Abbeel and Levine, 2017): parameters from which one step of SGD on ten points of a sine wave fits the wave. The loss
/// after the step is differentiated by the parameters before it, through the step.
/// </summary>
internal static class MetaLearning
{
    private const int Waves = 8;
    private const int Shots = 10;
    private const double InnerRate = 0.05;

    /// <summary>Trains the start; gives the loss after one step on waves that it has not seen, over the loss from where training began.</summary>
    public static double Run(TextWriter output, int steps)
    {
        Generator.ManualSeed(0);
        var net = new Sequential(new Linear(1, 40), new Tanh(), new Linear(40, 40), new Tanh(), new Linear(40, 1));
        net.To(DType.Float64);
        var inner = new SGD(net.Parameters(), lr: InnerRate);
        var outer = new Adam(net.Parameters(), lr: 3e-3);
        double before = Mean(net, inner, 50);
        for (int step = 0; step < steps; step++)
        {
            outer.ZeroGrad();
            for (int i = 0; i < Waves; i++) (AfterOneStep(net, inner, Wave()) / Waves).Backward();
            outer.Step();
        }
        double after = Mean(net, inner, 50);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"meta-learning      loss after one step on waves not seen: {before:F3} at first, {after:F3} in the end"));
        return after / before;
    }

    /// <summary>The loss on unseen points after one recorded step of the optimiser on seen ones.</summary>
    public static Tensor AfterOneStep(Module net, SGD inner, (Tensor Seen, Tensor SeenY, Tensor Unseen, Tensor UnseenY) wave)
    {
        var start = inner.Start();
        var slopes = Gradient.Of(F.MseLoss(net.Forward(wave.Seen), wave.SeenY), [.. start.Parameters], createGraph: true);
        var stepped = inner.Stepped(start, slopes).Parameters;
        var named = net.NamedParameters().Select((p, i) => KeyValuePair.Create(p.Name, stepped[i])).ToDictionary(StringComparer.Ordinal);
        return F.MseLoss(Func.FunctionalCall(net, named, wave.Unseen), wave.UnseenY);
    }

    /// <summary>Points of a sine wave of some amplitude and phase.</summary>
    public static (Tensor Seen, Tensor SeenY, Tensor Unseen, Tensor UnseenY) Wave()
    {
        double amplitude = 0.5 + 1.5 * Tensor.Rand([], DType.Float64).Item(), phase = Math.PI * Tensor.Rand([], DType.Float64).Item();
        var (seen, unseen) = (4 * Tensor.Rand([Shots, 1], DType.Float64) - 2, 4 * Tensor.Rand([Shots, 1], DType.Float64) - 2);
        return (seen, amplitude * (seen + phase).Sin(), unseen, amplitude * (unseen + phase).Sin());
    }

    private static double Mean(Module net, SGD inner, int waves) =>
        Enumerable.Range(0, waves).Average(_ => AfterOneStep(net, inner, Wave()).Item());
}
