using Autograd.Data;
using Autograd.NN;

namespace Autograd.Training;

/// <summary>Models that learn from samples of one set of data (Breiman, 1996).</summary>
public static class Bagging
{
    /// <summary>As many elements as there are, drawn with replacement: about 63 % of them, some several times.</summary>
    /// <param name="dataset">The elements.</param>
    /// <param name="generator">The source of the draws; the thread's default one when not given.</param>
    public static Subset Bootstrap(Dataset dataset, Generator? generator = null)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        if (dataset.Count == 0) throw new ArgumentException("Bagging.Bootstrap: the dataset has no elements", nameof(dataset));
        return new Subset(dataset, Tensor.RandInt(0, dataset.Count, [dataset.Count], generator: generator).ToArray<long>().Select(static i => (int)i));
    }

    /// <summary>The elements that a sample has not drawn, to measure what was learned from it.</summary>
    /// <param name="dataset">The elements.</param>
    /// <param name="sample">A sample of them.</param>
    public static Subset OutOfBag(Dataset dataset, Subset sample)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(sample);
        return new Subset(dataset, Enumerable.Range(0, dataset.Count).Except(sample.Indices));
    }

    /// <summary>Trains members, each on a sample of its own.</summary>
    /// <param name="members">How many.</param>
    /// <param name="dataset">The elements.</param>
    /// <param name="train">Makes and trains a model on a sample; its thread's default generator is seeded for it.</param>
    /// <param name="seed">The seed of samples and trainings.</param>
    /// <param name="threads">How many are trained at a time; the models do not depend on it.</param>
    /// <returns>The models, for <see cref="Ensemble"/>.</returns>
    /// <exception cref="ArgumentException">There are no elements, or a number is below 1.</exception>
    public static IReadOnlyList<Module> Fit(int members, Dataset dataset, Func<Subset, Module> train, ulong seed = 0, int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(train);
        ArgumentOutOfRangeException.ThrowIfLessThan(members, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        var models = new Module[members];
        SeededThreads.Run(members, threads, seed, (i, _) => models[i] = train(Bootstrap(dataset)));
        return models;
    }
}
