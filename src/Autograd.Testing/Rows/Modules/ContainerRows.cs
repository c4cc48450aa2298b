using Autograd.NN;

namespace Autograd.Testing;

/// <summary>Modules that hold others.</summary>
internal static class ContainerRows
{
    public static IEnumerable<ModuleRow> All() =>
    [
        new ModuleRow<Sequential>()
            .On(() => new Sequential(new Linear(3, 4), new Tanh(), new Linear(4, 2)), d => d.Real(2, 3))
            .On(() => new Sequential(new Linear(3, 4), new BatchNorm1d(4), new Dropout(0.4), new Sequential(new Linear(4, 1))), d => d.Real(4, 3)),
        new ModuleRow<ModuleList<Linear>>().Holder()
            .On(() => new ModuleList<Linear>(new Linear(3, 4), new Linear(4, 2)), d => [d.Real(2, 3)], (list, xs) => [list[1].Forward(list[0].Forward(xs[0]).Sigmoid())]),
        new ModuleRow<Identity>().On(() => new Identity(), d => d.Real(2, 3)),
    ];
}
