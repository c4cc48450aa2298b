using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Autograd.Kernels;

namespace Autograd;

/// <summary>gw = sum g (x - s - m) r over samples and positions, for each channel of [N, G, K, P]. Threads share channels.</summary>
/// <remarks>
/// The positions of a channel add up in 64 bytes of lanes, those of a sample go to a sum in double precision: a batch may have more of them than
/// float32 has digits. Where a channel has one position, samples add up 32 at a time first.
/// </remarks>
internal static unsafe class NormWeightKernel
{
    private const int SerialWork = 1 << 15;
    private const int LeastChannels = 64;
    private const int Together = 32;

    /// <summary>Writes gw; s and m may be empty. Statistics are [N, G], or [G] for all samples together.</summary>
    public static void Run<T>(
        NormSizes sizes, bool perSample, ReadOnlySpan<T> g, ReadOnlySpan<T> x, ReadOnlySpan<T> shift, ReadOnlySpan<T> mean, ReadOnlySpan<T> scale, Span<T> gw)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        gw.Clear();
        if (g.IsEmpty || gw.IsEmpty) return;
        using var sums = new Scratch<double>(gw.Length);
        sums.Span.Clear();
        fixed (T* pg = g, px = x, ps = shift, pm = mean, pr = scale, pw = gw)
        {
            var job = new Job<T> { Sizes = sizes, Step = perSample ? sizes.Groups : 0, G = pg, X = px, Shift = ps, Mean = pm, Scale = pr, Sums = sums.Start, Result = pw };
            job.Count = g.Length < SerialWork ? gw.Length : Math.Max(LeastChannels / sizes.Positions, (gw.Length + 15) / 16);
            job.Count = Math.Clamp(job.Count, 1, gw.Length);
            Workers.For(((gw.Length - 1) / job.Count) + 1, job);
        }
    }

    private struct Job<T> : IJob
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public NormSizes Sizes;
        public int Step;
        public int Count;
        public T* G;
        public T* X;
        public T* Shift;
        public T* Mean;
        public T* Scale;
        public double* Sums;
        public T* Result;

        private readonly int Channels => Sizes.Groups * Sizes.Channels;

        public readonly void Run(int part)
        {
            int first = part * Count, end = Math.Min(Channels, first + Count);
            for (int n = 0; n < Sizes.Samples; n++)
            {
                for (int channel = first; channel < end;)
                {
                    // A run of channels whose statistics are the same, or lie side by side.
                    int group = channel / Sizes.Channels, stop = Sizes.Channels == 1 ? end : Math.Min(end, (group + 1) * Sizes.Channels);
                    nint statistic = ((nint)n * Step) + group, at = (((nint)n * Channels) + channel) * Sizes.Positions;
                    int step = Sizes.Channels == 1 ? 1 : 0;
                    if (Sizes.Positions == 1) AddSingle(G + at, X + at, statistic, step, Result + channel, stop - channel);
                    else AddPositions(G + at, X + at, statistic, step, Sums + channel, stop - channel);
                    channel = stop;
                }
                if (Sizes.Positions == 1 && n % Together == Together - 1) Flush(first, end);
            }
            Flush(first, end);
            for (int channel = first; channel < end; channel++) Result[channel] = T.CreateTruncating(Sums[channel]);
        }

        /// <summary>What stands in the result goes to the sums.</summary>
        private readonly void Flush(int first, int end)
        {
            for (int channel = first; channel < end; channel++)
            {
                Sums[channel] += double.CreateTruncating(Result[channel]);
                Result[channel] = T.Zero;
            }
        }

        /// <summary>to += g (x - s - m) r, an element a channel.</summary>
        [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
        private readonly void AddSingle(T* g, T* x, nint statistic, int step, T* to, int count)
        {
            T* s = Shift == null ? null : Shift + statistic, m = Mean == null ? null : Mean + statistic, r = Scale + statistic;
            int i = 0;
            for (; i + Vector<T>.Count <= count; i += Vector<T>.Count)
            {
                var z = Vector.Load(x + i);
                if (s != null) z -= step == 0 ? new Vector<T>(*s) : Vector.Load(s + i);
                if (m != null) z -= step == 0 ? new Vector<T>(*m) : Vector.Load(m + i);
                z *= step == 0 ? new Vector<T>(*r) : Vector.Load(r + i);
                (Vector.Load(to + i) + (Vector.Load(g + i) * z)).Store(to + i);
            }
            for (; i < count; i++) to[i] += g[i] * Normalized(x[i], s, m, r, i * step);
        }

        /// <summary>sum += g (x - s - m) r over the positions of each channel.</summary>
        [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
        private readonly void AddPositions(T* g, T* x, nint statistic, int step, double* sums, int count)
        {
            T* s = Shift == null ? null : Shift + statistic, m = Mean == null ? null : Mean + statistic, r = Scale + statistic;
            int positions = Sizes.Positions;
            for (int c = 0; c < count; c++, g += positions, x += positions)
            {
                int at = c * step, p = 0;
                var shift = Vector512.Create(s == null ? T.Zero : s[at]);
                var mean = Vector512.Create(m == null ? T.Zero : m[at]);
                var scale = Vector512.Create(r[at]);
                var lanes = Vector512<T>.Zero;
                for (; p + Vector512<T>.Count <= positions; p += Vector512<T>.Count)
                    lanes += Vector512.Load(g + p) * ((Vector512.Load(x + p) - shift - mean) * scale);
                double sum = 0;
                for (int lane = 0; lane < Vector512<T>.Count; lane++) sum += double.CreateTruncating(lanes[lane]);
                for (; p < positions; p++) sum += double.CreateTruncating(g[p] * Normalized(x[p], s, m, r, at));
                sums[c] += sum;
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static T Normalized(T x, T* s, T* m, T* r, int at) => (x - (s == null ? T.Zero : s[at]) - (m == null ? T.Zero : m[at])) * r[at];
    }
}
