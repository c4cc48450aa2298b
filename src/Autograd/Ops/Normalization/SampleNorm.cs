using System.Numerics;
using Autograd.Formulas;
using Autograd.Kernels;

namespace Autograd;

/// <summary>Groups of channels of one sample, [K, P] of [N, G, K, P]: rows of memory, whose passes stay in the first cache.</summary>
internal readonly struct SampleNorm : INormGroups
{
    public static string Name => "Norm";

    public static bool[] Spans { get; } = [false, false, true, true];

    /// <summary>Of rows with a weight an element.</summary>
    public static bool Sums(NormSizes sizes) => sizes is { Groups: 1, Positions: 1 };

    public static unsafe void Values<T>(
        NormSizes sizes, double eps, ReadOnlySpan<T> x, ReadOnlySpan<T> w, ReadOnlySpan<T> b, Span<T> y, Span<T> shift, Span<T> mean, Span<T> variance)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        fixed (T* pw = w, pb = b, pv = variance)
        {
            var body = new NormRows<T>(eps, pv, Rows(sizes, pw), Rows(sizes, pb));
            RowKernel.Run(body, sizes.Samples * sizes.Groups, sizes.Channels * sizes.Positions, x, default, y, shift, mean);
        }
    }

    public static unsafe void Slopes<T>(
        NormSizes sizes, ReadOnlySpan<T> g, ReadOnlySpan<T> x, ReadOnlySpan<T> w, ReadOnlySpan<T> shift, ReadOnlySpan<T> mean, ReadOnlySpan<T> scale,
        Span<T> gx, Span<T> gw, Span<T> gb)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!gw.IsEmpty)
        {
            NormGradients.Run(sizes.Samples, sizes.Channels, g, x, shift, mean, scale, w, gx, gw, gb);
            return;
        }
        fixed (T* pw = w, ps = shift, pm = mean, pr = scale)
        {
            var body = new NormSlopeRows<T>(ps, pm, pr, Rows(sizes, pw));
            RowKernel.Run(body, sizes.Samples * sizes.Groups, sizes.Channels * sizes.Positions, g, x, gx);
        }
    }

    private static unsafe ChannelRows<T> Rows<T>(NormSizes sizes, T* numbers)
        where T : unmanaged, IFloatingPointIeee754<T> => new(sizes.Groups, sizes.Channels, sizes.Positions, numbers);
}

/// <summary>
/// y = z w + b with z = (x - s - m) / sqrt(v + eps). <see cref="RowBlock{T}.First"/> becomes s, the mean as it rounds,
/// <see cref="RowBlock{T}.Second"/> m, the mean of what is left.
/// </summary>
internal readonly unsafe struct NormRows<T>(double eps, T* variances, ChannelRows<T> weights, ChannelRows<T> biases) : IRowBody<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public void Run(in RowBlock<T> rows)
    {
        rows.Reduce<SumMonoid>(rows.A, rows.First);
        rows.Map(new DivConstantFormula(rows.Length), rows.First, rows.First);
        for (int r = 0; r < rows.Count; r++)
        {
            T* x = rows.A.From(r).Start;
            T shift = rows.First.From(r).Start[0];
            var (sum, squares) = NormLoops<T>.Moments(x, shift, rows.Length);
            // A(x - s)^2 - m^2: m is of the size of a rounding of s, so that nothing cancels.
            double m = sum / rows.Length;
            T mean = T.CreateTruncating(m), variance = T.CreateTruncating(Math.Max(0, (squares / rows.Length) - (m * m)));
            T scale = T.One / T.Sqrt(variance + T.CreateTruncating(eps));
            NormLoops<T>.Standardize(x, shift, mean, scale, weights.Beside, biases.Beside, rows.Y.From(r).Start, rows.Length);
            rows.Second.From(r).Start[0] = mean;
            variances[rows.Start + r] = variance;
        }
        if (weights.Any && weights.Beside == null) weights.Map(default(MulFormula), rows, rows.Y);
        if (biases.Any && biases.Beside == null) biases.Map(default(AddFormula), rows, rows.Y);
    }
}

/// <summary>gx = r (h - A h - z A(h z)) from g and x, with h = g w and z = (x - s - m) r.</summary>
internal readonly unsafe struct NormSlopeRows<T>(T* shifts, T* means, T* scales, ChannelRows<T> weights) : IRowBody<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>z A(h z) = d r^2 A(h d) with d = x - s - m.</summary>
    public void Run(in RowBlock<T> rows)
    {
        bool isApart = weights.Any && weights.Beside == null;
        if (isApart) weights.Map(default(MulFormula), rows, rows.A);
        var h = isApart ? rows.Y : rows.A;
        for (int r = 0; r < rows.Count; r++)
        {
            T* g = h.From(r).Start, x = rows.B.From(r).Start;
            T shift = shifts[rows.Start + r], mean = means[rows.Start + r], scale = scales[rows.Start + r];
            var (sum, dot) = NormLoops<T>.Dots(g, weights.Beside, x, shift, mean, rows.Length);
            T average = T.CreateTruncating(sum / rows.Length), slope = T.CreateTruncating(dot / rows.Length) * scale * scale;
            NormLoops<T>.Slope(g, weights.Beside, x, shift, mean, scale, average, slope, rows.Y.From(r).Start, rows.Length);
        }
    }
}
