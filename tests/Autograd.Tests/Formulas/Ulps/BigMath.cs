using System.Numerics;

namespace Autograd.Tests.Formulas;

/// <summary>Functions of numbers of 256 bits by their series: plain, and right far beyond double.</summary>
internal static class BigMath
{
    private const int PiBits = 1500;

    /// <summary>pi * 2^1500, by Machin's formula: 16 atan(1/5) - 4 atan(1/239). The argument of a sine in double needs 1100 bits of it.</summary>
    private static readonly BigInteger FixedPi = 4 * (4 * FixedAtanOfInverse(5) - FixedAtanOfInverse(239));
    private static readonly BigFloat Pi = new(FixedPi, -PiBits);
    private static readonly BigFloat Ln2 = 2 * AtanhSeries((BigFloat)1 / 3);

    public static BigFloat Exp(BigFloat x)
    {
        int n = (int)(x / Ln2).Round();
        // (e^(r/256))^256: short series.
        BigFloat y = 1 + Expm1Series(BigFloat.Scale(x - n * Ln2, -8));
        for (int i = 0; i < 8; i++) y *= y;
        return BigFloat.Scale(y, n);
    }

    public static BigFloat Exp2(BigFloat x) => Exp(x * Ln2);

    public static BigFloat Expm1(BigFloat x) => x.IsZero || x.Log2 < -1 ? Expm1Series(x) : Exp(x) - 1;

    /// <summary><c>log(2^e m) = e log(2) + 2 atanh((m - 1)/(m + 1))</c>, m about 1 from 3/4 to 3/2.</summary>
    public static BigFloat Log(BigFloat x)
    {
        int e = BigFloat.Scale(x, -x.Log2) > 1.5 ? x.Log2 + 1 : x.Log2;
        BigFloat m = BigFloat.Scale(x, -e);
        return e * Ln2 + 2 * AtanhSeries((m - 1) / (m + 1));
    }

    public static BigFloat Log2(BigFloat x) => Log(x) / Ln2;

    public static BigFloat Log10(BigFloat x) => Log(x) / Log(10);

    public static BigFloat Log1p(BigFloat x) => x.IsZero || x.Log2 < -2 ? 2 * AtanhSeries(x / (2 + x)) : Log(1 + x);

    public static BigFloat Pow(BigFloat x, double y) => Exp(y * Log(x));

    public static BigFloat Sin(BigFloat x)
    {
        (BigFloat r, int quadrant) = Reduce(x);
        BigFloat y = SineSeries(r, quadrant & 1);
        return (quadrant & 2) == 0 ? y : -y;
    }

    public static BigFloat Cos(BigFloat x)
    {
        (BigFloat r, int quadrant) = Reduce(x);
        BigFloat y = SineSeries(r, 1 - (quadrant & 1));
        return ((quadrant + 1) & 2) == 0 ? y : -y;
    }

    public static BigFloat Tan(BigFloat x) => Sin(x) / Cos(x);

    public static BigFloat Atan(BigFloat x)
    {
        if (BigFloat.Abs(x) > 1) return (x.Sign < 0 ? -BigFloat.Scale(Pi, -1) : BigFloat.Scale(Pi, -1)) - Atan(1 / x);
        // atan(x) = 2 atan(x / (1 + sqrt(1 + x^2))), three times.
        for (int i = 0; i < 3; i++) x /= 1 + BigFloat.Sqrt(1 + x * x);
        BigFloat z = -(x * x), power = x, sum = x;
        for (int n = 3; Counts(power, sum); n += 2)
        {
            power *= z;
            sum += power / n;
        }
        return BigFloat.Scale(sum, 3);
    }

    public static BigFloat Asin(BigFloat x)
    {
        BigFloat cos = BigFloat.Sqrt((1 - x) * (1 + x));
        if (cos.IsZero) return x * BigFloat.Scale(Pi, -1);
        return Atan(x / cos);
    }

    public static BigFloat Acos(BigFloat x) => (1 + x).IsZero ? Pi : 2 * Atan(BigFloat.Sqrt((1 - x) / (1 + x)));

    public static BigFloat Sinh(BigFloat x) => BigFloat.Scale(Expm1(x) - Expm1(-x), -1);

    public static BigFloat Cosh(BigFloat x) => BigFloat.Scale(Exp(x) + Exp(-x), -1);

    public static BigFloat Tanh(BigFloat x)
    {
        BigFloat p = Expm1(2 * x);
        return p / (p + 2);
    }

    public static BigFloat Asinh(BigFloat x)
    {
        BigFloat a = BigFloat.Abs(x), square = a * a;
        BigFloat y = Log1p(a + square / (1 + BigFloat.Sqrt(1 + square)));
        return x.Sign < 0 ? -y : y;
    }

    public static BigFloat Acosh(BigFloat x) => Log1p(x - 1 + BigFloat.Sqrt((x - 1) * (x + 1)));

    public static BigFloat Atanh(BigFloat x) => BigFloat.Scale(Log1p(2 * x / (1 - x)), -1);

    public static BigFloat Sigmoid(BigFloat x) => 1 / (1 + Exp(-x));

    /// <summary><c>2/sqrt(pi) exp(-x^2) sum of 2^n x^(2n+1) / (2n+1)!!</c>, all terms of one sign; beyond 3 as 1 - erfc.</summary>
    public static BigFloat Erf(BigFloat x)
    {
        if (BigFloat.Abs(x) > 3) return x.Sign < 0 ? Erfc(-x) - 1 : 1 - Erfc(x);
        BigFloat square = 2 * x * x, term = x, sum = x;
        for (int n = 1; Counts(term, sum); n++)
        {
            term *= square / (2 * n + 1);
            sum += term;
        }
        return 2 / BigFloat.Sqrt(Pi) * Exp(-(x * x)) * sum;
    }

    /// <summary>Beyond 3 by <c>exp(-x^2)/sqrt(pi) / (x + (1/2)/(x + (2/2)/(x + (3/2)/(x + ...))))</c>, from the far end.</summary>
    public static BigFloat Erfc(BigFloat x)
    {
        if (!(x > 3)) return 1 - Erf(x);
        BigFloat tail = x;
        // Halves of the distance to the limit: about exp(-2 x sqrt(2n)).
        for (int n = (int)(6000 / Math.Pow(x.ToDouble(), 2)) + 60; n > 0; n--) tail = x + (BigFloat)(0.5 * n) / tail;
        return Exp(-(x * x)) / BigFloat.Sqrt(Pi) / tail;
    }

    /// <summary><c>x = quadrant * pi/2 + r</c>, |r| at most pi/4.</summary>
    private static (BigFloat R, int Quadrant) Reduce(BigFloat x)
    {
        if (x.IsZero || x.Log2 < -1) return (x, 0);
        BigInteger at = x.Fixed(PiBits), half = FixedPi >> 1;
        BigInteger n = (2 * at + half) / (2 * half) - ((2 * at + half).Sign < 0 ? 1 : 0);
        return (new BigFloat(at - n * half, -PiBits), (int)(((n % 4) + 4) % 4));
    }

    /// <summary>The sine (odd = 0) or the cosine (odd = 1) by Taylor's series.</summary>
    private static BigFloat SineSeries(BigFloat r, int odd)
    {
        BigFloat z = -(r * r), term = odd == 0 ? r : 1, sum = term;
        for (int n = odd == 0 ? 2 : 1; Counts(term, sum); n += 2)
        {
            term *= z / (n * (n + 1));
            sum += term;
        }
        return sum;
    }

    private static BigFloat Expm1Series(BigFloat x)
    {
        BigFloat term = x, sum = x;
        for (int n = 2; Counts(term, sum); n++)
        {
            term *= x / n;
            sum += term;
        }
        return sum;
    }

    private static BigFloat AtanhSeries(BigFloat t)
    {
        BigFloat z = t * t, power = t, sum = t;
        for (int n = 3; Counts(power, sum); n += 2)
        {
            power *= z;
            sum += power / n;
        }
        return sum;
    }

    private static bool Counts(BigFloat term, BigFloat sum) => !term.IsZero && term.Log2 > sum.Log2 - BigFloat.Precision;

    private static BigInteger FixedAtanOfInverse(int n)
    {
        BigInteger power = (BigInteger.One << (PiBits + 32)) / n, sum = power;
        for (int k = 3; !power.IsZero; k += 2)
        {
            power /= -n * n;
            sum += power / k;
        }
        return sum >> 32;
    }
}
