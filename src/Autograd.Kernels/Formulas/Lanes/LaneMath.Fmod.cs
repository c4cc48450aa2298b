using System.Runtime.CompilerServices;

namespace Autograd.Formulas;

/// <summary>The remainder of a division towards 0: exact.</summary>
internal static partial class LaneMath
{
    /// <summary>x - q y with q = trunc(x / y), the product in four exact pieces; large quotients element by element.</summary>
    /// <remarks>
    /// Halves of at most 12 (26) bits multiply without rounding, and largest first every difference is exact.
    /// A quotient rounded up to the next whole number leaves a rest of the wrong sign: y is given back.
    /// </remarks>
    [MethodImpl(Inline)]
    public static V Fmod<V>(V x, V y)
        where V : struct, ILaneMath<V>
    {
        Fmod(ref x, ref y, out V result);
        return result;
    }

    [MethodImpl(Outline)]
    private static unsafe void Fmod<V>(ref V xAt, ref V yAt, out V to)
        where V : struct, ILaneMath<V>
    {
        V x = xAt;
        V y = yAt;
        V a = V.Abs(x), b = V.Abs(y);
        V q = V.Truncate(a / b);
        V b1 = Upper(b), b2 = b - b1;
        V r = a - q * b1 - q * b2;
        r = V.Select(r < V.Zero, r + b, r);
        // Quotients of at most 11 (25) bits have exact products with either half; tiny divisors have no halves.
        Mask<V> simple = (q < K<V>(2048f, 33554432)) & (b > K<V>(1e-30f, 1e-290));
        V y0 = V.Select(V.Equal(b, V.Const(double.PositiveInfinity)) & (a < b), a, r);
        Mask<V> rest = !(simple | V.IsNaN(x) | V.IsNaN(y));
        y0 = V.Any(rest) ? V.Select(rest, V.EachElement(a, b, &Modulo), y0) : y0;
        to = V.Select(V.IsNaN(y0), y0, V.CopySign(y0, x));
    }

    private static double Modulo(double x, double y) => x % y;
}
