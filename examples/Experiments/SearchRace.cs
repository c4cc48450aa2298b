using Autograd;
using Autograd.Data;
using Autograd.NN;
using Autograd.Optim;
using Autograd.Training;
using F = Autograd.NN.Functional;

namespace Experiments;

/// <summary>A way to search, and what several searches of as many trials found, each with a seed of its own.</summary>
internal sealed record SearchWay(string Name, IReadOnlyList<SearchResult> Searches)
{
    /// <summary>The least validation loss after each number of trials, in the middle of the searches.</summary>
    public double[] BestSoFar(double quantile = 0.5) =>
        [.. Enumerable.Range(1, Searches[0].Trials.Count).Select(n => Quantile([.. Searches.Select(search => Best(search, n)).Order()], quantile))];

    // A trial that diverged is no better than guessing.
    private static double Best(SearchResult search, int trials) =>
        search.Trials.Take(trials).Where(static t => !t.HasFailed).Select(static t => t.Value).Append(SearchRace.Guessing).Min();

    private static double Quantile(double[] sorted, double quantile) => sorted[(int)Math.Round(quantile * (sorted.Length - 1))];
}

/// <summary>
/// Learning rate and weight decay of a small classifier of digits, over ranges of which the good ones are a small part: drawn uniformly, uniformly in their
/// logarithms, and from coarse to fine.
/// </summary>
internal static class SearchRace
{
    public const double LeastRate = 1e-4, LargestRate = 10, LeastDecay = 1e-6, LargestDecay = 1;

    /// <summary>The loss of ten equal probabilities.</summary>
    public static readonly double Guessing = Math.Log(10);

    private const int BatchSize = 50;
    private const int Rounds = 3;

    public static Space Uniform => new() { { "lr", Dimension.Uniform(LeastRate, LargestRate) }, { "decay", Dimension.Uniform(LeastDecay, LargestDecay) } };

    public static Space Logarithmic => new() { { "lr", Dimension.LogUniform(LeastRate, LargestRate) }, { "decay", Dimension.LogUniform(LeastDecay, LargestDecay) } };

    public static IReadOnlyList<SearchWay> Run(ExperimentOptions options, DigitImages digits)
    {
        int trials = options.Size(30, 9), epochs = Epochs(options), threads = Environment.ProcessorCount;
        ulong[] seeds = [.. Enumerable.Range(1, options.Size(7, 3)).Select(static i => (ulong)i)];
        double Loss(Trial trial) => Train(digits, trial, epochs).Loss;
        return
        [
            new("uniform", Each(seed => Search.Random(Uniform, Loss, trials, seed: seed, threads: threads))),
            new("logarithmic", Each(seed => Search.Random(Logarithmic, Loss, trials, seed: seed, threads: threads))),
            new("coarse to fine", Each(seed => Search.CoarseToFine(Logarithmic, Loss, Rounds, trials / Rounds, share: 0.35, seed: seed, threads: threads))),
        ];

        IReadOnlyList<SearchResult> Each(Func<ulong, SearchResult> search) => [.. seeds.Select(search)];
    }

    /// <summary>The share of the test part that the best of a search tells right: trained once more, from another seed.</summary>
    public static double TestAccuracy(ExperimentOptions options, DigitImages digits, SearchResult search)
    {
        var best = search.Best;
        var again = Search.Random(new Space { { "lr", Dimension.Choice((double)best.Values["lr"]) }, { "decay", Dimension.Choice((double)best.Values["decay"]) } },
            trial => DigitImages.Accuracy(Train(digits, trial, Epochs(options)).Net, digits.Test), trials: 1, MetricGoal.Maximize, best.Seed);
        return again.Best.Value;
    }

    private static int Epochs(ExperimentOptions options) => options.Size(3, 1);

    private static (double Loss, Module Net) Train(DigitImages digits, Trial trial, int epochs)
    {
        var net = new Sequential(new Linear(784, 32), new ReLU(), new Linear(32, 10));
        var options = new FitOptions
        {
            Epochs = epochs,
            Loss = static (prediction, target) => F.CrossEntropy(prediction, target),
            Optimizer = new SGD(net.Parameters(), lr: trial["lr"], momentum: 0.9, weightDecay: trial["decay"]),
        };
        Subset train = new(digits.Train, Enumerable.Range(0, Math.Min(2000, digits.Train.Count)));
        var result = Trainer.Fit(net, new DataLoader(train, BatchSize, shuffle: true), new DataLoader(digits.Validation, digits.Validation.Count), options, trial.Cancellation);
        return (result.History["val_loss"][^1], net);
    }
}
