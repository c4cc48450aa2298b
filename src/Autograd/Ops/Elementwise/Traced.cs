using Autograd.Formulas;

namespace Autograd;

/// <summary>
/// The reading of a formula as recorded tensor ops. It serves derivatives from order three on, and binary formulas from
/// order two on, and is the check of the fused readings.
/// </summary>
/// <remarks>A constant stays a number until it meets a tensor, so that it takes that tensor's dtype.</remarks>
internal readonly struct Traced : IReal<Traced>
{
    private readonly Tensor? tensor;
    private readonly double constant;

    /// <summary>The dtype of the numbers here; a mask keeps that of what was compared.</summary>
    private readonly DType dtype;

    public Traced(Tensor tensor)
        : this(tensor, tensor.DType)
    {
    }

    private Traced(Tensor tensor, DType dtype)
    {
        this.tensor = tensor;
        this.dtype = dtype;
    }

    private Traced(double constant) => this.constant = constant;

    public static Traced Zero => new(0);

    public static Traced One => new(1);

    public static Traced Const(double literal) => new(literal);

    public static Traced Const(Number parameter) => new(parameter.Real);

    public static Traced operator +(Traced x, Traced y) => (x.tensor, y.tensor) switch
    {
        (null, null) => new(x.constant + y.constant),
        ({ } a, null) => y.constant == 0 ? x : new(a + y.constant),
        (null, { } b) => x.constant == 0 ? y : new(b + x.constant),
        var (a, b) => new(a + b),
    };

    public static Traced operator -(Traced x, Traced y) => (x.tensor, y.tensor) switch
    {
        (null, null) => new(x.constant - y.constant),
        ({ } a, null) => y.constant == 0 ? x : new(a - y.constant),
        (null, { } b) => new(x.constant - b),
        var (a, b) => new(a - b),
    };

    public static Traced operator *(Traced x, Traced y) => (x.tensor, y.tensor) switch
    {
        (null, null) => new(x.constant * y.constant),
        ({ } a, null) => y.constant == 1 ? x : y.constant == 0 ? Zero : new(a * y.constant),
        (null, { } b) => x.constant == 1 ? y : x.constant == 0 ? Zero : new(b * x.constant),
        var (a, b) => new(a * b),
    };

    public static Traced Fma(Traced a, Traced b, Traced c) => a * b + c;

    public static Traced operator /(Traced x, Traced y) => (x.tensor, y.tensor) switch
    {
        (null, null) => new(x.constant / y.constant),
        ({ } a, null) => new(a / y.constant),
        (null, { } b) => x.constant == 0 ? Zero : new(x.constant / b),
        var (a, b) => new(a / b),
    };

    public static Traced operator -(Traced x) => x.tensor is { } a ? new(-a) : new(-x.constant);

    public static Mask<Traced> operator <(Traced x, Traced y) => Compare(x, y, static (a, b) => a.Lt(b), static (a, b) => a < b);

    public static Mask<Traced> operator >(Traced x, Traced y) => Compare(x, y, static (a, b) => a.Gt(b), static (a, b) => a > b);

    public static Mask<Traced> operator <=(Traced x, Traced y) => Compare(x, y, static (a, b) => a.Le(b), static (a, b) => a <= b);

    public static Mask<Traced> operator >=(Traced x, Traced y) => Compare(x, y, static (a, b) => a.Ge(b), static (a, b) => a >= b);

    public static Mask<Traced> Equal(Traced x, Traced y) => Compare(x, y, static (a, b) => a.Eq(b), static (a, b) => a.Equals(b));

    public static Traced Select(Mask<Traced> mask, Traced x, Traced y)
    {
        var m = mask.Bits;
        if (m.tensor is not { } condition) return m.constant != 0 ? x : y;
        if (x.tensor is null && y.tensor is null && x.constant.Equals(y.constant)) return x;
        return new(Tensor.Where(condition, x.Materialize(m.dtype), y.Materialize(m.dtype)));
    }

    public static Traced Min(Traced x, Traced y) => x.tensor is null && y.tensor is null
        ? new(Math.Min(x.constant, y.constant))
        : new(x.Materialize(y.dtype).Minimum(y.Materialize(x.dtype)));

    public static Traced Max(Traced x, Traced y) => x.tensor is null && y.tensor is null
        ? new(Math.Max(x.constant, y.constant))
        : new(x.Materialize(y.dtype).Maximum(y.Materialize(x.dtype)));

    public static Traced Abs(Traced x) => Map(x, static a => a.Abs(), Math.Abs);

    public static Mask<Traced> And(Mask<Traced> a, Mask<Traced> b) => Logical(a, b, static (x, y) => x.LogicalAnd(y), static (x, y) => x & y);

    public static Mask<Traced> Or(Mask<Traced> a, Mask<Traced> b) => Logical(a, b, static (x, y) => x.LogicalOr(y), static (x, y) => x | y);

    public static Mask<Traced> Not(Mask<Traced> a) =>
        new(a.Bits.tensor is { } t ? new Traced(t.LogicalNot(), a.Bits.dtype) : new Traced(a.Bits.constant != 0 ? 0 : 1));

    public static Traced Sqrt(Traced x) => Map(x, static a => a.Sqrt(), Math.Sqrt);

    public static Traced Exp(Traced x) => Map(x, static a => a.Exp(), Math.Exp);

    public static Traced Expm1(Traced x) => Map(x, static a => a.Expm1(), static c => Scalar<double>.Expm1(new Scalar<double>(c)).Value);

    public static Traced Log(Traced x) => Map(x, static a => a.Log(), Math.Log);

    public static Traced Log1p(Traced x) => Map(x, static a => a.Log1p(), static c => Scalar<double>.Log1p(new Scalar<double>(c)).Value);

    public static Traced Sin(Traced x) => Map(x, static a => a.Sin(), Math.Sin);

    public static Traced Cos(Traced x) => Map(x, static a => a.Cos(), Math.Cos);

    public static Traced Tan(Traced x) => Map(x, static a => a.Tan(), Math.Tan);

    public static Traced Tanh(Traced x) => Map(x, static a => a.Tanh(), Math.Tanh);

    public static Traced Atan(Traced x) => Map(x, static a => a.Atan(), Math.Atan);

    public static Traced Erf(Traced x) => Map(x, static a => a.Erf(), static c => Scalar<double>.Erf(new Scalar<double>(c)).Value);

    public static Traced Erfc(Traced x) => Map(x, static a => a.Erfc(), static c => Scalar<double>.Erfc(new Scalar<double>(c)).Value);

    public static Traced Pow(Traced x, Traced y) => (x.tensor, y.tensor) switch
    {
        (null, null) => new(Math.Pow(x.constant, y.constant)),
        ({ } a, null) => new(a.Pow(y.constant)),
        var (_, b) => new(x.Materialize(y.dtype).Pow(b)),
    };

    public static Traced Floor(Traced x) => Map(x, static a => a.Floor(), Math.Floor);

    public static Traced Ceiling(Traced x) => Map(x, static a => a.Ceil(), Math.Ceiling);

    public static Traced Truncate(Traced x) => Map(x, static a => a.Trunc(), Math.Truncate);

    public static Traced Round(Traced x) => Map(x, static a => a.Round(), static c => Math.Round(c, MidpointRounding.ToEven));

    public static Traced CopySign(Traced x, Traced sign) => x.tensor is null && sign.tensor is null
        ? new(Math.CopySign(x.constant, sign.constant))
        : new(x.Materialize(sign.dtype).CopySign(sign.Materialize(x.dtype)));

    public static Traced Fmod(Traced x, Traced y) => x.tensor is null && y.tensor is null
        ? new(x.constant % y.constant)
        : new(x.Materialize(y.dtype).FMod(y.Materialize(x.dtype)));

    public static Mask<Traced> IsNaN(Traced x) =>
        new(x.tensor is { } a ? new Traced(a.IsNaN(), x.dtype) : new Traced(double.IsNaN(x.constant) ? 1 : 0));

    /// <summary>The result as a tensor of the shape and dtype of <paramref name="like"/>.</summary>
    public Tensor ToTensor(Tensor like) => tensor ?? Tensor.FullLike(like, constant);

    private static Traced Map(Traced x, Func<Tensor, Tensor> op, Func<double, double> number) =>
        x.tensor is { } a ? new(op(a)) : new(number(x.constant));

    private static Mask<Traced> Compare(Traced x, Traced y, Func<Tensor, Tensor, Tensor> op, Func<double, double, bool> number) =>
        x.tensor is null && y.tensor is null
            ? new(new Traced(number(x.constant, y.constant) ? 1 : 0))
            : new(new Traced(op(x.Materialize(y.dtype), y.Materialize(x.dtype)), x.tensor is null ? y.dtype : x.dtype));

    private static Mask<Traced> Logical(Mask<Traced> a, Mask<Traced> b, Func<Tensor, Tensor, Tensor> op, Func<bool, bool, bool> number)
    {
        var (x, y) = (a.Bits, b.Bits);
        if (x.tensor is null && y.tensor is null) return new(new Traced(number(x.constant != 0, y.constant != 0) ? 1 : 0));
        var result = op(x.tensor ?? Tensor.Scalar(x.constant, DType.Bool), y.tensor ?? Tensor.Scalar(y.constant, DType.Bool));
        return new(new Traced(result, x.tensor is null ? y.dtype : x.dtype));
    }

    /// <summary>A constant as a scalar of the other operand's dtype.</summary>
    private Tensor Materialize(DType like) => tensor ?? Tensor.Scalar(constant, like);
}
