using Autograd.Formulas;

namespace Autograd.Tests.Formulas;

/// <summary>The functions that state their error: a new one is a row, and a sentence in the documentation of its member.</summary>
internal static class UlpTable
{
    public static IReadOnlyList<UlpRow> Rows { get; } =
    [
        new UlpRow<ExpFormula>("Exp", default, 1.5, 1.5, Math.Exp, BigMath.Exp, -745, 709.7),
        new UlpRow<Exp2Formula>("Exp2", default, 1, 1, x => Math.Pow(2, x), BigMath.Exp2, -1074, 1023.9),
        new UlpRow<Expm1Formula>("Expm1", default, 2, 2, Expm1, BigMath.Expm1, -50, 709.7),
        new UlpRow<LogFormula>("Log", default, 1, 1, Math.Log, BigMath.Log, 5e-324, 1.7e308),
        new UlpRow<Log2Formula>("Log2", default, 2, 2, Math.Log2, BigMath.Log2, 5e-324, 1.7e308),
        new UlpRow<Log10Formula>("Log10", default, 2.5, 3, Math.Log10, BigMath.Log10, 5e-324, 1.7e308),
        new UlpRow<Log1pFormula>("Log1p", default, 1, 1, Log1p, BigMath.Log1p, -0.999999, 1e300),
        new UlpRow<SinFormula>("Sin", default, 1, 1, Math.Sin, BigMath.Sin, -2e5, 2e5) { Far = 8192 },
        new UlpRow<CosFormula>("Cos", default, 1, 1, Math.Cos, BigMath.Cos, -2e5, 2e5) { Far = 8192 },
        new UlpRow<TanFormula>("Tan", default, 3, 2, Math.Tan, BigMath.Tan, -2e5, 2e5) { Far = 8192 },
        new UlpRow<AsinFormula>("Asin", default, 3.5, 3, Math.Asin, BigMath.Asin, -1, 1),
        new UlpRow<AcosFormula>("Acos", default, 3, 3, Math.Acos, BigMath.Acos, -1, 1),
        new UlpRow<AtanFormula>("Atan", default, 2, 1.5, Math.Atan, BigMath.Atan, -1e30, 1e30),
        new UlpRow<SinhFormula>("Sinh", default, 4, 3.5, Math.Sinh, BigMath.Sinh, -709, 709),
        new UlpRow<CoshFormula>("Cosh", default, 4.5, 3.5, Math.Cosh, BigMath.Cosh, -709, 709),
        new UlpRow<TanhFormula>("Tanh", default, 3, 2, Math.Tanh, BigMath.Tanh, -25, 25),
        new UlpRow<AsinhFormula>("Asinh", default, 2.5, 2, Asinh, BigMath.Asinh, -1e300, 1e300),
        new UlpRow<AcoshFormula>("Acosh", default, 3, 2, Math.Acosh, BigMath.Acosh, 1, 1e300),
        new UlpRow<AtanhFormula>("Atanh", default, 3, 2, Atanh, BigMath.Atanh, -0.9999999, 0.9999999),
        new UlpRow<SigmoidFormula>("Sigmoid", default, 3, 2.5, x => 1 / (1 + Math.Exp(-x)), BigMath.Sigmoid, -745, 40),
        new UlpRow<ErfFormula>("Erf", default, 3, 2, ScalarErf.Erf, BigMath.Erf, -7, 7),
        new UlpRow<ErfcFormula>("Erfc", default, 7, 4.5, ScalarErf.Erfc, BigMath.Erfc, -7, 27.2),
    ];

    private static double Expm1(double x) => Scalar<double>.Expm1(new(x)).Value;

    private static double Log1p(double x) => Scalar<double>.Log1p(new(x)).Value;

    // The runtime's lose the digits of small numbers: log1p(x + x^2 / (1 + sqrt(1 + x^2))), log1p(2x / (1 - x)) / 2.
    private static double Asinh(double x) => double.IsInfinity(x) ? x : Math.CopySign(Log1p(Math.Abs(x) + x * x / (1 + Math.Sqrt(1 + x * x))), x);

    private static double Atanh(double x) => Math.CopySign(0.5 * Log1p(2 * Math.Abs(x) / (1 - Math.Abs(x))), x);
}
