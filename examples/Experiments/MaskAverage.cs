using Autograd;
using Autograd.NN;
using Autograd.Optim;
using F = Autograd.NN.Functional;

namespace Experiments;

/// <summary>Monte Carlo dropout against one pass (Srivastava et al., 2014, section 7.5): the loss of the mean of probabilities over masks.</summary>
/// <param name="Masks">How many masks were averaged.</param>
/// <param name="Losses">The cross-entropy of their mean on points not trained on.</param>
/// <param name="OnePass">That of the network in evaluation.</param>
internal sealed record MaskAverage(double[] Masks, double[] Losses, double OnePass)
{
    public static MaskAverage Measure(int steps, int masks)
    {
        Generator.ManualSeed(8);
        var (x, y) = Moons(200);
        var (newX, newY) = Moons(2000);
        var net = new Sequential(new Linear(2, 64), new ReLU(), new Dropout(0.5), new Linear(64, 64), new ReLU(), new Dropout(0.5), new Linear(64, 2));
        var optimizer = new Adam(net.Parameters(), lr: 3e-3);
        for (int step = 0; step < steps; step++)
        {
            optimizer.ZeroGrad();
            F.CrossEntropy(net.Forward(x), y).Backward();
            optimizer.Step();
        }

        using var scope = NoGrad.Scope;
        var (at, losses) = (new List<double>(), new List<double>());
        Tensor sum = Tensor.Zeros(newX.Shape[0], 2);
        double next = 1;
        for (int k = 1; k <= masks; k++)
        {
            sum += net.Forward(newX).Softmax(1);
            if (k < next && k < masks) continue;
            at.Add(k);
            losses.Add(F.NllLoss((sum / k).Log(), newY).Item());
            next = Math.Max(k + 1, k * 1.5);
        }
        using (net.EvalScope) return new MaskAverage([.. at], [.. losses], F.CrossEntropy(net.Forward(newX), newY).Item());
    }

    /// <summary>Two half circles that reach into each other, with noise of 0.25 (scikit-learn's <c>make_moons</c>): <c>[2 n, 2]</c> and classes.</summary>
    private static (Tensor X, Tensor Y) Moons(int perClass)
    {
        var (a, b) = (Math.PI * Tensor.Rand(perClass), Math.PI * Tensor.Rand(perClass));
        var upper = Tensor.Stack([a.Cos(), a.Sin()], 1);
        var lower = Tensor.Stack([1 - b.Cos(), 0.5 - b.Sin()], 1);
        var x = Tensor.Cat([upper, lower]) + 0.25 * Tensor.Randn(2 * perClass, 2);
        return (x, Tensor.Cat([Tensor.Zeros([perClass], DType.Int64), Tensor.Ones([perClass], DType.Int64)]));
    }
}
