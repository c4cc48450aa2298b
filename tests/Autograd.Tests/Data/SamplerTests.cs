using Autograd.Data;

namespace Autograd.Tests.Data;

/// <summary>Orders by class and by group.</summary>
public sealed class SamplerTests
{
    [Fact]
    public void Every_batch_of_a_stratified_order_has_the_shares_of_the_whole()
    {
        for (int seed = 0; seed < 30; seed++)
        {
            var random = new Random(seed);
            int classes = random.Next(1, 6);
            string[] labels = [.. Enumerable.Range(0, random.Next(1, 200)).Select(_ => $"c{random.Next(random.Next(1, classes + 1))}")];
            var sampler = StratifiedSampler.Of(labels, new Generator((ulong)seed));
            int[] order = [.. sampler];
            Assert.Equal(Enumerable.Range(0, labels.Length), order.Order());
            Assert.NotEqual(labels.Length > 20 ? order : [], sampler.ToArray());
            int batchSize = random.Next(1, 20);
            foreach (int[] batch in order.Chunk(batchSize))
            {
                foreach (var group in labels.GroupBy(static l => l))
                {
                    double share = (double)group.Count() / labels.Length;
                    // Each end of the batch is right to half an element of every class.
                    double slack = 1 + (classes * share);
                    Assert.InRange(batch.Count(i => labels[i] == group.Key), (batch.Length * share) - slack, (batch.Length * share) + slack);
                }
            }
        }
    }

    [Fact]
    public void Classes_of_one_size_come_in_turn() =>
        Assert.All(StratifiedSampler.Of([0, 0, 0, 1, 1, 1], new Generator(3)).Chunk(2), pair => Assert.Equal([0, 1], pair.Select(i => i / 3)));

    [Fact]
    public void A_group_stays_together_in_an_order_that_is_drawn()
    {
        int[] groups = [3, 1, 3, 2, 1, 3, 2, 9];
        var sampler = GroupSampler.Of(groups, new Generator(1));
        int[][] orders = [.. Enumerable.Range(0, 6).Select(_ => sampler.ToArray())];
        Assert.Equal(groups.Length, sampler.Count);
        Assert.InRange(orders.Select(static order => string.Join(' ', order)).Distinct(StringComparer.Ordinal).Count(), 4, 6);
        foreach (int[] order in orders)
        {
            Assert.Equal(Enumerable.Range(0, groups.Length), order.Order());
            int changes = order.Zip(order.Skip(1)).Count(pair => groups[pair.First] != groups[pair.Second]);
            Assert.Equal(groups.Distinct().Count() - 1, changes);
        }
    }

    [Fact]
    public void Nothing_has_an_order_too()
    {
        Assert.Empty(StratifiedSampler.Of(Array.Empty<int>()));
        Assert.Empty(GroupSampler.Of(Array.Empty<string>()));
        Assert.Equal([0], StratifiedSampler.Of(["only"]));
    }
}
