using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Autograd.Kernels;

/// <summary>One step of an optimiser on a register: parameter and up to three state registers are rewritten from the gradient.</summary>
internal interface IOptimizerStep<T>
    where T : unmanaged
{
    /// <summary>How many state tensors are read and written, 0 to 3.</summary>
    int States { get; }

    void Step(ref Vector512<T> p, Vector512<T> g, ref Vector512<T> s0, ref Vector512<T> s1, ref Vector512<T> s2);
}

/// <summary>Runs an optimiser step over contiguous tensors in one pass, in fixed parts; tails go through a padded register.</summary>
internal static unsafe class OptimizerLoop
{
    private const int PartCount = 1 << 14;

    public static void Run<T, TStep>(in TStep step, Span<T> p, ReadOnlySpan<T> g, Span<T> s0 = default, Span<T> s1 = default, Span<T> s2 = default)
        where T : unmanaged
        where TStep : struct, IOptimizerStep<T>
    {
        if (p.IsEmpty) return;
        fixed (T* pp = p)
        fixed (T* pg = g)
        fixed (T* p0 = s0)
        fixed (T* p1 = s1)
        fixed (T* p2 = s2)
        {
            var job = new Job<T, TStep> { Step = step, P = pp, G = pg, S0 = p0, S1 = p1, S2 = p2, Count = p.Length };
            Workers.For(((p.Length - 1) / PartCount) + 1, job);
        }
    }

    private struct Job<T, TStep> : IJob
        where T : unmanaged
        where TStep : struct, IOptimizerStep<T>
    {
        public TStep Step;
        public T* P;
        public T* G;
        public T* S0;
        public T* S1;
        public T* S2;
        public int Count;

        public readonly void Run(int part)
        {
            int start = part * PartCount;
            int n = Math.Min(PartCount, Count - start);
            int tail = n % Vector512<T>.Count;
            int full = n - tail;
            T* p = P + start;
            T* g = G + start;
            T* s0 = S0 + start;
            T* s1 = S1 + start;
            T* s2 = S2 + start;
            Registers(p, g, s0, s1, s2, full);
            if (tail == 0) return;
            Vector512<T>* padded = stackalloc Vector512<T>[5];
            Copy(p + full, padded, tail);
            Copy(g + full, padded + 1, tail);
            if (Step.States > 0) Copy(s0 + full, padded + 2, tail);
            if (Step.States > 1) Copy(s1 + full, padded + 3, tail);
            if (Step.States > 2) Copy(s2 + full, padded + 4, tail);
            Registers((T*)padded, (T*)(padded + 1), (T*)(padded + 2), (T*)(padded + 3), (T*)(padded + 4), Vector512<T>.Count);
            Copy(padded, p + full, tail);
            if (Step.States > 0) Copy(padded + 2, s0 + full, tail);
            if (Step.States > 1) Copy(padded + 3, s1 + full, tail);
            if (Step.States > 2) Copy(padded + 4, s2 + full, tail);
        }

        private static void Copy(void* from, void* to, int count) => Unsafe.CopyBlockUnaligned(to, from, (uint)(count * sizeof(T)));

        [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
        private readonly void Registers(T* p, T* g, T* s0, T* s1, T* s2, int n)
        {
            TStep step = Step;
            int states = step.States;
            Vector512<T> v0 = default;
            Vector512<T> v1 = default;
            Vector512<T> v2 = default;
            for (int i = 0; i < n; i += Vector512<T>.Count)
            {
                Vector512<T> x = Vector512.Load(p + i);
                if (states > 0) v0 = Vector512.Load(s0 + i);
                if (states > 1) v1 = Vector512.Load(s1 + i);
                if (states > 2) v2 = Vector512.Load(s2 + i);
                step.Step(ref x, Vector512.Load(g + i), ref v0, ref v1, ref v2);
                x.Store(p + i);
                if (states > 0) v0.Store(s0 + i);
                if (states > 1) v1.Store(s1 + i);
                if (states > 2) v2.Store(s2 + i);
            }
        }
    }
}
