using System.Runtime.CompilerServices;
using Autograd.Formulas;

namespace Autograd;

/// <summary>The hyperbolic sine (<c>torch.sinh</c>).</summary>
internal readonly struct SinhFormula : IUnaryFormula
{
    public static string Name => "Sinh";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => RealMath.Sinh(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => RealMath.Cosh(x);
}

/// <summary>The hyperbolic cosine (<c>torch.cosh</c>).</summary>
internal readonly struct CoshFormula : IUnaryFormula
{
    public static string Name => "Cosh";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => RealMath.Cosh(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => RealMath.Sinh(x);
}

/// <summary>The hyperbolic tangent (<c>torch.tanh</c>).</summary>
internal readonly struct TanhFormula : IUnaryFormula
{
    public static string Name => "Tanh";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => V.Tanh(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => V.One - y * y;
}

/// <summary>The inverse hyperbolic sine (<c>torch.asinh</c>).</summary>
internal readonly struct AsinhFormula : IUnaryFormula
{
    public static string Name => "Asinh";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => RealMath.Asinh(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => V.One / V.Sqrt(V.One + x * x);
}

/// <summary>The inverse hyperbolic cosine (<c>torch.acosh</c>).</summary>
internal readonly struct AcoshFormula : IUnaryFormula
{
    public static string Name => "Acosh";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => RealMath.Acosh(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => V.One / V.Sqrt((x - V.One) * (x + V.One));
}

/// <summary>The inverse hyperbolic tangent (<c>torch.atanh</c>).</summary>
internal readonly struct AtanhFormula : IUnaryFormula
{
    public static string Name => "Atanh";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => RealMath.Atanh(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => V.One / ((V.One - x) * (V.One + x));
}

public partial class Tensor
{
    /// <summary>The hyperbolic sine (<c>torch.sinh</c>). Any shape; integers become float32.</summary>
    /// <remarks>At most 4 ulp from the exact value in float32, 3.5 in float64.</remarks>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor Sinh() => UnaryOp.Apply(this, default(SinhFormula));

    /// <summary>The hyperbolic cosine (<c>torch.cosh</c>). Any shape; integers become float32.</summary>
    /// <remarks>At most 4.5 ulp from the exact value in float32, 3.5 in float64.</remarks>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor Cosh() => UnaryOp.Apply(this, default(CoshFormula));

    /// <summary>The hyperbolic tangent (<c>torch.tanh</c>). Any shape; integers become float32.</summary>
    /// <remarks>At most 3 ulp from the exact value in float32, 2 in float64.</remarks>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor Tanh() => UnaryOp.Apply(this, default(TanhFormula));

    /// <summary>The inverse hyperbolic sine (<c>torch.asinh</c>). Any shape; integers become float32.</summary>
    /// <remarks>At most 2.5 ulp from the exact value in float32, 2 in float64.</remarks>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor Asinh() => UnaryOp.Apply(this, default(AsinhFormula));

    /// <summary>The inverse hyperbolic cosine; NaN below 1 (<c>torch.acosh</c>). Any shape; integers become float32.</summary>
    /// <remarks>At most 3 ulp from the exact value in float32, 2 in float64.</remarks>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor Acosh() => UnaryOp.Apply(this, default(AcoshFormula));

    /// <summary>The inverse hyperbolic tangent; NaN outside of [-1, 1] (<c>torch.atanh</c>). Any shape; integers become float32.</summary>
    /// <remarks>At most 3 ulp from the exact value in float32, 2 in float64.</remarks>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor Atanh() => UnaryOp.Apply(this, default(AtanhFormula));
}
