using Autograd;
using Autograd.NN;
using Autograd.Optim;
using F = Autograd.NN.Functional;

namespace Experiments;

/// <summary>A linear model of 100 inputs, 10 of which matter, from 200 noisy samples, learned by gradient descent with the penalties of the optimiser's options.</summary>
/// <param name="Truth">The weights behind the samples.</param>
/// <param name="None">Those learned without a penalty.</param>
/// <param name="L2">Those learned with an L2 penalty, lambda / 2 sum w^2.</param>
/// <param name="L1">Those learned with an L1 penalty, lambda sum |w|.</param>
internal sealed record SparseRegression(double[] Truth, double[] None, double[] L2, double[] L1)
{
    /// <summary>Below it a weight counts as 0.</summary>
    public const double Zero = 1e-4;

    public const double Lambda = 0.15;
    private const int Inputs = 100;
    private const int Relevant = 10;
    private const int Samples = 200;
    private const double Noise = 0.5;

    public double ShareAtZero(double[] weights) => weights.Count(static w => Math.Abs(w) < Zero) / (double)weights.Length;

    public static SparseRegression Train(int steps)
    {
        var generator = new Generator(5);
        var truth = Tensor.Cat([Tensor.Randn([Relevant], DType.Float64, generator).Sign(), Tensor.Zeros([Inputs - Relevant], DType.Float64)]);
        var x = Tensor.Randn([Samples, Inputs], DType.Float64, generator);
        var y = x.MatMul(truth) + Noise * Tensor.Randn([Samples], DType.Float64, generator);
        double[] Learned(SGDOptions options) => Descend(x, y, options, steps);
        return new SparseRegression(truth.ToArray<double>(), Learned(new()), Learned(new() { WeightDecay = Lambda }), Learned(new() { L1Penalty = Lambda }));
    }

    // A weight at 0 goes to and fro by lr lambda, as the sign of 0 is no minimum's slope: the rate falls from 0.2 to 1e-4, 1.5e-5 a step.
    private static double[] Descend(Tensor x, Tensor y, SGDOptions options, int steps)
    {
        var w = new Parameter(Tensor.Zeros([Inputs], DType.Float64));
        var optimizer = new SGD([w], options with { Lr = 0.2 });
        var schedule = new ExponentialLR(optimizer, Math.Pow(1e-4 / 0.2, 1.0 / steps));
        for (int step = 0; step < steps; step++)
        {
            optimizer.ZeroGrad();
            (F.MseLoss(x.MatMul(w), y) / 2).Backward();
            optimizer.Step();
            schedule.Step();
        }
        return w.ToArray<double>();
    }
}
