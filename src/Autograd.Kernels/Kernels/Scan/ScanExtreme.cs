using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd.Kernels;

/// <summary>Running extremes and where they are, over a contiguous tensor seen as [outer, n, inner]. Threads share the sequences.</summary>
internal static unsafe class ScanExtreme
{
    private const int PartCount = 1 << 14;

    /// <summary>y_i = the largest (or smallest) of x_0 ... x_i, the last of equals; a NaN stays from where it comes.</summary>
    public static void Run<T>(ReadOnlySpan<T> x, int n, int inner, bool largest, Span<T> values, Span<long> indices)
        where T : unmanaged, INumber<T>
    {
        if (x.IsEmpty) return;
        Bounds.Room<T>(values, x.Length);
        Bounds.Room<long>(indices, x.Length);
        fixed (T* px = x, pv = values)
        fixed (long* pi = indices)
        {
            var job = new Job<T> { X = px, N = n, Inner = inner, Largest = largest, Values = pv, Indices = pi, Count = x.Length / n };
            job.Parts = Math.Min(job.Count, Math.Max(1, x.Length / PartCount));
            Workers.For(job.Parts, job);
        }
    }

    private struct Job<T> : IJob
        where T : unmanaged, INumber<T>
    {
        public T* X;
        public int N;
        public int Inner;
        public bool Largest;
        public T* Values;
        public long* Indices;
        public int Count;
        public int Parts;

        public readonly void Run(int part)
        {
            long end = (long)Count * (part + 1) / Parts;
            for (long sequence = (long)Count * part / Parts; sequence < end; sequence++)
            {
                long outer = Math.DivRem(sequence, Inner, out long j);
                Scan((nint)((outer * N * Inner) + j));
            }
        }

        [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
        private readonly void Scan(nint at)
        {
            T best = X[at];
            long found = 0;
            for (int i = 0; i < N; i++, at += Inner)
            {
                T next = X[at];
                if (T.IsNaN(next) || (!T.IsNaN(best) && (Largest ? next >= best : next <= best))) (best, found) = (next, i);
                Values[at] = best;
                Indices[at] = found;
            }
        }
    }
}
