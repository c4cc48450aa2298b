using Autograd.Data;

namespace Autograd.Tests.Data;

/// <summary>Datasets made of others.</summary>
public sealed class DatasetTests
{
    [Fact]
    public void A_chain_of_datasets_counts_through_empty_ones()
    {
        Dataset Numbers(int first, int count) => new TensorDataset(Tensor.Arange(first, first + count));
        var whole = new ConcatDataset(Numbers(0, 0), Numbers(0, 2), Numbers(2, 0), Numbers(2, 0), Numbers(2, 3), Numbers(5, 0));
        Assert.Equal(5, whole.Count);
        Assert.Equal([0, 1, 2, 3, 4], Enumerable.Range(0, 5).Select(i => (int)whole[i][0].Item()));
        Assert.Equal([4.0, 0, 3], whole.Fetch(Tensor.From(new long[] { 4, 0, 3 }))[0].To(DType.Float64).ToArray<double>());
        Assert.Contains("5 elements", Assert.Throws<ArgumentOutOfRangeException>(() => whole[5]).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => whole[-1]);
        Assert.Throws<ArgumentException>(() => new ConcatDataset());
    }

    [Fact]
    public void A_function_is_called_each_time_an_element_is_asked_for()
    {
        int calls = 0;
        var doubled = new TensorDataset(Tensor.Arange(3)).Map(batch =>
        {
            calls++;
            return new Batch(batch[0] * 2);
        });
        Assert.Equal([0.0, 2, 4], new DataLoader(doubled, batchSize: 3).Single()[0].To(DType.Float64).ToArray<double>());
        Assert.Equal(4, doubled[2][0].Item());
        Assert.Equal(4, calls);
    }

    [Fact]
    public void Items_of_a_list_become_tensors_when_they_are_asked_for()
    {
        var words = Dataset.Of(new[] { "a", "abc" }, word => new Batch(Tensor.Scalar(word.Length)));
        Assert.Equal(2, words.Count);
        Assert.Equal(3, words[1][0].Item());
    }
}
