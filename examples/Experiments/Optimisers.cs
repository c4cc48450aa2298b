using Autograd;
using Autograd.Optim;
using Autograd.Training;

namespace Experiments;

/// <summary>A rule of descent, to be made for parameters at a learning rate.</summary>
internal sealed record Rule(string Name, Func<IEnumerable<Tensor>, double, Optimizer> Make)
{
    /// <summary>The six rules, with the coefficients of the two forms of momentum.</summary>
    public static IReadOnlyList<Rule> All(double momentum, double nesterov) =>
    [
        new("SGD", static (p, lr) => new SGD(p, lr)),
        new("momentum", (p, lr) => new SGD(p, lr, momentum)),
        new("Nesterov", (p, lr) => new SGD(p, lr, nesterov, nesterov: true)),
        new("AdaGrad", static (p, lr) => new Adagrad(p, lr)),
        new("RMSProp", static (p, lr) => new RMSprop(p, lr, alpha: 0.9)),
        new("Adam", static (p, lr) => new Adam(p, lr)),
    ];
}

/// <summary>Rules of descent on an elongated bowl and on handwritten digits, each at the best of many learning rates; and what bias correction is for.</summary>
internal sealed class Optimisers : IExperiment
{
    private const int Drawn = 40;

    private static readonly double[] Levels = [0.05, 0.2, 0.5, 1, 2, 3, 4.5, 6, 8, 10];

    public string Name => "optimisers";

    public string Title => "SGD, momentum, Nesterov, AdaGrad, RMSProp and Adam on an elongated bowl and on digits; bias correction";

    public bool NeedsData => true;

    public Findings Run(ExperimentOptions options)
    {
        var descents = Bowl.Best(Rule.All(Bowl.BestMomentum, Bowl.BestNesterov), options.Size(8, 4));
        var races = DigitsRace.Run(options);
        var averages = MovingAverages.Measure(60);
        return new Findings(
            FormattableString.Invariant($"steps on the bowl to {Bowl.Tolerance:G1}: {string.Join(", ", descents.Select(static d => FormattableString.Invariant($"{d.Rule} {d.Steps}")))}"),
            [Paths("without scaling", descents.Take(3)), Paths("scaled by parameter", descents.Skip(3)), Race(races), Averages(averages)],
            [
                FormattableString.Invariant($"f = x^2 / 20 + y^2 from (-7, 2), steps from which on f stays below {Bowl.Tolerance:G1}; theory for SGD at its best rate 2 / (L + mu): {Bowl.GradientDescentSteps}"),
                .. TextTable.Of(["rule", "best rate", "steps"], descents.Select(static d => (string[])[d.Rule, TextTable.Cell(d.Rate), TextTable.Cell(d.Steps)])),
                "RMSProp at a constant rate ends in steps of about that rate to and fro, so that the tolerance bounds the rate; AdaGrad and Adam still remember the large gradients of the start, and their steps shrink.",
                "",
                FormattableString.Invariant($"digits, 784-100-10, steps until {DigitsRace.Goal(options):P0} of those not trained on are right"),
                .. TextTable.Of(["rule", "best rate", "steps"], races.Select(static r => (string[])[r.Rule, TextTable.Cell(r.Rate), r.Steps is { } s ? TextTable.Cell(s) : "not reached"])), "",
                FormattableString.Invariant($"moving average of gradients of mean 1, coefficient {MovingAverages.Beta}: first value {averages.Raw[0]:F3} raw, {averages.Corrected[0]:F3} corrected, of a first gradient {averages.First:F3}"),
                FormattableString.Invariant($"first step of Adam at rate 1: {averages.AdamFirst:F4}; without correction of either average it would be (1 - 0.9) / sqrt(1 - 0.999) = {0.1 / Math.Sqrt(0.001):F4}"),
            ]);
    }

    private static Plot Paths(string kind, IEnumerable<Descent> descents)
    {
        double[] x = [.. Enumerable.Range(0, 81).Select(static i => -8 + i * 0.2)], y = [.. Enumerable.Range(0, 61).Select(static i => -3 + i * 0.1)];
        var plot = new Plot($"Paths on x^2 / 20 + y^2, {kind}") { XLabel = "x", YLabel = "y" }.Contours(x, y, Bowl.Values(x, y), Levels);
        foreach (var d in descents)
        {
            var path = d.Path.Take(Drawn).ToList();
            plot = plot.Line(d.Rule, [.. path.Select(static p => p.X)], [.. path.Select(static p => p.Y)]);
        }
        return plot;
    }

    private static Plot Race(IReadOnlyList<Race> races)
    {
        var plot = new Plot("Digits: loss on those not trained on, each at its best rate") { XLabel = "step", YLabel = "cross-entropy", LogY = true };
        foreach (var race in races) plot = plot.Line(race.Rule, race.At, race.Losses);
        return plot;
    }

    private static Plot Averages(MovingAverages a)
    {
        double[] steps = [.. Enumerable.Range(1, a.Raw.Length).Select(static t => (double)t)];
        return new Plot("Moving average of noisy gradients of mean 1") { XLabel = "step", YLabel = "average" }
            .Line("raw, from 0", steps, a.Raw).Line("bias corrected", steps, a.Corrected).Line("1 - 0.9^t", steps, [.. steps.Select(static t => 1 - Math.Pow(MovingAverages.Beta, t))]);
    }
}
