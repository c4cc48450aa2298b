using System.Numerics;

namespace Autograd.Formulas;

/// <summary>One number, by the functions of the runtime: the reference that the lanes are tested against.</summary>
internal readonly struct Scalar<T>(T value) : IReal<Scalar<T>>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public T Value { get; } = value;

    public static Scalar<T> Zero => new(T.Zero);

    public static Scalar<T> One => new(T.One);

    public static Scalar<T> Const(double literal) => new(T.CreateTruncating(literal));

    public static Scalar<T> Const(Number parameter) => new(T.CreateTruncating(parameter.Real));

    public static Scalar<T> operator +(Scalar<T> x, Scalar<T> y) => new(x.Value + y.Value);

    public static Scalar<T> operator -(Scalar<T> x, Scalar<T> y) => new(x.Value - y.Value);

    public static Scalar<T> operator *(Scalar<T> x, Scalar<T> y) => new(x.Value * y.Value);

    public static Scalar<T> Fma(Scalar<T> a, Scalar<T> b, Scalar<T> c) => new(T.MultiplyAddEstimate(a.Value, b.Value, c.Value));

    public static Scalar<T> operator /(Scalar<T> x, Scalar<T> y) => new(x.Value / y.Value);

    public static Scalar<T> operator -(Scalar<T> x) => new(-x.Value);

    public static Mask<Scalar<T>> operator <(Scalar<T> x, Scalar<T> y) => Truth(x.Value < y.Value);

    public static Mask<Scalar<T>> operator >(Scalar<T> x, Scalar<T> y) => Truth(x.Value > y.Value);

    public static Mask<Scalar<T>> operator <=(Scalar<T> x, Scalar<T> y) => Truth(x.Value <= y.Value);

    public static Mask<Scalar<T>> operator >=(Scalar<T> x, Scalar<T> y) => Truth(x.Value >= y.Value);

    public static Mask<Scalar<T>> Equal(Scalar<T> x, Scalar<T> y) => Truth(x.Value == y.Value);

    public static Mask<Scalar<T>> And(Mask<Scalar<T>> a, Mask<Scalar<T>> b) => Truth(IsTrue(a) && IsTrue(b));

    public static Mask<Scalar<T>> Or(Mask<Scalar<T>> a, Mask<Scalar<T>> b) => Truth(IsTrue(a) || IsTrue(b));

    public static Mask<Scalar<T>> Not(Mask<Scalar<T>> a) => Truth(!IsTrue(a));

    public static Mask<Scalar<T>> IsNaN(Scalar<T> x) => Truth(T.IsNaN(x.Value));

    public static Scalar<T> Select(Mask<Scalar<T>> mask, Scalar<T> x, Scalar<T> y) => IsTrue(mask) ? x : y;

    public static Scalar<T> Min(Scalar<T> x, Scalar<T> y) => new(T.Min(x.Value, y.Value));

    public static Scalar<T> Max(Scalar<T> x, Scalar<T> y) => new(T.Max(x.Value, y.Value));

    public static Scalar<T> Abs(Scalar<T> x) => new(T.Abs(x.Value));

    public static Scalar<T> Sqrt(Scalar<T> x) => new(T.Sqrt(x.Value));

    public static Scalar<T> Exp(Scalar<T> x) => new(T.Exp(x.Value));

    /// <summary>The runtime's is exp(x) - 1; near 0 by the sinh and cosh of half the argument: 2 sinh(x/2) exp(x/2).</summary>
    public static Scalar<T> Expm1(Scalar<T> x) => Narrow(
        Math.Abs(Wide(x)) < 1 ? 2 * Math.Sinh(Wide(x) / 2) * Math.Exp(Wide(x) / 2) : Math.Exp(Wide(x)) - 1);

    public static Scalar<T> Log(Scalar<T> x) => new(T.Log(x.Value));

    /// <summary>Near 0 by <c>2 atanh(x / (2 + x))</c>, since the runtime's is log(1 + x).</summary>
    // Below 2^-54 the logarithm is x to the last bit, and half of the smallest number would be 0.
    public static Scalar<T> Log1p(Scalar<T> x) => Math.Abs(Wide(x)) < 5e-17 ? x : Narrow(
        Math.Abs(Wide(x)) < 0.5 ? 2 * Math.Atanh(Wide(x) / (2 + Wide(x))) : Math.Log(1 + Wide(x)));

    public static Scalar<T> Sin(Scalar<T> x) => new(T.Sin(x.Value));

    public static Scalar<T> Cos(Scalar<T> x) => new(T.Cos(x.Value));

    public static Scalar<T> Tan(Scalar<T> x) => new(T.Tan(x.Value));

    public static Scalar<T> Tanh(Scalar<T> x) => new(T.Tanh(x.Value));

    public static Scalar<T> Atan(Scalar<T> x) => new(T.Atan(x.Value));

    public static Scalar<T> Erf(Scalar<T> x) => Narrow(ScalarErf.Erf(Wide(x)));

    public static Scalar<T> Erfc(Scalar<T> x) => Narrow(ScalarErf.Erfc(Wide(x)));

    public static Scalar<T> Pow(Scalar<T> x, Scalar<T> y) => new(T.Pow(x.Value, y.Value));

    public static Scalar<T> Fmod(Scalar<T> x, Scalar<T> y) => new(x.Value % y.Value);

    public static Scalar<T> Floor(Scalar<T> x) => new(T.Floor(x.Value));

    public static Scalar<T> Ceiling(Scalar<T> x) => new(T.Ceiling(x.Value));

    public static Scalar<T> Truncate(Scalar<T> x) => new(T.Truncate(x.Value));

    public static Scalar<T> Round(Scalar<T> x) => new(T.Round(x.Value));

    public static Scalar<T> CopySign(Scalar<T> x, Scalar<T> sign) => new(T.CopySign(x.Value, sign.Value));

    public static bool IsTrue(Mask<Scalar<T>> mask) => mask.Bits.Value != T.Zero;

    private static Mask<Scalar<T>> Truth(bool holds) => new(holds ? One : Zero);

    private static double Wide(Scalar<T> x) => double.CreateTruncating(x.Value);

    private static Scalar<T> Narrow(double x) => new(T.CreateTruncating(x));
}
