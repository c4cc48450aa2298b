using System.Runtime.CompilerServices;

namespace Autograd.Formulas;

/// <summary>The error function and its complement: 3 ulp and 7 ulp.</summary>
internal static partial class LaneMath
{
    /// <summary>Up to 1 by <c>x P(x^2)</c>, beyond as 1 - erfc.</summary>
    [MethodImpl(Inline)]
    public static V Erf<V>(V x)
        where V : struct, ILaneMath<V>
    {
        Erf(ref x, out V result);
        return result;
    }

    [MethodImpl(Outline)]
    private static void Erf<V>(ref V xAt, out V to)
        where V : struct, ILaneMath<V>
    {
        V x = xAt;
        V a = V.Abs(x);
        to = ErfNear(x);
        // Bits of numbers that are not negative are ordered as the numbers are; a NaN is one on either side.
        Mask<V> far = V.SignBit(V.BitSub(V.One, a));
        if (V.Any(far)) to = V.Select(far, V.CopySign(V.One - ErfcFar(a), x), to);
    }

    /// <summary>Up to 1/2 as 1 - erf, beyond by its own series, which keeps the relative precision.</summary>
    [MethodImpl(Inline)]
    public static V Erfc<V>(V x)
        where V : struct, ILaneMath<V>
    {
        Erfc(ref x, out V result);
        return result;
    }

    [MethodImpl(Outline)]
    private static void Erfc<V>(ref V xAt, out V to)
        where V : struct, ILaneMath<V>
    {
        V x = xAt;
        V a = V.Abs(x);
        V far = ErfcFar(a);
        far = V.Select(V.SignBit(x), V.Const(2) - far, far);
        to = V.Select(V.SignBit(V.BitSub(V.Const(0.5), a)), far, V.One - ErfNear(x));
    }

    [MethodImpl(Inline)]
    private static V ErfNear<V>(V x)
        where V : struct, ILaneMath<V>
    {
        V z = x * x;
        V p;
        if (V.IsSingle)
        {
            p = V.Fma(V.Const(7.87587506e-05f), z, V.Const(-0.000801686429f));
            p = V.Fma(p, z, V.Const(0.00518908742f));
            p = V.Fma(p, z, V.Const(-0.026854212f));
            p = V.Fma(p, z, V.Const(0.112835947f));
            p = V.Fma(p, z, V.Const(-0.376126267f));
            p = V.Fma(p, z, V.Const(1.12837917f));
        }
        else
        {
            p = V.Fma(V.Const(5.957176147748911e-11), z, V.Const(-1.1372848856791674e-09));
            p = V.Fma(p, z, V.Const(1.4659775274047436e-08));
            p = V.Fma(p, z, V.Const(-1.6350312701054695e-07));
            p = V.Fma(p, z, V.Const(1.6461000484121368e-06));
            p = V.Fma(p, z, V.Const(-1.4925595266831182e-05));
            p = V.Fma(p, z, V.Const(0.0001205533111164271));
            p = V.Fma(p, z, V.Const(-0.000854832698083379));
            p = V.Fma(p, z, V.Const(0.0052239776248180145));
            p = V.Fma(p, z, V.Const(-0.026866170645076792));
            p = V.Fma(p, z, V.Const(0.11283791670954879));
            p = V.Fma(p, z, V.Const(-0.3761263890318375));
            p = V.Fma(p, z, V.Const(1.1283791670955126));
        }

        return x * p;
    }

    /// <summary><c>erfc(a) = exp(-a^2) u h(u)</c> with <c>u = 1/(a + c)</c>, for a from 1/2 to where it vanishes.</summary>
    /// <remarks>exp(-a^2) would lose the bits that a^2 rounds away: a^2 = b^2 + (a - b)(a + b), b the upper half of a's bits.</remarks>
    [MethodImpl(Inline)]
    private static V ErfcFar<V>(V a)
        where V : struct, ILaneMath<V>
    {
        a = V.AtMost(a, K<V>(11f, 28));
        V u = V.One / (a + K<V>(2.5f, 3));
        V p;
        if (V.IsSingle)
        {
            p = V.Fma(V.Const(-138.87782f), u, V.Const(486.48554f));
            p = V.Fma(p, u, V.Const(-542.710385f));
            p = V.Fma(p, u, V.Const(233.457524f));
            p = V.Fma(p, u, V.Const(-40.4646172f));
            p = V.Fma(p, u, V.Const(21.1854544f));
            p = V.Fma(p, u, V.Const(5.71130671f));
            p = V.Fma(p, u, V.Const(3.30998048f));
            p = V.Fma(p, u, V.Const(1.40797201f));
            p = V.Fma(p, u, V.Const(0.564230808f));
        }
        else
        {
            p = V.Fma(V.Const(144249912.7650339), u, V.Const(-514932697.9486113));
            p = V.Fma(p, u, V.Const(845069496.2040659));
            p = V.Fma(p, u, V.Const(-841734656.450064));
            p = V.Fma(p, u, V.Const(566616384.6166767));
            p = V.Fma(p, u, V.Const(-272718320.4138143));
            p = V.Fma(p, u, V.Const(97645644.94427109));
            p = V.Fma(p, u, V.Const(-27023955.374904767));
            p = V.Fma(p, u, V.Const(5970385.962220422));
            p = V.Fma(p, u, V.Const(-1051178.4357193199));
            p = V.Fma(p, u, V.Const(148038.0918498493));
            p = V.Fma(p, u, V.Const(-19349.269279805994));
            p = V.Fma(p, u, V.Const(1233.5608910614856));
            p = V.Fma(p, u, V.Const(-50.428813950853744));
            p = V.Fma(p, u, V.Const(180.15259784504232));
            p = V.Fma(p, u, V.Const(124.2091031016671));
            p = V.Fma(p, u, V.Const(67.29550397604227));
            p = V.Fma(p, u, V.Const(30.888903881217974));
            p = V.Fma(p, u, V.Const(12.694276117972631));
            p = V.Fma(p, u, V.Const(4.795611300172363));
            p = V.Fma(p, u, V.Const(1.692568752147704));
            p = V.Fma(p, u, V.Const(0.5641895835412015));
        }

        V b = Upper(a);
        return Exp(-(b * b), (b - a) * (b + a)) * (u * p);
    }
}
