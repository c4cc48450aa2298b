using Autograd.Data;

namespace Autograd.Tests.Data;

public class DataLoaderTests
{
    private sealed class Squares : Dataset
    {
        public override int Count => 5;

        public override Batch this[int index] => new(Tensor.Scalar(index), Tensor.Full([2], index * index));
    }

    [Fact]
    public void Batches_come_in_order_and_the_last_is_smaller()
    {
        var loader = new DataLoader(new TensorDataset(Tensor.Arange(0.0, 10).Reshape(5, 2), Tensor.Arange(5)), batchSize: 2);
        var sizes = new List<int>();
        var rows = new List<long>();
        foreach (var (x, y) in loader)
        {
            sizes.Add(x.Shape[0]);
            rows.AddRange(y.ToArray<long>());
            Assert.Equal((y.Float() * 2.0).ToArray<float>(), x.Select(1, 0).ToArray<float>());
        }
        Assert.Equal([2, 2, 1], sizes);
        Assert.Equal([0, 1, 2, 3, 4], rows);
        Assert.Equal(3, loader.Count);
        Assert.Equal(2, new DataLoader(new Squares(), 2, dropLast: true).Count());
    }

    [Fact]
    public void An_epoch_draws_a_seed_for_workers_and_then_its_order()
    {
        var loader = new DataLoader(new TensorDataset(Tensor.Arange(7)), batchSize: 3, shuffle: true, generator: new Generator(9));
        var generator = new Generator(9);
        for (int epoch = 0; epoch < 2; epoch++)
        {
            long[] seen = [.. loader.SelectMany(batch => batch[0].ToArray<long>())];
            generator.NextInt64();
            Assert.Equal(Tensor.RandPerm(7, generator).ToArray<long>(), seen);
            // PyTorch's sampler asks for one permutation more, of which it gives nothing.
            Tensor.RandPerm(7, generator);
        }
    }

    [Fact]
    public void Samplers_give_the_order_and_batch_samplers_the_batches()
    {
        var data = new TensorDataset(Tensor.Arange(6));
        Assert.Equal([4L, 4, 0], Read(new DataLoader(data, batchSampler: [[4, 4], [0]])));
        Assert.Equal([[0, 1, 2, 3], [4, 5]], new BatchSampler(new SequentialSampler(data), 4));
        Assert.Equal([[0, 1, 2, 3]], new BatchSampler(new SequentialSampler(data), 4, dropLast: true));
        long[] odd = Read(new DataLoader(data, sampler: new SubsetRandomSampler([1, 3, 5], new Generator(2))));
        Assert.Equal([1L, 3, 5], odd.Order());
        Assert.Equal([2, 2, 2], new WeightedRandomSampler([0, 0, 0.1], 3));
        Assert.Equal(14, new RandomSampler(data, numSamples: 14, generator: new Generator(1)).Count());
        Assert.Empty(new DataLoader(new TensorDataset(Tensor.Zeros(0, 2)), shuffle: true));
    }

    [Fact]
    public void Parts_share_out_every_element_once()
    {
        var parts = new TensorDataset(Tensor.Arange(11)).RandomSplit([0.5, 0.25, 0.25], new Generator(3));
        Assert.Equal([6, 3, 2], parts.Select(p => p.Count));
        Assert.Equal(Enumerable.Range(0, 11), parts.SelectMany(p => p.Indices).Order());
        Assert.Equal(parts[0].Indices.Select(i => (long)i), Read(new DataLoader(parts[0], batchSize: 4)));
        Assert.Equal(parts[2].Indices[1], parts[2][1][0].Item());
    }

    [Fact]
    public void Wrong_orders_are_named()
    {
        var data = new TensorDataset(Tensor.Arange(6));
        Assert.Throws<ArgumentException>(() => new DataLoader(data, shuffle: true, sampler: new SequentialSampler(data)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DataLoader(data, batchSize: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Subset(data, [6]));
        Assert.Throws<ArgumentException>(() => new WeightedRandomSampler([1, -1], 1));
        Assert.Throws<ArgumentException>(() => new WeightedRandomSampler([1, 1], 3, replacement: false));
        Assert.Contains("7", Assert.Throws<ArgumentException>(() => data.RandomSplit([5, 2])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => data.RandomSplit([7, -1]));
        Assert.Throws<ArgumentException>(() => data.RandomSplit([0.5, 0.6]));
    }

    [Fact]
    public void A_batch_prints_as_a_list_of_tensors() =>
        Assert.Equal("[tensor([1., 2.]), tensor(3)]", new Batch(Tensor.From([1f, 2f]), Tensor.From(new long[] { 3 }).Select(0, 0)).ToString());

    [Fact]
    public void Elements_of_a_dataset_are_stacked()
    {
        var (x, y) = new DataLoader(new Squares(), batchSize: 3).First();
        Assert.Equal([0f, 1, 2], x.ToArray<float>());
        Assert.Equal([3, 2], y.Shape.ToArray());
        Assert.Throws<AutogradException>(() =>
        {
            var (_, _, _) = new Squares()[0];
        });
    }

    [Fact]
    public void Tensors_of_different_lengths_are_no_dataset() =>
        Assert.Throws<ShapeException>(() => new TensorDataset(Tensor.Ones(3), Tensor.Ones(4)));

    private static long[] Read(DataLoader loader) => [.. loader.SelectMany(batch => batch[0].ToArray<long>())];
}
