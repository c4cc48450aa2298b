using Autograd.NN;

namespace Autograd.Testing;

/// <summary>Modules that hold others.</summary>
internal static class ContainerRows
{
    public static IEnumerable<ModuleRow> All() =>
    [
        new ModuleRow<Sequential>()
            .On(() => new Sequential(new Linear(3, 4), new Tanh(), new Linear(4, 2)), d => d.Real(2, 3))
            .On(() => new Sequential([("hidden", new Linear(3, 4)), ("gate", new Sigmoid())]), d => d.Real(2, 3))
            .On(() => new Sequential(Utils.WeightNorm(new Linear(3, 2)), Utils.WeightNorm(new Conv1d(1, 2, 2), dim: 1), Utils.WeightNorm(new Linear(1, 2), dim: null)), d => d.Real(1, 3))
            .On(() => new Sequential(Utils.SpectralNorm(new Linear(3, 2)), Utils.SpectralNorm(new Conv1d(1, 2, 2), nPowerIterations: 2, dim: 1)), d => d.Real(1, 3)).WithMovingConstants()
            .On(() => new Sequential(Utils.SpectralNorm(new ConvTranspose1d(2, 2, 2)), Utils.WeightNorm(new Linear(4, 1), "bias")), d => d.Real(1, 2, 3)).WithMovingConstants()
            .On(() => new Sequential(new Linear(3, 4), new BatchNorm1d(4), new Dropout(0.4), new Sequential(new Linear(4, 1))), d => d.Real(4, 3)),
        new ModuleRow<ModuleList<Linear>>().Holder()
            .On(() => new ModuleList<Linear>(new Linear(3, 4), new Linear(4, 2)), d => [d.Real(2, 3)], (list, xs) => [list[1].Forward(list[0].Forward(xs[0]).Sigmoid())]),
        new ModuleRow<ModuleDict<Linear>>().Holder()
            .On(() => new ModuleDict<Linear> { ["one"] = new(3, 4), ["two"] = new(4, 2) }, d => [d.Real(2, 3)], (map, xs) => [map["two"].Forward(map["one"].Forward(xs[0]).Sigmoid())]),
        new ModuleRow<ParameterList>().Holder()
            .On(() => [new Parameter(Tensor.Randn(3, 2)), new Parameter(Tensor.Randn(2))], d => [d.Real(2, 3)], (list, xs) => [xs[0].MatMul(list[0]) + list[1]]),
        new ModuleRow<ParameterDict>().Holder()
            .On(() => new ParameterDict([("scale", new Parameter(Tensor.Randn(3)))]), d => [d.Real(2, 3)], (map, xs) => [xs[0] * map["scale"]]),
        new ModuleRow<Identity>().On(() => new Identity(), d => d.Real(2, 3)),
    ];
}
