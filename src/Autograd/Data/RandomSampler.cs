namespace Autograd.Data;

/// <summary>The elements of a dataset in a random order, or drawn with replacement (<c>torch.utils.data.RandomSampler</c>).</summary>
/// <remarks>
/// The draws are PyTorch's. Without a generator of its own, every epoch takes a seed for one from the thread's default
/// generator: two words of its stream, whatever the size of the dataset.
/// </remarks>
public sealed class RandomSampler : Sampler
{
    /// <summary>With replacement, indices are drawn so many at a time.</summary>
    private const int Chunk = 32;

    private readonly Dataset dataset;
    private readonly bool replacement;
    private readonly int? numSamples;
    private readonly Generator? generator;

    /// <summary>Makes the sampler of a dataset.</summary>
    /// <param name="dataset">The elements.</param>
    /// <param name="replacement">Whether an element may come twice before all have come.</param>
    /// <param name="numSamples">How many indices an epoch gives; as many as there are elements when not given.</param>
    /// <param name="generator">The source of the draws.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of samples is below 1.</exception>
    public RandomSampler(Dataset dataset, bool replacement = false, int? numSamples = null, Generator? generator = null)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        if (numSamples is { } given) ArgumentOutOfRangeException.ThrowIfNegativeOrZero(given, nameof(numSamples));
        this.dataset = dataset;
        this.replacement = replacement;
        this.numSamples = numSamples;
        this.generator = generator;
    }

    /// <inheritdoc/>
    public override Generator? Generator => generator;

    /// <inheritdoc/>
    public override int Count => dataset.Count == 0 ? 0 : numSamples ?? dataset.Count;

    /// <inheritdoc/>
    public override IEnumerator<int> GetEnumerator()
    {
        int n = dataset.Count;
        if (n == 0) yield break;
        var source = generator ?? new Generator((ulong)Autograd.Generator.Default.NextInt64());
        int chunk = replacement ? Chunk : n;
        for (int left = Count; ; left -= chunk)
        {
            int wanted = Math.Min(left, chunk);
            // As PyTorch: a last permutation is drawn even where nothing of it is wanted.
            var drawn = replacement ? Tensor.RandInt(0, n, [wanted], generator: source) : Tensor.RandPerm(n, source);
            foreach (long index in drawn.ToArray<long>().Take(wanted)) yield return (int)index;
            if (left < chunk) yield break;
        }
    }
}
