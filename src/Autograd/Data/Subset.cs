namespace Autograd.Data;

/// <summary>Some elements of a dataset (<c>torch.utils.data.Subset</c>).</summary>
public sealed class Subset : Dataset
{
    private readonly Dataset dataset;
    private readonly int[] indices;

    /// <summary>Makes the part of a dataset.</summary>
    /// <param name="dataset">The whole.</param>
    /// <param name="indices">The numbers of the elements, in the order of the part.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such element.</exception>
    public Subset(Dataset dataset, IEnumerable<int> indices)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(indices);
        this.dataset = dataset;
        this.indices = [.. indices];
        foreach (int index in this.indices)
        {
            if ((uint)index >= (uint)dataset.Count)
                throw new ArgumentOutOfRangeException(nameof(indices), index, FormattableString.Invariant($"Subset: the dataset has {dataset.Count} elements"));
        }
    }

    /// <summary>The numbers of the elements in the whole.</summary>
    public IReadOnlyList<int> Indices => indices;

    /// <inheritdoc/>
    public override int Count => indices.Length;

    /// <inheritdoc/>
    public override Batch this[int index] => dataset[indices[index]];

    /// <inheritdoc/>
    public override Batch Fetch(Tensor indices)
    {
        ArgumentNullException.ThrowIfNull(indices);
        return dataset.Fetch(Tensor.From(Array.ConvertAll(indices.ToArray<long>(), place => (long)this.indices[place])));
    }
}

public abstract partial class Dataset
{
    /// <summary>Parts of given lengths, the elements shared out at random (<c>torch.utils.data.random_split</c>).</summary>
    /// <param name="lengths">How many elements each part has; together as many as there are.</param>
    /// <param name="generator">The source of the order; the thread's default one when not given.</param>
    /// <exception cref="ArgumentException">A length is negative, or they do not add up to the number of elements.</exception>
    public Subset[] RandomSplit(ReadOnlySpan<int> lengths, Generator? generator = null)
    {
        long total = 0;
        foreach (int length in lengths)
        {
            if (length < 0) throw new ArgumentException(FormattableString.Invariant($"RandomSplit: a part cannot have {length} elements"), nameof(lengths));
            total += length;
        }
        if (total != Count)
            throw new ArgumentException(FormattableString.Invariant($"RandomSplit: the lengths {new Shape(lengths)} add up to {total}, not to the {Count} elements of the dataset"), nameof(lengths));
        int[] order = Array.ConvertAll(Tensor.RandPerm(Count, generator).ToArray<long>(), static index => (int)index);
        var parts = new Subset[lengths.Length];
        int start = 0;
        for (int i = 0; i < parts.Length; i++)
        {
            parts[i] = new Subset(this, order[start..(start + lengths[i])]);
            start += lengths[i];
        }
        return parts;
    }

    /// <summary>Parts of given shares of the elements; what rounding down leaves over goes to the first parts, one each.</summary>
    /// <param name="fractions">The share of each part; together 1.</param>
    /// <param name="generator">The source of the order; the thread's default one when not given.</param>
    /// <exception cref="ArgumentException">A share is not in [0, 1], or they do not add up to 1.</exception>
    public Subset[] RandomSplit(ReadOnlySpan<double> fractions, Generator? generator = null)
    {
        Shares.Check(nameof(RandomSplit), fractions);
        var lengths = new int[fractions.Length];
        int left = Count;
        for (int i = 0; i < lengths.Length; i++)
        {
            lengths[i] = (int)Math.Floor(Count * fractions[i]);
            left -= lengths[i];
        }
        for (int i = 0; left > 0; i = (i + 1) % lengths.Length, left--) lengths[i]++;
        return RandomSplit(lengths, generator);
    }
}
