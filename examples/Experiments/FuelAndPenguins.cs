using Autograd.Training;

namespace Experiments;

/// <summary>
/// Two tables from the raw file to a model that is judged by rows it has not seen: the fuel use of cars (UCI Auto MPG; Quinlan, 1993) and the species of penguins (Gorman, Williams,
/// Fraser, 2014), with missing cells and categories. Beside each network stands what scikit-learn's model would give on the same folds, computed from the objective in
/// its user guide.
/// </summary>
internal sealed class FuelAndPenguins : IExperiment
{
    public string Name => "fuel-and-penguins";

    public string Title => "From a raw table to a judged model: fuel use of cars, species of penguins";

    public bool NeedsData => true;

    public Findings Run(ExperimentOptions options)
    {
        var fuel = FuelUse.Measure(options);
        var species = PenguinSpecies.Measure(options);
        return new Findings(
            FormattableString.Invariant($"fuel use: MAE {fuel.Network.Mae.Mean:F2}, MSE {fuel.Network.Mse.Mean:F2}, MAPE {100 * fuel.Network.Mape.Mean:F1} %, R2 {fuel.Network.R2.Mean:F3} (ridge regression: {fuel.Ridge.Mae.Mean:F2}, {fuel.Ridge.Mse.Mean:F2}, {100 * fuel.Ridge.Mape.Mean:F1} %, {fuel.Ridge.R2.Mean:F3}); penguins: accuracy {species.Network.Mean:F4} (logistic regression: {species.Logistic.Mean:F4})"),
            [Predictions(fuel), species.Confusion],
            [
                .. TextTable.Of(["cars, mean and deviation over cross-validations", "MAE", "MSE", "MAPE %", "R2"], [Row("network, 32 hidden units", fuel.Network), Row("scikit-learn's Ridge(alpha=1)", fuel.Ridge)]),
                "",
                .. TextTable.Of(["penguins, mean and deviation over cross-validations", "accuracy"], [["network, 16 hidden units", species.Network.ToString()], ["scikit-learn's LogisticRegression(C=1)", species.Logistic.ToString()]]),
                "",
                "Ridge: min ||X w - y||^2 + alpha ||w||^2 (scikit-learn, User Guide, 1.1.2.1), in closed form; LogisticRegression: min ||W||^2 / 2 + C sum of cross-entropies",
                "(1.1.11.2), by L-BFGS. Intercepts are not penalised. The folds and the prepared features are those of the networks.",
                FormattableString.Invariant($"{FuelUse.Folds} folds, drawn {fuel.Repeats} times; filling, categories and scales are learned from the training rows of each fold alone."),
            ]);
    }

    private static string[] Row(string model, FuelErrors errors) => [model, errors.Mae.ToString(), errors.Mse.ToString(), (errors.Mape * 100).ToString(), errors.R2.ToString()];

    private static Plot Predictions(FuelUse.Result fuel)
    {
        double[] ends = [fuel.Target.Min(), fuel.Target.Max()];
        return new Plot("Fuel use of cars that the network has not seen") { XLabel = "miles per gallon", YLabel = "predicted" }.Points("cars", fuel.Target, fuel.Predicted).Line("as it is", ends, ends);
    }
}

/// <summary>Mean and standard deviation over repetitions.</summary>
internal readonly record struct Spread(double Mean, double Deviation)
{
    public static Spread Of(IReadOnlyCollection<double> values)
    {
        double mean = values.Average();
        return new(mean, Math.Sqrt(values.Average(v => (v - mean) * (v - mean))));
    }

    public static Spread operator *(Spread spread, double factor) => new(spread.Mean * factor, spread.Deviation * factor);

    public override string ToString() => FormattableString.Invariant($"{Mean:G4} ± {Deviation:G2}");
}

/// <summary>The errors of predicted numbers, over repetitions.</summary>
internal sealed record FuelErrors(Spread Mae, Spread Mse, Spread Mape, Spread R2);
