using System.Runtime.CompilerServices;
using Autograd.Formulas;

namespace Autograd;

/// <summary>e to the power x (<c>torch.exp</c>).</summary>
internal readonly struct ExpFormula : IUnaryFormula
{
    public static string Name => "Exp";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => V.Exp(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => y;
}

/// <summary>2 to the power x (<c>torch.exp2</c>).</summary>
internal readonly struct Exp2Formula : IUnaryFormula
{
    public static string Name => "Exp2";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => V.Pow(V.Const(2), x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => y * V.Const(0.6931471805599453);
}

/// <summary><c>exp(x) - 1</c>, exact near 0 (<c>torch.expm1</c>).</summary>
internal readonly struct Expm1Formula : IUnaryFormula
{
    public static string Name => "Expm1";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => V.Expm1(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => y + V.One;
}

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

/// <summary>The square root (<c>torch.sqrt</c>).</summary>
internal readonly struct SqrtFormula : IUnaryFormula
{
    public static string Name => "Sqrt";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => V.Sqrt(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => V.Const(0.5) / y;
}

/// <summary>The reciprocal of the square root (<c>torch.rsqrt</c>).</summary>
internal readonly struct RsqrtFormula : IUnaryFormula
{
    public static string Name => "Rsqrt";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => V.One / V.Sqrt(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => V.Const(-0.5) * y * y * y;
}

public partial class Tensor
{
    /// <summary>e to the power of each element (<c>torch.exp</c>). Any shape; integers become float32.</summary>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor Exp() => UnaryOp.Apply(this, default(ExpFormula));

    /// <summary>2 to the power of each element (<c>torch.exp2</c>). Any shape; integers become float32.</summary>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor Exp2() => UnaryOp.Apply(this, default(Exp2Formula));

    /// <summary>exp(x) - 1, exact near 0 (<c>torch.expm1</c>). Any shape; integers become float32.</summary>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor Expm1() => UnaryOp.Apply(this, default(Expm1Formula));

    /// <summary>The natural logarithm; NaN below 0 (<c>torch.log</c>). Any shape; integers become float32.</summary>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor Log() => UnaryOp.Apply(this, default(LogFormula));

    /// <summary>The logarithm to base 2; NaN below 0 (<c>torch.log2</c>). Any shape; integers become float32.</summary>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor Log2() => UnaryOp.Apply(this, default(Log2Formula));

    /// <summary>The logarithm to base 10; NaN below 0 (<c>torch.log10</c>). Any shape; integers become float32.</summary>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor Log10() => UnaryOp.Apply(this, default(Log10Formula));

    /// <summary>log(1 + x), exact near 0 (<c>torch.log1p</c>). Any shape; integers become float32.</summary>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor Log1p() => UnaryOp.Apply(this, default(Log1pFormula));

    /// <summary>The square root; NaN below 0 (<c>torch.sqrt</c>). Any shape; integers become float32.</summary>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor Sqrt() => UnaryOp.Apply(this, default(SqrtFormula));

    /// <summary>1 / sqrt(x); NaN below 0 (<c>torch.rsqrt</c>). Any shape; integers become float32.</summary>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor Rsqrt() => UnaryOp.Apply(this, default(RsqrtFormula));
}
