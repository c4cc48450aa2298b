using static Autograd.Testing.Row;

namespace Autograd.Testing;

internal static class FunctionRows
{
    public static IEnumerable<OpRow> All() =>
    [
        Map("Exp", "torch.exp", default(ExpFormula), x => x.Exp(), Real),
        Map("Exp2", "torch.exp2", default(Exp2Formula), x => x.Exp2(), Real),
        Map("Expm1", "torch.expm1", default(Expm1Formula), x => x.Expm1(), Real),
        Map("Log", "torch.log", default(LogFormula), x => x.Log(), Positive),
        Map("Log2", "torch.log2", default(Log2Formula), x => x.Log2(), Positive),
        Map("Log10", "torch.log10", default(Log10Formula), x => x.Log10(), Positive),
        Map("Log1p", "torch.log1p", default(Log1pFormula), x => x.Log1p(), Between(-0.5, 3)),
        Map("Sqrt", "torch.sqrt", default(SqrtFormula), x => x.Sqrt(), Positive),
        Map("Rsqrt", "torch.rsqrt", default(RsqrtFormula), x => x.Rsqrt(), Positive),
        Map("Sin", "torch.sin", default(SinFormula), x => x.Sin(), Real),
        Map("Cos", "torch.cos", default(CosFormula), x => x.Cos(), Real),
        Map("Tan", "torch.tan", default(TanFormula), x => x.Tan(), Unit),
        Map("Asin", "torch.asin", default(AsinFormula), x => x.Asin(), Unit),
        Map("Acos", "torch.acos", default(AcosFormula), x => x.Acos(), Unit),
        Map("Atan", "torch.atan", default(AtanFormula), x => x.Atan(), Real),
        Map("Sinh", "torch.sinh", default(SinhFormula), x => x.Sinh(), Real),
        Map("Cosh", "torch.cosh", default(CoshFormula), x => x.Cosh(), Real),
        Map("Tanh", "torch.tanh", default(TanhFormula), x => x.Tanh(), Real),
        Map("Asinh", "torch.asinh", default(AsinhFormula), x => x.Asinh(), Real),
        Map("Acosh", "torch.acosh", default(AcoshFormula), x => x.Acosh(), Between(1.3, 4)),
        Map("Atanh", "torch.atanh", default(AtanhFormula), x => x.Atanh(), Unit),
        Map("Erf", "torch.erf", default(ErfFormula), x => x.Erf(), Real),
        Map("Erfc", "torch.erfc", default(ErfcFormula), x => x.Erfc(), Real),
        Map("Sigmoid", "torch.sigmoid", default(SigmoidFormula), x => x.Sigmoid(), Real),
        Map("Deg2Rad", "torch.deg2rad", default(Deg2RadFormula), x => x.Deg2Rad(), Between(-300, 300)).Linear(),
        Map("Rad2Deg", "torch.rad2deg", default(Rad2DegFormula), x => x.Rad2Deg(), Real).Linear(),
    ];
}
