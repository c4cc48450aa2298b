using System.Collections;

namespace Autograd.Data;

/// <summary>The indices of a sampler, some at a time (<c>torch.utils.data.BatchSampler</c>).</summary>
public sealed class BatchSampler : IReadOnlyCollection<IReadOnlyList<int>>
{
    private readonly Sampler sampler;
    private readonly int batchSize;
    private readonly bool dropLast;

    /// <summary>Makes the batches of a sampler.</summary>
    /// <param name="sampler">The order of the elements.</param>
    /// <param name="batchSize">How many elements a batch has; the last may have fewer.</param>
    /// <param name="dropLast">Whether a smaller last batch is left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">The batch size is below 1.</exception>
    public BatchSampler(Sampler sampler, int batchSize, bool dropLast = false)
    {
        ArgumentNullException.ThrowIfNull(sampler);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        this.sampler = sampler;
        this.batchSize = batchSize;
        this.dropLast = dropLast;
    }

    /// <summary>The number of batches of an epoch (<c>len(batch_sampler)</c>).</summary>
    public int Count => dropLast ? sampler.Count / batchSize : (int)(((long)sampler.Count + batchSize - 1) / batchSize);

    internal Sampler Sampler => sampler;

    /// <summary>The batches of an epoch.</summary>
    public IEnumerator<IReadOnlyList<int>> GetEnumerator()
    {
        var batch = new List<int>(batchSize);
        foreach (int index in sampler)
        {
            batch.Add(index);
            if (batch.Count < batchSize) continue;
            yield return batch;
            batch = new List<int>(batchSize);
        }
        if (batch.Count > 0 && !dropLast) yield return batch;
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
