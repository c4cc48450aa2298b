using Autograd.NN;

namespace Autograd.Testing;

/// <summary>Other shapes: joined and split dimensions, shuffles, patches, other numbers of elements.</summary>
internal static class ShapeModuleRows
{
    public static IEnumerable<ModuleRow> All() =>
    [
        new ModuleRow<Flatten>().On(() => new Flatten(), d => d.Real(2, 3, 2)).On(() => new Flatten(0, 1), d => d.Real(2, 3, 2)),
        new ModuleRow<Unflatten>().On(() => new Unflatten(1, 2, 3), d => d.Real(2, 6)),
        new ModuleRow<PixelShuffle>().On(() => new PixelShuffle(2), d => d.Real(1, 4, 2, 1)),
        new ModuleRow<PixelUnshuffle>().On(() => new PixelUnshuffle(2), d => d.Real(1, 1, 4, 2)),
        new ModuleRow<ChannelShuffle>().On(() => new ChannelShuffle(2), d => d.Real(1, 4, 2)),
        new ModuleRow<Unfold>().On(() => new Unfold(2, padding: 1), d => d.Real(1, 2, 3, 2)),
        new ModuleRow<Fold>().On(() => new Fold((3, 3), 2), d => d.Real(1, 4, 4)),
        new ModuleRow<Upsample>()
            .On(() => new Upsample(scaleFactor: [2]), d => d.Real(1, 2, 3))
            .On(() => new Upsample([4, 3], mode: InterpolationMode.Bilinear, alignCorners: true), d => d.Real(1, 1, 2, 3))
            .On(() => new Upsample(scaleFactor: [1.5], mode: InterpolationMode.Bicubic), d => d.Real(1, 1, 3, 2)),
        new ModuleRow<UpsamplingNearest2d>().On(() => new UpsamplingNearest2d(scaleFactor: [2]), d => d.Real(1, 1, 2, 1)),
        new ModuleRow<UpsamplingBilinear2d>().On(() => new UpsamplingBilinear2d([3, 2]), d => d.Real(1, 1, 2, 3)),
    ];
}
