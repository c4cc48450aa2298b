namespace Autograd.Data;

/// <summary>Indices drawn with probabilities proportional to weights (<c>torch.utils.data.WeightedRandomSampler</c>): rare classes seen as often as common ones.</summary>
public sealed class WeightedRandomSampler : Sampler
{
    private readonly Tensor weights;
    private readonly bool replacement;
    private readonly Generator? generator;

    /// <summary>Makes the sampler.</summary>
    /// <param name="weights">A weight an element; they need not add up to 1.</param>
    /// <param name="numSamples">How many indices an epoch gives.</param>
    /// <param name="replacement">Whether an element may come twice.</param>
    /// <param name="generator">The source of the draws; the thread's default one when not given.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of samples is below 1.</exception>
    /// <exception cref="ArgumentException">A weight is negative or not finite, all are 0, or there are fewer than samples without replacement.</exception>
    public WeightedRandomSampler(IEnumerable<double> weights, int numSamples, bool replacement = true, Generator? generator = null)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(numSamples);
        double[] all = [.. weights];
        if (!Array.TrueForAll(all, static w => w >= 0 && double.IsFinite(w)) || Array.TrueForAll(all, static w => w == 0))
            throw new ArgumentException("WeightedRandomSampler: weights must be finite, not negative, and not all 0", nameof(weights));
        if (!replacement && numSamples > all.Length)
            throw new ArgumentException(FormattableString.Invariant($"WeightedRandomSampler: {numSamples} different indices cannot be drawn from {all.Length}"), nameof(numSamples));
        this.weights = Tensor.From(all);
        this.replacement = replacement;
        this.generator = generator;
        Count = numSamples;
    }

    /// <inheritdoc/>
    public override Generator? Generator => generator;

    /// <inheritdoc/>
    public override int Count { get; }

    /// <inheritdoc/>
    public override IEnumerator<int> GetEnumerator()
    {
        foreach (long index in weights.Multinomial(Count, replacement, generator).ToArray<long>()) yield return (int)index;
    }
}
