using System.Runtime.CompilerServices;
using Autograd.Formulas;

namespace Autograd;

/// <summary>x to a constant power (<c>torch.pow</c>); 2, 3, 1/2 and their negatives without a logarithm.</summary>
/// <param name="exponent">The exponent.</param>
internal readonly struct PowConstantFormula(Number exponent) : IUnaryFormula
{
    private readonly Number less = exponent.Real - 1;

    public static string Name => "Pow";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => Power(x, exponent);

    /// <summary><c>c x^(c-1)</c>; of the zeroth power it is 0, at 0 as well.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V>
    {
        if (exponent.Real == 0) return V.Zero;
        // Without a factor: in the derivative of a product a constant's 0 would meet the infinities at 0 and far out.
        if (exponent.Real == 2) return x + x;
        if (exponent.Real == -1) return -(y * y);
        return V.Const(exponent) * Power(x, less);
    }

    /// <summary>The branches depend on the formula alone, not on the element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Power<V>(V x, Number exponent)
        where V : struct, IReal<V>
    {
        if (exponent.Real == 1) return x;
        if (exponent.Real == 2) return x * x;
        if (exponent.Real == 3) return x * x * x;
        if (exponent.Real == 0.5) return V.Sqrt(x);
        if (exponent.Real == -0.5) return V.One / V.Sqrt(x);
        if (exponent.Real == -1) return V.One / x;
        if (exponent.Real == -2) return V.One / (x * x);
        return V.Pow(x, V.Const(exponent));
    }
}
