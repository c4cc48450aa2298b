namespace Autograd.Formulas;

/// <summary>The real numbers: what a differentiable formula may do.</summary>
/// <typeparam name="V">The reading itself.</typeparam>
/// <remarks>
/// A function is a member only if it cannot be had from the others without loss; the rest
/// (sinh, asin, sigmoid, ...) is in <see cref="RealMath"/>. In SIMD lanes every function is within a few units in the
/// last place over the whole range, subnormal results, infinities and -0 included.
/// </remarks>
public interface IReal<V> : INumeric<V>
    where V : struct, IReal<V>
{
    /// <summary>The quotient <c>x / y</c>.</summary>
    static abstract V operator /(V x, V y);

    /// <summary>The square root; NaN below 0.</summary>
    static abstract V Sqrt(V x);

    /// <summary>e to the power <paramref name="x"/>.</summary>
    static abstract V Exp(V x);

    /// <summary><c>exp(x) - 1</c>, exact near 0.</summary>
    static abstract V Expm1(V x);

    /// <summary>The natural logarithm; -inf at 0, NaN below.</summary>
    static abstract V Log(V x);

    /// <summary><c>log(1 + x)</c>, exact near 0; -inf at -1, NaN below.</summary>
    static abstract V Log1p(V x);

    /// <summary>The sine of an angle in radians.</summary>
    static abstract V Sin(V x);

    /// <summary>The cosine of an angle in radians.</summary>
    static abstract V Cos(V x);

    /// <summary>The tangent of an angle in radians.</summary>
    static abstract V Tan(V x);

    /// <summary>The hyperbolic tangent.</summary>
    static abstract V Tanh(V x);

    /// <summary>The arc tangent, between -pi/2 and pi/2.</summary>
    static abstract V Atan(V x);

    /// <summary>The error function <c>2/sqrt(pi) * integral of exp(-t^2) from 0 to x</c>.</summary>
    static abstract V Erf(V x);

    /// <summary><c>1 - erf(x)</c>, with full relative precision where it is small.</summary>
    static abstract V Erfc(V x);

    /// <summary><paramref name="x"/> to the power <paramref name="y"/>, with the special cases of C's <c>pow</c>.</summary>
    static abstract V Pow(V x, V y);

    /// <summary>What division towards 0 leaves, exactly: <c>x - y trunc(x / y)</c>, with the sign of x.</summary>
    static abstract V Fmod(V x, V y);

    /// <summary>The largest whole number not above <paramref name="x"/>.</summary>
    static abstract V Floor(V x);

    /// <summary>The smallest whole number not below <paramref name="x"/>.</summary>
    static abstract V Ceiling(V x);

    /// <summary>The whole part: rounded towards 0.</summary>
    static abstract V Truncate(V x);

    /// <summary>The nearest whole number, halves to the even one.</summary>
    static abstract V Round(V x);

    /// <summary>The absolute value of <paramref name="x"/> with the sign of <paramref name="sign"/>; -0 counts as negative.</summary>
    static abstract V CopySign(V x, V sign);

    /// <summary>Where <paramref name="x"/> is not a number.</summary>
    static abstract Mask<V> IsNaN(V x);
}
