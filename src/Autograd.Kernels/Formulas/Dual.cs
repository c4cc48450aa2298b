using System.Runtime.CompilerServices;

namespace Autograd.Formulas;

/// <summary>A number with its derivative along a direction: forward mode over any reading. Comparisons look at the number alone.</summary>
/// <remarks>Tangents are combined by Select, not by products with 0, so that a branch not taken leaks no NaN.</remarks>
internal readonly struct Dual<V>(V primal, V tangent) : IReal<Dual<V>>
    where V : struct, IReal<V>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;
    private const double TwoOverRootPi = 1.1283791670955126;

    public readonly V Primal = primal;
    public readonly V Tangent = tangent;

    public static Dual<V> Zero
    {
        [MethodImpl(Inline)]
        get => new(V.Zero, V.Zero);
    }

    public static Dual<V> One
    {
        [MethodImpl(Inline)]
        get => new(V.One, V.Zero);
    }

    [MethodImpl(Inline)]
    public static Dual<V> Const(double literal) => new(V.Const(literal), V.Zero);

    [MethodImpl(Inline)]
    public static Dual<V> Const(Number parameter) => new(V.Const(parameter), V.Zero);

    [MethodImpl(Inline)]
    public static Dual<V> operator +(Dual<V> x, Dual<V> y) => new(x.Primal + y.Primal, x.Tangent + y.Tangent);

    [MethodImpl(Inline)]
    public static Dual<V> operator -(Dual<V> x, Dual<V> y) => new(x.Primal - y.Primal, x.Tangent - y.Tangent);

    [MethodImpl(Inline)]
    public static Dual<V> operator *(Dual<V> x, Dual<V> y) => new(x.Primal * y.Primal, x.Tangent * y.Primal + x.Primal * y.Tangent);

    [MethodImpl(Inline)]
    public static Dual<V> Fma(Dual<V> a, Dual<V> b, Dual<V> c) =>
        new(V.Fma(a.Primal, b.Primal, c.Primal), V.Fma(a.Tangent, b.Primal, V.Fma(a.Primal, b.Tangent, c.Tangent)));

    [MethodImpl(Inline)]
    public static Dual<V> operator /(Dual<V> x, Dual<V> y)
    {
        V q = x.Primal / y.Primal;
        return new(q, (x.Tangent - q * y.Tangent) / y.Primal);
    }

    [MethodImpl(Inline)]
    public static Dual<V> operator -(Dual<V> x) => new(-x.Primal, -x.Tangent);

    [MethodImpl(Inline)]
    public static Mask<Dual<V>> operator <(Dual<V> x, Dual<V> y) => Wrap(x.Primal < y.Primal);

    [MethodImpl(Inline)]
    public static Mask<Dual<V>> operator >(Dual<V> x, Dual<V> y) => Wrap(x.Primal > y.Primal);

    [MethodImpl(Inline)]
    public static Mask<Dual<V>> operator <=(Dual<V> x, Dual<V> y) => Wrap(x.Primal <= y.Primal);

    [MethodImpl(Inline)]
    public static Mask<Dual<V>> operator >=(Dual<V> x, Dual<V> y) => Wrap(x.Primal >= y.Primal);

    [MethodImpl(Inline)]
    public static Mask<Dual<V>> Equal(Dual<V> x, Dual<V> y) => Wrap(V.Equal(x.Primal, y.Primal));

    [MethodImpl(Inline)]
    public static Mask<Dual<V>> And(Mask<Dual<V>> a, Mask<Dual<V>> b) => Wrap(Unwrap(a) & Unwrap(b));

    [MethodImpl(Inline)]
    public static Mask<Dual<V>> Or(Mask<Dual<V>> a, Mask<Dual<V>> b) => Wrap(Unwrap(a) | Unwrap(b));

    [MethodImpl(Inline)]
    public static Mask<Dual<V>> Not(Mask<Dual<V>> a) => Wrap(!Unwrap(a));

    [MethodImpl(Inline)]
    public static Mask<Dual<V>> IsNaN(Dual<V> x) => Wrap(V.IsNaN(x.Primal));

    [MethodImpl(Inline)]
    public static Dual<V> Select(Mask<Dual<V>> mask, Dual<V> x, Dual<V> y)
    {
        Mask<V> m = Unwrap(mask);
        return new(V.Select(m, x.Primal, y.Primal), V.Select(m, x.Tangent, y.Tangent));
    }

    /// <summary>Where both are equal the tangent is the mean, as PyTorch splits the gradient.</summary>
    [MethodImpl(Inline)]
    public static Dual<V> Min(Dual<V> x, Dual<V> y) => new(V.Min(x.Primal, y.Primal), Choose(x.Primal < y.Primal, x, y));

    /// <inheritdoc cref="Min"/>
    [MethodImpl(Inline)]
    public static Dual<V> Max(Dual<V> x, Dual<V> y) => new(V.Max(x.Primal, y.Primal), Choose(x.Primal > y.Primal, x, y));

    [MethodImpl(Inline)]
    public static Dual<V> Abs(Dual<V> x) => new(V.Abs(x.Primal), x.Tangent * RealMath.Sign(x.Primal));

    [MethodImpl(Inline)]
    public static Dual<V> CopySign(Dual<V> x, Dual<V> sign) => new(
        V.CopySign(x.Primal, sign.Primal),
        x.Tangent * RealMath.Sign(x.Primal) * V.CopySign(V.One, sign.Primal));

    [MethodImpl(Inline)]
    public static Dual<V> Sqrt(Dual<V> x)
    {
        V root = V.Sqrt(x.Primal);
        return new(root, x.Tangent / (root + root));
    }

    [MethodImpl(Inline)]
    public static Dual<V> Exp(Dual<V> x)
    {
        V e = V.Exp(x.Primal);
        return new(e, x.Tangent * e);
    }

    [MethodImpl(Inline)]
    public static Dual<V> Expm1(Dual<V> x)
    {
        V e = V.Expm1(x.Primal);
        return new(e, x.Tangent * (e + V.One));
    }

    [MethodImpl(Inline)]
    public static Dual<V> Log(Dual<V> x) => new(V.Log(x.Primal), x.Tangent / x.Primal);

    [MethodImpl(Inline)]
    public static Dual<V> Log1p(Dual<V> x) => new(V.Log1p(x.Primal), x.Tangent / (V.One + x.Primal));

    [MethodImpl(Inline)]
    public static Dual<V> Sin(Dual<V> x) => new(V.Sin(x.Primal), x.Tangent * V.Cos(x.Primal));

    [MethodImpl(Inline)]
    public static Dual<V> Cos(Dual<V> x) => new(V.Cos(x.Primal), -(x.Tangent * V.Sin(x.Primal)));

    [MethodImpl(Inline)]
    public static Dual<V> Tan(Dual<V> x)
    {
        V t = V.Tan(x.Primal);
        return new(t, x.Tangent * (V.One + t * t));
    }

    [MethodImpl(Inline)]
    public static Dual<V> Tanh(Dual<V> x)
    {
        V t = V.Tanh(x.Primal);
        return new(t, x.Tangent * (V.One - t * t));
    }

    [MethodImpl(Inline)]
    public static Dual<V> Atan(Dual<V> x) => new(V.Atan(x.Primal), x.Tangent / (V.One + x.Primal * x.Primal));

    [MethodImpl(Inline)]
    public static Dual<V> Erf(Dual<V> x) => new(V.Erf(x.Primal), x.Tangent * (V.Const(TwoOverRootPi) * Bell(x.Primal)));

    [MethodImpl(Inline)]
    public static Dual<V> Erfc(Dual<V> x) => new(V.Erfc(x.Primal), x.Tangent * (V.Const(-TwoOverRootPi) * Bell(x.Primal)));

    /// <summary><c>y x^(y-1) dx + x^y log(x) dy</c>; a constant exponent adds no NaN for a negative base, and 0^0 no derivative.</summary>
    [MethodImpl(Inline)]
    public static Dual<V> Pow(Dual<V> x, Dual<V> y)
    {
        V z = V.Pow(x.Primal, y.Primal);
        V alongX = V.Select(V.Equal(y.Primal, V.Zero), V.Zero, y.Primal * V.Pow(x.Primal, y.Primal - V.One));
        Mask<V> flat = V.Equal(y.Tangent, V.Zero) | (V.Equal(x.Primal, V.Zero) & (y.Primal >= V.Zero));
        V alongY = V.Select(flat, V.Zero, z * V.Log(x.Primal) * y.Tangent);
        return new(z, x.Tangent * alongX + alongY);
    }

    [MethodImpl(Inline)]
    public static Dual<V> Fmod(Dual<V> x, Dual<V> y) =>
        new(V.Fmod(x.Primal, y.Primal), x.Tangent - V.Truncate(x.Primal / y.Primal) * y.Tangent);

    [MethodImpl(Inline)]
    public static Dual<V> Floor(Dual<V> x) => new(V.Floor(x.Primal), V.Zero);

    [MethodImpl(Inline)]
    public static Dual<V> Ceiling(Dual<V> x) => new(V.Ceiling(x.Primal), V.Zero);

    [MethodImpl(Inline)]
    public static Dual<V> Truncate(Dual<V> x) => new(V.Truncate(x.Primal), V.Zero);

    [MethodImpl(Inline)]
    public static Dual<V> Round(Dual<V> x) => new(V.Round(x.Primal), V.Zero);

    /// <summary><c>exp(-x^2)</c>; a call of its own, as erf itself is, so that the rest of a formula finds room for its locals.</summary>
    [MethodImpl(Inline)]
    private static V Bell(V x)
    {
        Bell(ref x, out V result);
        return result;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Bell(ref V xAt, out V to)
    {
        V x = xAt;
        to = V.Exp(-(x * x));
    }

    [MethodImpl(Inline)]
    private static V Choose(Mask<V> first, Dual<V> x, Dual<V> y) => V.Select(
        V.Equal(x.Primal, y.Primal),
        V.Const(0.5) * (x.Tangent + y.Tangent),
        V.Select(first, x.Tangent, y.Tangent));

    [MethodImpl(Inline)]
    private static Mask<Dual<V>> Wrap(Mask<V> mask) => new(new Dual<V>(mask.Bits, V.Zero));

    [MethodImpl(Inline)]
    private static Mask<V> Unwrap(Mask<Dual<V>> mask) => new(mask.Bits.Primal);
}
