using System.Numerics;
using Autograd.Memory;

namespace Autograd;

/// <summary>The sizes of a normalised tensor, <c>[N, G, K, P]</c>: samples, groups of channels, channels of a group, positions of a channel.</summary>
internal readonly record struct NormSizes(int Samples, int Groups, int Channels, int Positions)
{
    public static NormSizes Of(Layout x) => new(x.Sizes[0], x.Sizes[1], x.Sizes[2], x.Sizes[3]);

    /// <summary>The layout of the elements.</summary>
    public Layout Elements => Layout.Contiguous([Samples, Groups, Channels, Positions]);

    /// <summary>Where the first channel of a group begins.</summary>
    public nint Start(int sample, int group) => (((nint)sample * Groups) + group) * Channels * Positions;
}

/// <summary>Which elements of <c>[N, G, K, P]</c> are normalised together: the dimensions that share a mean and a variance, and the loops.</summary>
/// <remarks>
/// Statistics of a group: s, near its mean, m, the mean of x - s, and v, the mean of (x - s - m)^2. A shift changes neither x - mean nor the
/// variance, so s is a constant; with it float32 keeps its digits where the mean is large beside the deviations (the corrected
/// two-pass algorithm of Chan, Golub and LeVeque, 1983).
/// </remarks>
internal interface INormGroups
{
    static abstract string Name { get; }

    /// <summary>The dimensions of <c>[N, G, K, P]</c> that a group spans.</summary>
    static abstract bool[] Spans { get; }

    /// <summary>Whether <see cref="Slopes"/> sums gw and gb too.</summary>
    static abstract bool Sums(NormSizes sizes);

    /// <summary>y = (x - s - m) / sqrt(v + eps) w + b, and the statistics; w and b may be empty.</summary>
    static abstract void Values<T>(
        NormSizes sizes, double eps, ReadOnlySpan<T> x, ReadOnlySpan<T> w, ReadOnlySpan<T> b, Span<T> y, Span<T> shift, Span<T> mean, Span<T> variance)
        where T : unmanaged, IFloatingPointIeee754<T>;

    /// <summary>
    /// gx = r (h - A h - z A(h z)), with h = g w, z = (x - s - m) r and A the mean of a group; gw = sum g z and gb = sum g, a number a weight, unless they
    /// are empty.
    /// </summary>
    static abstract void Slopes<T>(
        NormSizes sizes, ReadOnlySpan<T> g, ReadOnlySpan<T> x, ReadOnlySpan<T> w, ReadOnlySpan<T> shift, ReadOnlySpan<T> mean, ReadOnlySpan<T> scale,
        Span<T> gx, Span<T> gw, Span<T> gb)
        where T : unmanaged, IFloatingPointIeee754<T>;
}
