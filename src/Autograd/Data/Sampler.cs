using System.Collections;

namespace Autograd.Data;

/// <summary>An order in which the elements of a dataset are visited, drawn anew by each enumeration (<c>torch.utils.data.Sampler</c>).</summary>
/// <remarks>Enumerations are lazy, as PyTorch's are: numbers are drawn when the first index is asked for.</remarks>
public abstract class Sampler : IReadOnlyCollection<int>
{
    /// <summary>How many indices an epoch gives (<c>len(sampler)</c>).</summary>
    public abstract int Count { get; }

    /// <summary>The generator that an epoch draws from, the thread's default one where it is null: a loader saves it to continue in an epoch.</summary>
    public virtual Generator? Generator => null;

    /// <summary>The indices of an epoch.</summary>
    public abstract IEnumerator<int> GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>0, 1, 2, ... (<c>torch.utils.data.SequentialSampler</c>).</summary>
public sealed class SequentialSampler : Sampler
{
    private readonly Dataset dataset;

    /// <summary>Makes the sampler of a dataset.</summary>
    public SequentialSampler(Dataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        this.dataset = dataset;
    }

    /// <inheritdoc/>
    public override int Count => dataset.Count;

    /// <inheritdoc/>
    public override IEnumerator<int> GetEnumerator() => Enumerable.Range(0, dataset.Count).GetEnumerator();
}

/// <summary>Some indices, in a new order every epoch (<c>torch.utils.data.SubsetRandomSampler</c>).</summary>
public sealed class SubsetRandomSampler : Sampler
{
    private readonly int[] indices;
    private readonly Generator? generator;

    /// <summary>Makes the sampler.</summary>
    /// <param name="indices">The elements to visit.</param>
    /// <param name="generator">The source of the orders; the thread's default one when not given.</param>
    public SubsetRandomSampler(IEnumerable<int> indices, Generator? generator = null)
    {
        ArgumentNullException.ThrowIfNull(indices);
        this.indices = [.. indices];
        this.generator = generator;
    }

    /// <inheritdoc/>
    public override Generator? Generator => generator;

    /// <inheritdoc/>
    public override int Count => indices.Length;

    /// <inheritdoc/>
    public override IEnumerator<int> GetEnumerator()
    {
        foreach (long place in Tensor.RandPerm(indices.Length, generator).ToArray<long>()) yield return indices[place];
    }
}
