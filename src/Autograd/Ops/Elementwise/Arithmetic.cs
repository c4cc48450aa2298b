using Autograd.Formulas;

namespace Autograd;

public partial class Tensor
{
    /// <summary>The sum, element by element, broadcast (<c>torch.add</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor operator +(Tensor x, Tensor y) => Operand(x, "Add").Add(Operand(y, "Add"));

    /// <summary>x + c; a number never changes a floating dtype.</summary>
    public static Tensor operator +(Tensor x, double c) => UnaryOp.ApplyNumeric(Operand(x, "Add").ForReal(), new AddConstantFormula(c));

    /// <summary>c + x.</summary>
    public static Tensor operator +(double c, Tensor x) => x + c;

    /// <summary>x + c; integers stay integers.</summary>
    public static Tensor operator +(Tensor x, long c) => Operand(x, "Add").DType.IsFloat ? x + (double)c : x.Add(c);

    /// <summary>c + x.</summary>
    public static Tensor operator +(long c, Tensor x) => x + c;

    /// <summary>The difference, element by element, broadcast (<c>torch.sub</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    /// <exception cref="DTypeException">Both are bool.</exception>
    public static Tensor operator -(Tensor x, Tensor y) => Operand(x, "Sub").Sub(Operand(y, "Sub"));

    /// <summary>x - c.</summary>
    public static Tensor operator -(Tensor x, double c) => Operand(x, "Sub") + -c;

    /// <summary>c - x.</summary>
    public static Tensor operator -(double c, Tensor x) => UnaryOp.ApplyNumeric(Operand(x, "Sub").ForReal(), new RSubConstantFormula(c));

    /// <summary>x - c; integers stay integers.</summary>
    public static Tensor operator -(Tensor x, long c) => Operand(x, "Sub") + -c;

    /// <summary>c - x; integers stay integers.</summary>
    public static Tensor operator -(long c, Tensor x) => Operand(x, "Sub").DType.IsFloat ? (double)c - x : x.RSub(c);

    /// <summary>The negative (<c>torch.neg</c>).</summary>
    /// <exception cref="DTypeException">The dtype is bool; use <see cref="LogicalNot"/>.</exception>
    public static Tensor operator -(Tensor x) => Operand(x, "Neg").Neg();

    /// <summary>The product, element by element, broadcast (<c>torch.mul</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor operator *(Tensor x, Tensor y) => Operand(x, "Mul").Mul(Operand(y, "Mul"));

    /// <summary>c x; a number never changes a floating dtype.</summary>
    public static Tensor operator *(Tensor x, double c) => UnaryOp.ApplyNumeric(Operand(x, "Mul").ForReal(), new MulConstantFormula(c));

    /// <summary>c x.</summary>
    public static Tensor operator *(double c, Tensor x) => x * c;

    /// <summary>c x; integers stay integers.</summary>
    public static Tensor operator *(Tensor x, long c) => Operand(x, "Mul").DType.IsFloat ? x * (double)c : x.Mul(c);

    /// <summary>c x; integers stay integers.</summary>
    public static Tensor operator *(long c, Tensor x) => x * c;

    /// <summary>The quotient, element by element, broadcast; of integers in float32 (<c>torch.div</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor operator /(Tensor x, Tensor y) => Operand(x, "Div").Div(Operand(y, "Div"));

    /// <summary>x / c.</summary>
    public static Tensor operator /(Tensor x, double c) => UnaryOp.Apply(Operand(x, "Div"), new DivConstantFormula(c));

    /// <summary>c / x.</summary>
    public static Tensor operator /(double c, Tensor x) => UnaryOp.Apply(Operand(x, "Div"), new RDivConstantFormula(c));

    /// <summary>The sum (<c>torch.add</c>), of bools their or.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor Add(Tensor other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return DType == DType.Bool && other.DType == DType.Bool ? LogicalOr(other) : BinaryOp.ApplyNumeric(this, other, default(AddFormula));
    }

    /// <summary>x + alpha other (<c>torch.add(alpha=)</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    /// <exception cref="DTypeException">The result is of integers, and alpha is no whole number.</exception>
    public Tensor Add(Tensor other, Number alpha)
    {
        NeedWhole("Add", nameof(alpha), alpha, DTypes.Result(this, Given(other)));
        return BinaryOp.ApplyNumeric(this, other, new AddScaledFormula(alpha));
    }

    /// <summary>The difference (<c>torch.sub</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    /// <exception cref="DTypeException">Both are bool.</exception>
    public Tensor Sub(Tensor other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (DType == DType.Bool && other.DType == DType.Bool)
            throw new DTypeException("Sub: bools are not subtracted; use LogicalXor, or convert with To");
        return BinaryOp.ApplyNumeric(this, other, default(SubFormula));
    }

    /// <summary>x - alpha other (<c>torch.sub(alpha=)</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    /// <exception cref="DTypeException">The result is of integers, and alpha is no whole number.</exception>
    public Tensor Sub(Tensor other, Number alpha)
    {
        NeedWhole("Sub", nameof(alpha), alpha, DTypes.Result(this, Given(other)));
        return Add(other, -alpha);
    }

    /// <summary>other - alpha x: the difference the other way round (<c>torch.rsub</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor RSub(Tensor other) => Given(other).Sub(this);

    /// <summary>other - alpha x: the difference the other way round (<c>torch.rsub</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    /// <exception cref="DTypeException">The result is of integers, and alpha is no whole number.</exception>
    public Tensor RSub(Tensor other, Number alpha) => Given(other).Sub(this, alpha);

    /// <summary>The product (<c>torch.mul</c>), of bools their and.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor Mul(Tensor other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return BinaryOp.ApplyNumeric(this, other, default(MulFormula));
    }

    /// <summary>The quotient; of integers in float32 (<c>torch.div</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor Div(Tensor other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return BinaryOp.Apply(this, other, default(DivFormula));
    }

    /// <summary>The negative (<c>torch.neg</c>).</summary>
    /// <exception cref="DTypeException">The dtype is bool; use <see cref="LogicalNot"/>.</exception>
    public Tensor Neg() => DType == DType.Bool
        ? throw new DTypeException("Neg: a bool has no negative; use LogicalNot")
        : UnaryOp.ApplyNumeric(this, default(NegFormula));

    /// <summary>The absolute value; the slope at 0 is 0 (<c>torch.abs</c>).</summary>
    public Tensor Abs() => UnaryOp.ApplyNumeric(this, default(AbsFormula));

    /// <summary>-1, 0 or 1 by the sign; its derivative is zero (<c>torch.sign</c>).</summary>
    public Tensor Sign() => UnaryOp.ApplyNumeric(this, default(SignFormula));

    /// <summary>x x (<c>torch.square</c>).</summary>
    public Tensor Square() => UnaryOp.ApplyNumeric(this, default(SquareFormula));

    /// <summary>1 / x; integers become float32 (<c>torch.reciprocal</c>).</summary>
    public Tensor Reciprocal() => UnaryOp.Apply(this, default(ReciprocalFormula));

    /// <summary>x to the power of an exponent, or of each, broadcast; of integers by integers an integer, exact but for wrapping (<c>torch.pow</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    /// <exception cref="DTypeException">Integers are to be raised to a negative whole number.</exception>
    public Tensor Pow(Tensor exponent)
    {
        ArgumentNullException.ThrowIfNull(exponent);
        if (IntegerOp.Serves(this, exponent)) return IntegerPow.Run(this, exponent);
        return exponent is { IsNumber: true, RequiresGrad: false }
            ? UnaryOp.Apply(To(DTypes.Result(this, exponent)), new PowConstantFormula(exponent.Item()))
            : BinaryOp.Apply(this, exponent, default(PowFormula));
    }

    /// <summary>
    /// x between two bounds, numbers or tensors that broadcast (<c>torch.clamp</c>). Between numbers the slope is 1 inside and on
    /// the bounds, 0 outside; with tensors it goes to what is taken.
    /// </summary>
    /// <param name="min">The lower bound; none when not given.</param>
    /// <param name="max">The upper bound; none when not given. Below <paramref name="min"/>, everything is <paramref name="max"/>.</param>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor Clamp(Tensor? min = null, Tensor? max = null)
    {
        var dtype = min is null ? DType : DTypes.Result(this, min);
        if (max is not null) dtype = DTypes.Result(To(dtype), max);
        var x = To(dtype);
        if (dtype.IsFloat && Fixed(min) && Fixed(max))
            return UnaryOp.Apply(x, new ClampFormula(min?.Item() ?? double.NegativeInfinity, max?.Item() ?? double.PositiveInfinity));
        if (min is not null && max is not null) return TernaryOp.ApplyNumeric(x, min, max, default(ClampBetweenFormula));
        if (min is not null) return Where(x.Lt(min), min, x);
        return max is not null ? Where(x.Gt(max), max, x) : x;

        static bool Fixed(Tensor? bound) => bound is null or { IsNumber: true, RequiresGrad: false };
    }

    /// <summary>An operand of an operator, which has no method to be called on: a null is most often a gradient that is not there.</summary>
    private static Tensor Operand(Tensor? x, string op) => x
        ?? throw new ArgumentNullException(nameof(x), $"{op}: an operand is null. Grad, for instance, is null until a backward pass has reached the leaf");

    /// <summary>A factor of integers is a whole number: its fraction is not cut off in silence.</summary>
    private static void NeedWhole(string op, string name, Number factor, DType dtype)
    {
        if (!dtype.IsFloat && factor.Real != Math.Truncate(factor.Real))
            throw new DTypeException(string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"{op}: {name} is {factor.Real}, and the result of {dtype.Name} has no fractions; convert to a floating dtype with To(DType.Float32)"));
    }

    /// <summary>A floating number meets an integer tensor: the result is float32.</summary>
    private Tensor ForReal() => To(DTypes.Result(DType, DType.Float32));
}
