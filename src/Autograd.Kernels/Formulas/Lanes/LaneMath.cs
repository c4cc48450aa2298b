using System.Runtime.CompilerServices;

namespace Autograd.Formulas;

/// <summary>Exp, log and tanh over the primitives of a register: one text for float32 and float64 and for every width.</summary>
/// <remarks>
/// Errors against the exact value, over the whole range: log, log1p 1 ulp, exp 1 (1.5 where nothing is fused), expm1 2, tanh 3; docs/numerics.md has all of them.
/// Polynomials by interpolation at Chebyshev nodes in 60 digits; the logarithm's series is fdlibm's.
/// </remarks>
internal static partial class LaneMath
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <summary>The coefficient of the element type at hand; the other one never reaches the machine.</summary>
    [MethodImpl(Inline)]
    private static V K<V>(float single, double real)
        where V : struct, ILaneMath<V> => V.IsSingle ? V.Const(single) : V.Const(real);

    /// <summary><c>exp(x) = 2^n (1 + r + r^2 q(r))</c>, <c>n = round(x / ln 2)</c>, |r| at most ln(2)/2.</summary>
    [MethodImpl(Inline)]
    public static V Exp<V>(V x)
        where V : struct, ILaneMath<V>
    {
        ExpReduce(x, out V n, out V r);
        return V.Scale(V.Fma(V.Fma(ExpQ(r), r, V.One), r, V.One), n);
    }

    /// <summary><c>exp(x + low)</c> for a low that adds less than 1/8 to the reduced argument.</summary>
    [MethodImpl(Inline)]
    private static V Exp<V>(V x, V low)
        where V : struct, ILaneMath<V>
    {
        ExpReduce(x, out V n, out V r);
        r += low;
        return V.Scale(V.Fma(V.Fma(ExpQ(r), r, V.One), r, V.One), n);
    }

    [MethodImpl(Inline)]
    private static void ExpReduce<V>(V x, out V n, out V r)
        where V : struct, ILaneMath<V>
    {
        // Beyond these bounds the result is 0 or infinity anyway; a NaN passes.
        x = V.AtLeast(V.AtMost(x, K<V>(90f, 711)), K<V>(-105f, -747));
        n = V.Round(x * K<V>(1.44269504f, 1.4426950408889634));
        r = ReduceLn2(x, n);
    }

    /// <summary><c>2^n (r + r^2 q) + (2^n - 1)</c>, all halved so that 2^n is finite up to the overflow.</summary>
    [MethodImpl(Inline)]
    public static V Expm1<V>(V x)
        where V : struct, ILaneMath<V>
    {
        Expm1(ref x, out V result);
        return result;
    }

    [MethodImpl(Outline)]
    private static void Expm1<V>(ref V xAt, out V to)
        where V : struct, ILaneMath<V>
    {
        V x = xAt;
        V c = V.AtLeast(V.AtMost(x, K<V>(89f, 710)), K<V>(-20f, -45));
        V n = V.Round(c * K<V>(1.44269504f, 1.4426950408889634));
        V r = ReduceLn2(c, n);
        V p = V.Fma(r * r, ExpQ(r), r);
        V s = V.Scale(V.Const(0.5), n);
        V y = V.Fma(s, p, s - V.Const(0.5));
        // Where x is tiny the halves would fall below the subnormals (and lose the sign of 0).
        to = V.Select(V.Abs(x) < K<V>(1e-30f, 1e-300), x, y + y);
    }

    /// <summary><c>x - n ln 2</c>, ln 2 in two pieces of which the first has zeros enough for n * piece to be exact.</summary>
    [MethodImpl(Inline)]
    private static V ReduceLn2<V>(V x, V n)
        where V : struct, ILaneMath<V> =>
        V.Fma(n, K<V>(2.12194440e-4f, -1.90821492927058770002e-10), V.Fma(n, K<V>(-0.693359375f, -6.93147180369123816490e-01), x));

    /// <summary><c>q(r) = (exp(r) - 1 - r) / r^2</c>, relative error of exp(r) below 2^-26 and 2^-61.</summary>
    [MethodImpl(Inline)]
    private static V ExpQ<V>(V r)
        where V : struct, ILaneMath<V>
    {
        if (V.IsSingle)
        {
            V q = V.Fma(V.Const(0.00139261926f), r, V.Const(0.00836318626f));
            q = V.Fma(q, r, V.Const(0.0416665546f));
            q = V.Fma(q, r, V.Const(0.166665769f));
            return V.Fma(q, r, V.Const(0.5f));
        }

        V p = V.Fma(V.Const(2.0914696114722443e-09), r, V.Const(2.510522981321569e-08));
        p = V.Fma(p, r, V.Const(2.755727362113095e-07));
        p = V.Fma(p, r, V.Const(2.7557255369427714e-06));
        p = V.Fma(p, r, V.Const(2.4801587325565073e-05));
        p = V.Fma(p, r, V.Const(0.00019841269874844894));
        p = V.Fma(p, r, V.Const(0.0013888888888883744));
        p = V.Fma(p, r, V.Const(0.008333333333326129));
        p = V.Fma(p, r, V.Const(0.04166666666666667));
        p = V.Fma(p, r, V.Const(0.1666666666666667));
        return V.Fma(p, r, V.Const(0.5));
    }

    /// <summary>fdlibm: <c>log(2^k (1+f))</c> with <c>s = f/(2+f)</c>: k ln2 + (f - (f^2/2 - s (f^2/2 + R(s^2)))).</summary>
    [MethodImpl(Inline)]
    public static V Log<V>(V x)
        where V : struct, ILaneMath<V>
    {
        V least = K<V>(1.17549435e-38f, 2.2250738585072014e-308);
        bool plain = !V.Any(!((x >= least) & (x < V.Const(double.PositiveInfinity))));
        V u = x, scale = V.Zero;
        if (!plain)
        {
            // Subnormals are scaled into the normal range first.
            Mask<V> tiny = x < least;
            u = V.Select(tiny, x * K<V>(33554432f, 18014398509481984), x);
            scale = V.Select(tiny, K<V>(25f, 54), V.Zero);
        }

        Split(u, out V k, out V f);
        V y = LogCore(k - scale, f, f / (V.Const(2) + f), V.Zero);
        return plain ? y : LogEdges(x, y);
    }

    /// <summary>fdlibm: the logarithm of u = 1 + x rounded, corrected by what the rounding lost, c, over u.</summary>
    [MethodImpl(Inline)]
    public static V Log1p<V>(V x)
        where V : struct, ILaneMath<V>
    {
        Log1p(ref x, out V result);
        return result;
    }

    [MethodImpl(Outline)]
    private static void Log1p<V>(ref V xAt, out V to)
        where V : struct, ILaneMath<V>
    {
        V x = xAt;
        V u = V.One + x;
        Split(u, out V k, out V f);
        // What the sum lost, whichever of the two is larger (Knuth, TAOCP 2, 4.2.2, theorem B).
        // Beyond 2^126 it is nothing, and 2^-k at the largest numbers would be no normal one.
        V part = u - V.One;
        V c = ((x - part) + (V.One - (u - part))) * PowerOfTwo(V.AtLeast(-k, V.Const(-126)));
        // 1/(1+f) is needed to two digits only: a square in s = f/(2+f) is cheaper than a division.
        V s = f / (V.Const(2) + f);
        c -= V.Const(2) * c * s * (V.One - s);
        V y = V.CopySign(LogCore(k, f, s, c), x);
        to = V.Any(!((u > V.Zero) & (u < V.Const(double.PositiveInfinity)))) ? LogEdges(u, y) : y;
    }

    /// <summary><c>u = 2^k (1 + f)</c> with 1 + f between sqrt(1/2) and sqrt(2), for positive normal u.</summary>
    [MethodImpl(Inline)]
    private static void Split<V>(V u, out V k, out V f)
        where V : struct, ILaneMath<V>
    {
        V half = V.ConstBits(0x3f3504f3, 0x3fe6a09e667f3bcd); // sqrt(1/2)
        V bits = V.BitSub(u, half);
        // Read with bias: the exponent beneath the bits of 2^23 (2^52) is that number plus the exponent.
        V e = V.BitAdd(V.ShiftRight(V.BitAdd(bits, V.ConstBits(0x3f800000, 0x3ff0000000000000)), V.IsSingle ? 23 : 52), V.ConstBits(0x4b000000, 0x4330000000000000));
        k = e - K<V>(8388608f + 127f, 4503599627370496.0 + 1023);
        f = V.BitAdd(V.BitAnd(bits, V.ConstBits(0x007fffff, 0x000fffffffffffff)), half) - V.One;
    }

    [MethodImpl(Inline)]
    private static V LogCore<V>(V k, V f, V s, V c)
        where V : struct, ILaneMath<V>
    {
        V z = s * s;
        V r;
        if (V.IsSingle)
        {
            r = V.Fma(V.Const(0.24279078841f), z, V.Const(0.28498786688f));
            r = V.Fma(r, z, V.Const(0.40000972152f));
            r = V.Fma(r, z, V.Const(0.66666662693f)) * z;
        }
        else
        {
            r = V.Fma(V.Const(1.479819860511658591e-01), z, V.Const(1.531383769920937332e-01));
            r = V.Fma(r, z, V.Const(1.818357216161805012e-01));
            r = V.Fma(r, z, V.Const(2.222219843214978396e-01));
            r = V.Fma(r, z, V.Const(2.857142874366239149e-01));
            r = V.Fma(r, z, V.Const(3.999999999940941908e-01));
            r = V.Fma(r, z, V.Const(6.666666666666735130e-01)) * z;
        }

        V h = V.Const(0.5) * (f * f);
        V low = V.Fma(k, K<V>(9.0580006145e-06f, 1.90821492927058770002e-10), c);
        return V.Fma(k, K<V>(6.9313812256e-01f, 6.93147180369123816490e-01), f - (h - V.Fma(s, h + r, low)));
    }

    [MethodImpl(Inline)]
    private static V LogEdges<V>(V x, V y)
        where V : struct, ILaneMath<V>
    {
        y = V.Select(x < V.Const(double.PositiveInfinity), y, x); // infinity and NaN
        y = V.Select(V.Equal(x, V.Zero), V.Const(double.NegativeInfinity), y);
        return V.Select(x < V.Zero, V.Const(double.NaN), y);
    }

    /// <summary><c>expm1(2|x|) / (expm1(2|x|) + 2)</c>, which has no cancellation; 1 beyond the bound.</summary>
    [MethodImpl(Inline)]
    public static V Tanh<V>(V x)
        where V : struct, ILaneMath<V>
    {
        V a = V.AtMost(V.Abs(x), K<V>(9.1f, 19.5));
        a += a;
        V n = V.Round(a * K<V>(1.44269504f, 1.4426950408889634));
        V r = ReduceLn2(a, n);
        V s = PowerOfTwo(n);
        V e = V.Fma(s, V.Fma(r * r, ExpQ(r), r), s - V.One);
        return V.CopySign(e / (e + V.Const(2)), x);
    }

    /// <summary><c>x * 2^n</c> in two steps, each with a normal power; the first is exact.</summary>
    [MethodImpl(Inline)]
    public static V Scale<V>(V x, V n)
        where V : struct, ILaneMath<V>
    {
        V half = V.Round(n * V.Const(0.5));
        return x * PowerOfTwo(half) * PowerOfTwo(n - half);
    }

    /// <summary>2^n for a whole n within the exponent range: n + bias lands in the low bits of a large number.</summary>
    [MethodImpl(Inline)]
    private static V PowerOfTwo<V>(V n)
        where V : struct, ILaneMath<V> =>
        V.ShiftLeft(n + K<V>(12582912f + 127f, 6755399441055744.0 + 1023), V.IsSingle ? 23 : 52);
}
