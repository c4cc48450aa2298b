using Autograd.Training;

namespace Experiments;

/// <summary>Early stopping against an L2 penalty, which it resembles; and ensembles of digits' classifiers: by bagging, and of snapshots along one run.</summary>
internal sealed class StoppingAndEnsembles : IExperiment
{
    public string Name => "stopping-ensembles";

    public string Title => "Early stopping against L2; snapshot ensembles and bagging on digits";

    public bool NeedsData => true;

    public Findings Run(ExperimentOptions options)
    {
        var stopping = EarlyStopping.Measure(options.Size(20_000, 3000));
        var ensembles = DigitEnsembles.Train(options);
        var single = ensembles[0];
        return new Findings(
            FormattableString.Invariant($"least validation error: {stopping.BestStopped.Error:F3} by stopping (rate x steps {stopping.BestStopped.Strength:G3}), {stopping.BestPenalised.Error:F3} by L2 (1 / alpha {stopping.BestPenalised.Strength:G3}); digits: alone {single.Accuracy:F3}, {string.Join(", ", ensembles.Skip(1).Select(static e => FormattableString.Invariant($"{e.Name} {e.Accuracy:F3}")))}"),
            [Errors(stopping), Factors(stopping), Accuracies(ensembles)],
            [
                FormattableString.Invariant($"After tau steps of rate rho a weight along an eigenvector of curvature eta has come the share 1 - (1 - rho eta)^tau of its way; measured, largest difference {stopping.FormulaDifference:0.0e-0}"),
                FormattableString.Invariant($"With an L2 penalty it is eta / (eta + alpha); for alpha = 1 / (rho tau) the two are at most {EarlyStopping.LargestDifference:F4} apart"),
                .. TextTable.Of(
                    ["validation error", "least", "rho tau or 1 / alpha"],
                    [
                        ["no penalty, to the end", TextTable.Cell(stopping.Unregularised, "F4"), ""],
                        ["early stopping", TextTable.Cell(stopping.BestStopped.Error, "F4"), TextTable.Cell(stopping.BestStopped.Strength)],
                        ["L2", TextTable.Cell(stopping.BestPenalised.Error, "F4"), TextTable.Cell(stopping.BestPenalised.Strength)],
                    ]), "",
                .. TextTable.Of(
                    ["digits", "members' accuracy", "accuracy", "members' loss", "loss", "steps"],
                    ensembles.Select(static e => (string[])[e.Name, TextTable.Cell(e.MemberAccuracies.Average(), "F4"), TextTable.Cell(e.Accuracy, "F4"), TextTable.Cell(e.MemberLosses.Average(), "F4"), TextTable.Cell(e.Loss, "F4"), TextTable.Cell(e.Steps)])),
            ]);
    }

    private static Plot Errors(EarlyStopping s) => new Plot("Validation error by stopping and by penalty") { XLabel = "rate x steps, or 1 / alpha", YLabel = "mean squared error", LogX = true }
        .Line("early stopping", s.Strengths, s.StoppedErrors).Line("L2", s.Strengths, s.PenalisedErrors);

    private static Plot Factors(EarlyStopping s) => new Plot("Share of its way that a weight has come") { XLabel = "curvature eta x rate x steps", YLabel = "share", LogX = true }
        .Points("gradient descent, measured", s.Scaled, s.MeasuredShares).Line("1 - exp(-z)", s.Scaled, [.. s.Scaled.Select(static z => 1 - Math.Exp(-z))])
        .Line("L2: z / (1 + z)", s.Scaled, [.. s.Scaled.Select(static z => z / (1 + z))]);

    private static Plot Accuracies(IReadOnlyList<DigitEnsemble> ensembles) => new Plot("Digits not trained on") { XLabel = "", YLabel = "loss" }
        .Bars("members, mean", [.. ensembles.Select(static e => e.Name)], [.. ensembles.Select(static e => e.MemberLosses.Average())])
        .Bars("together", [.. ensembles.Select(static e => e.Name)], [.. ensembles.Select(static e => e.Loss)]);
}
