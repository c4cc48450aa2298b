using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Autograd.Kernels;

namespace Autograd;

/// <summary>
/// gw = sum g (x - s - m) r over samples and positions, for each channel of [N, G, K, P]. Threads share channels, or samples where a channel has one
/// position: rows of memory are then read as they lie, and the sums of the parts added in their order.
/// </summary>
/// <remarks>
/// The positions of a channel add up in 64 bytes of lanes, those of a sample go to a sum in double precision: a batch may have more of them than
/// float32 has digits. Where a channel has one position, samples add up 32 at a time first.
/// </remarks>
internal static unsafe class NormWeightKernel
{
    private const int SerialWork = 1 << 15;
    private const int Parts = 16;
    private const int Together = 32;

    /// <summary>Writes gw; s and m may be empty. Statistics are [N, G], or [G] for all samples together.</summary>
    public static void Run<T>(
        NormSizes sizes, bool perSample, ReadOnlySpan<T> g, ReadOnlySpan<T> x, ReadOnlySpan<T> shift, ReadOnlySpan<T> mean, ReadOnlySpan<T> scale, Span<T> gw)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        gw.Clear();
        if (g.IsEmpty || gw.IsEmpty) return;
        int parts = (int)Math.Clamp(g.Length / (long)SerialWork, 1, Parts), channels = gw.Length;
        bool bySamples = sizes.Positions == 1;
        int samples = bySamples ? (sizes.Samples + parts - 1) / parts : sizes.Samples;
        int count = bySamples ? channels : (channels + parts - 1) / parts;
        int blocks = (sizes.Samples + samples - 1) / samples;
        using var sums = new Scratch<double>((long)blocks * channels);
        using var singles = new Scratch<T>(bySamples ? (long)blocks * channels : 0);
        sums.Span.Clear();
        singles.Span.Clear();
        fixed (T* pg = g, px = x, ps = shift, pm = mean, pr = scale)
        {
            var job = new Job<T>
            {
                Sizes = sizes, Step = perSample ? sizes.Groups : 0, G = pg, X = px, Shift = ps, Mean = pm, Scale = pr,
                Sums = sums.Start, Singles = singles.Start, Samples = samples, Count = count, Groups = (channels + count - 1) / count,
            };
            Workers.For(blocks * job.Groups, job);
        }
        for (int channel = 0; channel < channels; channel++)
        {
            double total = 0;
            for (int block = 0; block < blocks; block++) total += sums.Start[((nint)block * channels) + channel];
            gw[channel] = T.CreateTruncating(total);
        }
    }

    private struct Job<T> : IJob
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public NormSizes Sizes;
        public int Step;
        public int Samples;
        public int Count;
        public int Groups;
        public T* G;
        public T* X;
        public T* Shift;
        public T* Mean;
        public T* Scale;
        public double* Sums;
        public T* Singles;

        private readonly int Channels => Sizes.Groups * Sizes.Channels;

        public readonly void Run(int part)
        {
            var (block, number) = Math.DivRem(part, Groups);
            int first = number * Count, end = Math.Min(Channels, first + Count);
            int stop = Math.Min(Sizes.Samples, (block + 1) * Samples);
            double* sums = Sums + ((nint)block * Channels);
            T* singles = Singles + ((nint)block * Channels);
            for (int n = block * Samples; n < stop; n++)
            {
                for (int channel = first; channel < end;)
                {
                    // A run of channels whose statistics are the same, or lie side by side.
                    int group = channel / Sizes.Channels, last = Sizes.Channels == 1 ? end : Math.Min(end, (group + 1) * Sizes.Channels);
                    nint statistic = ((nint)n * Step) + group, at = (((nint)n * Channels) + channel) * Sizes.Positions;
                    int step = Sizes.Channels == 1 ? 1 : 0;
                    if (Sizes.Positions == 1) AddSingle(G + at, X + at, statistic, step, singles + channel, last - channel);
                    else AddPositions(G + at, X + at, statistic, step, sums + channel, last - channel);
                    channel = last;
                }
                if (Sizes.Positions == 1 && (n % Together == Together - 1 || n == stop - 1)) Flush(sums, singles);
            }
        }

        /// <summary>What stands in the single numbers goes to the sums.</summary>
        private readonly void Flush(double* sums, T* singles)
        {
            for (int channel = 0; channel < Channels; channel++)
            {
                sums[channel] += double.CreateTruncating(singles[channel]);
                singles[channel] = T.Zero;
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
                double sum = Vector512.Sum(NormLoops<T>.Wide(lanes));
                for (; p < positions; p++) sum += double.CreateTruncating(g[p] * Normalized(x[p], s, m, r, at));
                sums[c] += sum;
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static T Normalized(T x, T* s, T* m, T* r, int at) => (x - (s == null ? T.Zero : s[at]) - (m == null ? T.Zero : m[at])) * r[at];
    }
}
