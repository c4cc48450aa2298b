namespace Autograd.Formulas;

/// <summary>The error function of one number, by series with positive terms and by a continued fraction: slow and plain.</summary>
internal static class ScalarErf
{
    /// <summary>Up to 1 by <c>2/sqrt(pi) exp(-x^2) sum of 2^n x^(2n+1) / (2n+1)!!</c>, beyond as 1 - erfc.</summary>
    public static double Erf(double x)
    {
        if (Math.Abs(x) > 1) return Math.CopySign(1 - Fraction(Math.Abs(x)), x);
        double term = x, sum = x;
        for (int n = 1; Math.Abs(term) > 1e-18 * Math.Abs(sum); n++)
        {
            term *= 2 * x * x / (2 * n + 1);
            sum += term;
        }
        return x == 0 ? x : 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }

    /// <summary>Full relative precision from 1/2 on.</summary>
    public static double Erfc(double x) => x > 0.5 ? Fraction(x) : 1 - Erf(x);

    /// <summary><c>exp(-x^2)/sqrt(pi) / (x + (1/2)/(x + (2/2)/(x + (3/2)/(x + ...))))</c>, from the far end.</summary>
    private static double Fraction(double x)
    {
        if (x > 30) return 0;
        double tail = x;
        for (int n = (int)(400 / (x * x)) + 60; n > 0; n--) tail = x + 0.5 * n / tail;
        double upper = BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(x) & ~0x7ffffffL);
        return Math.Exp(-upper * upper) * Math.Exp((upper - x) * (upper + x)) / Math.Sqrt(Math.PI) / tail;
    }
}
