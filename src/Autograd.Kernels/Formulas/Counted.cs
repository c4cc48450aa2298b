namespace Autograd.Formulas;

/// <summary>
/// The reading that weighs a formula's text: about the instructions that its operations take in a register. It decides
/// which second derivatives are fused into one loop; a long one is composed of ops, since the loop would compute its parts again.
/// </summary>
internal readonly struct Counted : IReal<Counted>
{
    private const int Masked = 2, Slow = 4, Exponential = 19, Logarithm = 20, Series = 25, Outlined = 60;

    [ThreadStatic]
    private static int total;

    public static Counted Zero => default;

    public static Counted One => default;

    /// <summary>
    /// The weight of the loop of second derivatives of several slopes, whose text holds each of them along each of x, y and z.
    /// </summary>
    public static int OfCurve<S>(S slopes)
        where S : struct, ISlopes
    {
        total = 0;
        for (int along = 0; along < S.Count; along++) slopes.Slope<Dual<Counted>>(along, default, default, default);
        return 3 * total;
    }

    public static Counted Const(double literal) => default;

    public static Counted Const(Number parameter) => default;

    public static Counted operator +(Counted x, Counted y) => Weigh(1);

    public static Counted operator -(Counted x, Counted y) => Weigh(1);

    public static Counted operator *(Counted x, Counted y) => Weigh(1);

    public static Counted Fma(Counted a, Counted b, Counted c) => Weigh(1);

    public static Counted operator /(Counted x, Counted y) => Weigh(Slow);

    public static Counted operator -(Counted x) => Weigh(1);

    public static Mask<Counted> operator <(Counted x, Counted y) => new(Weigh(Masked));

    public static Mask<Counted> operator >(Counted x, Counted y) => new(Weigh(Masked));

    public static Mask<Counted> operator <=(Counted x, Counted y) => new(Weigh(Masked));

    public static Mask<Counted> operator >=(Counted x, Counted y) => new(Weigh(Masked));

    public static Mask<Counted> Equal(Counted x, Counted y) => new(Weigh(Masked));

    public static Mask<Counted> And(Mask<Counted> a, Mask<Counted> b) => new(Weigh(Masked));

    public static Mask<Counted> Or(Mask<Counted> a, Mask<Counted> b) => new(Weigh(Masked));

    public static Mask<Counted> Not(Mask<Counted> a) => new(Weigh(Masked));

    public static Mask<Counted> IsNaN(Counted x) => new(Weigh(Masked));

    public static Counted Select(Mask<Counted> mask, Counted x, Counted y) => Weigh(Masked);

    public static Counted Min(Counted x, Counted y) => Weigh(1);

    public static Counted Max(Counted x, Counted y) => Weigh(1);

    public static Counted Abs(Counted x) => Weigh(1);

    public static Counted CopySign(Counted x, Counted sign) => Weigh(1);

    public static Counted Floor(Counted x) => Weigh(1);

    public static Counted Ceiling(Counted x) => Weigh(1);

    public static Counted Truncate(Counted x) => Weigh(1);

    public static Counted Round(Counted x) => Weigh(1);

    public static Counted Sqrt(Counted x) => Weigh(Slow);

    public static Counted Exp(Counted x) => Weigh(Exponential);

    public static Counted Tanh(Counted x) => Weigh(Logarithm);

    public static Counted Log(Counted x) => Weigh(Logarithm);

    public static Counted Expm1(Counted x) => Weigh(Series);

    public static Counted Log1p(Counted x) => Weigh(Series);

    public static Counted Sin(Counted x) => Weigh(Series);

    public static Counted Cos(Counted x) => Weigh(Series);

    public static Counted Tan(Counted x) => Weigh(Series);

    public static Counted Atan(Counted x) => Weigh(Series);

    public static Counted Erf(Counted x) => Weigh(Outlined);

    public static Counted Erfc(Counted x) => Weigh(Outlined);

    public static Counted Pow(Counted x, Counted y) => Weigh(Outlined);

    public static Counted Fmod(Counted x, Counted y) => Weigh(Outlined);

    private static Counted Weigh(int instructions)
    {
        total += instructions;
        return default;
    }
}
