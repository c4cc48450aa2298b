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
        var loader = new DataLoader(new TensorDataset(Tensor.Arange(0, 10).Reshape(5, 2), Tensor.Arange(5)), batchSize: 2);
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
    public void Every_epoch_is_the_next_permutation_of_the_generator()
    {
        var loader = new DataLoader(new TensorDataset(Tensor.Arange(7)), batchSize: 3, shuffle: true, generator: new Generator(9));
        var generator = new Generator(9);
        for (int epoch = 0; epoch < 2; epoch++)
        {
            long[] seen = [.. loader.SelectMany(batch => batch[0].ToArray<long>())];
            Assert.Equal(Tensor.RandPerm(7, generator).ToArray<long>(), seen);
        }
    }

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
}
