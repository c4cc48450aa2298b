using Autograd.Data;

namespace Autograd.Tests.Data;

/// <summary>Elements that come one after the other.</summary>
public sealed class StreamTests
{
    private static IEnumerable<Batch> Numbers(int count) => Enumerable.Range(0, count).Select(static i => new Batch(Tensor.Scalar(i)));

    private static double[] Read(IEnumerable<Batch> stream) => [.. stream.Select(static element => element[0].Item())];

    [Fact]
    public void Elements_come_in_batches_and_nothing_is_read_before_it_is_asked_for()
    {
        int read = 0;
        var stream = Dataset.Stream(Numbers(7).Select(element =>
        {
            read++;
            return element;
        })).Batches(3);
        Assert.Equal(0, read);
        Assert.Equal([3, 3, 1], stream.Select(batch => batch[0].Shape[0]));
        Assert.Equal(7, read);
        Assert.Equal(2, Dataset.Stream(Numbers(7)).Batches(3, dropLast: true).Count());
        Assert.Equal([3.0, 12, 6], Read(Dataset.Stream(Numbers(7)).Batches(3, collate: elements => new Batch(Batch.Stack(elements)[0].Sum()))));
        Assert.Equal(3, stream.First()[0].Shape[0]);
    }

    [Fact]
    public void A_buffer_shuffles_within_its_length()
    {
        var stream = Dataset.Stream(Numbers(100)).Shuffle(10, new Generator(2));
        double[] first = Read(stream), second = Read(stream);
        Assert.Equal(Enumerable.Range(0, 100).Select(static i => (double)i), first.Order());
        Assert.NotEqual(first, second);
        // No element comes before the buffer has room for it.
        for (int i = 0; i < 100; i++) Assert.True(first[i] <= i + 10);
        Assert.Equal(first, Read(Dataset.Stream(Numbers(100)).Shuffle(10, new Generator(2))));
        Assert.Equal([0.0, 1, 2], Read(Dataset.Stream(Numbers(3)).Shuffle(1)));
        Assert.Empty(Dataset.Stream(Numbers(0)).Shuffle(5));
    }

    [Fact]
    public void Functions_draw_for_each_element_by_itself()
    {
        double[] Run(Func<IterableDataset, IterableDataset> change)
        {
            Generator.ManualSeed(3);
            return Read(change(Dataset.Stream(Numbers(20)).Map(static (element, generator) => new Batch(element[0] + Tensor.Rand([], generator: generator)))));
        }
        double[] plain = Run(static s => s);
        Assert.Equal(20, plain.Distinct().Count());
        Assert.Equal(plain, Run(static s => s.Prefetch(3)));
        Assert.Equal(plain, Run(static s => s.Prefetch(1).Map(static element => element)));
    }

    [Fact]
    public void What_is_read_ahead_comes_in_order_and_errors_in_their_place()
    {
        static IEnumerable<Batch> Failing()
        {
            foreach (var element in Numbers(5)) yield return element;
            throw new FormatException("line 6");
        }
        Assert.Equal(Read(Numbers(50)), Read(Dataset.Stream(Numbers(50)).Prefetch(7)));
        Assert.Empty(Dataset.Stream(Numbers(0)).Prefetch(2));
        using var elements = Dataset.Stream(Failing()).Prefetch(4).GetEnumerator();
        for (int i = 0; i < 5; i++) Assert.True(elements.MoveNext());
        Assert.Equal("line 6", Assert.Throws<FormatException>(() => elements.MoveNext()).Message);
    }

    [Fact]
    public void A_stream_that_is_left_is_closed()
    {
        bool closed = false;
        IEnumerable<Batch> Source()
        {
            try
            {
                for (int i = 0; ; i++) yield return new Batch(Tensor.Scalar(i));
            }
            finally
            {
                closed = true;
            }
        }
        Assert.Equal(3, Dataset.Stream(Source()).Prefetch(5).Batches(2).Take(3).Count());
        Assert.True(closed);
    }

    [Fact]
    public void Elements_that_arrive_are_waited_for_until_that_is_cancelled()
    {
        static async IAsyncEnumerable<Batch> Arriving([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop = default)
        {
            for (int i = 0; i < 3; i++)
            {
                await Task.Yield();
                yield return new Batch(Tensor.Scalar(i));
            }
            await Task.Delay(Timeout.Infinite, stop);
        }
        using var cancellation = new CancellationTokenSource();
        using var elements = Dataset.Stream(Arriving(CancellationToken.None), cancellation.Token).GetEnumerator();
        for (int i = 0; i < 3; i++)
        {
            Assert.True(elements.MoveNext());
            Assert.Equal(i, elements.Current[0].Item());
        }
        cancellation.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => elements.MoveNext());
    }

    [Fact]
    public void Numbers_that_make_no_sense_are_refused()
    {
        var stream = Dataset.Stream(Numbers(3));
        Assert.Throws<ArgumentOutOfRangeException>(() => stream.Batches(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => stream.Shuffle(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => stream.Prefetch(0));
    }
}
