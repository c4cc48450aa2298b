using System.Runtime.CompilerServices;
using Autograd.Formulas;

namespace Autograd;

/// <summary>The sine (<c>torch.sin</c>).</summary>
internal readonly struct SinFormula : IUnaryFormula
{
    public static string Name => "Sin";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => V.Sin(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => V.Cos(x);
}

/// <summary>The cosine (<c>torch.cos</c>).</summary>
internal readonly struct CosFormula : IUnaryFormula
{
    public static string Name => "Cos";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => V.Cos(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => -V.Sin(x);
}

/// <summary>The tangent (<c>torch.tan</c>).</summary>
internal readonly struct TanFormula : IUnaryFormula
{
    public static string Name => "Tan";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => V.Tan(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => V.One + y * y;
}

/// <summary>The arc sine (<c>torch.asin</c>).</summary>
internal readonly struct AsinFormula : IUnaryFormula
{
    public static string Name => "Asin";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => RealMath.Asin(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => V.One / V.Sqrt((V.One - x) * (V.One + x));
}

/// <summary>The arc cosine (<c>torch.acos</c>).</summary>
internal readonly struct AcosFormula : IUnaryFormula
{
    public static string Name => "Acos";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => RealMath.Acos(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => -V.One / V.Sqrt((V.One - x) * (V.One + x));
}

/// <summary>The arc tangent (<c>torch.atan</c>).</summary>
internal readonly struct AtanFormula : IUnaryFormula
{
    public static string Name => "Atan";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => V.Atan(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => V.One / (V.One + x * x);
}

/// <summary>Degrees to radians (<c>torch.deg2rad</c>).</summary>
internal readonly struct Deg2RadFormula : IUnaryFormula
{
    public static string Name => "Deg2Rad";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => x * V.Const(Math.PI / 180);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => V.Const(Math.PI / 180);
}

/// <summary>Radians to degrees (<c>torch.rad2deg</c>).</summary>
internal readonly struct Rad2DegFormula : IUnaryFormula
{
    public static string Name => "Rad2Deg";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => x * V.Const(180 / Math.PI);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => V.Const(180 / Math.PI);
}

public partial class Tensor
{
    /// <summary>The sine of an angle in radians (<c>torch.sin</c>). Any shape; integers become float32.</summary>
    /// <remarks>At most 1 ulp from the exact value in float32, 1 in float64.</remarks>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor Sin() => UnaryOp.Apply(this, default(SinFormula));

    /// <summary>The cosine of an angle in radians (<c>torch.cos</c>). Any shape; integers become float32.</summary>
    /// <remarks>At most 1 ulp from the exact value in float32, 1 in float64.</remarks>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor Cos() => UnaryOp.Apply(this, default(CosFormula));

    /// <summary>The tangent of an angle in radians (<c>torch.tan</c>). Any shape; integers become float32.</summary>
    /// <remarks>At most 3 ulp from the exact value in float32, 2 in float64.</remarks>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor Tan() => UnaryOp.Apply(this, default(TanFormula));

    /// <summary>The arc sine in radians; NaN outside of [-1, 1] (<c>torch.asin</c>). Any shape; integers become float32.</summary>
    /// <remarks>At most 3.5 ulp from the exact value in float32, 3 in float64.</remarks>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor Asin() => UnaryOp.Apply(this, default(AsinFormula));

    /// <summary>The arc cosine in radians; NaN outside of [-1, 1] (<c>torch.acos</c>). Any shape; integers become float32.</summary>
    /// <remarks>At most 3 ulp from the exact value in float32, 3 in float64.</remarks>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor Acos() => UnaryOp.Apply(this, default(AcosFormula));

    /// <summary>The arc tangent in radians (<c>torch.atan</c>). Any shape; integers become float32.</summary>
    /// <remarks>At most 2 ulp from the exact value in float32, 1.5 in float64.</remarks>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor Atan() => UnaryOp.Apply(this, default(AtanFormula));

    /// <summary>Degrees to radians (<c>torch.deg2rad</c>). Any shape; integers become float32.</summary>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor Deg2Rad() => UnaryOp.Apply(this, default(Deg2RadFormula));

    /// <summary>Radians to degrees (<c>torch.rad2deg</c>). Any shape; integers become float32.</summary>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor Rad2Deg() => UnaryOp.Apply(this, default(Rad2DegFormula));
}
