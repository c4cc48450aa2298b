using Autograd.NN;

namespace Autograd.Testing;

/// <summary>Activations, on numbers away from their kinks.</summary>
internal static class ActivationModuleRows
{
    public static IEnumerable<ModuleRow> All() =>
    [
        new ModuleRow<ReLU>().On(() => new ReLU(), Away(0)),
        new ModuleRow<ReLU6>().On(() => new ReLU6(), d => d.Away([0, 6], -2, 8, 2, 3)),
        new ModuleRow<LeakyReLU>().On(() => new LeakyReLU(0.2), Away(0)),
        new ModuleRow<PReLU>().On(() => new PReLU(), Away(0)).On(() => new PReLU(3), Away(0)),
        new ModuleRow<RReLU>().On(() => new RReLU(), Away(0)),
        new ModuleRow<ELU>().On(() => new ELU(0.7), Away(0)),
        new ModuleRow<SELU>().On(() => new SELU(), Away(0)),
        new ModuleRow<CELU>().On(() => new CELU(0.7), Away(0)),
        new ModuleRow<SiLU>().On(() => new SiLU(), Away()),
        new ModuleRow<Mish>().On(() => new Mish(), Away()),
        new ModuleRow<GELU>().On(() => new GELU(), Away()).On(() => new GELU(GELUApproximation.Tanh), Away()),
        new ModuleRow<Softplus>().On(() => new Softplus(2, 5), Away(2.5)),
        new ModuleRow<Threshold>().On(() => new Threshold(0.5, 2), Away(0.5)),
        new ModuleRow<Tanh>().On(() => new Tanh(), Away()),
        new ModuleRow<Sigmoid>().On(() => new Sigmoid(), Away()),
        new ModuleRow<LogSigmoid>().On(() => new LogSigmoid(), Away()),
        new ModuleRow<Softsign>().On(() => new Softsign(), Away(0)),
        new ModuleRow<Tanhshrink>().On(() => new Tanhshrink(), Away()),
        new ModuleRow<Hardtanh>().On(() => new Hardtanh(-1.5, 0.5), Away(-1.5, 0.5)),
        new ModuleRow<Hardsigmoid>().On(() => new Hardsigmoid(), Away(-3, 3)),
        new ModuleRow<Hardswish>().On(() => new Hardswish(), Away(-3, 3)),
        new ModuleRow<Hardshrink>().On(() => new Hardshrink(), Away(-0.5, 0.5)),
        new ModuleRow<Softshrink>().On(() => new Softshrink(), Away(-0.5, 0.5)),
        new ModuleRow<GLU>().On(() => new GLU(), d => d.Real(2, 4)).On(() => new GLU(0), d => d.Real(2, 3)),
        new ModuleRow<Softmax>().On(() => new Softmax(-1), d => d.Real(2, 3)),
        new ModuleRow<Softmin>().On(() => new Softmin(0), d => d.Real(2, 3)),
        new ModuleRow<LogSoftmax>().On(() => new LogSoftmax(1), d => d.Real(2, 3)),
        new ModuleRow<Softmax2d>().On(() => new Softmax2d(), d => d.Real(1, 3, 2, 2)),
    ];

    private static Func<Dice, Tensor> Away(params double[] kinks) => d => d.Away(kinks, -4, 4, 2, 3);
}
