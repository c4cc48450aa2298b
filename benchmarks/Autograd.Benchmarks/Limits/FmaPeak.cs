using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Autograd.Formulas;
using Autograd.Kernels;

namespace Autograd.Benchmarks;

/// <summary>The rate of a loop that does nothing but fused products and sums in registers.</summary>
internal static unsafe class FmaPeak
{
    // Chains that do not wait for each other: two units of four cycles each want eight, and registers hold twelve everywhere.
    private const int Chains = 12;
    private const int Turns = 1 << 18;

    /// <summary>The best of <paramref name="reps"/>, in flops a second, of as many threads as share a job now.</summary>
    public static double Measure<T>(int reps)
        where T : unmanaged
    {
        int threads = Workers.Count;
        double best = 0;
        for (int rep = 0; rep < reps; rep++)
        {
            long start = Stopwatch.GetTimestamp();
            Workers.For(threads, default(Job<T>));
            double flops = 2.0 * Chains * Turns * threads * Widest<T>.Width;
            best = Math.Max(best, flops / Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        return best;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Loop<T, V>(T* to)
        where T : unmanaged
        where V : struct, ILane<V, T>
    {
        V x = V.Const(0.999), y = V.Const(0.001);
        V a0 = x, a1 = x, a2 = x, a3 = x, a4 = x, a5 = x, a6 = x, a7 = x, a8 = x, a9 = x, a10 = x, a11 = x;
        for (int i = 0; i < Turns; i++)
        {
            a0 = V.Fma(a0, x, y);
            a1 = V.Fma(a1, x, y);
            a2 = V.Fma(a2, x, y);
            a3 = V.Fma(a3, x, y);
            a4 = V.Fma(a4, x, y);
            a5 = V.Fma(a5, x, y);
            a6 = V.Fma(a6, x, y);
            a7 = V.Fma(a7, x, y);
            a8 = V.Fma(a8, x, y);
            a9 = V.Fma(a9, x, y);
            a10 = V.Fma(a10, x, y);
            a11 = V.Fma(a11, x, y);
        }
        V.Store(a0 + a1 + a2 + a3 + a4 + a5 + a6 + a7 + a8 + a9 + a10 + a11, to);
    }

    private readonly struct Job<T> : IJob
        where T : unmanaged
    {
        public void Run(int part)
        {
            T* to = stackalloc T[64 / sizeof(T)];
            if (Vector512.IsHardwareAccelerated) Loop<T, Lane512<T>>(to);
            else if (Vector256.IsHardwareAccelerated) Loop<T, Lane256<T>>(to);
            else Loop<T, Lane128<T>>(to);
        }
    }
}
