using Autograd.NN;
using Autograd.Optim;

namespace Autograd.Testing;

/// <summary>Averages of models.</summary>
internal static class AveragedModelRows
{
    public static IEnumerable<ModuleRow> All() =>
    [
        new ModuleRow<AveragedModel<Linear>>()
            .On(() => new AveragedModel<Linear>(new Linear(3, 2)), d => d.Real(2, 3))
            .On(() => new AveragedModel<Linear>(new Linear(3, 2, bias: false), SwaUtils.Ema(0.9), useBuffers: true), d => d.Real(3)),
    ];
}
