using System.Numerics;

namespace Autograd.Tests.Formulas;

/// <summary>The number <c>Mantissa * 2^Exponent</c> of 256 bits: each operation is right to 2^-254 of its result.</summary>
internal readonly struct BigFloat
{
    public const int Precision = 256;

    private readonly BigInteger mantissa;
    private readonly int exponent;

    public BigFloat(BigInteger mantissa, int exponent)
    {
        int extra = (int)mantissa.GetBitLength() - Precision;
        this.mantissa = extra > 0 ? mantissa >> extra : mantissa;
        this.exponent = mantissa.IsZero ? 0 : extra > 0 ? exponent + extra : exponent;
    }

    /// <summary>Exactly.</summary>
    public static implicit operator BigFloat(double x)
    {
        long bits = BitConverter.DoubleToInt64Bits(x);
        int biased = (int)(bits >> 52) & 0x7ff;
        long fraction = bits & 0xfffffffffffff;
        var magnitude = new BigInteger(biased == 0 ? fraction : fraction | 0x10000000000000);
        return new(x < 0 ? -magnitude : magnitude, Math.Max(biased, 1) - 1075);
    }

    public bool IsZero => mantissa.IsZero;

    public int Sign => mantissa.Sign;

    /// <summary>e with 2^e at most |x| and 2^(e+1) above it.</summary>
    public int Log2 => (int)BigInteger.Abs(mantissa).GetBitLength() - 1 + exponent;

    public static BigFloat operator +(BigFloat x, BigFloat y)
    {
        if (x.IsZero || y.IsZero) return x.IsZero ? y : x;
        if (Math.Abs(x.Log2 - y.Log2) > 2 * Precision) return x.Log2 > y.Log2 ? x : y;
        int least = Math.Min(x.exponent, y.exponent);
        return new((x.mantissa << (x.exponent - least)) + (y.mantissa << (y.exponent - least)), least);
    }

    public static BigFloat operator -(BigFloat x) => new(-x.mantissa, x.exponent);

    public static BigFloat operator -(BigFloat x, BigFloat y) => x + -y;

    public static BigFloat operator *(BigFloat x, BigFloat y) => new(x.mantissa * y.mantissa, x.exponent + y.exponent);

    public static BigFloat operator /(BigFloat x, BigFloat y)
    {
        int shift = Math.Max(0, Precision + 2 + (int)y.mantissa.GetBitLength() - (int)x.mantissa.GetBitLength());
        return new((x.mantissa << shift) / y.mantissa, x.exponent - shift - y.exponent);
    }

    public static bool operator <(BigFloat x, BigFloat y) => (x - y).Sign < 0;

    public static bool operator >(BigFloat x, BigFloat y) => (x - y).Sign > 0;

    public static BigFloat Abs(BigFloat x) => x.Sign < 0 ? -x : x;

    /// <summary><c>x * 2^n</c>.</summary>
    public static BigFloat Scale(BigFloat x, int n) => new(x.mantissa, x.exponent + n);

    /// <summary>By Newton's iteration <c>y = (y + x/y)/2</c> from the square root in double.</summary>
    public static BigFloat Sqrt(BigFloat x)
    {
        if (x.IsZero) return x;
        int half = x.Log2 >> 1;
        BigFloat u = Scale(x, -2 * half), y = Math.Sqrt(u.ToDouble());
        for (int i = 0; i < 3; i++) y = Scale(y + u / y, -1);
        return Scale(y, half);
    }

    /// <summary>The nearest whole number.</summary>
    public BigInteger Round()
    {
        if (exponent >= 0) return mantissa << exponent;
        return (mantissa + (BigInteger.One << (-exponent - 1))) >> -exponent;
    }

    /// <summary>The bits of x * 2^bits that are whole.</summary>
    public BigInteger Fixed(int bits) => exponent + bits >= 0 ? mantissa << (exponent + bits) : mantissa >> -(exponent + bits);

    /// <summary>To some 2^-60 of a number that double holds as a normal one.</summary>
    public double ToDouble()
    {
        int extra = Math.Max(0, (int)mantissa.GetBitLength() - 64);
        return Math.ScaleB((double)(mantissa >> extra), exponent + extra);
    }
}
