using System.Collections.Concurrent;
using Autograd.Data;

namespace Autograd.Tests.Data;

/// <summary>Workers change nothing that can be seen: orders, values, generators, places in an epoch, errors.</summary>
public sealed class WorkerTests
{
    private static readonly (int Workers, int? Prefetch)[] Crews = [(1, null), (1, 5), (2, 1), (2, null), (4, null), (4, 100)];

    /// <summary>How a loader may be made: the number of the kind, the elements, a generator of its own.</summary>
    private static DataLoader Loader(int kind, int seed, int workers, int? prefetch)
    {
        var random = new Random(seed);
        int count = random.Next(0, 40), batchSize = random.Next(1, 8);
        bool dropLast = random.Next(2) == 0;
        var own = new Generator((ulong)seed);
        // An element's draws and those of the function that makes a batch, from the generators that they find.
        var data = new TensorDataset(Tensor.Arange(count)).Map((element, generator) => new Batch(element[0], Tensor.Rand([2], generator: generator), Tensor.Rand(1)));
        Batch Collate(IReadOnlyList<Batch> elements)
        {
            var (x, a, b) = Batch.Stack(elements);
            return new Batch(x, a, b, Tensor.Rand(1));
        }
        int[] labels = [.. Enumerable.Range(0, count).Select(_ => random.Next(3))];
        DataLoader Of(Sampler? sampler, bool shuffle = false, Generator? generator = null) =>
            new(data, batchSize, shuffle, sampler, dropLast, generator, workers, prefetch, random.Next(2) == 0 ? Collate : null);
        return kind switch
        {
            0 => Of(null),
            1 => Of(null, shuffle: true),
            2 => Of(null, shuffle: true, own),
            3 => Of(new RandomSampler(data, replacement: true, numSamples: 90, own), generator: new Generator(5)),
            4 => Of(new SubsetRandomSampler(Enumerable.Range(0, count / 2))),
            5 => Of(StratifiedSampler.Of(labels)),
            6 => Of(GroupSampler.Of(labels, own), generator: own),
            _ => new DataLoader(data, [.. Enumerable.Range(0, count).Chunk(batchSize)], own, workers, prefetch),
        };
    }

    /// <summary>What can be seen of an epoch that is left, of the next two, and of the generator after each.</summary>
    private static List<string> Seen(int kind, int seed, int workers, int? prefetch)
    {
        Generator.ManualSeed((ulong)seed + 7);
        var loader = Loader(kind, seed, workers, prefetch);
        var seen = new List<string>();
        int leave = new Random(seed + 1).Next(0, 6);
        foreach (int limit in new[] { leave, int.MaxValue, int.MaxValue })
        {
            foreach (var batch in loader.Take(limit))
            {
                seen.Add(batch.ToString());
                // A program draws too, from the default generator.
                seen.Add(Tensor.Rand(1).ToString());
                seen.Add(string.Join(",", loader.StateDict().Select(entry => $"{entry.Key}:{Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(Bytes(entry.Value)))}")));
            }
            seen.Add(Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(Generator.Default.GetState())));
        }
        return seen;
    }

    private static byte[] Bytes(Tensor x) => x.DType == DType.UInt8 ? x.ToArray<byte>() : BitConverter.GetBytes(x.Item<long>());

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    public void Orders_values_states_and_generators_are_those_without_workers(int kind)
    {
        for (int seed = 0; seed < 12; seed++)
        {
            var expected = Seen(kind, seed, 0, null);
            foreach (var (workers, prefetch) in Crews) Assert.Equal(expected, Seen(kind, seed, workers, prefetch));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(6)]
    public void An_epoch_goes_on_from_its_middle_with_any_number_of_workers(int kind)
    {
        for (int seed = 0; seed < 6; seed++)
        {
            foreach (var (workers, prefetch) in Crews)
            {
                Generator.ManualSeed((ulong)seed);
                var loader = Loader(kind, seed, workers, prefetch);
                if (loader.Count < 2) continue;
                using var first = loader.GetEnumerator();
                for (int i = 0; i <= seed % (loader.Count - 1); i++) Assert.True(first.MoveNext());
                var state = loader.StateDict();
                byte[] generator = Generator.Default.GetState();
                string[] rest = [.. Rest(first)], next = [.. loader.Select(batch => batch.ToString())];

                Generator.Default.SetState(generator);
                var again = Loader(kind, seed, 4 - workers, null);
                again.LoadStateDict(state);
                // A place that is not yet continued can be saved as well.
                Assert.Equal(state.Select(Text), again.StateDict().Select(Text));
                Assert.Equal(rest, again.Select(batch => batch.ToString()));
                Assert.Equal(next, again.Select(batch => batch.ToString()));
            }
        }

        static string Text(KeyValuePair<string, Tensor> entry) =>
            entry.Key + (entry.Value.DType == DType.UInt8 ? Convert.ToHexString(entry.Value.ToArray<byte>()) : entry.Value.ToString());

        static IEnumerable<string> Rest(IEnumerator<Batch> batches)
        {
            while (batches.MoveNext()) yield return batches.Current.ToString();
        }
    }

    [Fact]
    public void What_an_element_draws_is_new_in_every_epoch_and_for_every_place()
    {
        var data = Dataset.Of(new int[6], static _ => new Batch(Tensor.Rand(1)));
        var loader = new DataLoader(data, batchSize: 2, generator: new Generator(1), workers: 2);
        var drawn = Enumerable.Range(0, 3).SelectMany(_ => loader.SelectMany(batch => batch[0].ToArray<float>())).ToList();
        Assert.Equal(18, drawn.Distinct().Count());
        // One element that comes again and again, as a rare class does.
        var repeated = new DataLoader(data, [[0, 0], [0]], workers: 1).SelectMany(batch => batch[0].ToArray<float>()).ToList();
        Assert.Equal(3, repeated.Distinct().Count());
    }

    [Fact]
    public void Elements_are_fetched_by_as_many_threads_as_there_are_workers()
    {
        using var meeting = new Barrier(3);
        // Each waits until two others are being fetched.
        var data = Dataset.Of(new int[6], _ => new Batch(Tensor.Scalar(meeting.SignalAndWait(TimeSpan.FromMinutes(1)) ? 1 : 0)));
        Assert.All(new DataLoader(data, workers: 3), batch => Assert.Equal(1, batch[0].Item()));
    }

    [Fact]
    public void No_more_is_fetched_ahead_than_was_asked_for()
    {
        int fetched = 0;
        var data = Dataset.Of(new int[100], _ => new Batch(Tensor.Scalar(Interlocked.Increment(ref fetched))));
        using var batches = new DataLoader(data, batchSize: 2, workers: 2, prefetch: 3).GetEnumerator();
        Assert.Equal(0, Volatile.Read(ref fetched));
        for (int given = 1; given <= 10; given++)
        {
            batches.MoveNext();
            Assert.InRange(Volatile.Read(ref fetched), 2 * given, 2 * (given + 2));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_enumeration_that_is_left_leaves_no_threads(bool disposed)
    {
        var threads = new ConcurrentDictionary<Thread, bool>();
        var data = Dataset.Of(new int[1000], _ =>
        {
            threads[Thread.CurrentThread] = true;
            return new Batch(Tensor.Ones(1));
        });
        var batches = new DataLoader(data, workers: 4, prefetch: 8).GetEnumerator();
        for (int i = 0; i < 20; i++) batches.MoveNext();
        Assert.NotEmpty(threads);
        Assert.DoesNotContain(Thread.CurrentThread, threads.Keys);
        if (disposed) batches.Dispose();
        // One that is forgotten is left by its threads when they have waited a while.
        else SpinWait.SpinUntil(() => threads.Keys.All(t => !t.IsAlive), TimeSpan.FromMinutes(1));
        Assert.All(threads.Keys, t => Assert.False(t.IsAlive));
    }

    [Fact]
    public void Whole_epochs_leave_no_threads_and_none_are_started_before_the_first_batch()
    {
        var threads = new ConcurrentDictionary<Thread, bool>();
        var data = Dataset.Of(new int[50], _ =>
        {
            threads[Thread.CurrentThread] = true;
            return new Batch(Tensor.Ones(1));
        });
        var loader = new DataLoader(data, batchSize: 4, workers: 3);
        _ = loader.GetEnumerator();
        Assert.Empty(threads);
        Assert.Equal(13, loader.Count());
        Assert.Equal(13, loader.Count());
        Assert.All(threads.Keys, t => Assert.False(t.IsAlive));
    }

    [Fact]
    public void What_an_element_throws_comes_out_in_its_place_with_its_index()
    {
        var data = new TensorDataset(Tensor.Arange(20)).Map(element => element[0].Item() == 13 ? throw new FormatException("no number") : element);
        var alone = new DataLoader(data, batchSize: 3).GetEnumerator();
        var helped = new DataLoader(data, batchSize: 3, workers: 2, prefetch: 10).GetEnumerator();
        for (int i = 0; i < 4; i++) Assert.True(alone.MoveNext() && helped.MoveNext());
        Assert.Throws<FormatException>(() => alone.MoveNext());
        var error = Assert.Throws<AutogradException>(() => helped.MoveNext());
        Assert.Equal("DataLoader: element 13 of batch 4 could not be fetched by a worker: FormatException: no number", error.Message);
        Assert.IsType<FormatException>(error.InnerException);
        Assert.False(helped.MoveNext());
    }

    [Fact]
    public void What_making_a_batch_throws_names_its_elements()
    {
        var ragged = Dataset.Of([1, 1, 2, 1], static length => new Batch(Tensor.Ones(length)));
        var error = Assert.Throws<AutogradException>(() => new DataLoader(ragged, batchSize: 2, workers: 2).Count());
        Assert.Contains("batch 1, of the elements 2, 3, could not be fetched", error.Message, StringComparison.Ordinal);
        Assert.IsType<ShapeException>(error.InnerException);
        Assert.Throws<OperationCanceledException>(() => new DataLoader(ragged.Map(_ => throw new OperationCanceledException()), workers: 2).Count());
    }

    [Fact]
    public void What_a_sampler_throws_comes_out_behind_what_it_gave()
    {
        var batches = new DataLoader(new TensorDataset(Tensor.Arange(9)), sampler: new Broken(), workers: 2, prefetch: 5).GetEnumerator();
        for (int i = 0; i < 3; i++) Assert.True(batches.MoveNext());
        Assert.Throws<FormatException>(() => batches.MoveNext());
    }

    [Fact]
    public void Workers_record_as_the_thread_that_enumerates_does()
    {
        var weight = Tensor.Ones([1], requiresGrad: true);
        var data = new TensorDataset(Tensor.Ones(4, 1)).Map(element => new Batch(element[0] * weight));
        Assert.All(new DataLoader(data, workers: 2), batch => Assert.True(batch[0].RequiresGrad));
        using (NoGrad.Scope)
        {
            Assert.All(new DataLoader(data, workers: 2), batch => Assert.False(batch[0].RequiresGrad));
        }
    }

    [Fact]
    public void A_generator_that_somebody_else_draws_from_is_refused_and_not_followed_wrongly()
    {
        var shared = new Generator(1);
        var data = new TensorDataset(Tensor.Arange(100));
        var loader = new DataLoader(data, sampler: new RandomSampler(data, replacement: true, generator: shared), generator: new Generator(2), workers: 1, prefetch: 50);
        var error = Assert.Throws<AutogradException>(() =>
        {
            foreach (var batch in loader) Tensor.Rand([1], generator: shared);
        });
        Assert.Contains("a generator of their own", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Records_become_what_a_function_makes_of_them()
    {
        var loader = DataLoader.Of(
            Enumerable.Range(0, 7).Select(static i => new Reading($"r{i}", i)).ToArray(),
            static readings => (Names: readings.Select(static r => r.Name).ToArray(), Values: Tensor.From(readings.Select(static r => r.Value))),
            batchSize: 3, shuffle: true, generator: new Generator(4), workers: 2);
        var seen = new List<string>();
        foreach (var (names, values) in loader)
        {
            seen.AddRange(names);
            Assert.Equal(names, values.ToArray<double>().Select(v => FormattableString.Invariant($"r{v}")));
        }
        Assert.Equal(3, loader.Count);
        Assert.Equal(7, seen.Distinct().Count());
        Assert.NotEqual(seen.Order(StringComparer.Ordinal), seen);
    }

    [Fact]
    public void Numbers_that_make_no_sense_are_refused()
    {
        var data = new TensorDataset(Tensor.Arange(3));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DataLoader(data, workers: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DataLoader(data, workers: 1, prefetch: 0));
        Assert.Contains("without workers", Assert.Throws<ArgumentException>(() => new DataLoader(data, prefetch: 2)).Message, StringComparison.Ordinal);
        Assert.Contains("element 1", Assert.Throws<ArgumentException>(() => Batch.Stack([new Batch(Tensor.Ones(1)), new Batch()])).Message, StringComparison.Ordinal);
        Assert.Equal(3, new DataLoader(data, workers: int.MaxValue, prefetch: int.MaxValue).Count());
    }

    private sealed record Reading(string Name, double Value);

    /// <summary>Gives three indices, and then breaks.</summary>
    private sealed class Broken : Sampler
    {
        public override int Count => 9;

        public override IEnumerator<int> GetEnumerator()
        {
            for (int i = 0; i < 3; i++) yield return i;
            throw new FormatException("broken");
        }
    }
}
