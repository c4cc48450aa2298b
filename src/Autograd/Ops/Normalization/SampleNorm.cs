using System.Numerics;
using Autograd.Formulas;
using Autograd.Kernels;

namespace Autograd;

/// <summary>Groups of channels of one sample, [K, P] of [N, G, K, P]: rows of memory, whose passes stay in the first cache.</summary>
internal readonly struct SampleNorm : INormGroups
{
    public static string Name => "Norm";

    public static bool[] Spans { get; } = [false, false, true, true];

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
        NormSizes sizes, ReadOnlySpan<T> g, ReadOnlySpan<T> x, ReadOnlySpan<T> w, ReadOnlySpan<T> shift, ReadOnlySpan<T> mean, ReadOnlySpan<T> scale, Span<T> gx)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
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
        var average = new DivConstantFormula(rows.Length);
        var variance = RowOperand<T>.Numbers(variances + rows.Start, 1);
        rows.Reduce<SumMonoid>(rows.A, rows.First);
        rows.Map(average, rows.First, rows.First);
        rows.Map(default(SubFormula), rows.A, rows.First, rows.Y);
        rows.Reduce<SumMonoid>(rows.Y, rows.Second);
        rows.Map(average, rows.Second, rows.Second);
        rows.Map(default(SubFormula), rows.Y, rows.Second, rows.Y);
        rows.Reduce<SumMonoid, SquareFormula>(default, rows.Y, variance);
        rows.Map(average, variance, variance);
        rows.Map(new AddConstantFormula(eps), variance, rows.Third);
        rows.Map(default(RsqrtFormula), rows.Third, rows.Third);
        rows.Map(default(MulFormula), rows.Y, rows.Third, rows.Y);
        if (weights.Any) weights.Map(default(MulFormula), rows, rows.Y);
        if (biases.Any) biases.Map(default(AddFormula), rows, rows.Y);
    }
}

/// <summary>gx = r (h - A h - z A(h z)) from g and x, with h = g w and z = (x - s - m) r.</summary>
internal readonly unsafe struct NormSlopeRows<T>(T* shifts, T* means, T* scales, ChannelRows<T> weights) : IRowBody<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static bool NeedsWork => true;

    public void Run(in RowBlock<T> rows)
    {
        var average = new DivConstantFormula(rows.Length);
        var scale = RowOperand<T>.Numbers(scales + rows.Start, 1);
        rows.Map(default(SubFormula), rows.B, RowOperand<T>.Numbers(shifts + rows.Start, 1), rows.Work);
        rows.Map(default(SubFormula), rows.Work, RowOperand<T>.Numbers(means + rows.Start, 1), rows.Work);
        rows.Map(default(MulFormula), rows.Work, scale, rows.Work);
        if (weights.Any) weights.Map(default(MulFormula), rows, rows.A);
        var h = weights.Any ? rows.Y : rows.A;
        rows.Reduce<SumMonoid>(h, rows.First);
        rows.Map(average, rows.First, rows.First);
        rows.Reduce<SumMonoid, MulFormula>(default, h, rows.Work, rows.Second);
        rows.Map(average, rows.Second, rows.Second);
        rows.Map(default(MulFormula), rows.Work, rows.Second, rows.Work);
        rows.Map(default(SubFormula), h, rows.Work, rows.Y);
        rows.Map(default(SubFormula), rows.Y, rows.First, rows.Y);
        rows.Map(default(MulFormula), rows.Y, scale, rows.Y);
    }
}
