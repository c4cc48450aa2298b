using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd.Kernels;

/// <summary>Cumulative sums over a contiguous tensor seen as [outer, n, inner].</summary>
/// <remarks>
/// Elements follow one another strictly, and float32 is accumulated in float64, as PyTorch does on the CPU. One row after the other would wait
/// for each addition: several rows (inner = 1) or the columns of a strip go side by side.
/// </remarks>
internal static unsafe class ScanKernel
{
    private const int Strip = 64;

    /// <summary>y_i = x_0 + ... + x_i along the middle dimension; from the end if <paramref name="reverse"/>. x and y may be the same memory.</summary>
    public static void CumSum<T>(ReadOnlySpan<T> x, Span<T> y, int outer, int n, int inner, bool reverse = false)
        where T : unmanaged, INumber<T>
    {
        if (typeof(T) == typeof(float)) Scan<T, double>(x, y, outer, n, inner, reverse);
        else Scan<T, T>(x, y, outer, n, inner, reverse);
    }

    private static void Scan<T, TSum>(ReadOnlySpan<T> x, Span<T> y, int outer, int n, int inner, bool reverse)
        where T : unmanaged, INumber<T>
        where TSum : unmanaged, INumber<TSum>
    {
        if (y.IsEmpty) return;
        Bounds.Room(x, (long)outer * n * inner);
        Bounds.Room<T>(y, (long)outer * n * inner);
        fixed (T* px = x, py = y)
        {
            var job = new ScanJob<T, TSum> { X = px, Y = py, Outer = outer, N = n, Inner = inner, Reverse = reverse };
            job.PerRow = ((inner - 1) / Strip) + 1;
            job.Tasks = inner == 1 ? ((outer - 1L) / ScanRows<T, TSum>.Rows) + 1 : (long)outer * job.PerRow;
            job.Parts = (int)Math.Min(job.Tasks, Math.Max(1, y.Length >> 14));
            Workers.For(job.Parts, job);
        }
    }

    private struct ScanJob<T, TSum> : IJob
        where T : unmanaged, INumber<T>
        where TSum : unmanaged, INumber<TSum>
    {
        public T* X;
        public T* Y;
        public int Outer;
        public int N;
        public int Inner;
        public bool Reverse;
        public int PerRow;
        public long Tasks;
        public int Parts;

        public readonly void Run(int part)
        {
            TSum* sums = stackalloc TSum[Strip];
            long end = Tasks * (part + 1) / Parts;
            nint step = Reverse ? -Inner : Inner, last = Reverse ? (nint)(N - 1) * Inner : 0;
            for (long task = Tasks * part / Parts; task < end; task++)
            {
                if (Inner == 1)
                {
                    long row = task * ScanRows<T, TSum>.Rows;
                    nint start = (nint)(row * N);
                    new ScanRows<T, TSum>(N, Reverse).Run(X + start, Y + start, (nint)Math.Min(ScanRows<T, TSum>.Rows, Outer - row));
                    continue;
                }
                long o = Math.DivRem(task, PerRow, out long s);
                int width = (int)Math.Min(Strip, Inner - (s * Strip));
                nint first = (nint)((o * N * Inner) + (s * Strip)) + last;
                new Span<TSum>(sums, width).Clear();
                Strips(X + first, Y + first, step, width, sums);
            }
        }

        [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
        private readonly void Strips(T* x, T* y, nint step, int width, TSum* sums)
        {
            for (int i = 0; i < N; i++, x += step, y += step)
            {
                int j = 0;
                if (typeof(T) == typeof(float))
                {
                    int half = Vector<double>.Count;
                    for (; j + Vector<float>.Count <= width; j += Vector<float>.Count)
                    {
                        var values = Vector.Load((float*)x + j);
                        double* s = (double*)sums + j;
                        Vector<double> low = Vector.Load(s) + Vector.WidenLower(values), high = Vector.Load(s + half) + Vector.WidenUpper(values);
                        low.Store(s);
                        high.Store(s + half);
                        Vector.Narrow(low, high).Store((float*)y + j);
                    }
                }
                for (; j < width; j++) y[j] = T.CreateTruncating(sums[j] += TSum.CreateTruncating(x[j]));
            }
        }
    }
}
