using Autograd;

namespace Experiments;

/// <summary>All thinned networks of a small one, one a mask, weighted by the probability of their mask; in the inverted form.</summary>
/// <param name="Masks">How many there are.</param>
/// <param name="LinearDifference">Largest difference of the mean of W (m x) / (1 - p) + b to W x + b.</param>
/// <param name="GeometricDifference">That of the normalised geometric mean of its softmax to the softmax of W x + b.</param>
/// <param name="ArithmeticDifference">That of the mean of its softmax.</param>
/// <param name="DeepGeometricDifference">As <paramref name="GeometricDifference"/>, with a ReLU layer between the mask and the softmax.</param>
/// <param name="DeepArithmeticDifference">As <paramref name="ArithmeticDifference"/>, with that layer.</param>
internal sealed record ThinnedNetworks(
    int Masks, double LinearDifference, double GeometricDifference, double ArithmeticDifference, double DeepGeometricDifference, double DeepArithmeticDifference)
{
    public const int Units = 12;
    private const int Hidden = 8;
    private const int Classes = 4;
    private const double Rate = 0.4;

    public static ThinnedNetworks Enumerate()
    {
        var generator = new Generator(6);
        Tensor Normal(int rows, int columns) => Tensor.Randn([rows, columns], DType.Float64, generator);
        var (x, first, second) = (Normal(1, Units), Normal(Units, Classes), Normal(Units, Hidden));
        var (last, bias) = (Normal(Hidden, Classes), Normal(1, Classes));

        // [2^Units, Units]: the binary digits of 0, 1, 2, ..; weight (1 - p)^kept p^dropped.
        var masks = Tensor.From(Enumerable.Range(0, 1 << Units).SelectMany(static m => Enumerable.Range(0, Units).Select(bit => (double)(m >> bit & 1))).ToArray()).Reshape(-1, Units);
        var kept = masks.Sum(1, keepDim: true);
        var weights = (kept * Math.Log(1 - Rate) + (Units - kept) * Math.Log(Rate)).Exp();
        var thinned = masks * x / (1 - Rate);

        Tensor Scores(Tensor input) => input.MatMul(first) + bias;
        Tensor Deep(Tensor input) => input.MatMul(second).ReLU().MatMul(last) + bias;
        Tensor Mean(Tensor rows) => (weights * rows).Sum(0, keepDim: true);

        // The geometric mean, scaled so that its elements sum up to 1: the softmax of the mean of logarithms.
        Tensor Geometric(Tensor scores) => Mean(scores.LogSoftmax(1)).Softmax(1);
        return new ThinnedNetworks(
            masks.Shape[0],
            Largest(Mean(Scores(thinned)), Scores(x)),
            Largest(Geometric(Scores(thinned)), Scores(x).Softmax(1)),
            Largest(Mean(Scores(thinned).Softmax(1)), Scores(x).Softmax(1)),
            Largest(Geometric(Deep(thinned)), Deep(x).Softmax(1)),
            Largest(Mean(Deep(thinned).Softmax(1)), Deep(x).Softmax(1)));
    }

    private static double Largest(Tensor a, Tensor b) => (a - b).Abs().Max().Item();
}
