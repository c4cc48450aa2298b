using Autograd;
using Autograd.Training;
using F = Autograd.NN.Functional;

namespace Experiments;

/// <summary>
/// Dropout (Srivastava et al., 2014): its two forms, the expectation over masks, the average of the thinned networks, and the one pass with scaled weights that
/// stands for it, exactly for a softmax layer (by the geometric mean: Hinton et al., 2012; Goodfellow, Bengio and Courville, 2016, section 7.12), nearly elsewhere.
/// </summary>
internal sealed class DropoutMasks : IExperiment
{
    private const double Rate = 0.4;

    public string Name => "dropout";

    public string Title => "Dropout: the expectation is kept, and one pass stands for the average over masks";

    public bool NeedsData => false;

    public Findings Run(ExperimentOptions options)
    {
        var measured = Expectation(options.Size(10_000, 1000));
        var exact = ThinnedNetworks.Enumerate();
        var average = MaskAverage.Measure(options.Size(600, 200), options.Size(1000, 200));
        return new Findings(
            FormattableString.Invariant($"mean over {measured.Draws[^1]:F0} masks differs by {measured.Errors[^1]:F4} (RMS; {measured.Expected[^1]:F4} expected), over all {exact.Masks} masks of a small network by {exact.LinearDifference:0.0e-0}"),
            [Convergence(measured), Averages(average)],
            [
                FormattableString.Invariant($"Rate {Rate}, {measured.Size} inputs: RMS of (mean over masks - input), and sqrt(p / (1 - p) / masks) times the inputs' RMS, what independent masks give."),
                .. TextTable.Of(
                    ["masks", "inverted, measured", "expected", "standard form, measured"],
                    measured.Draws.Select((k, i) => (string[])[TextTable.Cell((long)k), TextTable.Cell(measured.Errors[i]), TextTable.Cell(measured.Expected[i]), TextTable.Cell(measured.StandardErrors[i])])), "",
                FormattableString.Invariant($"All {exact.Masks} masks of {ThinnedNetworks.Units} inputs, weighted by their probability:"),
                FormattableString.Invariant($"  a linear layer: the mean is the pass without a mask, difference {exact.LinearDifference:0.0e-0}"),
                FormattableString.Invariant($"  a softmax layer: the normalised geometric mean is the pass without a mask, difference {exact.GeometricDifference:0.0e-0}; the arithmetic mean is not, {exact.ArithmeticDifference:0.0e-0}"),
                FormattableString.Invariant($"  a hidden ReLU layer before the softmax: neither is, {exact.DeepGeometricDifference:0.0e-0} and {exact.DeepArithmeticDifference:0.0e-0}"), "",
                FormattableString.Invariant($"A trained network on two moons, loss on new points: one mask {average.Losses[0]:F4}, mean of {average.Masks[^1]:F0} masks {average.Losses[^1]:F4}, one pass without a mask {average.OnePass:F4}."),
            ]);
    }

    /// <summary>Errors of the mean over the first k masks, for growing k.</summary>
    public sealed record MaskMeans(int Size, double[] Draws, double[] Errors, double[] StandardErrors, double[] Expected);

    /// <summary>
    /// The inverted form divides by 1 - p in training, so that evaluation is the identity; the standard form leaves training as it is and multiplies by 1 - p in
    /// evaluation. Errors of the standard form are those of its mean to (1 - p) x, in units of (1 - p).
    /// </summary>
    public static MaskMeans Expectation(int draws)
    {
        var generator = new Generator(2);
        var x = Tensor.Randn([1000], DType.Float64, generator) + 1;
        double rms = x.Square().Mean().Sqrt().Item();
        Tensor sum = Tensor.ZerosLike(x), standardSum = Tensor.ZerosLike(x);
        var (at, errors, standard) = (new List<double>(), new List<double>(), new List<double>());
        for (int k = 1; k <= draws; k++)
        {
            sum += F.Dropout(x, Rate, training: true, generator);
            standardSum += x * Tensor.Bernoulli(x.Shape, 1 - Rate, DType.Float64, generator);
            if (!IsMark(k)) continue;
            at.Add(k);
            errors.Add((sum / k - x).Square().Mean().Sqrt().Item());
            standard.Add((standardSum / k - (1 - Rate) * x).Square().Mean().Sqrt().Item() / (1 - Rate));
        }
        return new MaskMeans(x.Numel, [.. at], [.. errors], [.. standard], [.. at.Select(k => Math.Sqrt(Rate / (1 - Rate) / k) * rms)]);
    }

    // 1, 2, 5, 10, 20, 50, ..
    private static bool IsMark(int k)
    {
        while (k % 10 == 0) k /= 10;
        return k is 1 or 2 or 5;
    }

    private static Plot Convergence(MaskMeans m) => new Plot("The mean over masks comes to the input") { XLabel = "masks", YLabel = "RMS difference", LogX = true, LogY = true }
        .Points("inverted form", m.Draws, m.Errors).Points("standard form", m.Draws, m.StandardErrors).Line("sqrt(p / (1 - p) / masks)", m.Draws, m.Expected);

    private static Plot Averages(MaskAverage a) => new Plot("Loss of the average over masks, on new points") { XLabel = "masks", YLabel = "cross-entropy", LogX = true }
        .Line("mean of the probabilities", a.Masks, a.Losses).Line("one pass without a mask", [a.Masks[0], a.Masks[^1]], [a.OnePass, a.OnePass]);
}
