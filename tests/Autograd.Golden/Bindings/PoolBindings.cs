using F = Autograd.NN.Functional;

namespace Autograd.Golden;

/// <summary>Pools, with indices where a case asks for them.</summary>
internal static class PoolBindings
{
    private delegate (Tensor Values, Tensor Indices) Max(Tensor input, PerDim kernelSize, PerDim stride, PerDim padding, PerDim dilation, bool ceilMode);

    private delegate Tensor Average(Tensor input, PerDim kernelSize, PerDim stride, PerDim padding, bool ceilMode, bool countIncludePad, int? divisorOverride);

    private delegate Tensor Unpool(Tensor input, Tensor indices, PerDim kernelSize, PerDim stride, PerDim padding, ReadOnlySpan<int> outputSize);

    public static BindingTable Table { get; } = new()
    {
        { "nn.functional.max_pool1d", a => Run(a, F.MaxPool1dWithIndices) },
        { "nn.functional.max_pool2d", a => Run(a, F.MaxPool2dWithIndices) },
        { "nn.functional.max_pool3d", a => Run(a, F.MaxPool3dWithIndices) },
        { "nn.functional.avg_pool1d", a => Run(a, static (x, k, s, p, ceil, pad, _) => F.AvgPool1d(x, k, s, p, ceil, pad)) },
        { "nn.functional.avg_pool2d", a => Run(a, F.AvgPool2d) },
        { "nn.functional.avg_pool3d", a => Run(a, F.AvgPool3d) },
        { "nn.functional.adaptive_avg_pool1d", a => F.AdaptiveAvgPool1d(a.Tensor("input"), Size(a)) },
        { "nn.functional.adaptive_avg_pool2d", a => F.AdaptiveAvgPool2d(a.Tensor("input"), Size(a)) },
        { "nn.functional.adaptive_avg_pool3d", a => F.AdaptiveAvgPool3d(a.Tensor("input"), Size(a)) },
        { "nn.functional.adaptive_max_pool1d", a => Both(a, F.AdaptiveMaxPool1dWithIndices(a.Tensor("input"), Size(a))) },
        { "nn.functional.adaptive_max_pool2d", a => Both(a, F.AdaptiveMaxPool2dWithIndices(a.Tensor("input"), Size(a))) },
        { "nn.functional.adaptive_max_pool3d", a => Both(a, F.AdaptiveMaxPool3dWithIndices(a.Tensor("input"), Size(a))) },
        { "nn.functional.lp_pool1d", a => F.LPPool1d(a.Tensor("input"), a.Double("norm_type"), Each(a, "kernel_size"), Each(a, "stride"), a.Bool("ceil_mode")) },
        { "nn.functional.lp_pool2d", a => F.LPPool2d(a.Tensor("input"), a.Double("norm_type"), Each(a, "kernel_size"), Each(a, "stride"), a.Bool("ceil_mode")) },
        { "nn.functional.lp_pool3d", a => F.LPPool3d(a.Tensor("input"), a.Double("norm_type"), Each(a, "kernel_size"), Each(a, "stride"), a.Bool("ceil_mode")) },
        { "nn.functional.max_unpool1d", a => Run(a, F.MaxUnpool1d) },
        { "nn.functional.max_unpool2d", a => Run(a, F.MaxUnpool2d) },
        { "nn.functional.max_unpool3d", a => Run(a, F.MaxUnpool3d) },
    };

    /// <summary>The size of an adaptive pool's output; null in a list is None.</summary>
    public static OutputSize Size(Arguments a) => a.IsList("output_size")
        ? new OutputSize([.. a.Argument("output_size")!.Value.EnumerateArray().Select(n => n.ValueKind == System.Text.Json.JsonValueKind.Null ? null : (int?)n.GetInt32())])
        : new OutputSize(a.OptionalInt("output_size"));

    private static PerDim Each(CaseArguments a, string name) => ConvBindings.Each(a, name);

    private static Tensor[] Both(CaseArguments a, (Tensor Values, Tensor Indices) pooled) =>
        a.Bool("return_indices") ? [pooled.Values, pooled.Indices] : [pooled.Values];

    private static Tensor[] Run(CaseArguments a, Max pool) =>
        Both(a, pool(a.Tensor("input"), Each(a, "kernel_size"), Each(a, "stride"), Each(a, "padding"), Each(a, "dilation"), a.Bool("ceil_mode")));

    private static Tensor[] Run(CaseArguments a, Average pool) =>
    [
        pool(a.Tensor("input"), Each(a, "kernel_size"), Each(a, "stride"), Each(a, "padding"), a.Bool("ceil_mode"), a.Bool("count_include_pad", true), a.OptionalInt("divisor_override")),
    ];

    private static Tensor[] Run(CaseArguments a, Unpool pool) =>
    [
        pool(a.Tensor("input"), a.Tensor("indices"), Each(a, "kernel_size"), Each(a, "stride"), Each(a, "padding"), a.OptionalInts("output_size") ?? []),
    ];
}
