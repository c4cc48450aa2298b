namespace Autograd.Golden;

/// <summary>Elementwise ops of two or three tensors, where a number may stand for a tensor.</summary>
internal static class BinaryBindings
{
    public static BindingTable Table { get; } = new()
    {
        { "add", a => Operand(a, "other", (x, y) => a.Has("alpha") ? x.Add(y, a.Double("alpha")) : x + y, (x, s) => x + s * a.Double("alpha", 1), (x, n) => x + n * a.Int("alpha", 1)) },
        { "sub", a => Operand(a, "other", (x, y) => x - Scaled(a, y), (x, s) => x - s * a.Double("alpha", 1), (x, n) => x - n * a.Int("alpha", 1)) },
        { "rsub", a => Operand(a, "other", (x, y) => x.RSub(y, a.Double("alpha", 1)), (x, s) => s - Scaled(a, x), (x, n) => n - Scaled(a, x)) },
        { "mul", a => Operand(a, "other", (x, y) => x * y, (x, s) => x * s, (x, n) => x * n) },
        { "div", a => Divide(a) },
        { "pow", a => Power(a) },
        { "maximum", a => Pair(a, (x, y) => x.Maximum(y)) },
        { "minimum", a => Pair(a, (x, y) => x.Minimum(y)) },
        { "fmax", a => Pair(a, (x, y) => x.FMax(y)) },
        { "fmin", a => Pair(a, (x, y) => x.FMin(y)) },
        { "fmod", a => Pair(a, (x, y) => x.FMod(y)) },
        { "remainder", a => Pair(a, (x, y) => x.Remainder(y)) },
        { "copysign", a => Pair(a, (x, y) => x.CopySign(y)) },
        { "xlogy", a => Pair(a, (x, y) => x.XLogY(y)) },
        { "logaddexp", a => Pair(a, (x, y) => x.LogAddExp(y)) },
        { "logaddexp2", a => Pair(a, (x, y) => x.LogAddExp2(y)) },
        { "hypot", a => Pair(a, (x, y) => x.Hypot(y)) },
        { "atan2", a => Pair(a, (x, y) => x.Atan2(y)) },
        { "eq", a => Operand(a, "other", (x, y) => x.Eq(y), (x, s) => x.Eq(s)) },
        { "ne", a => Operand(a, "other", (x, y) => x.Ne(y), (x, s) => x.Ne(s)) },
        { "lt", a => Operand(a, "other", (x, y) => x.Lt(y), (x, s) => x.Lt(s)) },
        { "le", a => Operand(a, "other", (x, y) => x.Le(y), (x, s) => x.Le(s)) },
        { "gt", a => Operand(a, "other", (x, y) => x.Gt(y), (x, s) => x.Gt(s)) },
        { "ge", a => Operand(a, "other", (x, y) => x.Ge(y), (x, s) => x.Ge(s)) },
        { "logical_and", a => Pair(a, (x, y) => x.LogicalAnd(y)) },
        { "logical_or", a => Pair(a, (x, y) => x.LogicalOr(y)) },
        { "logical_xor", a => Pair(a, (x, y) => x.LogicalXor(y)) },
        { "floor_divide", a => Pair(a, (x, y) => x.FloorDivide(y)) },
        { "bitwise_and", a => Pair(a, (x, y) => x & y) },
        { "bitwise_or", a => Pair(a, (x, y) => x | y) },
        { "bitwise_xor", a => Pair(a, (x, y) => x ^ y) },
        { "bitwise_not", x => ~x },
        { "float_power", a => FloatPower(a) },
        { "heaviside", a => a.Tensor("input").Heaviside(a.Tensor("values")) },
        { "isclose", a => a.Tensor("input").IsClose(a.Tensor("other"), a.Double("rtol", 1e-5), a.Double("atol", 1e-8), a.Bool("equal_nan")) },
        { "lerp", a => a.OptionalTensor("weight") is { } weight ? a.Tensor("input").Lerp(a.Tensor("end"), weight) : a.Tensor("input").Lerp(a.Tensor("end"), a.Double("weight")) },
        { "addcmul", a => a.Tensor("input").AddCMul(a.Tensor("tensor1"), a.Tensor("tensor2"), a.Double("value", 1)) },
        { "addcdiv", a => a.Tensor("input").AddCDiv(a.Tensor("tensor1"), a.Tensor("tensor2"), a.Double("value", 1)) },
        { "where", a => Tensor.Where(a.Tensor("condition"), Value(a, "input"), Value(a, "other")) },
    };

    /// <summary>A tensor, or the number in its place as a tensor of rank 0.</summary>
    public static Tensor Value(CaseArguments a, string name) =>
        a.OptionalTensor(name) ?? Tensor.Scalar(a.Double(name), a.IsWhole(name) ? DType.Int64 : DType.Float64);

    private static Tensor Pair(CaseArguments a, Func<Tensor, Tensor, Tensor> op) => op(Value(a, "input"), Value(a, "other"));

    /// <summary>Takes the overload for what the case has: a tensor, a floating number, a whole number.</summary>
    private static Tensor Operand(
        CaseArguments a,
        string other,
        Func<Tensor, Tensor, Tensor> tensor,
        Func<Tensor, double, Tensor> number,
        Func<Tensor, long, Tensor>? whole = null)
    {
        var x = a.Tensor("input");
        if (a.OptionalTensor(other) is { } y) return tensor(x, y);
        bool isWhole = a.IsWhole(other) && (!a.Has("alpha") || a.IsWhole("alpha"));
        return whole is not null && isWhole ? whole(x, a.Int(other)) : number(x, a.Double(other));
    }

    private static Tensor Scaled(CaseArguments a, Tensor y) => !a.Has("alpha") ? y
        : a.IsWhole("alpha") ? y * (long)a.Int("alpha")
        : y * a.Double("alpha");

    private static Tensor Divide(CaseArguments a)
    {
        var mode = Enum.Parse<RoundingMode>(a.Text("rounding_mode", "none"), ignoreCase: true);
        return mode == RoundingMode.None
            ? Operand(a, "other", (x, y) => x / y, (x, s) => x / s)
            : Operand(a, "other", (x, y) => x.Div(y, mode), (x, s) => x.Div(s, mode));
    }

    private static Tensor FloatPower(CaseArguments a) => a.IsTensor("input")
        ? Operand(a, "exponent", (x, y) => x.FloatPower(y), (x, s) => x.FloatPower(s))
        : Value(a, "input").FloatPower(a.Tensor("exponent"));

    private static Tensor Power(CaseArguments a) => a.IsTensor("input")
        ? Operand(a, "exponent", (x, y) => x.Pow(y), (x, s) => x.Pow(s))
        : Value(a, "input").Pow(a.Tensor("exponent"));
}
