using System.Collections;

namespace Autograd.Data;

/// <summary>A dataset in batches, in a new order every epoch if wanted (<c>torch.utils.data.DataLoader</c>).</summary>
/// <remarks>
/// <para>
/// The orders are those of PyTorch's loader, and the generators are left where it leaves them: an epoch first draws a seed
/// for workers, and a shuffled one without a generator of its own another seed for its order. A program that draws
/// <c>torch.randperm(n)</c> itself does here the same, with <see cref="Tensor.RandPerm"/> and <see cref="Dataset.Fetch"/>.
/// </para>
/// <para>
/// Workers are threads that fetch batches ahead. Orders, values, the place in an epoch and the generators are the same with any number of them, none included:
/// samplers are enumerated on the thread that enumerates the loader, and what the elements of a dataset draw from the thread's default generator, or are handed
/// by <see cref="Dataset.Map(Func{Batch, Generator, Batch})"/>, comes from a stream of each element's own, seeded by the epoch's seed and the place in it.
/// A dataset is asked by several threads at once then. What an element throws comes out where the batch would have, as an <see cref="AutogradException"/> that names
/// the element; without workers it comes out as it was thrown. When an enumeration ends, completely or not, its threads have ended.
/// </para>
/// </remarks>
public sealed class DataLoader : DataLoader<Batch>
{
    /// <summary>Makes a loader.</summary>
    /// <param name="dataset">The elements.</param>
    /// <param name="batchSize">How many elements a batch has; the last may have fewer.</param>
    /// <param name="shuffle">Whether every epoch has an order of its own.</param>
    /// <param name="sampler">The order of the elements, instead of <paramref name="shuffle"/>.</param>
    /// <param name="dropLast">Whether a smaller last batch is left out.</param>
    /// <param name="generator">The source of the orders; the thread's default one when not given.</param>
    /// <param name="workers">How many threads fetch batches ahead; 0: each batch is fetched when it is asked for (<c>num_workers=</c>).</param>
    /// <param name="prefetch">How many batches are ahead at most, with workers alone; two for each when not given (<c>prefetch_factor=</c>, which is per worker).</param>
    /// <param name="collate">Makes a batch of its elements, instead of <see cref="Dataset.Fetch"/>, which stacks them (<c>collate_fn=</c>).</param>
    /// <exception cref="ArgumentOutOfRangeException">The batch size is below 1, or the number of workers below 0, or the number of batches ahead below 1.</exception>
    /// <exception cref="ArgumentException">There is a sampler, and the order shall be shuffled; or batches shall be ahead without workers.</exception>
    public DataLoader(
        Dataset dataset, int batchSize = 1, bool shuffle = false, Sampler? sampler = null, bool dropLast = false, Generator? generator = null,
        int workers = 0, int? prefetch = null, Func<IReadOnlyList<Batch>, Batch>? collate = null)
        : this(dataset, new BatchSampler(Order(dataset, shuffle, sampler, generator), batchSize, dropLast), generator, workers, prefetch, collate)
    {
    }

    /// <summary>Makes a loader of given batches (<c>batch_sampler=</c>).</summary>
    /// <param name="dataset">The elements.</param>
    /// <param name="batchSampler">The indices of the elements of each batch, enumerated anew every epoch.</param>
    /// <param name="generator">The source of the seed that every epoch draws; the thread's default one when not given.</param>
    /// <param name="workers">How many threads fetch batches ahead; 0: each batch is fetched when it is asked for.</param>
    /// <param name="prefetch">How many batches are ahead at most, with workers alone; two for each when not given.</param>
    /// <param name="collate">Makes a batch of its elements, instead of <see cref="Dataset.Fetch"/>, which stacks them.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of workers is below 0, or the number of batches ahead below 1.</exception>
    /// <exception cref="ArgumentException">Batches shall be ahead without workers.</exception>
    public DataLoader(
        Dataset dataset, IReadOnlyCollection<IReadOnlyList<int>> batchSampler, Generator? generator = null,
        int workers = 0, int? prefetch = null, Func<IReadOnlyList<Batch>, Batch>? collate = null)
        : base(Fetch(dataset, collate), batchSampler, generator, workers, prefetch)
    {
    }

    /// <summary>A loader of anything: records of an application become tuples or records of tensors.</summary>
    /// <param name="items">The items.</param>
    /// <param name="collate">Makes a batch of its items.</param>
    /// <param name="batchSize">How many items a batch has; the last may have fewer.</param>
    /// <param name="shuffle">Whether every epoch has an order of its own.</param>
    /// <param name="dropLast">Whether a smaller last batch is left out.</param>
    /// <param name="generator">The source of the orders; the thread's default one when not given.</param>
    /// <param name="workers">How many threads make batches ahead.</param>
    /// <param name="prefetch">How many batches are ahead at most, with workers alone; two for each when not given.</param>
    /// <typeparam name="TItem">The items.</typeparam>
    /// <typeparam name="TBatch">What a batch is.</typeparam>
    /// <exception cref="ArgumentOutOfRangeException">The batch size is below 1, or the number of workers below 0, or the number of batches ahead below 1.</exception>
    /// <exception cref="ArgumentException">Batches shall be ahead without workers.</exception>
    public static DataLoader<TBatch> Of<TItem, TBatch>(
        IReadOnlyList<TItem> items, Func<IReadOnlyList<TItem>, TBatch> collate, int batchSize = 1, bool shuffle = false, bool dropLast = false,
        Generator? generator = null, int workers = 0, int? prefetch = null)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(collate);
        // The samplers ask for a number of elements and no more.
        var counted = Dataset.Of(items, static _ => new Batch());
        var batches = new BatchSampler(Order(counted, shuffle, null, generator), batchSize, dropLast);
        return new DataLoader<TBatch>(indices => collate(Array.ConvertAll(indices, i => items[(int)i])), batches, generator, workers, prefetch);
    }

    private static Func<long[], Batch> Fetch(Dataset dataset, Func<IReadOnlyList<Batch>, Batch>? collate)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return collate is null ? indices => dataset.Fetch(Tensor.From(indices)) : indices => collate(dataset.Elements(indices));
    }

    private static Sampler Order(Dataset dataset, bool shuffle, Sampler? sampler, Generator? generator)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        if (sampler is not null && shuffle) throw new ArgumentException("DataLoader: a sampler gives the order; leave shuffle out", nameof(shuffle));
        return sampler ?? (shuffle ? new RandomSampler(dataset, generator: generator) : new SequentialSampler(dataset));
    }
}

/// <summary>Batches of any kind; <see cref="DataLoader"/> has those of a dataset, <see cref="DataLoader.Of"/> makes others.</summary>
/// <typeparam name="T">What a batch is.</typeparam>
public partial class DataLoader<T> : IEnumerable<T>
{
    private readonly Func<long[], T> fetch;
    private readonly IReadOnlyCollection<IReadOnlyList<int>> batches;
    private readonly Generator? generator;
    private readonly int workers;
    private readonly int prefetch;

    internal DataLoader(Func<long[], T> fetch, IReadOnlyCollection<IReadOnlyList<int>> batchSampler, Generator? generator, int workers, int? prefetch)
    {
        ArgumentNullException.ThrowIfNull(batchSampler);
        ArgumentOutOfRangeException.ThrowIfNegative(workers);
        if (prefetch is { } ahead)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ahead, nameof(prefetch));
            if (workers == 0) throw new ArgumentException(FormattableString.Invariant($"DataLoader: nobody fetches {ahead} batches ahead without workers; give workers, or leave prefetch out"), nameof(prefetch));
        }
        this.fetch = fetch;
        this.generator = generator;
        this.workers = workers;
        this.prefetch = prefetch ?? (int)Math.Min(2L * workers, int.MaxValue);
        batches = batchSampler;
    }

    /// <summary>The number of batches of an epoch (<c>len(loader)</c>).</summary>
    public int Count => batches.Count;

    /// <summary>An epoch, or what is left of one after <see cref="LoadStateDict"/>.</summary>
    public IEnumerator<T> GetEnumerator()
    {
        if (loaded is not { } position) return Begin();
        loaded = null;
        return Continue(position);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
