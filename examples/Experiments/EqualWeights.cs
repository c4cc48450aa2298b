using Autograd;
using Autograd.NN;
using Autograd.Optim;
using F = Autograd.NN.Functional;

namespace Experiments;

/// <summary>
/// Units that start alike stay alike: with equal weights in and out they compute the same, receive the same gradient and take the same step, by whichever
/// rule that treats elements alike. The layer remains one unit for ever; only unequal starts (or noise of each unit's own) break the symmetry.
/// </summary>
/// <param name="Units">Hidden units in a layer.</param>
/// <param name="DifferentUnits">How many of them differ in a bit of their weights, in the layer that has most, after all steps.</param>
/// <param name="Steps">How many steps were taken.</param>
/// <param name="FirstLoss">The loss before them.</param>
/// <param name="Loss">The loss after them.</param>
/// <param name="RandomLoss">The loss of the same network from random weights.</param>
internal sealed record EqualWeights(int Units, int DifferentUnits, int Steps, double FirstLoss, double Loss, double RandomLoss)
{
    public const double Value = 0.1;
    private const int Width = 20;
    private const int Inputs = 3;

    /// <summary>Trains a network of two hidden layers with Adam, once from equal weights and once from random ones.</summary>
    public static EqualWeights Train(int steps)
    {
        Generator.ManualSeed(3);
        var x = Tensor.Randn([100, Inputs], DType.Float64);
        var y = (x[.., 0] * x[.., 1] + x[.., 2].Sin()).Unsqueeze(1);
        Sequential equal = Net(), random = Net();
        foreach (var parameter in equal.Parameters()) Init.Constant(parameter, Value);
        double first = F.MseLoss(equal.Forward(x), y).Item();
        double loss = Learn(equal, x, y, steps);
        return new EqualWeights(Width, Different(equal), steps, first, loss, Learn(random, x, y, steps));
    }

    private static Sequential Net()
    {
        var net = new Sequential(new Linear(Inputs, Width), new Tanh(), new Linear(Width, Width), new Tanh(), new Linear(Width, 1));
        net.To(DType.Float64);
        return net;
    }

    private static double Learn(Sequential net, Tensor x, Tensor y, int steps)
    {
        var optimizer = new Adam(net.Parameters(), lr: 1e-2);
        double last = double.NaN;
        for (int step = 0; step < steps; step++)
        {
            optimizer.ZeroGrad();
            var loss = F.MseLoss(net.Forward(x), y);
            loss.Backward();
            optimizer.Step();
            last = loss.Item();
        }
        return last;
    }

    // A unit is its row of weights into it and its column of weights out of it, to the bit.
    private static int Different(Sequential net)
    {
        var (a, b, c) = ((Linear)net[0], (Linear)net[2], (Linear)net[4]);
        return Math.Max(Count(a.Weight, b.Weight), Count(b.Weight, c.Weight));

        static int Count(Tensor into, Tensor outOf) => Enumerable.Range(0, into.Shape[0])
            .Select(unit => string.Join(' ', into.Select(0, unit).ToArray<double>().Concat(outOf.Select(1, unit).ToArray<double>()).Select(BitConverter.DoubleToInt64Bits)))
            .Distinct(StringComparer.Ordinal).Count();
    }
}
