using System.Runtime.CompilerServices;
using Autograd.Formulas;

namespace Autograd;

/// <summary>The natural logarithm (<c>torch.log</c>).</summary>
internal readonly struct LogFormula : IUnaryFormula
{
    public static string Name => "Log";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => V.Log(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => V.One / x;
}

/// <summary>The logarithm to base 2 (<c>torch.log2</c>).</summary>
internal readonly struct Log2Formula : IUnaryFormula
{
    public static string Name => "Log2";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => V.Log(x) / V.Const(0.6931471805599453);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => V.One / (x * V.Const(0.6931471805599453));
}

/// <summary>The logarithm to base 10 (<c>torch.log10</c>).</summary>
internal readonly struct Log10Formula : IUnaryFormula
{
    public static string Name => "Log10";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => V.Log(x) / V.Const(2.302585092994046);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => V.One / (x * V.Const(2.302585092994046));
}

/// <summary><c>log(1 + x)</c>, exact near 0 (<c>torch.log1p</c>).</summary>
internal readonly struct Log1pFormula : IUnaryFormula
{
    public static string Name => "Log1p";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => V.Log1p(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => V.One / (V.One + x);
}

/// <summary><c>x log(y)</c>, 0 where x is 0 (<c>torch.xlogy</c>).</summary>
internal readonly struct XlogyFormula : IBinaryFormula
{
    public static string Name => "XLogY";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x, V y)
        where V : struct, IReal<V> => V.Select(V.Equal(x, V.Zero) & !V.IsNaN(y), V.Zero, x * V.Log(y));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeX<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.Select(V.Equal(x, V.Zero) & (y <= V.Zero), V.Zero, V.Log(y));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeY<V>(V x, V y, V z)
        where V : struct, IReal<V> => x / y;
}

/// <summary><c>x log(1 + y)</c>, 0 where x is 0 (<c>torch.special.xlog1py</c>).</summary>
internal readonly struct Xlog1pyFormula : IBinaryFormula
{
    public static string Name => "XLog1pY";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x, V y)
        where V : struct, IReal<V> => V.Select(V.Equal(x, V.Zero) & !V.IsNaN(y), V.Zero, x * V.Log1p(y));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeX<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.Select(V.Equal(x, V.Zero) & (y <= -V.One), V.Zero, V.Log1p(y));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeY<V>(V x, V y, V z)
        where V : struct, IReal<V> => x / (V.One + y);
}

/// <summary><c>log(exp(x) + exp(y))</c> without overflow (<c>torch.logaddexp</c>).</summary>
internal readonly struct LogAddExpFormula : IBinaryFormula
{
    public static string Name => "LogAddExp";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x, V y)
        where V : struct, IReal<V> =>
        V.Select(V.Equal(x, y), x + V.Const(0.6931471805599453), V.Max(x, y) + V.Log1p(V.Exp(-V.Abs(x - y))));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeX<V>(V x, V y, V z)
        where V : struct, IReal<V> => RealMath.Sigmoid(x - y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeY<V>(V x, V y, V z)
        where V : struct, IReal<V> => RealMath.Sigmoid(y - x);
}

/// <summary><c>log2(2^x + 2^y)</c> without overflow (<c>torch.logaddexp2</c>).</summary>
internal readonly struct LogAddExp2Formula : IBinaryFormula
{
    public static string Name => "LogAddExp2";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x, V y)
        where V : struct, IReal<V> =>
        V.Select(V.Equal(x, y), x + V.One, V.Max(x, y) + V.Log1p(V.Exp(-V.Abs(x - y) * V.Const(LogTwo))) / V.Const(LogTwo));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeX<V>(V x, V y, V z)
        where V : struct, IReal<V> => RealMath.Sigmoid((x - y) * V.Const(LogTwo));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeY<V>(V x, V y, V z)
        where V : struct, IReal<V> => RealMath.Sigmoid((y - x) * V.Const(LogTwo));

    private const double LogTwo = 0.6931471805599453;
}

public partial class Tensor
{
    /// <summary>The natural logarithm; NaN below 0 (<c>torch.log</c>). Any shape; integers become float32.</summary>
    /// <remarks>At most 1 ulp from the exact value in float32, 1 in float64.</remarks>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor Log() => UnaryOp.Apply(this, default(LogFormula));

    /// <summary>The logarithm to base 2; NaN below 0 (<c>torch.log2</c>). Any shape; integers become float32.</summary>
    /// <remarks>At most 2 ulp from the exact value in float32, 2 in float64.</remarks>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor Log2() => UnaryOp.Apply(this, default(Log2Formula));

    /// <summary>The logarithm to base 10; NaN below 0 (<c>torch.log10</c>). Any shape; integers become float32.</summary>
    /// <remarks>At most 2.5 ulp from the exact value in float32, 3 in float64.</remarks>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor Log10() => UnaryOp.Apply(this, default(Log10Formula));

    /// <summary>log(1 + x), exact near 0 (<c>torch.log1p</c>). Any shape; integers become float32.</summary>
    /// <remarks>At most 1 ulp from the exact value in float32, 1 in float64.</remarks>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor Log1p() => UnaryOp.Apply(this, default(Log1pFormula));

    /// <summary>x log(y), 0 where x is 0 (<c>torch.xlogy</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor XLogY(Tensor other) => BinaryOp.Apply(this, other, default(XlogyFormula));

    /// <summary>x log(1 + y), 0 where x is 0 (<c>torch.special.xlog1py</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor XLog1pY(Tensor other) => BinaryOp.Apply(this, other, default(Xlog1pyFormula));

    /// <summary>log(exp(x) + exp(y)), without overflow (<c>torch.logaddexp</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor LogAddExp(Tensor other) => BinaryOp.Apply(this, other, default(LogAddExpFormula));

    /// <summary>log2(2^x + 2^y), without overflow (<c>torch.logaddexp2</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor LogAddExp2(Tensor other) => BinaryOp.Apply(this, other, default(LogAddExp2Formula));
}
