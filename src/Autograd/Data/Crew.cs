using System.Runtime.ExceptionServices;

namespace Autograd.Data;

/// <summary>Threads that do work ahead of the one who wants it, and hand the results over in the order in which the work was given.</summary>
/// <remarks>
/// A thread is started when there is work that no idle one can take, and ends when there has been none for a while: who forgets to dispose leaves nothing behind.
/// </remarks>
/// <param name="size">How many threads there are at most.</param>
internal sealed class Crew<T>(int size) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly object gate = new();
    private readonly List<Thread> threads = [];
    private readonly Queue<Job> waiting = new();
    private readonly Queue<Job> given = new();
    private int idle;
    private bool over;

    /// <summary>Adds work, to be done when those before it have been begun.</summary>
    public void Add(Func<T> work)
    {
        var job = new Job(work);
        given.Enqueue(job);
        lock (gate)
        {
            waiting.Enqueue(job);
            Monitor.PulseAll(gate);
            if (idle >= waiting.Count || threads.Count == size) return;
            // What flows with the caller flows along: the culture, whatever a program keeps in an AsyncLocal.
            var thread = new Thread(Work) { IsBackground = true, Name = "DataLoader worker" };
            threads.Add(thread);
            thread.Start();
        }
    }

    /// <summary>The result of the oldest work that was not handed over, when it is there; what the work threw is thrown here.</summary>
    public T Take()
    {
        var job = given.Dequeue();
        lock (gate)
        {
            while (!job.Done) Monitor.Wait(gate);
        }
        job.Failure?.Throw();
        return job.Result!;
    }

    /// <summary>Waits until what was begun is done, and drops the rest.</summary>
    public void Dispose()
    {
        Thread[] left;
        lock (gate)
        {
            over = true;
            waiting.Clear();
            left = [.. threads];
            Monitor.PulseAll(gate);
        }
        foreach (var thread in left) thread.Join();
    }

    private void Work()
    {
        while (Next() is { } job)
        {
            job.Run();
            lock (gate)
            {
                job.Done = true;
                Monitor.PulseAll(gate);
            }
        }
    }

    private Job? Next()
    {
        lock (gate)
        {
            while (!over)
            {
                if (waiting.TryDequeue(out var job)) return job;
                idle++;
                bool woken = Monitor.Wait(gate, Patience);
                idle--;
                if (!woken && waiting.Count == 0) break;
            }
            threads.Remove(Thread.CurrentThread);
            return null;
        }
    }

    private sealed class Job(Func<T> work)
    {
        public bool Done { get; set; }

        public T? Result { get; private set; }

        public ExceptionDispatchInfo? Failure { get; private set; }

        public void Run()
        {
            try
            {
                Result = work();
            }
            catch (Exception e)
            {
                Failure = ExceptionDispatchInfo.Capture(e);
            }
        }
    }
}
