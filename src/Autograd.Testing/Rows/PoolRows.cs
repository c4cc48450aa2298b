using static Autograd.Testing.Differentiability;
using static Autograd.Testing.IntegerResult;
using F = Autograd.NN.Functional;

namespace Autograd.Testing;

/// <summary>Pools: windows that overlap, leave gaps, reach into the padding or beyond the end.</summary>
internal static class PoolRows
{
    public static IEnumerable<OpRow> All() =>
    [
        new OpRow("MaxPool1d", "torch.nn.functional.max_pool1d", Piecewise).OnIntegers(Kept)
            .On(d => d.Distinct(d.Size(), 2, 7), x => F.MaxPool1d(x, 3, 2, 1))
            .On(d => d.Distinct(2, 6), x => F.MaxPool1d(x, 2, stride: 3, ceilMode: true))
            .On(d => d.Distinct(d.Size(), 1, 8), x => F.MaxPool1d(x, 3, 1, 1, dilation: 2)),
        new OpRow("MaxPool2d", "torch.nn.functional.max_pool2d", Piecewise).OnIntegers(Kept)
            .On(d => d.Distinct(d.Size(), 2, 4 * Side(d), 5), x => F.MaxPool2d(x, 2))
            .On(d => d.Distinct(2, 4, 5), x => F.MaxPool2d(x, (3, 2), (1, 2), (1, 0), ceilMode: true))
            .On(d => d.Distinct(d.Size(), 1, 5, 4), x => F.MaxPool2d(x, (2, 3), stride: 1, padding: (0, 1), dilation: (3, 1))),
        new OpRow("MaxPool3d", "torch.nn.functional.max_pool3d", Piecewise).OnIntegers(Kept)
            .On(d => d.Distinct(d.Size(), 1, 2, 4, 3), x => F.MaxPool3d(x, 2, (1, 2, 1)))
            .On(d => d.Distinct(1, 3, 3, 3), x => F.MaxPool3d(x, (2, 3, 1), 2, (1, 1, 0), ceilMode: true)),
        WithIndices("MaxPool1dWithIndices", "max_pool1d_with_indices").On(d => [d.Distinct(d.Size(), 2, 7)], xs => Pair(F.MaxPool1dWithIndices(xs[0], 3, 2, 1))),
        WithIndices("MaxPool2dWithIndices", "max_pool2d_with_indices").On(d => [d.Distinct(d.Size(), 2, 4, 5)], xs => Pair(F.MaxPool2dWithIndices(xs[0], 2, ceilMode: true))),
        WithIndices("MaxPool3dWithIndices", "max_pool3d_with_indices").On(d => [d.Distinct(d.Size(), 2, 2, 3, 3)], xs => Pair(F.MaxPool3dWithIndices(xs[0], 2, 1))),
        new OpRow("AvgPool1d", "torch.nn.functional.avg_pool1d").Linear().OnIntegers(Refused)
            .On(d => d.Real(d.Size(), 2, 7), x => F.AvgPool1d(x, 3, 2, 1))
            .On(d => d.Real(2, 6), x => F.AvgPool1d(x, 4, 3, 2, ceilMode: true, countIncludePad: false))
            .On(d => d.Real(d.Size(), 1, 8), x => F.AvgPool1d(x, 2, stride: 3)),
        new OpRow("AvgPool2d", "torch.nn.functional.avg_pool2d").Linear().OnIntegers(Refused)
            .On(d => d.Real(d.Size(), 2, 4 * Side(d), 5), x => F.AvgPool2d(x, 2))
            .On(d => d.Real(2, 4, 5), x => F.AvgPool2d(x, (3, 2), (1, 2), (1, 0), ceilMode: true))
            .On(d => d.Real(d.Size(), 1, 4, 4), x => F.AvgPool2d(x, 3, 2, 1, countIncludePad: false))
            .On(d => d.Real(d.Size(), 1, 4, 4), x => F.AvgPool2d(x, (3, 2), 1, divisorOverride: -2)),
        new OpRow("AvgPool3d", "torch.nn.functional.avg_pool3d").Linear().OnIntegers(Refused)
            .On(d => d.Real(d.Size(), 1, 2, 4, 3), x => F.AvgPool3d(x, 2, (1, 2, 1)))
            .On(d => d.Real(1, 3, 3, 3), x => F.AvgPool3d(x, (2, 3, 1), 2, (1, 1, 0), ceilMode: true, countIncludePad: false)),
        new OpRow("AdaptiveAvgPool1d", "torch.nn.functional.adaptive_avg_pool1d").Linear().OnIntegers(Refused)
            .On(d => d.Real(d.Size(), 2, 7), x => F.AdaptiveAvgPool1d(x, 3))
            .On(d => d.Real(2, 3), x => F.AdaptiveAvgPool1d(x, 5)),
        new OpRow("AdaptiveAvgPool2d", "torch.nn.functional.adaptive_avg_pool2d").Linear().OnIntegers(Refused)
            .On(d => d.Real(d.Size(), 2, 4, 5 * Side(d)), x => F.AdaptiveAvgPool2d(x, (3, null)))
            .On(d => d.Real(2, 3, 4), x => F.AdaptiveAvgPool2d(x, 1)),
        new OpRow("AdaptiveAvgPool3d", "torch.nn.functional.adaptive_avg_pool3d").Linear().OnIntegers(Refused)
            .On(d => d.Real(d.Size(), 1, 2, 3, 4), x => F.AdaptiveAvgPool3d(x, (1, 2, 3))),
        new OpRow("AdaptiveMaxPool1d", "torch.nn.functional.adaptive_max_pool1d", Piecewise).OnIntegers(Kept)
            .On(d => d.Distinct(d.Size(), 2, 7), x => F.AdaptiveMaxPool1d(x, 3)),
        new OpRow("AdaptiveMaxPool2d", "torch.nn.functional.adaptive_max_pool2d", Piecewise).OnIntegers(Kept)
            .On(d => d.Distinct(d.Size(), 2, 4, 5), x => F.AdaptiveMaxPool2d(x, (null, 2)))
            .On(d => d.Distinct(2, 3, 4), x => F.AdaptiveMaxPool2d(x, 5)),
        new OpRow("AdaptiveMaxPool3d", "torch.nn.functional.adaptive_max_pool3d", Piecewise).OnIntegers(Kept)
            .On(d => d.Distinct(d.Size(), 1, 2, 3, 4), x => F.AdaptiveMaxPool3d(x, (1, 2, 3))),
        WithIndices("AdaptiveMaxPool1dWithIndices", "adaptive_max_pool1d_with_indices").On(d => [d.Distinct(d.Size(), 2, 7)], xs => Pair(F.AdaptiveMaxPool1dWithIndices(xs[0], 3))),
        WithIndices("AdaptiveMaxPool2dWithIndices", "adaptive_max_pool2d_with_indices").On(d => [d.Distinct(d.Size(), 2, 4, 5)], xs => Pair(F.AdaptiveMaxPool2dWithIndices(xs[0], 2))),
        WithIndices("AdaptiveMaxPool3dWithIndices", "adaptive_max_pool3d_with_indices").On(d => [d.Distinct(d.Size(), 1, 2, 3, 4)], xs => Pair(F.AdaptiveMaxPool3dWithIndices(xs[0], (2, 2, 3)))),
        new OpRow("LPPool1d", "torch.nn.functional.lp_pool1d").OnIntegers(Refused)
            .On(d => d.Positive(d.Size(), 2, 7), x => F.LPPool1d(x, 2, 3, 2))
            .On(d => d.Positive(2, 5), x => F.LPPool1d(x, 1.5, 2, ceilMode: true)),
        new OpRow("LPPool2d", "torch.nn.functional.lp_pool2d").OnIntegers(Refused)
            .On(d => d.Positive(d.Size(), 2, 4, 5), x => F.LPPool2d(x, 3, (2, 3), 1)),
        new OpRow("LPPool3d", "torch.nn.functional.lp_pool3d").OnIntegers(Refused)
            .On(d => d.Positive(d.Size(), 1, 2, 3, 4), x => F.LPPool3d(x, 2, (1, 2, 2))),
        new OpRow("MaxUnpool1d", "torch.nn.functional.max_unpool1d").Linear().OnIntegers(Kept)
            .On(d => [d.Real(d.Size(), 2, 3), Places(d, [2, 3], 6)], xs => F.MaxUnpool1d(xs[0], xs[1].Expand(xs[0].Shape), 2)),
        new OpRow("MaxUnpool2d", "torch.nn.functional.max_unpool2d").Linear().OnIntegers(Kept)
            .On(d => [d.Real(d.Size(), 2, 2, 3), Places(d, [2, 2, 3], 28)], xs => F.MaxUnpool2d(xs[0], xs[1].Expand(xs[0].Shape), 2, outputSize: [4, 7]))
            .On(d => [d.Real(2, 3, 2), Places(d, [2, 3, 2], 20)], xs => F.MaxUnpool2d(xs[0], xs[1], (3, 3), (2, 1), padding: (1, 0))),
        new OpRow("MaxUnpool3d", "torch.nn.functional.max_unpool3d").Linear().OnIntegers(Kept)
            .On(d => [d.Real(d.Size(), 1, 1, 2, 2), Places(d, [1, 1, 2, 2], 32)], xs => F.MaxUnpool3d(xs[0], xs[1].Expand(xs[0].Shape), 2)),
    ];

    private static OpRow WithIndices(string name, string torch) => new OpRow(name, "torch.nn.functional." + torch, Piecewise).OnIntegers(Kept);

    private static Tensor[] Pair((Tensor Values, Tensor Indices) pooled) => [pooled.Values, pooled.Indices];

    /// <summary>A factor that makes work for several threads where inputs are large.</summary>
    private static int Side(Dice d) => d.IsLarge ? 20 : 1;

    /// <summary>Indices into planes of a size, none twice in a plane; the first size is the number of planes.</summary>
    private static Tensor Places(Dice d, int[] shape, int plane)
    {
        int each = 1;
        foreach (int size in shape.AsSpan(1)) each *= size;
        return Tensor.Stack([.. Enumerable.Range(0, shape[0]).Select(_ => d.Order(plane)[..each])]).Reshape(shape);
    }
}
