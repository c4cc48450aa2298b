using System.Collections;

namespace Autograd.Data;

/// <summary>A dataset in batches, in a new order every epoch if wanted (<c>torch.utils.data.DataLoader</c>).</summary>
/// <remarks>
/// The order of an epoch is <c>Tensor.RandPerm(n)</c>, drawn when its first batch is asked for: the numbers a PyTorch program
/// gets that calls <c>torch.randperm(n)</c> itself. (PyTorch's own loader draws further numbers for its workers.)
/// </remarks>
public sealed class DataLoader : IEnumerable<Batch>
{
    private readonly Dataset dataset;
    private readonly int batchSize;
    private readonly bool shuffle;
    private readonly bool dropLast;
    private readonly Generator? generator;

    /// <summary>Makes a loader.</summary>
    /// <param name="dataset">The elements.</param>
    /// <param name="batchSize">How many elements a batch has; the last may have fewer.</param>
    /// <param name="shuffle">Whether every epoch has an order of its own.</param>
    /// <param name="dropLast">Whether a smaller last batch is left out.</param>
    /// <param name="generator">The source of the orders; the thread's default one when not given.</param>
    /// <exception cref="ArgumentOutOfRangeException">The batch size is below 1.</exception>
    public DataLoader(Dataset dataset, int batchSize = 1, bool shuffle = false, bool dropLast = false, Generator? generator = null)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        this.dataset = dataset;
        this.batchSize = batchSize;
        this.shuffle = shuffle;
        this.dropLast = dropLast;
        this.generator = generator;
    }

    /// <summary>The number of batches of an epoch (<c>len(loader)</c>).</summary>
    public int Count => dropLast ? dataset.Count / batchSize : (int)(((long)dataset.Count + batchSize - 1) / batchSize);

    /// <summary>An epoch.</summary>
    public IEnumerator<Batch> GetEnumerator()
    {
        int count = dataset.Count;
        var order = shuffle ? Tensor.RandPerm(count, generator) : Tensor.Arange(count);
        for (int start = 0; start < count; start += batchSize)
        {
            int size = Math.Min(batchSize, count - start);
            if (size < batchSize && dropLast) yield break;
            yield return dataset.Fetch(order.Narrow(0, start, size));
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
