using System.Collections;

namespace Autograd.Data;

/// <summary>Elements that come one after the other, as many as there are: a log, a socket, files too large to count (<c>torch.utils.data.IterableDataset</c>).</summary>
/// <remarks>
/// Nothing is read before it is asked for, and each enumeration begins anew where its source can. <c>foreach (var (x, y) in stream.Shuffle(1000).Batches(32))</c>.
/// </remarks>
public sealed class IterableDataset : IEnumerable<Batch>
{
    private readonly IEnumerable<Batch> elements;

    internal IterableDataset(IEnumerable<Batch> elements) => this.elements = elements;

    /// <summary>The elements.</summary>
    public IEnumerator<Batch> GetEnumerator() => elements.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The elements after a function.</summary>
    /// <param name="function">From the tensors of an element to those of the new one.</param>
    public IterableDataset Map(Func<Batch, Batch> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return new IterableDataset(elements.Select(function));
    }

    /// <summary>The elements after a function that draws; each has a generator of its own, seeded by its number and by a seed that every enumeration draws.</summary>
    /// <param name="function">From the tensors of an element, and the generator to draw from, to those of the new one.</param>
    /// <param name="generator">The source of the seeds; the thread's default one when not given.</param>
    public IterableDataset Map(Func<Batch, Generator, Batch> function, Generator? generator = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        return new IterableDataset(Drawn());

        IEnumerable<Batch> Drawn()
        {
            ulong seed = (ulong)(generator ?? Generator.Default).NextInt64();
            long number = 0;
            foreach (var element in elements) yield return function(element, new Generator(Fetching.Seed(seed, number++)));
        }
    }

    /// <summary>
    /// The elements in an order drawn within a buffer: each one given is drawn from the buffer, and the next of the stream takes its place
    /// (<c>tf.data.Dataset.shuffle</c>, torchdata's <c>Shuffler</c>).
    /// </summary>
    /// <param name="buffer">How many elements are held; with as many as there are, every order is as likely as any other.</param>
    /// <param name="generator">The source of the seed of each enumeration; the thread's default one when not given.</param>
    /// <exception cref="ArgumentOutOfRangeException">The buffer holds nothing.</exception>
    public IterableDataset Shuffle(int buffer, Generator? generator = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(buffer);
        return new IterableDataset(Shuffled());

        IEnumerable<Batch> Shuffled()
        {
            var source = new Generator((ulong)(generator ?? Generator.Default).NextInt64());
            var held = new List<Batch>();
            foreach (var element in elements)
            {
                if (held.Count < buffer)
                {
                    held.Add(element);
                    continue;
                }
                int place = Uniform.Below(source, buffer);
                var given = held[place];
                held[place] = element;
                yield return given;
            }
            foreach (long place in Tensor.RandPerm(held.Count, source).ToArray<long>()) yield return held[(int)place];
        }
    }

    /// <summary>The elements some at a time, stacked, or made into a batch in another way.</summary>
    /// <param name="batchSize">How many elements a batch has; the last may have fewer.</param>
    /// <param name="dropLast">Whether a smaller last batch is left out.</param>
    /// <param name="collate">Makes a batch of its elements; <see cref="Batch.Stack"/> when not given.</param>
    /// <exception cref="ArgumentOutOfRangeException">The batch size is below 1.</exception>
    public IterableDataset Batches(int batchSize, bool dropLast = false, Func<IReadOnlyList<Batch>, Batch>? collate = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        var whole = elements.Chunk(batchSize);
        return new IterableDataset((dropLast ? whole.Where(chunk => chunk.Length == batchSize) : whole).Select(collate ?? Batch.Stack));
    }

    /// <summary>The same elements, read ahead on a thread of its own, in their order. What the source throws comes out where the element would have.</summary>
    /// <param name="ahead">How many elements are read ahead at most.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1.</exception>
    public IterableDataset Prefetch(int ahead)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ahead);
        return new IterableDataset(Ahead());

        IEnumerable<Batch> Ahead()
        {
            using var source = elements.GetEnumerator();
            // The first element is read here, so that seeds of the enumeration are drawn from this thread's generator.
            if (!source.MoveNext()) yield break;
            var (first, mode) = (source.Current, GradMode.Current);
            // Of one thread: it moves the source, one element a job.
            using var crew = new Crew<(bool Is, Batch Element)>(1);
            for (int i = 0; i < ahead; i++) crew.Add(Next);
            yield return first;
            while (crew.Take() is (true, var element))
            {
                crew.Add(Next);
                yield return element;
            }

            (bool Is, Batch Element) Next()
            {
                using (GradMode.Enter(mode)) return source.MoveNext() ? (true, source.Current) : default;
            }
        }
    }
}

public abstract partial class Dataset
{
    /// <summary>A dataset of elements that come one after the other.</summary>
    /// <param name="elements">The elements; enumerated anew by each enumeration of the dataset.</param>
    public static IterableDataset Stream(IEnumerable<Batch> elements)
    {
        ArgumentNullException.ThrowIfNull(elements);
        return new IterableDataset(elements);
    }

    /// <summary>A dataset of elements that arrive. Who enumerates it waits for each; <see cref="IterableDataset.Prefetch"/> lets a thread wait ahead.</summary>
    /// <param name="elements">The elements.</param>
    /// <param name="cancellation">Ends the waiting: the enumeration throws <see cref="OperationCanceledException"/>.</param>
    public static IterableDataset Stream(IAsyncEnumerable<Batch> elements, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(elements);
        return new IterableDataset(elements.ToBlockingEnumerable(cancellation));
    }
}
