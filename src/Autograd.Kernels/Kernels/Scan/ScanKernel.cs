using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd.Kernels;

/// <summary>Cumulative sums, in place over a contiguous tensor seen as [outer, n, inner].</summary>
/// <remarks>Elements follow one another strictly, and float32 is accumulated in float64, as PyTorch does on the CPU.</remarks>
internal static unsafe class ScanKernel
{
    private const int Strip = 64;

    /// <summary>y_i = x_0 + ... + x_i along the middle dimension; from the end if <paramref name="reverse"/>.</summary>
    public static void CumSum<T>(Span<T> x, int outer, int n, int inner, bool reverse = false)
        where T : unmanaged, INumber<T>
    {
        if (typeof(T) == typeof(float)) Scan<T, double>(x, outer, n, inner, reverse);
        else Scan<T, T>(x, outer, n, inner, reverse);
    }

    private static void Scan<T, TSum>(Span<T> x, int outer, int n, int inner, bool reverse)
        where T : unmanaged, INumber<T>
        where TSum : unmanaged, INumber<TSum>
    {
        if (x.IsEmpty) return;
        Bounds.Room<T>(x, (long)outer * n * inner);
        fixed (T* p = x)
        {
            var job = new ScanJob<T, TSum> { X = p, N = n, Inner = inner, Reverse = reverse };
            job.PerRow = ((inner - 1) / Strip) + 1;
            job.Tasks = (long)outer * job.PerRow;
            job.Parts = (int)Math.Min(job.Tasks, Math.Max(1, x.Length >> 14));
            Workers.For(job.Parts, job);
        }
    }

    private struct ScanJob<T, TSum> : IJob
        where T : unmanaged, INumber<T>
        where TSum : unmanaged, INumber<TSum>
    {
        public T* X;
        public int N;
        public int Inner;
        public bool Reverse;
        public int PerRow;
        public long Tasks;
        public int Parts;

        [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(int part)
        {
            TSum* sums = stackalloc TSum[Strip];
            long end = Tasks * (part + 1) / Parts;
            for (long task = Tasks * part / Parts; task < end; task++)
            {
                long o = Math.DivRem(task, PerRow, out long s);
                int width = (int)Math.Min(Strip, Inner - (s * Strip));
                new Span<TSum>(sums, width).Clear();
                nint step = Reverse ? -Inner : Inner;
                T* x = X + (o * N * Inner) + (s * Strip) + (Reverse ? (nint)(N - 1) * Inner : 0);
                if (width == 1) Single(x, step);
                else Strips(x, step, width, sums);
            }
        }

        [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
        private readonly void Single(T* x, nint step)
        {
            TSum sum = TSum.Zero;
            for (int i = 0; i < N; i++, x += step)
            {
                sum += TSum.CreateTruncating(*x);
                *x = T.CreateTruncating(sum);
            }
        }

        [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
        private readonly void Strips(T* x, nint step, int width, TSum* sums)
        {
            for (int i = 0; i < N; i++, x += step)
            {
                for (int j = 0; j < width; j++) x[j] = T.CreateTruncating(sums[j] += TSum.CreateTruncating(x[j]));
            }
        }
    }
}
