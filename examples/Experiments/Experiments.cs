namespace Experiments;

/// <summary>The experiments, in the order of docs/experiments.md.</summary>
internal static class ExperimentList
{
    public static IReadOnlyList<IExperiment> All { get; } =
    [
        new HiddenUnits(),
        new WeightVariance(),
        new BatchNormalisation(),
        new Penalties(),
        new DropoutMasks(),
        new Optimisers(),
        new InputScaling(),
        new BiasAndVariance(),
        new StoppingAndEnsembles(),
        new FuelAndPenguins(),
        new HyperparameterSearch(),
        new TextbookExamples(),
    ];
}
