using System.Numerics;
using Autograd.Formulas;
using Autograd.Kernels;
using Autograd.Memory;

namespace Autograd;

/// <summary>
/// A channel over all samples, [N, P] of [N, C, 1, P]: planes of memory far apart, channel by channel in the second cache; few positions are
/// reduced and mapped by the strided loops.
/// </summary>
internal readonly struct ChannelNorm : INormGroups
{
    private const ulong Reduced = 0b1101;

    public static string Name => "BatchNorm";

    public static bool[] Spans { get; } = [true, false, true, true];

    /// <summary>gx needs both sums.</summary>
    public static bool Sums(NormSizes sizes) => true;

    public static void Values<T>(
        NormSizes sizes, double eps, ReadOnlySpan<T> x, ReadOnlySpan<T> w, ReadOnlySpan<T> b, Span<T> y, Span<T> shift, Span<T> mean, Span<T> variance)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (ChannelPlanes.Fit(sizes))
        {
            ChannelPlanes.Values(sizes, eps, x, w, b, y, shift, mean, variance);
            return;
        }
        var (elements, spread, numbers) = Layouts(sizes);
        var average = new DivConstantFormula((double)sizes.Samples * sizes.Channels * sizes.Positions);
        ReduceKernel.Reduce<T, SumMonoid>(x, elements, Reduced, shift);
        MapKernel.Unary(average, shift, numbers, shift);
        ReduceKernel.ReduceBy<T, SumMonoid, SubFormula>(default, x, elements, Reduced, shift, mean);
        MapKernel.Unary(average, mean, numbers, mean);
        ReduceKernel.ReduceBy<T, SumMonoid, SquaredError>(default, x, elements, Reduced, shift, variance);
        MapKernel.Unary(average, variance, numbers, variance);
        using var room = new Scratch<T>(2L * numbers.Count);
        Span<T> scale = room.Span[..numbers.Count], offset = room.Span[numbers.Count..];
        for (int c = 0; c < numbers.Count; c++)
        {
            // A(x - s)^2 - m^2: m is of the size of a rounding of s, so that nothing cancels.
            variance[c] = T.Max(T.Zero, variance[c] - (mean[c] * mean[c]));
            scale[c] = (w.IsEmpty ? T.One : w[c]) / T.Sqrt(variance[c] + T.CreateTruncating(eps));
            offset[c] = (b.IsEmpty ? T.Zero : b[c]) - (mean[c] * scale[c]);
        }
        MapKernel.Ternary(default(StandardizeFormula), x, elements, shift, spread, scale, spread, y);
        MapKernel.Binary(default(AddFormula), y, elements, offset, spread, y);
    }

    /// <summary>With A h = w A g and A(h z) = w r A(g (x - s - m)): gx = w r (g - A g - (x - s - m) r^2 A(g (x - s - m))).</summary>
    public static void Slopes<T>(
        NormSizes sizes, ReadOnlySpan<T> g, ReadOnlySpan<T> x, ReadOnlySpan<T> w, ReadOnlySpan<T> shift, ReadOnlySpan<T> mean, ReadOnlySpan<T> scale,
        Span<T> gx, Span<T> gw, Span<T> gb)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (ChannelPlanes.Fit(sizes))
        {
            ChannelPlanes.Slopes(sizes, g, x, w, shift, mean, scale, gx, gw, gb);
            return;
        }
        var (elements, spread, numbers) = Layouts(sizes);
        int channels = numbers.Count;
        T n = T.CreateTruncating((double)sizes.Samples * sizes.Channels * sizes.Positions);
        using var room = new Scratch<T>(4L * channels);
        Span<T> average = room.Span[..channels], slope = room.Span.Slice(channels, channels);
        Span<T> factor = room.Span.Slice(2 * channels, channels), offset = room.Span[(3 * channels)..];
        ReduceKernel.Reduce<T, SumMonoid>(g, elements, Reduced, average);
        NormWeightKernel.Run(sizes, perSample: false, g, x, shift, mean, scale, slope);
        for (int c = 0; c < channels; c++)
        {
            if (!gw.IsEmpty) (gw[c], gb[c]) = (slope[c], average[c]);
            average[c] /= n;
            slope[c] = slope[c] / n * scale[c];
            factor[c] = (w.IsEmpty ? T.One : w[c]) * scale[c];
            // (x - s - m) k + A g = (x - s) k + (A g - m k)
            offset[c] = average[c] - (mean[c] * slope[c]);
        }
        MapKernel.Ternary(default(StandardizeFormula), x, elements, shift, spread, slope, spread, gx);
        MapKernel.Binary(default(AddFormula), gx, elements, offset, spread, gx);
        MapKernel.Ternary(default(StandardizeFormula), g, elements, gx, elements, factor, spread, gx);
    }

    /// <summary>Those of the elements, of a number a channel seen at all of them, and of the numbers.</summary>
    private static (Layout Elements, Layout Spread, Layout Numbers) Layouts(NormSizes sizes)
    {
        var numbers = Layout.Contiguous([1, sizes.Groups, 1, 1]);
        var elements = sizes.Elements;
        return (elements, numbers.TryExpand(elements.Sizes)!, numbers);
    }
}

/// <summary>(x - y) z: what a deviation is scaled by.</summary>
internal readonly struct StandardizeFormula : ITernaryFormula
{
    public static string Name => "Standardize";

    public V Value<V>(V x, V y, V z)
        where V : struct, IReal<V> => (x - y) * z;

    public V SlopeX<V>(V x, V y, V z)
        where V : struct, IReal<V> => z;

    public V SlopeY<V>(V x, V y, V z)
        where V : struct, IReal<V> => -z;

    public V SlopeZ<V>(V x, V y, V z)
        where V : struct, IReal<V> => x - y;
}
