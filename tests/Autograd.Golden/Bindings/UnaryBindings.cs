namespace Autograd.Golden;

/// <summary>Elementwise ops of one tensor, with their parameters.</summary>
internal static class UnaryBindings
{
    public static BindingTable Table { get; } = new()
    {
        { "abs", x => x.Abs() },
        { "neg", x => -x },
        { "exp", x => x.Exp() },
        { "expm1", x => x.Expm1() },
        { "exp2", x => x.Exp2() },
        { "log", x => x.Log() },
        { "log1p", x => x.Log1p() },
        { "log2", x => x.Log2() },
        { "log10", x => x.Log10() },
        { "sqrt", x => x.Sqrt() },
        { "rsqrt", x => x.Rsqrt() },
        { "square", x => x.Square() },
        { "reciprocal", x => x.Reciprocal() },
        { "sin", x => x.Sin() },
        { "cos", x => x.Cos() },
        { "tan", x => x.Tan() },
        { "asin", x => x.Asin() },
        { "acos", x => x.Acos() },
        { "atan", x => x.Atan() },
        { "sinh", x => x.Sinh() },
        { "cosh", x => x.Cosh() },
        { "tanh", x => x.Tanh() },
        { "asinh", x => x.Asinh() },
        { "acosh", x => x.Acosh() },
        { "atanh", x => x.Atanh() },
        { "sigmoid", x => x.Sigmoid() },
        { "erf", x => x.Erf() },
        { "erfc", x => x.Erfc() },
        { "erfinv", x => x.Erfinv() },
        { "lgamma", x => x.Lgamma() },
        { "digamma", x => x.Digamma() },
        { "sign", x => x.Sign() },
        { "floor", x => x.Floor() },
        { "ceil", x => x.Ceil() },
        { "trunc", x => x.Trunc() },
        { "round", a => a.Tensor("input").Round(a.Int("decimals", 0)) },
        { "frac", x => x.Frac() },
        { "deg2rad", x => x.Deg2Rad() },
        { "rad2deg", x => x.Rad2Deg() },
        { "isnan", x => x.IsNaN() },
        { "isinf", x => x.IsInf() },
        { "isfinite", x => x.IsFinite() },
        { "logical_not", x => x.LogicalNot() },
        { "sinc", x => x.Sinc() },
        { "logit", a => a.Tensor("input").Logit(a.OptionalDouble("eps")) },
        { "nan_to_num", a => a.Tensor("input").NanToNum(a.Double("nan", 0), a.OptionalDouble("posinf"), a.OptionalDouble("neginf")) },
        { "signbit", x => x.Signbit() },
        { "clamp", a => Clamp(a, "min", "max") },
        { "clamp_min", a => Clamp(a, "min", "") },
        { "clamp_max", a => Clamp(a, "", "max") },
        { "nn.functional.relu", x => x.ReLU() },
        { "nn.functional.relu6", x => x.ReLU6() },
        { "nn.functional.leaky_relu", a => a.Tensor("input").LeakyReLU(a.Double("negative_slope", 0.01)) },
        { "nn.functional.elu", a => a.Tensor("input").ELU(a.Double("alpha", 1)) },
        { "nn.functional.celu", a => a.Tensor("input").CELU(a.Double("alpha", 1)) },
        { "nn.functional.selu", x => x.SELU() },
        { "nn.functional.gelu", a => a.Text("approximate") == "tanh" ? a.Tensor("input").GELUTanh() : a.Tensor("input").GELU() },
        { "nn.functional.silu", x => x.SiLU() },
        { "nn.functional.mish", x => x.Mish() },
        { "nn.functional.softplus", a => a.Tensor("input").Softplus(a.Double("beta", 1), a.Double("threshold", 20)) },
        { "nn.functional.softsign", x => x.Softsign() },
        { "nn.functional.logsigmoid", x => x.LogSigmoid() },
        { "nn.functional.tanhshrink", x => x.Tanhshrink() },
        { "nn.functional.hardtanh", a => a.Tensor("input").Hardtanh(a.Double("min_val", -1), a.Double("max_val", 1)) },
        { "nn.functional.hardsigmoid", x => x.Hardsigmoid() },
        { "nn.functional.hardswish", x => x.Hardswish() },
        { "nn.functional.hardshrink", a => a.Tensor("input").Hardshrink(a.Double("lambd", 0.5)) },
        { "nn.functional.softshrink", a => a.Tensor("input").Softshrink(a.Double("lambd", 0.5)) },
        { "nn.functional.threshold", a => a.Tensor("input").Threshold(a.Double("threshold"), a.Double("value")) },
    };

    private static Tensor Clamp(CaseArguments a, string min, string max)
    {
        var x = a.Tensor("input");
        return a.IsTensor(min) || a.IsTensor(max)
            ? x.Clamp(a.OptionalTensor(min), a.OptionalTensor(max))
            : x.Clamp(a.OptionalDouble(min), a.OptionalDouble(max));
    }
}
