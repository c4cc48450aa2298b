using Autograd.NN;

namespace Autograd.Testing;

/// <summary>What is put beyond the edges.</summary>
internal static class PaddingModuleRows
{
    public static IEnumerable<ModuleRow> All() =>
    [
        new ModuleRow<ConstantPad1d>().On(() => new ConstantPad1d(1, 3.5), d => d.Real(2, 3)).On(() => new ConstantPad1d([2, -1], 0.5), d => d.Real(1, 2, 3)),
        new ModuleRow<ConstantPad2d>().On(() => new ConstantPad2d(1, 3.5), d => d.Real(1, 2, 2)).On(() => new ConstantPad2d([1, 0, 0, 2], 0.5), d => d.Real(1, 1, 2, 2)),
        new ModuleRow<ConstantPad3d>().On(() => new ConstantPad3d(1, 3.5), d => d.Real(1, 1, 2, 1)).On(() => new ConstantPad3d([1, 0, 0, 2, 1, 1], 0.5), d => d.Real(1, 1, 1, 2, 1)),
        new ModuleRow<ZeroPad1d>().On(() => new ZeroPad1d(1, 2), d => d.Real(2, 3)),
        new ModuleRow<ZeroPad2d>().On(() => new ZeroPad2d(1), d => d.Real(1, 2, 3)),
        new ModuleRow<ZeroPad3d>().On(() => new ZeroPad3d(1, 0, 0, 1, 2, 0), d => d.Real(1, 1, 2, 3)),
        new ModuleRow<ReflectionPad1d>().On(() => new ReflectionPad1d(2, 1), d => d.Real(2, 3)),
        new ModuleRow<ReflectionPad2d>().On(() => new ReflectionPad2d(1), d => d.Real(1, 2, 3)),
        new ModuleRow<ReflectionPad3d>().On(() => new ReflectionPad3d(1), d => d.Real(1, 2, 2, 2)),
        new ModuleRow<ReplicationPad1d>().On(() => new ReplicationPad1d(2, 1), d => d.Real(2, 3)),
        new ModuleRow<ReplicationPad2d>().On(() => new ReplicationPad2d(1), d => d.Real(1, 2, 3)),
        new ModuleRow<ReplicationPad3d>().On(() => new ReplicationPad3d(1), d => d.Real(1, 2, 2, 1)),
        new ModuleRow<CircularPad1d>().On(() => new CircularPad1d(2, 1), d => d.Real(2, 3)),
        new ModuleRow<CircularPad2d>().On(() => new CircularPad2d(1), d => d.Real(1, 2, 3)),
        new ModuleRow<CircularPad3d>().On(() => new CircularPad3d(1), d => d.Real(1, 2, 2, 1)),
    ];
}
