using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace Autograd.Kernels;

/// <summary>Work in numbered parts. The parts are a fixed partition that depends on sizes alone, never on the thread count.</summary>
internal interface IJob
{
    void Run(int part);
}

/// <summary>A few background threads that help the caller of <see cref="For{TJob}"/> with its parts.</summary>
/// <remarks>
/// One word, the ticket, holds the job's number and how many of its parts nobody has claimed yet; a part is claimed by
/// one compare-and-swap. A thread that claimed a part of job e knows that e is still running, so whatever it read about
/// the job before is valid; one that comes late sees no parts left and touches nothing. The caller claims parts like
/// everyone else and waits only for parts that others claimed, never for a sleeping thread to start.
/// A call made while another is running (from inside a part, or from a second user thread) runs inline.
/// </remarks>
internal static unsafe class Workers
{
    // How long an idle worker looks for the next job before it sleeps: the gap between two kernels of a training step.
    private static readonly long SpinTicks = Stopwatch.Frequency * 300 / 1_000_000;

    private static readonly Lock Members = new();
    private static readonly SemaphoreSlim Wakeups = new(0);
    private static Shared shared;
    private static int count = Math.Max(1, FromEnvironment() ?? Environment.ProcessorCount);
    private static int running;
    private static int sleeping;
    private static int busy;
    private static void* jobData;
    private static delegate*<void*, int, void> jobRun;
    private static ExceptionDispatchInfo? failure;

    /// <summary>How many threads share a job, the caller included; results never depend on it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public static int Count
    {
        get => Volatile.Read(ref count);
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            Volatile.Write(ref count, value);
            while (TryWakeOne())
            {
                // Every sleeper looks once whether it is still wanted.
            }
        }
    }

    /// <summary>Whether a call of <see cref="For{TJob}"/> would run its parts here, one after the other: then nothing is gained by cutting them small.</summary>
    public static bool RunInline => count == 1 || Volatile.Read(ref busy) != 0;

    /// <summary>Runs every part once and returns when all are done; the first exception of a part is thrown here.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void For<TJob>(int parts, in TJob job)
        where TJob : struct, IJob
    {
        TJob local = job;
        if (parts <= 1 || count == 1 || Interlocked.CompareExchange(ref busy, 1, 0) != 0)
        {
            for (int part = 0; part < parts; part++) local.Run(part);
            return;
        }
        // The job lives on this stack until every claimed part is done, so a raw address of it is enough.
        RunShared(parts, Unsafe.AsPointer(ref local), &RunPart<TJob>);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunPart<TJob>(void* job, int part)
        where TJob : struct, IJob => Unsafe.AsRef<TJob>(job).Run(part);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunShared(int parts, void* job, delegate*<void*, int, void> run)
    {
        if (running < count - 1) StartMissing();
        jobData = job;
        jobRun = run;
        shared.Parts = parts;
        Volatile.Write(ref shared.Pending, parts);
        uint epoch = (uint)(Volatile.Read(ref shared.Ticket) >> 32) + 1;
        Interlocked.Exchange(ref shared.Ticket, ((long)epoch << 32) | (uint)parts);
        TryWakeOne();
        RunClaims();

        var spinner = default(SpinWait);
        while (Volatile.Read(ref shared.Pending) != 0) spinner.SpinOnce(sleep1Threshold: -1);
        ExceptionDispatchInfo? thrown = failure;
        failure = null;
        Volatile.Write(ref busy, 0);
        thrown?.Throw();
    }

    // Claims and runs parts until none is left; true when at least one was claimed.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool RunClaims(bool wakesOthers = false)
    {
        bool any = false;
        long ticket = Volatile.Read(ref shared.Ticket);
        while ((uint)ticket != 0)
        {
            void* job = jobData;
            delegate*<void*, int, void> run = jobRun;
            int parts = shared.Parts;
            long seen = Interlocked.CompareExchange(ref shared.Ticket, ticket - 1, ticket);
            if (seen != ticket)
            {
                ticket = seen;
                continue;
            }
            if (wakesOthers && (uint)ticket > 1) TryWakeOne();
            any = true;
            try
            {
                run(job, parts - (int)(uint)ticket);
            }
#pragma warning disable CA1031 // Whatever a part throws belongs to the caller of For.
            catch (Exception thrown)
#pragma warning restore CA1031
            {
                Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(thrown), null);
            }
            Interlocked.Decrement(ref shared.Pending);
            ticket = Volatile.Read(ref shared.Ticket);
        }
        return any;
    }

    // The life of a worker: claim, look around for a while, sleep. A thread that was woken wakes the next one, so that
    // the caller pays for one wake only.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Live()
    {
        bool woken = false;
        while (!Retires())
        {
            RunClaims(wakesOthers: woken);
            woken = false;
            if (FindsWork()) continue;
            Interlocked.Increment(ref sleeping);
            // A job published before the increment was seen found no sleeper to wake: look once more.
            if ((uint)Volatile.Read(ref shared.Ticket) != 0 && TryLeaveSleepers()) continue;
            Wakeups.Wait();
            woken = true;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool FindsWork()
    {
        long end = Stopwatch.GetTimestamp() + SpinTicks;
        do
        {
            for (int i = 0; i < 16; i++)
            {
                if ((uint)Volatile.Read(ref shared.Ticket) != 0) return true;
                Thread.SpinWait(1);
            }
            Thread.Yield();
        }
        while (Stopwatch.GetTimestamp() < end);
        return false;
    }

    private static bool TryWakeOne()
    {
        if (!TryLeaveSleepers()) return false;
        Wakeups.Release();
        return true;
    }

    private static bool TryLeaveSleepers()
    {
        int seen = Volatile.Read(ref sleeping);
        while (seen > 0)
        {
            int now = Interlocked.CompareExchange(ref sleeping, seen - 1, seen);
            if (now == seen) return true;
            seen = now;
        }
        return false;
    }

    private static bool Retires()
    {
        if (running <= count - 1) return false;
        lock (Members)
        {
            if (running <= count - 1) return false;
            running--;
            return true;
        }
    }

    private static void StartMissing()
    {
        lock (Members)
        {
            for (; running < count - 1; running++)
                new Thread(Live) { IsBackground = true, Name = "Autograd worker" }.UnsafeStart();
        }
    }

    private static int? FromEnvironment() =>
        int.TryParse(Environment.GetEnvironmentVariable("AUTOGRAD_NUM_THREADS"), NumberStyles.None, CultureInfo.InvariantCulture, out int n)
            ? n
            : null;

    // The two words all threads write, each on cache lines of its own (128 bytes: neighbours are fetched in pairs).
    [StructLayout(LayoutKind.Explicit, Size = 384)]
    private struct Shared
    {
        [FieldOffset(128)]
        public long Ticket;

        [FieldOffset(136)]
        public int Parts;

        [FieldOffset(256)]
        public int Pending;
    }
}
