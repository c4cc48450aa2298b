using System.Runtime.CompilerServices;

namespace Autograd.Formulas;

/// <summary>Functions for formulas that the algebra's own members express without loss.</summary>
public static class RealMath
{
    private const double HalfPi = Math.PI / 2;

    /// <summary><c>x * x</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Square<V>(V x)
        where V : struct, INumeric<V> => x * x;

    /// <summary>1, -1 or 0, and NaN for NaN: <c>torch.sgn</c> of real numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Sign<V>(V x)
        where V : struct, INumeric<V> =>
        V.Select(x > V.Zero, V.One, V.Select(x < V.Zero, V.Zero - V.One, V.Select(V.Equal(x, V.Zero), V.Zero, x)));

    /// <summary>The hyperbolic sine, <c>(p - m)(p + m + 2)/2</c> with <c>p, m = exp(x/2) - 1, exp(-x/2) - 1</c>: nothing cancels, and it overflows no earlier than the result.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Sinh<V>(V x)
        where V : struct, IReal<V>
    {
        V half = V.Const(0.5) * x;
        V p = V.Expm1(half), m = V.Expm1(-half);
        return V.Const(0.5) * (p - m) * (p + m + V.Const(2));
    }

    /// <summary>The hyperbolic cosine, <c>1 + (p - m)^2/2</c> with <c>p, m = exp(x/2) - 1, exp(-x/2) - 1</c>, which overflows no earlier than the result.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Cosh<V>(V x)
        where V : struct, IReal<V>
    {
        V half = V.Const(0.5) * x;
        V d = V.Expm1(half) - V.Expm1(-half);
        return V.One + V.Const(0.5) * d * d;
    }

    /// <summary>The logistic function <c>1 / (1 + exp(-x))</c>, below 0 as <c>exp(x) / (1 + exp(x))</c>: no infinity, in derivatives neither.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Sigmoid<V>(V x)
        where V : struct, IReal<V>
    {
        // Not -|x|: the derivative of |x| at 0 is taken as 0, and that of the logistic function there is 1/4.
        var positive = x > V.Zero;
        V e = V.Exp(V.Select(positive, -x, x));
        V r = V.One / (V.One + e);
        return V.Select(positive, r, e * r);
    }

    /// <summary><c>log(1 + exp(x))</c> without overflow: <c>max(x, 0) + log1p(exp(-|x|))</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Softplus<V>(V x)
        where V : struct, IReal<V> => V.Max(x, V.Zero) + V.Log1p(V.Exp(-V.Abs(x)));

    /// <summary><c>tanh(softplus(x)) = n / (n + 2)</c> with <c>n = e^x (e^x + 2)</c>: one exponential, no cancellation; 1 beyond 20.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V TanhSoftplus<V>(V x)
        where V : struct, IReal<V>
    {
        V e = V.Exp(V.Select(x > V.Const(20), V.Const(20), x));
        V n = e * (e + V.Const(2));
        return n / (n + V.Const(2));
    }

    /// <summary>The arc tangent of <c>y / x</c> in the quadrant of the point (x, y), with the special cases of C's <c>atan2</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Atan2<V>(V y, V x)
        where V : struct, IReal<V>
    {
        V ax = V.Abs(x), ay = V.Abs(y);
        Mask<V> steep = ay > ax;
        V top = V.Select(steep, ax, ay);
        V bottom = V.Select(steep, ay, ax);
        V ratio = V.Select(V.Equal(bottom, V.Zero), V.Zero, V.Select(V.Equal(top, bottom), V.One, top / bottom));
        V angle = V.Atan(V.Select(V.IsNaN(x) | V.IsNaN(y), x + y, ratio));
        angle = V.Select(steep, V.Const(HalfPi) - angle, angle);
        angle = V.Select(V.CopySign(V.One, x) < V.Zero, V.Const(Math.PI) - angle, angle);
        return V.CopySign(angle, y);
    }

    /// <summary>The arc sine, as the angle of (sqrt((1-x)(1+x)), x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Asin<V>(V x)
        where V : struct, IReal<V> => V.Atan(x / V.Sqrt((V.One - x) * (V.One + x)));

    /// <summary>The arc cosine, as twice the angle of (sqrt(1+x), sqrt(1-x)), exact near 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Acos<V>(V x)
        where V : struct, IReal<V> => V.Const(2) * V.Atan(V.Sqrt((V.One - x) / (V.One + x)));

    /// <summary>The inverse hyperbolic sine, <c>log1p(a + a^2 / (1 + sqrt(1 + a^2)))</c> with the sign of x; large |x| by <c>log(a) + log(2)</c>.</summary>
    /// <remarks>|x| by Select, whose derivative at 0 is that of one side; that of Abs is 0 there.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Asinh<V>(V x)
        where V : struct, IReal<V>
    {
        V a = V.Select(x < V.Zero, -x, x);
        V square = a * a;
        V near = V.Log1p(a + square / (V.One + V.Sqrt(V.One + square)));
        V y = V.Select(a > V.Const(1e9), V.Log(a) + V.Const(0.6931471805599453), near);
        // The sum above loses the sign of -0.
        return V.Select(V.Equal(x, V.Zero), x, V.Select(x < V.Zero, -y, y));
    }

    /// <summary>The inverse hyperbolic cosine, <c>log1p(t + sqrt(t (x + 1)))</c> with t = x - 1, exact near 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Acosh<V>(V x)
        where V : struct, IReal<V>
    {
        V t = x - V.One;
        V near = V.Log1p(t + V.Sqrt(t * (x + V.One)));
        V far = V.Select(x > V.Const(1e9), V.Log(x) + V.Const(0.6931471805599453), near);
        return V.Select(x < V.One, V.Const(double.NaN), far);
    }

    /// <summary>The inverse hyperbolic tangent, <c>log1p(2a / (1 - a)) / 2</c> with the sign of x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Atanh<V>(V x)
        where V : struct, IReal<V>
    {
        V a = V.Select(x < V.Zero, -x, x);
        V y = V.Const(0.5) * V.Log1p(V.Const(2) * a / (V.One - a));
        return V.Select(x < V.Zero, -y, y);
    }

    /// <summary>The length of (x, y) without overflow: the larger one times <c>sqrt(1 + ratio^2)</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Hypot<V>(V x, V y)
        where V : struct, IReal<V>
    {
        V ax = V.Abs(x), ay = V.Abs(y);
        V large = V.Max(ax, ay), small = V.Min(ax, ay);
        V ratio = small / large;
        V length = V.Select(V.Equal(large, V.Zero), large, large * V.Sqrt(V.One + ratio * ratio));
        V infinity = V.Const(double.PositiveInfinity);
        return V.Select(V.Equal(ax, infinity) | V.Equal(ay, infinity), infinity, length);
    }

    /// <summary>What division downwards leaves, with the sign of y, as Python's <c>%</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Remainder<V>(V x, V y)
        where V : struct, IReal<V>
    {
        V r = V.Fmod(x, y);
        return V.Select(((r < V.Zero) & (y > V.Zero)) | ((r > V.Zero) & (y < V.Zero)), r + y, r);
    }
}
