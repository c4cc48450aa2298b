namespace Autograd.Formulas;

/// <summary>
/// The reading that notes which way a formula goes: every comparison, which of two numbers is the smaller, the sign of what is taken
/// absolutely, the whole part of what is rounded. Two points with equal notes lie on one piece of the function.
/// </summary>
/// <remarks>Pieces on which the formula is written differently and the function is smooth are told apart as well.</remarks>
internal readonly struct Branched(Scalar<double> at) : IReal<Branched>
{
    [ThreadStatic]
    private static HashCode taken;

    private readonly Scalar<double> at = at;

    public static Branched Zero => new(Scalar<double>.Zero);

    public static Branched One => new(Scalar<double>.One);

    /// <summary>The ways that a formula goes at some points, as one number.</summary>
    public static int OfUnary<F>(F f, ReadOnlySpan<double> x)
        where F : struct, IUnaryFormula
    {
        taken = default;
        for (int i = 0; i < x.Length; i++) f.Value(Of(x[i]));
        return taken.ToHashCode();
    }

    /// <inheritdoc cref="OfUnary"/>
    public static int OfBinary<F>(F f, ReadOnlySpan<double> x, ReadOnlySpan<double> y)
        where F : struct, IBinaryFormula
    {
        taken = default;
        for (int i = 0; i < x.Length; i++) f.Value(Of(x[i]), Of(y[i]));
        return taken.ToHashCode();
    }

    /// <inheritdoc cref="OfUnary"/>
    public static int OfTernary<F>(F f, ReadOnlySpan<double> x, ReadOnlySpan<double> y, ReadOnlySpan<double> z)
        where F : struct, ITernaryFormula
    {
        taken = default;
        for (int i = 0; i < x.Length; i++) f.Value(Of(x[i]), Of(y[i]), Of(z[i]));
        return taken.ToHashCode();
    }

    public static Branched Const(double literal) => Of(literal);

    public static Branched Const(Number parameter) => Of(parameter.Real);

    public static Branched operator +(Branched x, Branched y) => new(x.at + y.at);

    public static Branched operator -(Branched x, Branched y) => new(x.at - y.at);

    public static Branched operator *(Branched x, Branched y) => new(x.at * y.at);

    public static Branched Fma(Branched a, Branched b, Branched c) => new(Scalar<double>.Fma(a.at, b.at, c.at));

    public static Branched operator /(Branched x, Branched y) => new(x.at / y.at);

    public static Branched operator -(Branched x) => new(-x.at);

    public static Mask<Branched> operator <(Branched x, Branched y) => Decided(x.at < y.at);

    public static Mask<Branched> operator >(Branched x, Branched y) => Decided(x.at > y.at);

    public static Mask<Branched> operator <=(Branched x, Branched y) => Decided(x.at <= y.at);

    public static Mask<Branched> operator >=(Branched x, Branched y) => Decided(x.at >= y.at);

    public static Mask<Branched> Equal(Branched x, Branched y) => Decided(Scalar<double>.Equal(x.at, y.at));

    public static Mask<Branched> IsNaN(Branched x) => Decided(Scalar<double>.IsNaN(x.at));

    public static Mask<Branched> And(Mask<Branched> a, Mask<Branched> b) => Wrap(Unwrap(a) & Unwrap(b));

    public static Mask<Branched> Or(Mask<Branched> a, Mask<Branched> b) => Wrap(Unwrap(a) | Unwrap(b));

    public static Mask<Branched> Not(Mask<Branched> a) => Wrap(!Unwrap(a));

    public static Branched Select(Mask<Branched> mask, Branched x, Branched y) => new(Scalar<double>.Select(Unwrap(mask), x.at, y.at));

    public static Branched Min(Branched x, Branched y) => Noted(Order(x, y), Scalar<double>.Min(x.at, y.at));

    public static Branched Max(Branched x, Branched y) => Noted(Order(x, y), Scalar<double>.Max(x.at, y.at));

    public static Branched Abs(Branched x) => Noted(Order(x, Zero), Scalar<double>.Abs(x.at));

    public static Branched CopySign(Branched x, Branched sign) =>
        Noted(Order(x, Zero), Noted(double.IsNegative(sign.at.Value) ? 1 : 0, Scalar<double>.CopySign(x.at, sign.at)).at);

    public static Branched Fmod(Branched x, Branched y) => Noted(Math.Truncate(x.at.Value / y.at.Value), Scalar<double>.Fmod(x.at, y.at));

    public static Branched Floor(Branched x) => Noted(Scalar<double>.Floor(x.at));

    public static Branched Ceiling(Branched x) => Noted(Scalar<double>.Ceiling(x.at));

    public static Branched Truncate(Branched x) => Noted(Scalar<double>.Truncate(x.at));

    public static Branched Round(Branched x) => Noted(Scalar<double>.Round(x.at));

    public static Branched Sqrt(Branched x) => new(Scalar<double>.Sqrt(x.at));

    public static Branched Exp(Branched x) => new(Scalar<double>.Exp(x.at));

    public static Branched Expm1(Branched x) => new(Scalar<double>.Expm1(x.at));

    public static Branched Log(Branched x) => new(Scalar<double>.Log(x.at));

    public static Branched Log1p(Branched x) => new(Scalar<double>.Log1p(x.at));

    public static Branched Sin(Branched x) => new(Scalar<double>.Sin(x.at));

    public static Branched Cos(Branched x) => new(Scalar<double>.Cos(x.at));

    public static Branched Tan(Branched x) => new(Scalar<double>.Tan(x.at));

    public static Branched Tanh(Branched x) => new(Scalar<double>.Tanh(x.at));

    public static Branched Atan(Branched x) => new(Scalar<double>.Atan(x.at));

    public static Branched Erf(Branched x) => new(Scalar<double>.Erf(x.at));

    public static Branched Erfc(Branched x) => new(Scalar<double>.Erfc(x.at));

    public static Branched Pow(Branched x, Branched y) => new(Scalar<double>.Pow(x.at, y.at));

    private static Branched Of(double value) => new(new Scalar<double>(value));

    private static int Order(Branched x, Branched y) => x.at.Value.CompareTo(y.at.Value);

    private static Branched Noted(double decision, Scalar<double> result)
    {
        taken.Add(decision);
        return new(result);
    }

    private static Branched Noted(Scalar<double> whole) => Noted(whole.Value, whole);

    private static Mask<Branched> Decided(Mask<Scalar<double>> mask)
    {
        taken.Add(Scalar<double>.IsTrue(mask));
        return Wrap(mask);
    }

    private static Mask<Branched> Wrap(Mask<Scalar<double>> mask) => new(new Branched(mask.Bits));

    private static Mask<Scalar<double>> Unwrap(Mask<Branched> mask) => new(mask.Bits.at);
}
