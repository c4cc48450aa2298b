using Autograd.NN;

namespace Autograd.Testing;

/// <summary>What is dropped at random.</summary>
internal static class DropoutModuleRows
{
    public static IEnumerable<ModuleRow> All() =>
    [
        new ModuleRow<Dropout>().On(() => new Dropout(0.4), d => d.Real(2, 4)).On(() => new Dropout(1), d => d.Real(3)),
        new ModuleRow<Dropout1d>().On(() => new Dropout1d(0.4), d => d.Real(2, 3, 2)),
        new ModuleRow<Dropout2d>().On(() => new Dropout2d(0.4), d => d.Real(2, 3, 2, 1)),
        new ModuleRow<Dropout3d>().On(() => new Dropout3d(0.4), d => d.Real(2, 3, 1, 2, 1)),
        new ModuleRow<AlphaDropout>().On(() => new AlphaDropout(0.4), d => d.Real(2, 4)),
        new ModuleRow<FeatureAlphaDropout>().On(() => new FeatureAlphaDropout(0.4), d => d.Real(2, 3, 2)),
    ];
}
