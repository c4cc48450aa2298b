using System.Runtime.CompilerServices;

namespace Autograd.Formulas;

/// <summary>Power: 1 ulp, by fdlibm's method: log2 of the base and its product with the exponent carried in two pieces.</summary>
internal static partial class LaneMath
{
    [MethodImpl(Inline)]
    public static V Pow<V>(V x, V y)
        where V : struct, ILaneMath<V>
    {
        Pow(ref x, ref y, out V result);
        return result;
    }

    [MethodImpl(Outline)]
    private static void Pow<V>(ref V xAt, ref V yAt, out V to)
        where V : struct, ILaneMath<V>
    {
        V x = xAt;
        V y = yAt;
        V a = V.Abs(x);
        V infinity = V.Const(double.PositiveInfinity);
        V r = PowPositive(a, y);

        // Where base or exponent is 0 or infinite the result is 0, 1 or infinity.
        Mask<V> edge = V.Equal(a, V.Zero) | V.Equal(a, infinity) | V.Equal(V.Abs(y), infinity);
        V limit = V.Select(((a > V.One) & (y > V.Zero)) | ((a < V.One) & (y < V.Zero)), infinity, V.Zero);
        r = V.Select(edge, limit, r);
        r = V.Select(V.IsNaN(x) | V.IsNaN(y), x + y, r);
        r = V.Select(V.Equal(a, V.One) & !V.IsNaN(y), V.One, r);

        // The sign: odd exponents keep that of the base, fractions of a negative number do not exist.
        V half = y * V.Const(0.5);
        Mask<V> whole = V.Equal(V.Floor(y), y);
        Mask<V> odd = whole & !V.Equal(V.Floor(half), half);
        r = V.Select(odd, V.CopySign(r, x), r);
        r = V.Select((x < V.Zero) & (x > -infinity) & !whole, V.Const(double.NaN), r);
        to = V.Select(V.Equal(y, V.Zero) | V.Equal(x, V.One), V.One, r);
    }

    /// <summary>The upper half of the bits, so that products of such halves are exact.</summary>
    [MethodImpl(Inline)]
    private static V Upper<V>(V x)
        where V : struct, ILaneMath<V> => V.BitAnd(x, V.ConstBits(~0xfff, ~0x7ffffffL));

    [MethodImpl(Inline)]
    private static V PowPositive<V>(V x, V y)
        where V : struct, ILaneMath<V>
    {
        Mask<V> tiny = x < K<V>(1.17549435e-38f, 2.2250738585072014e-308);
        V u = V.Select(tiny, x * K<V>(33554432f, 18014398509481984), x);
        Split(u, out V n, out V f);
        n = V.Select(tiny, n - K<V>(25f, 54), n);
        Log2Parts(f, out V high, out V low);

        // log2(x) = n + high + low as t1 + t2, t1 short.
        V sum = high + low;
        V t1 = Upper(n + sum);
        V t2 = low - ((t1 - n) - high);

        // y log2(x) = p + q, the first product exact; what leaves the exponent range would leave NaN behind.
        V y1 = Upper(y);
        V q = (y - y1) * t1 + y * t2;
        V p = y1 * t1;
        V z = p + q;
        V bound = K<V>(200f, 1500);
        Mask<V> inside = V.Abs(z) < bound;
        z = V.Select(inside, z, V.Zero);
        p = V.Select(inside, p, V.Zero);
        q = V.Select(inside, q, V.Zero);
        V m = V.Round(z);
        p -= m;
        V t = Upper(p + q);
        V a = t * K<V>(0.693115234f, 0.6931471675634384);
        V b = (q - (t - p)) * K<V>(0.693147181f, 0.6931471805599453) + t * K<V>(3.19461849e-05f, 1.2996506893889889e-08);
        V w = a + b;
        V rest = b - (w - a);
        V e = V.One + (w + (V.Fma(w, rest, rest) + w * w * ExpQ(w)));
        V result = V.Scale(e, m);
        V overflow = V.Select(((x > V.One) & (y > V.Zero)) | ((x < V.One) & (y < V.Zero)), V.Const(double.PositiveInfinity), V.Zero);
        return V.Select(inside, result, overflow);
    }

    /// <summary>log2(1 + f) = 2/(3 ln 2) s (3 + s^2 + r(s^2)) with s = f/(2+f), each factor as a short piece and a rest.</summary>
    [MethodImpl(Inline)]
    private static void Log2Parts<V>(V f, out V high, out V low)
        where V : struct, ILaneMath<V>
    {
        V d = f + V.Const(2);
        V v = V.One / d;
        V s = f * v;
        V sh = Upper(s);
        V dh = Upper(d);
        V dl = f - (dh - V.Const(2));
        V sl = v * ((f - sh * dh) - sh * dl);
        V z = s * s;
        V r;
        if (V.IsSingle)
        {
            r = V.Fma(V.Const(0.286816635f), z, V.Const(0.333071071f));
            r = V.Fma(r, z, V.Const(0.428572981f));
            r = V.Fma(r, z, V.Const(0.599999999f));
        }
        else
        {
            r = V.Fma(V.Const(0.17586055656353028), z, V.Const(0.17559231322551672));
            r = V.Fma(r, z, V.Const(0.20002211642545406));
            r = V.Fma(r, z, V.Const(0.23076892359137147));
            r = V.Fma(r, z, V.Const(0.2727272750388164));
            r = V.Fma(r, z, V.Const(0.3333333333248033));
            r = V.Fma(r, z, V.Const(0.42857142857144054));
            r = V.Fma(r, z, V.Const(0.6));
        }

        r = z * z * r + sl * (sh + s);
        z = sh * sh;
        V th = Upper(V.Const(3) + z + r);
        V tl = r - ((th - V.Const(3)) - z);
        V a = sh * th;
        V b = sl * th + tl * s;
        V ph = Upper(a + b);
        V pl = b - (ph - a);
        high = ph * K<V>(0.961669922f, 0.9617966860532761);
        low = ph * K<V>(0.000126772051f, 7.872699542894897e-09) + pl * K<V>(0.961796694f, 0.9617966939259756);
    }
}
