using static Autograd.Testing.Differentiability;
using static Autograd.Testing.IntegerResult;
using static Autograd.Testing.Row;

namespace Autograd.Testing;

/// <summary>Rounded quotients, bits, blends and repairs.</summary>
internal static class QuotientRows
{
    public static IEnumerable<OpRow> All() =>
    [
        Map2("FloorDivide", "torch.floor_divide", default(FloorDivideFormula), (x, y) => x.FloorDivide(y), Between(2.3, 2.7), Between(0.96, 1.04), ZeroAlmostEverywhere)
            .WithinBinary(default(TruncDivideFormula), Between(2.3, 2.7), Between(0.96, 1.04))
            .OnIntegers(Kept)
            .On(d => d.Between(2.3, 2.7, d.Shape()), x => x.FloorDivide(-1))
            .On(d => d.Between(2.3, 2.7, d.Shape()), x => x.Div(1, RoundingMode.Trunc)),
        Bits("BitwiseAnd", "torch.bitwise_and", (x, y) => x & y).Also("op_BitwiseAnd"),
        Bits("BitwiseOr", "torch.bitwise_or", (x, y) => x | y).Also("op_BitwiseOr"),
        Bits("BitwiseXor", "torch.bitwise_xor", (x, y) => x ^ y).Also("op_ExclusiveOr"),
        new OpRow("BitwiseNot", "torch.bitwise_not", NotDifferentiable).OnIntegers(Untested).Also("op_OnesComplement")
            .On(d => [d.Index(9, d.Shape())], xs => ~xs[0])
            .On(d => [d.Mask(d.Shape())], xs => xs[0].BitwiseNot()),
        new OpRow("RSub", "torch.rsub").Linear().OnIntegers(Kept).On(d => Pair(d, Real, Real), (x, y) => x.RSub(y, 2)),
        new OpRow("Lerp", "torch.lerp").OnIntegers(Untested)
            .WithinBinary(new LerpConstantFormula(0.3), Real, Real)
            .WithinBinary(new LerpConstantFormula(0.8), Real, Real)
            .WithinTernary(default(LerpFormula), Real, Real, Real)
            .On(d => Pair(d, Real, Real), (x, y) => x.Lerp(y, 0.3))
            .On(d => Pair(d, Real, Real), (x, y) => x.Lerp(y, 0.8))
            .On(d => [d.Real(2, 3), d.Real(3), d.Real(2, 1)], xs => xs[0].Lerp(xs[1], xs[2])),
        new OpRow("AddCMul", "torch.addcmul").OnIntegers(Untested)
            .WithinTernary(new AddCMulFormula(1.5), Real, Real, Real)
            .On(d => [d.Real(2, 3), d.Real(3), d.Real(2, 1)], xs => xs[0].AddCMul(xs[1], xs[2], -1.5)),
        new OpRow("AddCDiv", "torch.addcdiv").OnIntegers(Untested)
            .WithinTernary(new AddCDivFormula(0.5), Real, Real, NonZero)
            .On(d => [d.Real(2, 3), d.Real(3), d.NonZero(2, 1)], xs => xs[0].AddCDiv(xs[1], xs[2], 0.5)),
        new OpRow("FloatPower", "torch.float_power").OnIntegers(Untested)
            .On(d => Pair(d, Positive, Real), (x, y) => x.FloatPower(y))
            .On(d => d.NonZero(d.Shape()), x => x.FloatPower(3)),
        new OpRow("IsClose", "torch.isclose", NotDifferentiable).Elementwise().OnIntegers(Untested)
            .On(d => Pair(d, OnGrid(0), OnGrid(0)), (x, y) => x.IsClose(y, atol: 0.1)),
        Map("NanToNum", "torch.nan_to_num", new NanToNumFormula(0, double.MaxValue, double.MinValue), x => x.NanToNum(), Real, Piecewise).OnIntegers(Kept),
        Map2("Heaviside", "torch.heaviside", default(HeavisideFormula), (x, y) => x.Heaviside(y), NonZero, Real, ZeroAlmostEverywhere),
        new OpRow("Signbit", "torch.signbit", NotDifferentiable).Elementwise().On(d => d.NonZero(d.Shape()), x => x.Signbit()),
        Map("Sinc", "torch.sinc", default(SincFormula), x => x.Sinc(), Real)
            .On(d => d.Between(-0.01, 0.01, d.Shape()), x => x.Sinc())
            .On(d => d.Real(d.Shape()), x => (x * 0).Sinc()),
        Map("Erfinv", "torch.erfinv", default(ErfinvFormula), x => x.Erfinv(), Unit),
        Map("Lgamma", "torch.lgamma", default(LgammaFormula), x => x.Lgamma(), Between(0.2, 5)).On(d => d.Between(-1.8, -1.2, d.Shape()), x => x.Lgamma()),
        Map("Digamma", "torch.digamma", default(DigammaFormula), x => x.Digamma(), Between(0.3, 5)).On(d => d.Between(-1.7, -1.3, d.Shape()), x => x.Digamma()),
        new OpRow("Polygamma", "torch.polygamma")
            .On(d => d.Between(0.3, 5, d.Shape()), x => x.Polygamma(1))
            .On(d => d.Between(0.3, 5, d.Shape()), x => x.Polygamma(0))
            // The slope that order 1 is, with a gradient that moves as well. Times 1.0: integers become floats, as the method makes them.
            .On(d => [d.Real(2, 3), d.Between(0.3, 5, 2, 3)], xs => Op.Call(new SlopeOp<DigammaFormula>(default), xs[0] * 1.0, xs[1] * 1.0, null)),
        Map("Logit", "torch.logit", new LogitFormula(0, double.NaN), x => x.Logit(), Between(0.1, 0.9))
            .Within(new LogitFormula(0.2, 0), (d, s) => d.Away([0.2, 0.8], 0.05, 0.95, s))
            .On(d => d.Away([0.2, 0.8], 0.1, 0.9, d.Shape()), x => x.Logit(0.2)),
    ];

    private static OpRow Bits(string name, string torch, Func<Tensor, Tensor, Tensor> f) =>
        new OpRow(name, torch, NotDifferentiable).OnIntegers(Untested)
            .On(d => [d.Index(9, 2, 3), d.Index(9, 3)], xs => f(xs[0], xs[1]))
            .On(d => [d.Mask(2, 1), d.Mask(3)], xs => f(xs[0], xs[1]));
}
