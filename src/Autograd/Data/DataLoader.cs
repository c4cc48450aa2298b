using System.Collections;

namespace Autograd.Data;

/// <summary>A dataset in batches, in a new order every epoch if wanted (<c>torch.utils.data.DataLoader</c>).</summary>
/// <remarks>
/// The orders are those of PyTorch's loader, and the generators are left where it leaves them: an epoch first draws a seed
/// for workers (there are none here, and PyTorch draws it all the same), and a shuffled one without a generator of its
/// own another seed for its order. A program that draws <c>torch.randperm(n)</c> itself does here the same, with
/// <see cref="Tensor.RandPerm"/> and <see cref="Dataset.Fetch"/>.
/// </remarks>
public sealed partial class DataLoader : IEnumerable<Batch>
{
    private readonly Dataset dataset;
    private readonly IReadOnlyCollection<IReadOnlyList<int>> batches;
    private readonly Generator? generator;

    /// <summary>Makes a loader.</summary>
    /// <param name="dataset">The elements.</param>
    /// <param name="batchSize">How many elements a batch has; the last may have fewer.</param>
    /// <param name="shuffle">Whether every epoch has an order of its own.</param>
    /// <param name="sampler">The order of the elements, instead of <paramref name="shuffle"/>.</param>
    /// <param name="dropLast">Whether a smaller last batch is left out.</param>
    /// <param name="generator">The source of the orders; the thread's default one when not given.</param>
    /// <exception cref="ArgumentOutOfRangeException">The batch size is below 1.</exception>
    /// <exception cref="ArgumentException">There is a sampler, and the order shall be shuffled.</exception>
    public DataLoader(
        Dataset dataset, int batchSize = 1, bool shuffle = false, Sampler? sampler = null, bool dropLast = false, Generator? generator = null)
        : this(dataset, new BatchSampler(Order(dataset, shuffle, sampler, generator), batchSize, dropLast), generator)
    {
    }

    /// <summary>Makes a loader of given batches (<c>batch_sampler=</c>).</summary>
    /// <param name="dataset">The elements.</param>
    /// <param name="batchSampler">The indices of the elements of each batch, enumerated anew every epoch.</param>
    /// <param name="generator">The source of the seed that every epoch draws; the thread's default one when not given.</param>
    public DataLoader(Dataset dataset, IReadOnlyCollection<IReadOnlyList<int>> batchSampler, Generator? generator = null)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(batchSampler);
        this.dataset = dataset;
        this.generator = generator;
        batches = batchSampler;
    }

    /// <summary>The number of batches of an epoch (<c>len(loader)</c>).</summary>
    public int Count => batches.Count;

    /// <summary>An epoch, or what is left of one after <see cref="LoadStateDict"/>.</summary>
    public IEnumerator<Batch> GetEnumerator()
    {
        if (loaded is not { } position) return Begin();
        loaded = null;
        return Continue(position);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static Sampler Order(Dataset dataset, bool shuffle, Sampler? sampler, Generator? generator)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        if (sampler is not null && shuffle) throw new ArgumentException("DataLoader: a sampler gives the order; leave shuffle out", nameof(shuffle));
        return sampler ?? (shuffle ? new RandomSampler(dataset, generator: generator) : new SequentialSampler(dataset));
    }
}
