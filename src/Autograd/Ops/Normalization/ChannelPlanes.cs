using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

/// <summary>A channel over all samples where it has planes of many positions: all passes over one channel, then over the next. Threads share channels.</summary>
internal static unsafe class ChannelPlanes
{
    // One of the widest registers of float32: fewer positions are better mapped side by side with those of other channels.
    private const int LeastPositions = 16;

    // A part is at least that many elements, so that claiming it costs nothing beside it.
    private const int PartCount = 1 << 14;

    public static bool Fit(NormSizes sizes) => sizes.Channels == 1 && sizes.Positions >= LeastPositions;

    /// <summary>y = (x - s - m) r w + b and the statistics; w and b may be empty.</summary>
    public static void Values<T>(
        NormSizes sizes, double eps, ReadOnlySpan<T> x, ReadOnlySpan<T> w, ReadOnlySpan<T> b, Span<T> y, Span<T> shift, Span<T> mean, Span<T> variance)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        fixed (T* px = x, pw = w, pb = b, py = y, ps = shift, pm = mean, pv = variance)
            Share(sizes, new ValueJob<T> { Sizes = sizes, Eps = eps, X = px, W = pw, B = pb, Y = py, Shift = ps, Mean = pm, Variance = pv });
    }

    /// <summary>gx = w r (g - A g - (x - s - m) r^2 A(g (x - s - m))), gw = r sum g (x - s - m) and gb = sum g; w may be empty, gw and gb both.</summary>
    public static void Slopes<T>(
        NormSizes sizes, ReadOnlySpan<T> g, ReadOnlySpan<T> x, ReadOnlySpan<T> w, ReadOnlySpan<T> shift, ReadOnlySpan<T> mean, ReadOnlySpan<T> scale,
        Span<T> gx, Span<T> gw, Span<T> gb)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        fixed (T* pg = g, px = x, pw = w, ps = shift, pm = mean, pr = scale, pgx = gx, pgw = gw, pgb = gb)
            Share(sizes, new SlopeJob<T> { Sizes = sizes, G = pg, X = px, W = pw, Shift = ps, Mean = pm, Scale = pr, Gx = pgx, Gw = pgw, Gb = pgb });
    }

    private static void Share<TJob>(NormSizes sizes, TJob job)
        where TJob : struct, IChannelJob
    {
        long perChannel = Math.Max(1, (long)sizes.Samples * sizes.Positions);
        int together = (int)Math.Clamp(PartCount / perChannel, 1, Math.Max(1, sizes.Groups));
        Workers.For((sizes.Groups + together - 1) / together, new Part<TJob> { Job = job, Channels = sizes.Groups, Together = together });
    }

    private interface IChannelJob
    {
        void Run(int channel);
    }

    private struct Part<TJob> : IJob
        where TJob : struct, IChannelJob
    {
        public TJob Job;
        public int Channels;
        public int Together;

        public void Run(int part)
        {
            int end = Math.Min(Channels, (part + 1) * Together);
            for (int channel = part * Together; channel < end; channel++) Job.Run(channel);
        }
    }

    private struct ValueJob<T> : IChannelJob
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public NormSizes Sizes;
        public double Eps;
        public T* X;
        public T* W;
        public T* B;
        public T* Y;
        public T* Shift;
        public T* Mean;
        public T* Variance;

        public readonly void Run(int channel)
        {
            double count = (double)Sizes.Samples * Sizes.Positions;
            T shift = T.CreateTruncating(Moments(channel, T.Zero).Sum / count);
            var (sum, squares) = Moments(channel, shift);
            // A(x - s)^2 - m^2: m is of the size of a rounding of s, so that nothing cancels.
            double m = sum / count;
            T mean = T.CreateTruncating(m), variance = T.CreateTruncating(Math.Max(0, (squares / count) - (m * m)));
            T factor = (W == null ? T.One : W[channel]) / T.Sqrt(variance + T.CreateTruncating(Eps)), offset = B == null ? T.Zero : B[channel];
            for (int n = 0; n < Sizes.Samples; n++) NormLoops<T>.Scale(X + Sizes.Start(n, channel), shift, mean, factor, offset, Y + Sizes.Start(n, channel), Sizes.Positions);
            (Shift[channel], Mean[channel], Variance[channel]) = (shift, mean, variance);
        }

        private readonly (double Sum, double Squares) Moments(int channel, T shift)
        {
            double sum = 0, squares = 0;
            for (int n = 0; n < Sizes.Samples; n++)
            {
                var (planeSum, planeSquares) = NormLoops<T>.Moments(X + Sizes.Start(n, channel), shift, Sizes.Positions);
                sum += planeSum;
                squares += planeSquares;
            }
            return (sum, squares);
        }
    }

    private struct SlopeJob<T> : IChannelJob
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public NormSizes Sizes;
        public T* G;
        public T* X;
        public T* W;
        public T* Shift;
        public T* Mean;
        public T* Scale;
        public T* Gx;
        public T* Gw;
        public T* Gb;

        public readonly void Run(int channel)
        {
            double count = (double)Sizes.Samples * Sizes.Positions, sum = 0, dot = 0;
            T shift = Shift[channel], mean = Mean[channel], scale = Scale[channel];
            for (int n = 0; n < Sizes.Samples; n++)
            {
                var (planeSum, planeDot) = NormLoops<T>.Dots(G + Sizes.Start(n, channel), null, X + Sizes.Start(n, channel), shift, mean, Sizes.Positions);
                sum += planeSum;
                dot += planeDot;
            }
            if (Gw != null) (Gw[channel], Gb[channel]) = (T.CreateTruncating(dot * double.CreateTruncating(scale)), T.CreateTruncating(sum));
            T average = T.CreateTruncating(sum / count), slope = T.CreateTruncating(dot / count) * scale * scale;
            T factor = W == null ? scale : W[channel] * scale;
            for (int n = 0; n < Sizes.Samples; n++)
            {
                nint at = Sizes.Start(n, channel);
                NormLoops<T>.Slope(G + at, null, X + at, shift, mean, factor, average, slope, Gx + at, Sizes.Positions);
            }
        }
    }
}
