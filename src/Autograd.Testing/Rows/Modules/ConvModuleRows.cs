using Autograd.NN;

namespace Autograd.Testing;

/// <summary>Convolutions and their transposes: strides, padding, dilation, groups.</summary>
internal static class ConvModuleRows
{
    public static IEnumerable<ModuleRow> All() =>
    [
        new ModuleRow<Conv1d>()
            .On(() => new Conv1d(2, 3, 2), d => d.Real(2, 2, 4))
            .On(() => new Conv1d(4, 2, 3, stride: 2, padding: 1, groups: 2, bias: false), d => d.Real(4, 5))
            .On(() => new Conv1d(1, 2, 2, padding: 1, dilation: 2, paddingMode: PadMode.Circular), d => d.Real(2, 1, 4)),
        new ModuleRow<Conv2d>()
            .On(() => new Conv2d(2, 2, 2), d => d.Real(1, 2, 3, 3))
            .On(() => new Conv2d(2, 2, 2, stride: (2, 1), padding: (1, 0), groups: 2, bias: false), d => d.Real(2, 2, 3, 3))
            .On(() => new Conv2d(1, 2, 3, padding: ConvPadding.Same, paddingMode: PadMode.Reflect), d => d.Real(1, 3, 3)),
        new ModuleRow<Conv3d>()
            .On(() => new Conv3d(1, 2, 2), d => d.Real(1, 1, 2, 3, 2))
            .On(() => new Conv3d(2, 2, (1, 2, 1), stride: 2, padding: 1, paddingMode: PadMode.Replicate), d => d.Real(2, 2, 2, 2)),
        new ModuleRow<ConvTranspose1d>()
            .On(() => new ConvTranspose1d(2, 3, 2), d => d.Real(2, 2, 3))
            .On(() => new ConvTranspose1d(4, 2, 3, stride: 2, padding: 1, outputPadding: 1, groups: 2, bias: false), d => d.Real(4, 3))
            .On(() => new ConvTranspose1d(2, 1, 2, stride: 2), d => [d.Real(1, 2, 3)], (module, xs) => [module.Forward(xs[0], [7])]),
        new ModuleRow<ConvTranspose2d>()
            .On(() => new ConvTranspose2d(2, 2, 2), d => d.Real(1, 2, 2, 2))
            .On(() => new ConvTranspose2d(2, 2, (2, 1), stride: 2, padding: (1, 0), groups: 2, dilation: 2), d => d.Real(1, 2, 2, 2)),
        new ModuleRow<ConvTranspose3d>()
            .On(() => new ConvTranspose3d(1, 2, 2), d => d.Real(1, 1, 2, 1, 2))
            .On(() => new ConvTranspose3d(2, 1, (1, 2, 1), stride: 2, bias: false), d => d.Real(2, 1, 2, 2)),
    ];
}
