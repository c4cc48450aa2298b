using System.Text.Json;
using Autograd.NN;
using F = Autograd.NN.Functional;

namespace Autograd.Golden;

/// <summary>Interpolations and samples at the points of a grid.</summary>
internal static class ResampleBindings
{
    public static BindingTable Table { get; } = new()
    {
        {
            "nn.functional.interpolate",
            a => F.Interpolate(
                a.Tensor("input"), a.OptionalInts("size") ?? [], Factors(a), Mode(a), a.Argument("align_corners")?.GetBoolean(), a.Bool("recompute_scale_factor"))
        },
        {
            "nn.functional.grid_sample",
            a => F.GridSample(
                a.Tensor("input"), a.Tensor("grid"), Enum.Parse<GridSampleMode>(a.Text("mode", "bilinear"), ignoreCase: true),
                Enum.Parse<GridPadding>(a.Text("padding_mode", "zeros"), ignoreCase: true), a.Bool("align_corners"))
        },
        { "nn.functional.affine_grid", a => F.AffineGrid(a.Tensor("theta"), a.Ints("size"), a.Bool("align_corners")) },
        { "nn.Upsample", a => Run(a, i => new Upsample(i.OptionalInts("size") ?? [], Factors(i), Mode(i), i.Argument("align_corners")?.GetBoolean(), i.Bool("recompute_scale_factor"))) },
        { "nn.UpsamplingNearest2d", a => Run(a, i => new UpsamplingNearest2d(i.OptionalInts("size") ?? [], Factors(i))) },
        { "nn.UpsamplingBilinear2d", a => Run(a, i => new UpsamplingBilinear2d(i.OptionalInts("size") ?? [], Factors(i))) },
    };

    private static Tensor Run(CaseArguments a, Func<Arguments, Upsample> make) => ModuleBindings.Run(make(new Arguments(a.Argument("init") ?? default)), a);

    private static double[] Factors(Arguments a) => a.Argument("scale_factor") is not { } value ? []
        : value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(GoldenTensor.ToDouble)]
        : [GoldenTensor.ToDouble(value)];

    private static InterpolationMode Mode(Arguments a) => Enum.Parse<InterpolationMode>(a.Text("mode", "nearest").Replace("-", "", StringComparison.Ordinal), ignoreCase: true);
}
