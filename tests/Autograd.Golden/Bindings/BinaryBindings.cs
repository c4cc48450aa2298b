using Autograd.Formulas;

namespace Autograd.Golden;

/// <summary>Elementwise ops of two or three tensors, where a number may stand for a tensor.</summary>
internal static class BinaryBindings
{
    public static BindingTable Table { get; } = new()
    {
        { "add", a => Pair(a, (x, y) => a.Has("alpha") ? x.Add(y, Factor(a, "alpha")) : x + y) },
        { "sub", a => Pair(a, (x, y) => a.Has("alpha") ? x.Sub(y, Factor(a, "alpha")) : x - y) },
        { "rsub", a => Pair(a, (x, y) => a.Has("alpha") ? x.RSub(y, Factor(a, "alpha")) : x.RSub(y)) },
        { "mul", a => Pair(a, (x, y) => x * y) },
        { "div", a => Divide(a) },
        { "pow", a => Value(a, "input").Pow(Value(a, "exponent")) },
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
        { "eq", a => Pair(a, (x, y) => x.Eq(y)) },
        { "ne", a => Pair(a, (x, y) => x.Ne(y)) },
        { "lt", a => Pair(a, (x, y) => x.Lt(y)) },
        { "le", a => Pair(a, (x, y) => x.Le(y)) },
        { "gt", a => Pair(a, (x, y) => x.Gt(y)) },
        { "ge", a => Pair(a, (x, y) => x.Ge(y)) },
        { "logical_and", a => Pair(a, (x, y) => x.LogicalAnd(y)) },
        { "logical_or", a => Pair(a, (x, y) => x.LogicalOr(y)) },
        { "logical_xor", a => Pair(a, (x, y) => x.LogicalXor(y)) },
        { "floor_divide", a => Pair(a, (x, y) => x.FloorDivide(y)) },
        { "bitwise_and", a => Pair(a, (x, y) => x & y) },
        { "bitwise_or", a => Pair(a, (x, y) => x | y) },
        { "bitwise_xor", a => Pair(a, (x, y) => x ^ y) },
        { "bitwise_not", x => ~x },
        { "float_power", a => Value(a, "input").FloatPower(Value(a, "exponent")) },
        { "heaviside", a => a.Tensor("input").Heaviside(a.Tensor("values")) },
        { "isclose", a => a.Tensor("input").IsClose(a.Tensor("other"), a.Double("rtol", 1e-5), a.Double("atol", 1e-8), a.Bool("equal_nan")) },
        { "lerp", a => a.OptionalTensor("weight") is { } weight ? a.Tensor("input").Lerp(a.Tensor("end"), weight) : a.Tensor("input").Lerp(a.Tensor("end"), a.Double("weight")) },
        { "addcmul", a => a.Tensor("input").AddCMul(a.Tensor("tensor1"), a.Tensor("tensor2"), Factor(a, "value")) },
        { "addcdiv", a => a.Tensor("input").AddCDiv(a.Tensor("tensor1"), a.Tensor("tensor2"), Factor(a, "value")) },
        { "where", a => Tensor.Where(a.Tensor("condition"), Value(a, "input"), Value(a, "other")) },
    };

    /// <summary>A tensor, or the number in its place.</summary>
    /// <remarks>With a cast: of a long and a double a conditional makes a double.</remarks>
    public static Tensor Value(CaseArguments a, string name) =>
        a.OptionalTensor(name) ?? (a.IsWhole(name) ? (Tensor)a.Long(name) : a.Double(name));

    private static Tensor Pair(CaseArguments a, Func<Tensor, Tensor, Tensor> op) => op(Value(a, "input"), Value(a, "other"));

    private static Number Factor(CaseArguments a, string name) => a.IsWhole(name) ? (Number)a.Long(name) : a.Double(name, 1);

    private static Tensor Divide(CaseArguments a)
    {
        var mode = Enum.Parse<RoundingMode>(a.Text("rounding_mode", "none"), ignoreCase: true);
        return Pair(a, (x, y) => x.Div(y, mode));
    }
}
