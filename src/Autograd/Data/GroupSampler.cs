namespace Autograd.Data;

/// <summary>
/// All elements, those of one group one after the other: the groups in an order that is drawn, and the elements within each. Sentences of one length, pictures of one size, the
/// frames of one film.
/// </summary>
/// <remarks>A batch begins where the last one ended, so that it may hold the end of one group and the beginning of the next.</remarks>
public sealed class GroupSampler : Sampler
{
    private readonly int[][] groups;
    private readonly Generator? generator;

    private GroupSampler(int[][] groups, int count, Generator? generator)
    {
        this.groups = groups;
        this.generator = generator;
        Count = count;
    }

    /// <inheritdoc/>
    public override Generator? Generator => generator;

    /// <inheritdoc/>
    public override int Count { get; }

    /// <summary>Makes the sampler of a dataset with these groups.</summary>
    /// <param name="groups">The group of each element.</param>
    /// <param name="generator">The source of the orders; the thread's default one when not given.</param>
    /// <typeparam name="TGroup">Groups that can be compared for equality.</typeparam>
    public static GroupSampler Of<TGroup>(IReadOnlyList<TGroup> groups, Generator? generator = null)
        where TGroup : notnull
    {
        ArgumentNullException.ThrowIfNull(groups);
        return new GroupSampler(Folds.Members(groups), groups.Count, generator);
    }

    /// <inheritdoc/>
    public override IEnumerator<int> GetEnumerator()
    {
        // All is drawn at once, so that an epoch that is left early leaves the generator where a whole one does.
        long[] order = Tensor.RandPerm(groups.Length, generator).ToArray<long>();
        int[][] within = Array.ConvertAll(order, g => Array.ConvertAll(Tensor.RandPerm(groups[g].Length, generator).ToArray<long>(), place => groups[g][place]));
        foreach (int[] members in within)
        {
            foreach (int element in members) yield return element;
        }
    }
}
