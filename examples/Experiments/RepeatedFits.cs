using Autograd;

namespace Experiments;

/// <summary>Least squares fits of one polynomial to many training sets of a noisy sinusoid; mean squared errors.</summary>
/// <param name="Degree">That of the polynomial.</param>
/// <param name="Points">How many points a training set has.</param>
/// <param name="Training">The mean error on the points trained on.</param>
/// <param name="Validation">That on new, noisy points.</param>
/// <param name="SquaredBias">The mean of (mean fit - truth)^2.</param>
/// <param name="Variance">The mean of (fit - mean fit)^2.</param>
internal sealed record RepeatedFits(int Degree, int Points, double Training, double Validation, double SquaredBias, double Variance)
{
    public const double NoiseVariance = SineData.Noise * SineData.Noise;
    private const int ValidationPoints = 200;

    /// <summary>What the validation error is expected to be.</summary>
    public double Sum => SquaredBias + Variance + NoiseVariance;

    public static RepeatedFits Measure(int degree, int points, int sets)
    {
        var newX = Tensor.Linspace(0.02, 0.98, ValidationPoints, DType.Float64).Unsqueeze(1);
        var (truth, newInputs) = (SineData.Truth(newX), Polynomials.Chebyshev(newX, degree));
        var fits = Trials.Run(sets, 1000, _ =>
        {
            // One point in each of n equal intervals: a set without large gaps, in which a rich polynomial would swing without bounds.
            var x = (Tensor.Arange(0.0, points, dtype: DType.Float64) + Tensor.Rand([points], DType.Float64)).Unsqueeze(1) / points;
            var y = SineData.Truth(x) + SineData.Noise * Tensor.Randn([points, 1], DType.Float64);
            var inputs = Polynomials.Chebyshev(x, degree);
            var w = Linalg.Lstsq(inputs, y).Solution;
            var curve = newInputs.MatMul(w);
            var newY = truth + SineData.Noise * Tensor.Randn([ValidationPoints, 1], DType.Float64);
            return (Training: MeanSquare(inputs.MatMul(w) - y), Validation: MeanSquare(curve - newY), Curve: curve);
        });
        var curves = Tensor.Stack(fits.Select(static f => f.Curve));
        var mean = curves.Mean(0);
        return new RepeatedFits(
            degree, points, fits.Average(static f => f.Training), fits.Average(static f => f.Validation), MeanSquare(mean - truth), MeanSquare(curves - mean));
    }

    private static double MeanSquare(Tensor x) => x.Square().Mean().Item();
}
