using System.Numerics;
using Autograd.Memory;

namespace Autograd.Kernels;

/// <summary>Reductions that take more than one pass: mean, variance, counts.</summary>
internal static class ReduceStats
{
    /// <summary>mean = sum / n; NaN for empty groups, as 0 / 0.</summary>
    public static void Mean<T>(ReadOnlySpan<T> data, Layout layout, ulong mask, Span<T> mean)
        where T : unmanaged, INumber<T>
    {
        ReduceKernel.Reduce<T, SumReduction<T>>(data, layout, mask, mean);
        T n = T.CreateTruncating(GroupLength(layout, mask));
        for (int i = 0; i < mean.Length; i++) mean[i] /= n;
    }

    /// <summary>
    /// var = sum((x - mean)^2) / (n - correction), in two passes: the deviations are small where E[x^2] - E[x]^2 would cancel.
    /// </summary>
    /// <param name="data">The storage.</param>
    /// <param name="layout">Where its elements lie.</param>
    /// <param name="mask">The reduced dimensions.</param>
    /// <param name="correction">1 for the unbiased estimate; n &lt;= correction gives NaN or infinity, as in PyTorch.</param>
    /// <param name="variance">One element a group.</param>
    /// <param name="mean">One element a group.</param>
    public static void VarMean<T>(ReadOnlySpan<T> data, Layout layout, ulong mask, double correction, Span<T> variance, Span<T> mean)
        where T : unmanaged, INumber<T>
    {
        Mean(data, layout, mask, mean);
        ReduceKernel.Reduce<T, SquaredDeviation<T>>(data, layout, mask, variance, mean);
        T n = T.CreateTruncating(Math.Max(0, GroupLength(layout, mask) - correction));
        for (int i = 0; i < variance.Length; i++) variance[i] /= n;
    }

    /// <summary>log(sum(exp(x))) = max + log(sum(exp(x - max))); an infinite maximum is the result itself.</summary>
    public static void LogSumExp<T>(ReadOnlySpan<T> data, Layout layout, ulong mask, Span<T> output)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] centers = new T[output.Length];
        ReduceKernel.Reduce<T, MaxReduction<T>>(data, layout, mask, centers);
        for (int i = 0; i < centers.Length; i++) centers[i] = T.IsInfinity(centers[i]) ? T.Zero : centers[i];
        ReduceKernel.Reduce<T, ExpSumReduction<T>>(data, layout, mask, output, centers);
        for (int i = 0; i < output.Length; i++) output[i] = T.Log(output[i]) + centers[i];
    }

    /// <summary>The number of elements in each group.</summary>
    public static int GroupLength(Layout layout, ulong mask)
    {
        int n = 1;
        for (int d = 0; d < layout.Rank; d++) n *= (mask >> d & 1) != 0 ? layout.Sizes[d] : 1;
        return n;
    }
}
