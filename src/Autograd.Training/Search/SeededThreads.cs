using Autograd.Data;

namespace Autograd.Training;

/// <summary>Pieces of work on threads of their own, each with a default generator seeded for the piece: what comes out does not depend on how many threads there are.</summary>
internal static class SeededThreads
{
    /// <summary>Runs pieces 0 to count - 1.</summary>
    /// <param name="count">How many pieces.</param>
    /// <param name="threads">How many at a time.</param>
    /// <param name="seed">The seed of all of them.</param>
    /// <param name="work">Gets the number of a piece and its seed. What it throws ends the run, and comes out of this call.</param>
    /// <param name="cancellation">No further piece is begun.</param>
    public static void Run(int count, int threads, ulong seed, Action<int, ulong> work, CancellationToken cancellation = default)
    {
        int next = -1;
        Exception? thrown = null;
        void Work()
        {
            for (int i = Interlocked.Increment(ref next); i < count && !cancellation.IsCancellationRequested && Volatile.Read(ref thrown) is null; i = Interlocked.Increment(ref next))
            {
                try
                {
                    ulong own = SeedOf(seed, i);
                    Generator.ManualSeed(own);
                    work(i, own);
                }
                catch (Exception e)
                {
                    Interlocked.CompareExchange(ref thrown, e, null);
                }
            }
        }
        // Threads of their own, even one: the caller's default generator and its scopes are not touched.
        var all = Enumerable.Range(0, Math.Min(threads, count)).Select(_ => new Thread(Work) { IsBackground = true }).ToList();
        foreach (var thread in all) thread.Start();
        foreach (var thread in all) thread.Join();
        if (thrown is not null) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(thrown);
    }

    /// <summary>A seed of a piece, by the mixing of the loaders; a generator takes the lower 32 bits.</summary>
    public static ulong SeedOf(ulong seed, int piece) => Fetching.Seed(seed, piece) & uint.MaxValue;
}
