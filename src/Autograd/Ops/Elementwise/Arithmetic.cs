using Autograd.Formulas;

namespace Autograd;

public partial class Tensor
{
    /// <summary>The sum, element by element, broadcast (<c>torch.add</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor operator +(Tensor x, Tensor y) => x.Add(y);

    /// <summary>x + c; a number never changes a floating dtype.</summary>
    public static Tensor operator +(Tensor x, double c) => UnaryOp.ApplyNumeric(x.ForReal(), new AddConstantFormula(c));

    /// <summary>c + x.</summary>
    public static Tensor operator +(double c, Tensor x) => x + c;

    /// <summary>x + c; integers stay integers.</summary>
    public static Tensor operator +(Tensor x, long c) => UnaryOp.ApplyNumeric(x.ForInteger(), new AddConstantFormula(c));

    /// <summary>c + x.</summary>
    public static Tensor operator +(long c, Tensor x) => x + c;

    /// <summary>The difference, element by element, broadcast (<c>torch.sub</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    /// <exception cref="DTypeException">Both are bool.</exception>
    public static Tensor operator -(Tensor x, Tensor y) => x.Sub(y);

    /// <summary>x - c.</summary>
    public static Tensor operator -(Tensor x, double c) => x + -c;

    /// <summary>c - x.</summary>
    public static Tensor operator -(double c, Tensor x) => UnaryOp.ApplyNumeric(x.ForReal(), new RSubConstantFormula(c));

    /// <summary>x - c; integers stay integers.</summary>
    public static Tensor operator -(Tensor x, long c) => x + -c;

    /// <summary>c - x; integers stay integers.</summary>
    public static Tensor operator -(long c, Tensor x) => UnaryOp.ApplyNumeric(x.ForInteger(), new RSubConstantFormula(c));

    /// <summary>The negative (<c>torch.neg</c>).</summary>
    /// <exception cref="DTypeException">The dtype is bool; use <see cref="LogicalNot"/>.</exception>
    public static Tensor operator -(Tensor x) => x.Neg();

    /// <summary>The product, element by element, broadcast (<c>torch.mul</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor operator *(Tensor x, Tensor y) => x.Mul(y);

    /// <summary>c x; a number never changes a floating dtype.</summary>
    public static Tensor operator *(Tensor x, double c) => UnaryOp.ApplyNumeric(x.ForReal(), new MulConstantFormula(c));

    /// <summary>c x.</summary>
    public static Tensor operator *(double c, Tensor x) => x * c;

    /// <summary>c x; integers stay integers.</summary>
    public static Tensor operator *(Tensor x, long c) => UnaryOp.ApplyNumeric(x.ForInteger(), new MulConstantFormula(c));

    /// <summary>c x; integers stay integers.</summary>
    public static Tensor operator *(long c, Tensor x) => x * c;

    /// <summary>The quotient, element by element, broadcast; of integers in float32 (<c>torch.div</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor operator /(Tensor x, Tensor y) => x.Div(y);

    /// <summary>x / c.</summary>
    public static Tensor operator /(Tensor x, double c) => UnaryOp.Apply(x, new DivConstantFormula(c));

    /// <summary>c / x.</summary>
    public static Tensor operator /(double c, Tensor x) => UnaryOp.Apply(x, new RDivConstantFormula(c));

    /// <summary>The sum (<c>torch.add</c>), of bools their or.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor Add(Tensor other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return DType == DType.Bool && other.DType == DType.Bool ? LogicalOr(other) : BinaryOp.ApplyNumeric(this, other, default(AddFormula));
    }

    /// <summary>x + alpha other (<c>torch.add(alpha=)</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor Add(Tensor other, double alpha)
    {
        ArgumentNullException.ThrowIfNull(other);
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
    public Tensor Sub(Tensor other, double alpha) => Add(other, -alpha);

    /// <summary>other - alpha x: the difference the other way round (<c>torch.rsub</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor RSub(Tensor other, double alpha = 1)
    {
        ArgumentNullException.ThrowIfNull(other);
        return other.Sub(this, alpha);
    }

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

    /// <summary>x to the power c (<c>torch.pow</c>).</summary>
    public Tensor Pow(double exponent) => UnaryOp.Apply(this, new PowConstantFormula(exponent));

    /// <summary>x to the power of each exponent, broadcast (<c>torch.pow</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor Pow(Tensor exponent)
    {
        ArgumentNullException.ThrowIfNull(exponent);
        return BinaryOp.Apply(this, exponent, default(PowFormula));
    }

    /// <summary>x between two bounds; the slope is 1 inside and on the bounds, 0 outside (<c>torch.clamp</c>).</summary>
    /// <param name="min">The lower bound; none when not given.</param>
    /// <param name="max">The upper bound; none when not given. Below <paramref name="min"/>, everything is <paramref name="max"/>.</param>
    public Tensor Clamp(double? min = null, double? max = null) =>
        UnaryOp.ApplyNumeric(this, new ClampFormula(min ?? double.NegativeInfinity, max ?? double.PositiveInfinity));

    /// <summary>x between two tensors of bounds, broadcast; the slope goes to what is taken (<c>torch.clamp</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor Clamp(Tensor? min, Tensor? max)
    {
        var x = this;
        if (min is not null) x = Where(x.Lt(min), min, x);
        if (max is not null) x = Where(x.Gt(max), max, x);
        return x;
    }

    /// <summary>A floating number meets an integer tensor: the result is float32.</summary>
    private Tensor ForReal() => DType.IsFloat ? this : To(DType.Float32);

    /// <summary>A whole number meets a bool tensor: the result is int64.</summary>
    private Tensor ForInteger() => DType == DType.Bool ? To(DType.Int64) : this;
}
