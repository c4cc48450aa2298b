using Autograd;
using Autograd.Training;

namespace Experiments;

/// <summary>
/// Fifty hidden layers of 100 units: the variance of the weights decides whether signals and gradients vanish, explode or arrive. With ReLU both are multiplied
/// by 100 v / 2 a layer, so that v = 2 / 100 keeps them (He et al., 2015, equations 10 and 14); with tanh it is 1 / 100 (Glorot and Bengio, 2010, equation 12).
/// </summary>
internal sealed class WeightVariance : IExperiment
{
    public string Name => "weight-variance";

    public string Title => "Fifty layers: variance of activations and gradients by the variance of the weights; equal weights stay equal";

    public bool NeedsData => false;

    private static double[] Variances => [0.001, 0.01, 0.02, 0.1, 1];

    public Findings Run(ExperimentOptions options)
    {
        int draws = options.Size(20, 4);
        var relu = Variances.Select(v => DeepNetwork.Measure(static z => z.ReLU(), v, draws)).ToList();
        var tanh = Variances.Select(v => DeepNetwork.Measure(static z => z.Tanh(), v, draws)).ToList();
        var equal = EqualWeights.Train(options.Size(1000, 200));
        int he = Array.IndexOf(Variances, 0.02), xavier = Array.IndexOf(Variances, 0.01);
        return new Findings(
            FormattableString.Invariant($"ReLU, factor a layer with v = 2/100: {relu[he].ForwardFactor:F3} forward, {relu[he].BackwardFactor:F3} backward (1 for wide layers); all-equal weights after {equal.Steps} steps: {equal.DifferentUnits} different unit"),
            [
                Draw("ReLU, forward", relu, static s => s.Activations), Draw("ReLU, backward", relu, static s => s.Gradients),
                Draw("tanh, forward", tanh, static s => s.Activations), Draw("tanh, backward", tanh, static s => s.Gradients),
            ],
            [
                .. TextTable.Of(["ReLU: v", "100 v / 2", "forward a layer", "backward a layer", "activations, last / first", "gradients, first / last"], relu.Select((s, i) => Row(i, s, 50))), "",
                .. TextTable.Of(["tanh: v", "100 v", "forward a layer", "backward a layer", "activations, last / first", "gradients, first / last"], tanh.Select((s, i) => Row(i, s, 100))), "",
                FormattableString.Invariant($"tanh with Xavier's 1/100 loses a factor of {1 / tanh[xavier].ForwardRange:F0} forward in all 50 layers, as 1/l: tanh bends, so that the gain of 1 is that of small signals."),
                FormattableString.Invariant($"All weights {EqualWeights.Value}: {equal.Units} hidden units, {equal.DifferentUnits} different after {equal.Steps} steps, to the last bit; loss {equal.FirstLoss:F3} to {equal.Loss:F3}, of random weights {equal.RandomLoss:F3}."),
            ]);
    }

    private static string[] Row(int i, LayerVariances s, double perUnit) =>
    [
        TextTable.Cell(Variances[i]), TextTable.Cell(perUnit * Variances[i]), TextTable.Cell(s.ForwardFactor), TextTable.Cell(s.BackwardFactor),
        TextTable.Cell(s.ForwardRange, "G3"), TextTable.Cell(s.BackwardRange, "G3"),
    ];

    private static Plot Draw(string title, List<LayerVariances> all, Func<LayerVariances, double[]> of)
    {
        double[] layers = [.. Enumerable.Range(1, DeepNetwork.Layers).Select(static l => (double)l)];
        var plot = new Plot(title) { XLabel = "hidden layer", YLabel = "mean square", LogY = true };
        for (int i = 0; i < all.Count; i++) plot = plot.Line(FormattableString.Invariant($"v = {Variances[i]}"), layers, of(all[i]));
        return plot;
    }
}
