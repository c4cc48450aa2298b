namespace Autograd.Data;

/// <summary>
/// All elements in an order in which each class comes at equal distances: any run of it, and so every batch, has the classes in the shares of the whole, up to rounding,
/// whatever the batch size. Which element of a class comes where is drawn.
/// </summary>
/// <remarks>The element j of a class of n stands at (j + 1/2) / n of the way; classes that would stand in one place come in the order in which they are first met.</remarks>
public sealed class StratifiedSampler : Sampler
{
    private readonly int[][] classes;
    private readonly Generator? generator;

    private StratifiedSampler(int[][] classes, int count, Generator? generator)
    {
        this.classes = classes;
        this.generator = generator;
        Count = count;
    }

    /// <inheritdoc/>
    public override Generator? Generator => generator;

    /// <inheritdoc/>
    public override int Count { get; }

    /// <summary>Makes the sampler of a dataset with these labels.</summary>
    /// <param name="labels">The class of each element.</param>
    /// <param name="generator">The source of the orders; the thread's default one when not given.</param>
    /// <typeparam name="TLabel">Labels that can be compared for equality.</typeparam>
    public static StratifiedSampler Of<TLabel>(IReadOnlyList<TLabel> labels, Generator? generator = null)
        where TLabel : notnull
    {
        ArgumentNullException.ThrowIfNull(labels);
        return new StratifiedSampler(Folds.Members(labels), labels.Count, generator);
    }

    /// <inheritdoc/>
    public override IEnumerator<int> GetEnumerator()
    {
        var places = new List<(double Way, int Element)>(Count);
        foreach (int[] members in classes)
        {
            long[] order = Tensor.RandPerm(members.Length, generator).ToArray<long>();
            for (int j = 0; j < order.Length; j++) places.Add(((j + 0.5) / order.Length, members[order[j]]));
        }
        // A stable order, as LINQ's is: places of one way stay in the order of their classes.
        foreach (var (_, element) in places.OrderBy(static place => place.Way)) yield return element;
    }
}
