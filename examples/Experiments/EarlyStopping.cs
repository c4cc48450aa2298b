using Autograd;
using Autograd.NN;
using Autograd.Optim;

namespace Experiments;

/// <summary>
/// Early stopping resembles an L2 penalty (Bishop, Pattern Recognition and Machine Learning, 2006, section 5.5.2 and exercise 5.25; Goodfellow, Bengio and Courville, 2016,
/// section 7.8): on a quadratic loss, from weights of 0, tau steps of rate rho bring a weight of curvature eta the share 1 - (1 - rho eta)^tau of its way to the
/// minimum, a penalty alpha / 2 |w|^2 the share eta / (eta + alpha). Both let large curvatures through and hold small ones back, at alpha = 1 / (rho tau).
/// </summary>
/// <param name="Strengths">rho tau, and 1 / alpha.</param>
/// <param name="StoppedErrors">The validation error after tau steps.</param>
/// <param name="PenalisedErrors">That of the least squares with the penalty.</param>
/// <param name="Unregularised">That of least squares.</param>
/// <param name="Scaled">eta rho tau for each eigenvector at the best tau.</param>
/// <param name="MeasuredShares">The shares that the weights along them have come.</param>
/// <param name="FormulaDifference">Their largest difference to the formula.</param>
internal sealed record EarlyStopping(
    double[] Strengths, double[] StoppedErrors, double[] PenalisedErrors, double Unregularised, double[] Scaled, double[] MeasuredShares, double FormulaDifference)
{
    /// <summary>The most that 1 - exp(-z) and z / (1 + z) differ, at exp(z) = (1 + z)^2, z = 2.5129.</summary>
    public const double LargestDifference = 0.2036;

    private const int Inputs = 40;
    private const int Samples = 60;
    private const int ValidationSamples = 2000;

    public (double Strength, double Error) BestStopped => Least(StoppedErrors);

    public (double Strength, double Error) BestPenalised => Least(PenalisedErrors);

    public static EarlyStopping Measure(int steps)
    {
        var generator = new Generator(15);
        Tensor Normal(int rows, int columns) => Tensor.Randn([rows, columns], DType.Float64, generator);
        // Inputs of falling size, so that curvatures span orders of magnitude.
        var size = 1 / Tensor.Arange(1.0, Inputs + 1, dtype: DType.Float64).Sqrt();
        var (truth, x, newX) = (Normal(Inputs, 1), Normal(Samples, Inputs) * size, Normal(ValidationSamples, Inputs) * size);
        var (y, newY) = (x.MatMul(truth) + Normal(Samples, 1), newX.MatMul(truth) + Normal(ValidationSamples, 1));
        double Error(Tensor w) => (newX.MatMul(w) - newY).Square().Mean().Item();

        var (curvature, target) = (x.T.MatMul(x) / Samples, x.T.MatMul(y) / Samples);
        var (values, vectors) = Linalg.Eigh(curvature);
        var least = Linalg.Solve(curvature, target);
        double rate = 1 / values[^1].Item();
        var path = Descend(x, y, rate, steps);
        double[] errors = [.. path.Select(p => Error(p.Weights))];
        double[] strengths = [.. path.Select(p => rate * p.Step)];
        double[] penalised = [.. strengths.Select(s => Error(Linalg.Solve(curvature + Tensor.Eye(Inputs, dtype: DType.Float64) / s, target)))];

        var best = path[Array.IndexOf(errors, errors.Min())];
        var shares = vectors.T.MatMul(best.Weights) / vectors.T.MatMul(least);
        var formula = 1 - (1 - rate * values).Pow(best.Step);
        return new EarlyStopping(
            strengths, errors, penalised, Error(least), (values * rate * best.Step).ToArray<double>(), shares.ToArray<double>(), (shares.Squeeze(1) - formula).Abs().Max().Item());
    }

    // The weights at steps 1, 2, 3, .. that grow by about a tenth.
    private static List<(int Step, Tensor Weights)> Descend(Tensor x, Tensor y, double rate, int steps)
    {
        var w = new Parameter(Tensor.Zeros([Inputs, 1], DType.Float64));
        var optimizer = new SGD([w], lr: rate);
        var path = new List<(int Step, Tensor Weights)>();
        double next = 1;
        for (int step = 1; step <= steps; step++)
        {
            optimizer.ZeroGrad();
            ((x.MatMul(w) - y).Square().Mean() / 2).Backward();
            optimizer.Step();
            if (step < next) continue;
            path.Add((step, w.Detach().Clone()));
            next = Math.Max(step + 1, 1.1 * step);
        }
        return path;
    }

    private (double Strength, double Error) Least(double[] errors)
    {
        int at = Array.IndexOf(errors, errors.Min());
        return (Strengths[at], errors[at]);
    }
}
