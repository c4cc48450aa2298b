namespace Autograd.Formulas;

/// <summary>Which arguments a slope reads, found by reading its text once: what it does not read need not be saved.</summary>
/// <remarks>Every operation unites what its operands have read. One run per formula instance; the caller keeps the result.</remarks>
internal readonly struct Reads(SlopeReads flags) : IReal<Reads>
{
    public SlopeReads Flags { get; } = flags;

    public static Reads Zero => default;

    public static Reads One => default;

    /// <summary>What <see cref="IUnaryFormula.Slope"/> of this formula reads.</summary>
    public static SlopeReads OfSlope<F>(F f)
        where F : struct, IUnaryFormula => f.Slope(new Reads(SlopeReads.X), new Reads(SlopeReads.Y)).Flags;

    /// <summary>What one of several slopes reads.</summary>
    public static SlopeReads OfSlope<S>(S slopes, int along)
        where S : struct, ISlopes =>
        slopes.Slope(along, new Reads(SlopeReads.X), new Reads(SlopeReads.Y), new Reads(SlopeReads.Z)).Flags;

    public static Reads Const(double literal) => default;

    public static Reads Const(Number parameter) => default;

    public static Reads operator +(Reads x, Reads y) => new(x.Flags | y.Flags);

    public static Reads operator -(Reads x, Reads y) => new(x.Flags | y.Flags);

    public static Reads operator *(Reads x, Reads y) => new(x.Flags | y.Flags);

    public static Reads Fma(Reads a, Reads b, Reads c) => a + b + c;

    public static Reads operator /(Reads x, Reads y) => new(x.Flags | y.Flags);

    public static Reads operator -(Reads x) => x;

    public static Mask<Reads> operator <(Reads x, Reads y) => new(x + y);

    public static Mask<Reads> operator >(Reads x, Reads y) => new(x + y);

    public static Mask<Reads> operator <=(Reads x, Reads y) => new(x + y);

    public static Mask<Reads> operator >=(Reads x, Reads y) => new(x + y);

    public static Mask<Reads> Equal(Reads x, Reads y) => new(x + y);

    public static Mask<Reads> And(Mask<Reads> a, Mask<Reads> b) => new(a.Bits + b.Bits);

    public static Mask<Reads> Or(Mask<Reads> a, Mask<Reads> b) => new(a.Bits + b.Bits);

    public static Mask<Reads> Not(Mask<Reads> a) => a;

    public static Mask<Reads> IsNaN(Reads x) => new(x);

    public static Reads Select(Mask<Reads> mask, Reads x, Reads y) => mask.Bits + x + y;

    public static Reads Min(Reads x, Reads y) => x + y;

    public static Reads Max(Reads x, Reads y) => x + y;

    public static Reads Pow(Reads x, Reads y) => x + y;

    public static Reads Fmod(Reads x, Reads y) => x + y;

    public static Reads CopySign(Reads x, Reads sign) => x + sign;

    public static Reads Abs(Reads x) => x;

    public static Reads Sqrt(Reads x) => x;

    public static Reads Exp(Reads x) => x;

    public static Reads Expm1(Reads x) => x;

    public static Reads Log(Reads x) => x;

    public static Reads Log1p(Reads x) => x;

    public static Reads Sin(Reads x) => x;

    public static Reads Cos(Reads x) => x;

    public static Reads Tan(Reads x) => x;

    public static Reads Tanh(Reads x) => x;

    public static Reads Atan(Reads x) => x;

    public static Reads Erf(Reads x) => x;

    public static Reads Erfc(Reads x) => x;

    public static Reads Floor(Reads x) => x;

    public static Reads Ceiling(Reads x) => x;

    public static Reads Truncate(Reads x) => x;

    public static Reads Round(Reads x) => x;
}

/// <summary>The arguments of a slope.</summary>
[Flags]
internal enum SlopeReads
{
    /// <summary>None: the slope is a constant.</summary>
    None = 0,

    /// <summary>The first argument of the formula.</summary>
    X = 1,

    /// <summary>The second argument; of a formula of one number its value.</summary>
    Y = 2,

    /// <summary>The value of a formula of two numbers, the third argument of one of three.</summary>
    Z = 4,
}
