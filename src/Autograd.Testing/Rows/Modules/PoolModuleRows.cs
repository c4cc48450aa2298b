using Autograd.NN;

namespace Autograd.Testing;

/// <summary>Pools and their partial inverses.</summary>
internal static class PoolModuleRows
{
    public static IEnumerable<ModuleRow> All() =>
    [
        new ModuleRow<MaxPool1d>()
            .On(() => new MaxPool1d(2), d => d.Distinct(2, 1, 5))
            .On(() => new MaxPool1d(2, stride: 1, padding: 1, dilation: 2, ceilMode: true), d => d.Distinct(2, 5)),
        new ModuleRow<MaxPool2d>()
            .On(() => new MaxPool2d(2), d => d.Distinct(1, 2, 4, 4))
            .On(() => new MaxPool2d((2, 3), stride: 1), d => [d.Distinct(1, 1, 3, 4)], (module, xs) => Both(module.ForwardWithIndices(xs[0]))),
        new ModuleRow<MaxPool3d>().On(() => new MaxPool3d(2, stride: 1), d => d.Distinct(1, 1, 3, 2, 2)),
        new ModuleRow<AvgPool1d>()
            .On(() => new AvgPool1d(2), d => d.Real(2, 1, 5))
            .On(() => new AvgPool1d(3, stride: 2, padding: 1, ceilMode: true, countIncludePad: false), d => d.Real(1, 4)),
        new ModuleRow<AvgPool2d>()
            .On(() => new AvgPool2d(2), d => d.Real(1, 2, 4, 4))
            .On(() => new AvgPool2d((2, 1), stride: 1, divisorOverride: 3), d => d.Real(1, 3, 3)),
        new ModuleRow<AvgPool3d>().On(() => new AvgPool3d(2, padding: 1), d => d.Real(1, 1, 2, 3, 2)),
        new ModuleRow<LPPool1d>()
            .On(() => new LPPool1d(2, 2), d => d.NonZero(1, 2, 4))
            .On(() => new LPPool1d(3, 2, stride: 1, ceilMode: true), d => d.Positive(1, 4)),
        new ModuleRow<LPPool2d>().On(() => new LPPool2d(2, 2), d => d.NonZero(1, 2, 4, 3)),
        new ModuleRow<LPPool3d>().On(() => new LPPool3d(2, 2), d => d.NonZero(1, 1, 2, 2, 4)),
        new ModuleRow<AdaptiveAvgPool1d>().On(() => new AdaptiveAvgPool1d(2), d => d.Real(2, 1, 5)),
        new ModuleRow<AdaptiveAvgPool2d>()
            .On(() => new AdaptiveAvgPool2d(1), d => d.Real(2, 2, 3, 2))
            .On(() => new AdaptiveAvgPool2d((2, null)), d => d.Real(1, 3, 2)),
        new ModuleRow<AdaptiveAvgPool3d>().On(() => new AdaptiveAvgPool3d((1, 2, 1)), d => d.Real(1, 1, 2, 3, 2)),
        new ModuleRow<AdaptiveMaxPool1d>().On(() => new AdaptiveMaxPool1d(2), d => d.Distinct(2, 1, 5)),
        new ModuleRow<AdaptiveMaxPool2d>()
            .On(() => new AdaptiveMaxPool2d((2, 1)), d => d.Distinct(1, 2, 3, 2))
            .On(() => new AdaptiveMaxPool2d(1), d => [d.Distinct(1, 2, 3)], (module, xs) => Both(module.ForwardWithIndices(xs[0]))),
        new ModuleRow<AdaptiveMaxPool3d>().On(() => new AdaptiveMaxPool3d(1), d => d.Distinct(1, 1, 2, 3, 2)),
        new ModuleRow<MaxUnpool1d>()
            .On(() => new MaxUnpool1d(2), d => d.Real(1, 1, 2), _ => Tensor.From(new long[,,] { { { 1, 2 } } }))
            .On(() => new MaxUnpool1d(2), d => [d.Real(1, 1, 2)], (module, xs) => [module.Forward(xs[0], Tensor.From(new long[,,] { { { 4, 0 } } }), [5])]),
        new ModuleRow<MaxUnpool2d>().On(() => new MaxUnpool2d((1, 2)), d => d.Real(1, 2, 1, 2), _ => Tensor.From([0L, 3, 1, 2]).Reshape(1, 2, 1, 2)),
        new ModuleRow<MaxUnpool3d>().On(() => new MaxUnpool3d(2), d => d.Real(1, 1, 1, 1, 2), _ => Tensor.From([5L, 14]).Reshape(1, 1, 1, 1, 2)),
    ];

    private static Tensor[] Both((Tensor Values, Tensor Indices) result) => [result.Values, result.Indices];
}
