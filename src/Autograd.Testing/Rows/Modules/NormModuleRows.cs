using Autograd.NN;

namespace Autograd.Testing;

/// <summary>Normalisations, with and without weights and running statistics.</summary>
internal static class NormModuleRows
{
    public static IEnumerable<ModuleRow> All() =>
    [
        new ModuleRow<BatchNorm1d>()
            .On(() => new BatchNorm1d(3), d => d.Real(4, 3))
            .On(() => new BatchNorm1d(2, momentum: null), d => d.Real(2, 2, 3))
            .On(() => new BatchNorm1d(2, affine: false), d => d.Real(4, 2))
            .On(() => new BatchNorm1d(2, trackRunningStats: false), d => d.Real(4, 2)),
        new ModuleRow<BatchNorm2d>().On(() => new BatchNorm2d(2, eps: 1e-3, momentum: 0.3), d => d.Real(2, 2, 2, 2)),
        new ModuleRow<BatchNorm3d>().On(() => new BatchNorm3d(2), d => d.Real(2, 2, 1, 2, 2)),
        new ModuleRow<InstanceNorm1d>()
            .On(() => new InstanceNorm1d(2), d => d.Real(2, 2, 4))
            .On(() => new InstanceNorm1d(2, affine: true, trackRunningStats: true), d => d.Real(2, 2, 4))
            .On(() => new InstanceNorm1d(2, affine: true), d => d.Real(2, 4)),
        new ModuleRow<InstanceNorm2d>().On(() => new InstanceNorm2d(2, affine: true, trackRunningStats: true), d => d.Real(1, 2, 2, 3)),
        new ModuleRow<InstanceNorm3d>().On(() => new InstanceNorm3d(2), d => d.Real(1, 2, 2, 1, 2)),
        new ModuleRow<LayerNorm>()
            .On(() => new LayerNorm(4), d => d.Real(2, 4))
            .On(() => new LayerNorm([2, 3], bias: false), d => d.Real(2, 2, 3))
            .On(() => new LayerNorm(4, elementwiseAffine: false), d => d.Real(2, 4)),
        new ModuleRow<RMSNorm>()
            .On(() => new RMSNorm(4), d => d.NonZero(2, 4))
            .On(() => new RMSNorm([2, 2], eps: 0.1), d => d.NonZero(2, 2, 2))
            .On(() => new RMSNorm(4, elementwiseAffine: false), d => d.NonZero(2, 4)),
        new ModuleRow<GroupNorm>()
            .On(() => new GroupNorm(2, 4), d => d.Real(2, 4, 2))
            .On(() => new GroupNorm(1, 2, affine: false), d => d.Real(2, 2, 2)),
        new ModuleRow<LocalResponseNorm>().On(() => new LocalResponseNorm(3, alpha: 0.5), d => d.Real(1, 4, 3)),
    ];
}
