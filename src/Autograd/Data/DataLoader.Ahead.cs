using System.Runtime.ExceptionServices;

namespace Autograd.Data;

/// <content>Batches that workers fetch ahead.</content>
public partial class DataLoader<T>
{
    /// <summary>Fetches batches ahead on workers, and gives them in order.</summary>
    /// <remarks>
    /// The order is drawn ahead as well, here, and the generators are set back at once: what a batch's place in the order took from them, they give when the batch is
    /// given. So they stand where they stand without workers, and an epoch that is left in its middle has drawn no more.
    /// </remarks>
    private IEnumerator<T> Ahead(Position position, IEnumerator<IReadOnlyList<int>> order)
    {
        var sources = Sources();
        using var stop = new CancellationTokenSource();
        using var crew = new Crew<T>(workers);
        var drawn = new Queue<Place>();
        try
        {
            bool open = true;
            long begun = position.Given;
            while (true)
            {
                while (open && drawn.Count < prefetch)
                {
                    var place = Draw(order, sources, drawn);
                    drawn.Enqueue(place);
                    open = place.Indices is not null;
                    if (open) crew.Add(Work(place.Indices!, begun++, position.Seed, GradMode.Current, stop.Token));
                }
                var next = drawn.Dequeue();
                Take(next, sources);
                next.Failure?.Throw();
                if (next.Indices is null) yield break;
                yield return crew.Take();
            }
        }
        finally
        {
            stop.Cancel();
        }
    }

    /// <summary>The next place of the order, drawn from where its last one left the generators.</summary>
    private static Place Draw(IEnumerator<IReadOnlyList<int>> order, List<Generator> sources, Queue<Place> drawn)
    {
        var now = States(sources);
        byte[][] before = [.. sources.Select((_, i) => drawn.LastOrDefault(place => place.Draws(i))?.After[i] ?? now[i])];
        Set(sources, before);
        try
        {
            long[]? indices = order.MoveNext() ? Indices(order.Current) : null;
            return new Place(indices, before, States(sources), null);
        }
        catch (Exception e)
        {
            return new Place(null, before, States(sources), ExceptionDispatchInfo.Capture(e));
        }
        finally
        {
            Set(sources, now);
        }
    }

    /// <summary>Lets the generators go on by what a place took from them.</summary>
    private static void Take(Place place, List<Generator> sources)
    {
        for (int i = 0; i < sources.Count; i++)
        {
            if (!place.Draws(i)) continue;
            if (!sources[i].GetState().AsSpan().SequenceEqual(place.Before[i]))
                throw new AutogradException("DataLoader: the generator of the order was drawn from while batches were fetched ahead, so that the order would depend on how far; give the loader and its sampler a generator of their own, or no workers");
            sources[i].SetState(place.After[i]);
        }
    }

    private Func<T> Work(long[] indices, long number, ulong seed, GradMode.Mode mode, CancellationToken stop) => () =>
    {
        var batch = new Fetching(Fetching.Seed(seed, number), stop);
        try
        {
            using (GradMode.Enter(mode)) return batch.Run(() => fetch(indices));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            string place = batch.Index is { } index
                ? FormattableString.Invariant($"element {index} of batch {number}")
                : FormattableString.Invariant($"batch {number}, of the elements {string.Join(", ", indices)},");
            throw new AutogradException($"DataLoader: {place} could not be fetched by a worker: {e.GetType().Name}: {e.Message}", e);
        }
    };

    /// <summary>A batch's place in the order, null behind the last one, and the generators before and after it was drawn.</summary>
    private sealed record Place(long[]? Indices, byte[][] Before, byte[][] After, ExceptionDispatchInfo? Failure)
    {
        private readonly bool[] draws = [.. Before.Zip(After, static (before, after) => !before.AsSpan().SequenceEqual(after))];

        /// <summary>Whether a generator was drawn from.</summary>
        public bool Draws(int source) => draws[source];
    }
}
