using static Autograd.Testing.Differentiability;
using static Autograd.Testing.Row;

namespace Autograd.Testing;

internal static class ArithmeticRows
{
    public static IEnumerable<OpRow> All() =>
    [
        Map2("Add", "torch.add", default(AddFormula), (x, y) => x + y, Real, Real).Linear()
            .WithinBinary(new AddScaledFormula(1.5), Real, Real)
            .ByRow(x => x + Weights(x, x.Shape[1]))
            .On(d => Pair(d, Real, Real), (x, y) => x.Add(y, alpha: -1.5))
            .On(d => d.Real(d.Shape()), x => x + x),
        Map2("Sub", "torch.sub", default(SubFormula), (x, y) => x - y, Real, Real).Linear(),
        Map2("Mul", "torch.mul", default(MulFormula), (x, y) => x * y, Real, Real)
            .ByRow(x => x * x)
            .On(d => d.Real(d.Shape()), x => 2.5 * x * -0.5)
            .On(d => d.Real(d.Shape()), x => x * x),
        Map2("Div", "torch.div", default(DivFormula), (x, y) => x / y, Real, NonZero)
            .ByRow(x => x / (x.Narrow(1, 0, 1).Abs() + 1))
            .On(d => d.NonZero(d.Shape()), x => 2 / x / 3.0),
        new OpRow("op_Addition", "torch.add").By(new AddConstantFormula(1.5))
            .On(d => d.Real(d.Shape()), x => x + 1.5)
            .On(d => d.Real(d.Shape()), x => 2L + (x + 0.5)),
        new OpRow("op_Multiply", "torch.mul").By(new MulConstantFormula(-2.5)).Linear()
            .On(d => d.Real(d.Shape()), x => x * -2.5)
            .On(d => d.Real(d.Shape()), x => 3L * x),
        new OpRow("op_Subtraction", "torch.rsub").By(new RSubConstantFormula(1.5))
            .On(d => d.Real(d.Shape()), x => 1.5 - x)
            .On(d => d.Real(d.Shape()), x => 2L - (x - 1L) - 0.5),
        new OpRow("op_Division", "torch.div").By(new RDivConstantFormula(2), NonZero)
            .Within(new DivConstantFormula(3), Real)
            .On(d => d.NonZero(d.Shape()), x => 2 / x)
            .On(d => d.Real(d.Shape()), x => x / 3.0),
        Map("Neg", "torch.neg", default(NegFormula), x => -x, Real).Linear().Also("op_UnaryNegation"),
        Map("Abs", "torch.abs", default(AbsFormula), x => x.Abs(), NonZero, Piecewise),
        Map("Square", "torch.square", default(SquareFormula), x => x.Square(), Real),
        Map("Reciprocal", "torch.reciprocal", default(ReciprocalFormula), x => x.Reciprocal(), NonZero),
        // Doubled and cut off these bases are at least 1: 0 to a negative power is 0 in integers.
        Map2("Pow", "torch.pow", default(PowFormula), (x, y) => x.Pow(y), Between(0.6, 3), Real)
            .Within(new PowConstantFormula(0), Positive)
            .Within(new PowConstantFormula(1), Real)
            .Within(new PowConstantFormula(2), Real)
            .Within(new PowConstantFormula(3), Real)
            .Within(new PowConstantFormula(5), Real)
            .Within(new PowConstantFormula(0.5), Positive)
            .Within(new PowConstantFormula(-0.5), Positive)
            .Within(new PowConstantFormula(-2), Positive)
            .Within(new PowConstantFormula(1.7), Positive)
            .ByRow(x => x.Pow(1.7), Positive)
            .OnIntegers(IntegerResult.Kept)
            .On(d => d.Real(d.Shape()), x => x.Pow(3))
            .On(d => d.Real(d.Shape()), x => x.Pow(2))
            .On(d => d.Real(d.Shape()), x => x.Pow(1))
            .On(d => d.Real(d.Shape()), x => x.Pow(0))
            .On(d => d.NonZero(d.Shape()), x => x.Pow(-2))
            .On(d => d.Positive(d.Shape()), x => x.Pow(-0.5))
            .On(d => d.Positive(d.Shape()), x => x.Pow(1.7)),
        Map("Clamp", "torch.clamp", new ClampFormula(-1, 2), x => x.Clamp(-1, 2), Away(-1, 2), Piecewise)
            .WithinTernary(default(ClampBetweenFormula), Away(-1, 2), Between(-1.01, -0.99), Between(1.99, 2.01))
            .On(d => d.Away([0.5], -2, 2, d.Shape()), x => x.Clamp(min: 0.5))
            .On(d => d.Away([0.5], -2, 2, d.Shape()), x => x.Clamp(max: 0.5))
            .On(
                d =>
                {
                    var full = d.Shape();
                    return new[] { d.OnGrid(0, full), d.OnGrid(0.25, d.Narrower(full)) - 1, d.OnGrid(0.5, d.Narrower(full)) + 1 };
                },
                xs => xs[0].Clamp(xs[1], xs[2])),
        Map2("Maximum", "torch.maximum", default(MaximumFormula), (x, y) => x.Maximum(y), OnGrid(0), OnGrid(0.5), Piecewise),
        Map2("Minimum", "torch.minimum", default(MinimumFormula), (x, y) => x.Minimum(y), OnGrid(0), OnGrid(0.5), Piecewise),
        Map2("FMax", "torch.fmax", default(FmaxFormula), (x, y) => x.FMax(y), OnGrid(0), OnGrid(0.5), Piecewise),
        Map2("FMin", "torch.fmin", default(FminFormula), (x, y) => x.FMin(y), OnGrid(0), OnGrid(0.5), Piecewise),
        Map2("Atan2", "torch.atan2", default(Atan2Formula), (y, x) => y.Atan2(x), NonZero, Positive),
        Map2("Hypot", "torch.hypot", default(HypotFormula), (x, y) => x.Hypot(y), NonZero, Real),
        Map2("XLogY", "torch.xlogy", default(XlogyFormula), (x, y) => x.XLogY(y), NonZero, Positive),
        Map2("XLog1pY", "torch.special.xlog1py", default(Xlog1pyFormula), (x, y) => x.XLog1pY(y), NonZero, Positive),
        Map2("LogAddExp", "torch.logaddexp", default(LogAddExpFormula), (x, y) => x.LogAddExp(y), Real, Real),
        Map2("LogAddExp2", "torch.logaddexp2", default(LogAddExp2Formula), (x, y) => x.LogAddExp2(y), Real, Real),
        // 2.75 to 3.25 times a divisor about 1: quotients stay away from whole numbers.
        Map2("FMod", "torch.fmod", default(FmodFormula), (x, y) => x.FMod(y), Between(2.3, 2.7), Between(0.96, 1.04), Piecewise).OnIntegers(IntegerResult.Kept),
        Map2("Remainder", "torch.remainder", default(RemainderFormula), (x, y) => x.Remainder(y), Between(-2.7, -2.3), Between(0.96, 1.04), Piecewise).OnIntegers(IntegerResult.Kept),
        Map2("CopySign", "torch.copysign", default(CopySignFormula), (x, y) => x.CopySign(y), NonZero, NonZero, Piecewise),
        new OpRow("Where", "torch.where").Linear().Elementwise().OnIntegers(IntegerResult.Kept)
            .ByRow(x => Tensor.Where(x.Gt(0), x * 3.0, x.Exp()))
            .On(
                d =>
                {
                    var full = d.Shape();
                    return new[] { d.Mask(d.Narrower(full)), d.Real(d.Narrower(full)), d.Real(full) };
                },
                xs => Tensor.Where(xs[0], xs[1], xs[2]))
            .On(
                d =>
                {
                    var full = d.Shape();
                    return new[] { d.Mask(full), d.Real(d.Narrower(full)) };
                },
                xs => Tensor.Where(xs[0], xs[1], 0)),
    ];
}
