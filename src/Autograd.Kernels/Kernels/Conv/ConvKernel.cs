using System.Numerics;

namespace Autograd.Kernels;

/// <summary>The three maps of a convolution: each is linear in both of its operands, and its transposes are the other two.</summary>
/// <remarks>
/// Patches take a fixed number of bytes at most: those of a tile a thread, or of a run of small images. The partition of the work depends on
/// sizes alone.
/// </remarks>
internal static unsafe class ConvKernel
{
    /// <summary>y = x * w + b; the bias may be empty.</summary>
    public static void Forward<T>(in ConvShape s, ReadOnlySpan<T> x, ReadOnlySpan<T> w, ReadOnlySpan<T> bias, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check<T>(s, x, w, bias, s.Filters, y);
        if (s.OutputCount == 0) return;
        fixed (T* px = x, pw = w, pb = bias, py = y)
        {
            if (s.IsDepthwise) new ConvDepthwise<T, DepthwiseForward<T>> { S = s, X = px, W = pw, Bias = pb, Y = py }.RunAll();
            else if (!ConvWays.TryRun(s, px, ConvFilters<T>.Of(s, pw), pb, py)) new ConvForward<T> { S = s, X = px, W = pw, Bias = pb, Y = py }.RunAll();
        }
    }

    /// <summary>x = the transpose of the convolution with w, applied to y, + b; the bias may be empty.</summary>
    public static void Transpose<T>(in ConvShape s, ReadOnlySpan<T> y, ReadOnlySpan<T> w, ReadOnlySpan<T> bias, Span<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check<T>(s, x, w, bias, s.Channels, y);
        if (s.InputCount == 0) return;
        fixed (T* px = x, pw = w, pb = bias, py = y)
        {
            if (s.IsDepthwise) new ConvDepthwise<T, DepthwiseTranspose<T>> { S = s, X = px, W = pw, Bias = pb, Y = py }.RunAll();
            else if (ConvFlipped.TryRun(s, py, pw, pb, px)) return;
            else if (ConvWidePatches.Pays<T>(s)) ConvWidePatches.Transpose(s, py, pw, pb, px);
            else new ConvTranspose<T> { S = s, X = px, W = pw, Bias = pb, Y = py }.RunAll();
        }
    }

    /// <summary>w = the transpose of the convolution of x, applied to y.</summary>
    public static void Weight<T>(in ConvShape s, ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> w)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check<T>(s, x, w, default, 0, y);
        if (s.WeightCount == 0) return;
        if (s.OutputCount == 0)
        {
            w[..(int)s.WeightCount].Clear();
            return;
        }
        fixed (T* px = x, pw = w, py = y)
        {
            if (s.IsDepthwise) new ConvDepthwise<T, DepthwiseWeight<T>> { S = s, X = px, W = pw, Y = py }.RunAll();
            else if (ConvWeightWinograd.Pays<T>(s)) ConvWeightWinograd.Run(s, px, py, pw);
            else if (ConvWeightDirect.Pays<T>(s)) ConvWeightDirect.Run(s, px, py, pw);
            else if (ConvWidePatches.Pays<T>(s)) ConvWidePatches.Weight(s, px, py, pw);
            else new ConvWeight<T> { S = s, X = px, W = pw, Y = py }.RunAll();
        }
    }

    private static void Check<T>(in ConvShape s, ReadOnlySpan<T> x, ReadOnlySpan<T> w, ReadOnlySpan<T> bias, int biases, ReadOnlySpan<T> y)
    {
        Bounds.Room(x, s.InputCount);
        Bounds.Room(w, s.WeightCount);
        Bounds.Room(y, s.OutputCount);
        if (!bias.IsEmpty) Bounds.Room(bias, (long)s.Groups * biases);
    }
}
