using static Autograd.Testing.Differentiability;
using static Autograd.Testing.Row;

namespace Autograd.Testing;

internal static class ActivationRows
{
    public static IEnumerable<OpRow> All() =>
    [
        Map("ReLU", "torch.nn.functional.relu", default(ReLUFormula), x => x.ReLU(), NonZero, Piecewise),
        Map("ReLU6", "torch.nn.functional.relu6", default(ReLU6Formula), x => x.ReLU6(), (d, s) => d.Away([0, 6], -3, 9, s), Piecewise),
        Map("LeakyReLU", "torch.nn.functional.leaky_relu", new LeakyReLUFormula(0.1), x => x.LeakyReLU(0.1), NonZero, Piecewise),
        Map("ELU", "torch.nn.functional.elu", new EluFormula(1.3), x => x.ELU(1.3), NonZero, Piecewise),
        Map("CELU", "torch.nn.functional.celu", new CeluFormula(1.3), x => x.CELU(1.3), NonZero, Piecewise),
        Map("SELU", "torch.nn.functional.selu", default(SeluFormula), x => x.SELU(), NonZero, Piecewise),
        Map("Softplus", "torch.nn.functional.softplus", new SoftplusFormula(2.5, 3), x => x.Softplus(2.5, 3), Away(1.2), Piecewise)
            .Within(new SoftplusFormula(1, 20), Real),
        Map("Softsign", "torch.nn.functional.softsign", default(SoftsignFormula), x => x.Softsign(), NonZero, Piecewise),
        Map("GELU", "torch.nn.functional.gelu", default(GeluFormula), x => x.GELU(), Real),
        Map("GELUTanh", "torch.nn.functional.gelu", default(GeluTanhFormula), x => x.GELUTanh(), Real),
        Map("SiLU", "torch.nn.functional.silu", default(SiluFormula), x => x.SiLU(), Real),
        Map("Mish", "torch.nn.functional.mish", default(MishFormula), x => x.Mish(), Real),
        Map("LogSigmoid", "torch.nn.functional.logsigmoid", default(LogSigmoidFormula), x => x.LogSigmoid(), Real),
        Map("Tanhshrink", "torch.nn.functional.tanhshrink", default(TanhShrinkFormula), x => x.Tanhshrink(), Real),
        Map("Hardtanh", "torch.nn.functional.hardtanh", new HardTanhFormula(-1, 1), x => x.Hardtanh(), Away(-1, 1), Piecewise),
        Map("Hardsigmoid", "torch.nn.functional.hardsigmoid", default(HardSigmoidFormula), x => x.Hardsigmoid(), Away(-3, 3), Piecewise),
        Map("Hardswish", "torch.nn.functional.hardswish", default(HardSwishFormula), x => x.Hardswish(), Away(-3, 3), Piecewise),
        Map("Hardshrink", "torch.nn.functional.hardshrink", new HardShrinkFormula(0.5), x => x.Hardshrink(), Away(-0.5, 0.5), Piecewise),
        Map("Softshrink", "torch.nn.functional.softshrink", new SoftShrinkFormula(0.5), x => x.Softshrink(), Away(-0.5, 0.5), Piecewise),
        Map("Threshold", "torch.nn.functional.threshold", new ThresholdFormula(0.5, -2), x => x.Threshold(0.5, -2), Away(0.5), Piecewise),
    ];
}
