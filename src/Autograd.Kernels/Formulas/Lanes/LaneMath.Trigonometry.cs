using System.Runtime.CompilerServices;

namespace Autograd.Formulas;

/// <summary>Sine and cosine 1 ulp, arc tangent 2, tangent 3.</summary>
/// <remarks>Outlined on purpose: a call costs little beside them and keeps formulas beneath the JIT's limit of locals.</remarks>
internal static partial class LaneMath
{
    private const MethodImplOptions Outline = MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization;

    // pi/2 of float32 in three pieces of 11 bits and the rest.
    private const float PiHalfSingle1 = 1.5703125f;
    private const float PiHalfSingle2 = 0.0004837512969970703f;
    private const float PiHalfSingle3 = 7.549533620476723e-08f;
    private const float PiHalfSingle4 = 2.56334415e-12f;

    [MethodImpl(Inline)]
    public static V Sin<V>(V x)
        where V : struct, ILaneMath<V>
    {
        Sin(ref x, out V result);
        return result;
    }

    [MethodImpl(Outline)]
    private static unsafe void Sin<V>(ref V xAt, out V to)
        where V : struct, ILaneMath<V>
    {
        V x = xAt;
        V a = V.Abs(x);
        Quadrant(a, out V q, out V r, out V low);
        V z = r * r;
        V y = V.Select(IsOdd(q), CosKernel(r, z, low), SinKernel(r, z, low));
        // Of |x|, so that -0 stays what it is.
        to = V.BitXor(y, V.BitXor(SignOfHalf(q), V.BitAnd(x, Sign<V>())));
        if (V.Any(a > Far<V>())) EachFar(ref xAt, ref to, &Math.Sin);
    }

    [MethodImpl(Inline)]
    public static V Cos<V>(V x)
        where V : struct, ILaneMath<V>
    {
        Cos(ref x, out V result);
        return result;
    }

    [MethodImpl(Outline)]
    private static unsafe void Cos<V>(ref V xAt, out V to)
        where V : struct, ILaneMath<V>
    {
        V x = xAt;
        V a = V.Abs(x);
        Quadrant(a, out V q, out V r, out V low);
        V z = r * r;
        V y = V.Select(IsOdd(q), SinKernel(r, z, low), CosKernel(r, z, low));
        to = V.BitXor(y, SignOfHalf(V.BitAdd(q, V.ConstBits(1, 1))));
        if (V.Any(a > Far<V>())) EachFar(ref xAt, ref to, &Math.Cos);
    }

    [MethodImpl(Inline)]
    public static V Tan<V>(V x)
        where V : struct, ILaneMath<V>
    {
        Tan(ref x, out V result);
        return result;
    }

    [MethodImpl(Outline)]
    private static unsafe void Tan<V>(ref V xAt, out V to)
        where V : struct, ILaneMath<V>
    {
        V x = xAt;
        V a = V.Abs(x);
        Quadrant(a, out V q, out V r, out V low);
        V z = r * r;
        V sin = SinKernel(r, z, low), cos = CosKernel(r, z, low);
        Mask<V> odd = IsOdd(q);
        V y = V.Select(odd, -cos, sin) / V.Select(odd, sin, cos);
        to = V.BitXor(y, V.BitAnd(x, Sign<V>()));
        if (V.Any(a > Far<V>())) EachFar(ref xAt, ref to, &Math.Tan);
    }

    /// <summary>Beyond this the products n * piece of the reduction are no longer exact; each element is then computed on its own.</summary>
    [MethodImpl(Inline)]
    private static V Far<V>()
        where V : struct, ILaneMath<V> => K<V>(8000f, 1e5);

    /// <summary>A call at the end of its caller: nothing is kept over it, so that those who never make it spill nothing.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static unsafe void EachFar<V>(ref V x, ref V to, delegate*<double, double> function)
        where V : struct, ILaneMath<V> => to = V.Select(V.Abs(x) > Far<V>(), V.EachElement(x, function), to);

    /// <summary>By the lowest bit of a count.</summary>
    [MethodImpl(Inline)]
    private static Mask<V> IsOdd<V>(V q)
        where V : struct, ILaneMath<V> => V.SignBit(V.ShiftLeft(q, V.IsSingle ? 31 : 63));

    /// <summary>The second bit of a count as a sign: quadrants 2 and 3.</summary>
    [MethodImpl(Inline)]
    private static V SignOfHalf<V>(V q)
        where V : struct, ILaneMath<V> => V.BitAnd(V.ShiftLeft(q, V.IsSingle ? 30 : 62), Sign<V>());

    [MethodImpl(Inline)]
    private static V Sign<V>()
        where V : struct, ILaneMath<V> => V.ConstBits(int.MinValue, long.MinValue);

    /// <summary>x - n pi/2 as r + low. pi/2 in pieces of 33 bits (float32: 11) whose products with n are exact, and a rest.</summary>
    /// <remarks>n = round(x / (pi/2)) is counted by the lowest bits of q: added to 1.5 times 2^23 (2^52) it is rounded there.</remarks>
    [MethodImpl(Inline)]
    private static void Quadrant<V>(V x, out V q, out V r, out V low)
        where V : struct, ILaneMath<V>
    {
        V large = K<V>(12582912f, 6755399441055744.0);
        q = x * K<V>(0.636619772f, 0.63661977236758134308) + large;
        V minus = large - q;
        V t = V.Fma(minus, K<V>(PiHalfSingle1, 1.57079632673412561417e+00), x);
        if (V.IsSingle) t = V.Fma(minus, V.Const(PiHalfSingle2), t);
        V w = minus * K<V>(PiHalfSingle3, 6.07710050630396597660e-11);
        V a = t + w;
        V b = V.Fma(minus, K<V>(PiHalfSingle4, 2.02226624879595063154e-21), t - a + w);
        r = a + b;
        low = (a - r) + b;
    }

    /// <summary>fdlibm's kernel: sin(r + low) for |r| at most pi/4, z = r^2.</summary>
    [MethodImpl(Inline)]
    private static V SinKernel<V>(V r, V z, V low)
        where V : struct, ILaneMath<V>
    {
        V p;
        if (V.IsSingle)
        {
            p = V.Fma(V.Const(-1.9515295891E-4f), z, V.Const(8.3321608736E-3f));
        }
        else
        {
            p = V.Fma(V.Const(1.58969099521155010221e-10), z, V.Const(-2.50507602534068634195e-08));
            p = V.Fma(p, z, V.Const(2.75573137070700676789e-06));
            p = V.Fma(p, z, V.Const(-1.98412698298579493134e-04));
            p = V.Fma(p, z, V.Const(8.33333333332248946124e-03));
        }

        p = V.Fma(p, z, K<V>(-1.6666654611E-1f, -1.66666666666666324348e-01));
        return r + V.Fma(z * r, p, V.Fma(V.Const(-0.5) * z, low, low));
    }

    /// <summary>fdlibm's kernel: cos(r + low) = 1 - z/2 + (what that rounding lost + z^2 c(z) - r low).</summary>
    [MethodImpl(Inline)]
    private static V CosKernel<V>(V r, V z, V low)
        where V : struct, ILaneMath<V>
    {
        V p;
        if (V.IsSingle)
        {
            p = V.Fma(V.Const(2.443315711809948E-5f), z, V.Const(-1.388731625493765E-3f));
        }
        else
        {
            p = V.Fma(V.Const(-1.13596475577881948265e-11), z, V.Const(2.08757232129817482790e-09));
            p = V.Fma(p, z, V.Const(-2.75573143513906633035e-07));
            p = V.Fma(p, z, V.Const(2.48015872894767294178e-05));
            p = V.Fma(p, z, V.Const(-1.38888888888741095749e-03));
        }

        p = V.Fma(p, z, K<V>(4.166664568298827E-2f, 4.16666666666666019037e-02));
        V w = V.Fma(V.Const(-0.5), z, V.One);
        return w + (V.Fma(z * z, p, V.Fma(V.Const(-0.5), z, V.One - w)) - r * low);
    }

    /// <summary>atan(t) = t + t z a(z), z = t^2, for |t| up to tan(pi/8); beyond by (x-1)/(x+1) about pi/4, and by -1/x about pi/2.</summary>
    [MethodImpl(Inline)]
    public static V Atan<V>(V x)
        where V : struct, ILaneMath<V>
    {
        Atan(ref x, out V result);
        return result;
    }

    [MethodImpl(Outline)]
    private static void Atan<V>(ref V xAt, out V to)
        where V : struct, ILaneMath<V>
    {
        V x = xAt;
        V a = V.Abs(x);
        // Bits of numbers that are not negative are ordered as the numbers are; a NaN is one on either side.
        Mask<V> large = V.SignBit(V.BitSub(V.Const(2.414213562373095), a));
        Mask<V> middle = V.SignBit(V.BitSub(V.Const(0.4142135623730950), a));
        V top = V.Select(large, -V.One, V.Select(middle, a - V.One, a));
        V bottom = V.Select(large, a, V.Select(middle, a + V.One, V.One));
        V t = top / bottom;
        V z = t * t;
        V p;
        if (V.IsSingle)
        {
            p = V.Fma(V.Const(-0.0645184128f), z, V.Const(0.107437053f));
            p = V.Fma(p, z, V.Const(-0.142639532f));
            p = V.Fma(p, z, V.Const(0.199995404f));
        }
        else
        {
            p = V.Fma(V.Const(0.016285183029865667), z, V.Const(-0.034570044186095536));
            p = V.Fma(p, z, V.Const(0.04551573086664191));
            p = V.Fma(p, z, V.Const(-0.052304498567092406));
            p = V.Fma(p, z, V.Const(0.05878928398517232));
            p = V.Fma(p, z, V.Const(-0.06666424833613552));
            p = V.Fma(p, z, V.Const(0.07692296372129964));
            p = V.Fma(p, z, V.Const(-0.09090908753400499));
            p = V.Fma(p, z, V.Const(0.11111111105153429));
            p = V.Fma(p, z, V.Const(-0.14285714285659806));
            p = V.Fma(p, z, V.Const(0.19999999999999804));
        }

        p = V.Fma(p, z, K<V>(-0.333333318f, -0.3333333333333333));
        // pi/2 and pi/4 with what their rounding left out.
        V high = V.Select(large, V.Const(1.5707963267948966), V.Select(middle, V.Const(0.7853981633974483), V.Zero));
        V low = V.Select(large, K<V>(-4.37113883e-8f, 6.123233995736766e-17), V.Select(middle, K<V>(-2.18556941e-8f, 3.061616997868383e-17), V.Zero));
        to = V.CopySign(high + (t + V.Fma(t * z, p, low)), x);
    }
}
