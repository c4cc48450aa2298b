using System.Runtime.CompilerServices;

namespace Autograd.Formulas;

/// <summary>The logistic function <c>1 / (1 + exp(-x))</c> (<c>torch.sigmoid</c>).</summary>
public readonly struct Sigmoid : IUnaryFormula
{
    /// <inheritdoc/>
    public static string Name => "sigmoid";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => RealMath.Sigmoid(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => y * (V.One - y);
}

/// <summary><c>log(sigmoid(x)) = -softplus(-x)</c>, without overflow (<c>torch.nn.functional.logsigmoid</c>).</summary>
public readonly struct LogSigmoid : IUnaryFormula
{
    /// <inheritdoc/>
    public static string Name => "logsigmoid";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => -RealMath.Softplus(-x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => RealMath.Sigmoid(-x);
}

/// <summary><c>log(1 + exp(beta x)) / beta</c>, and x itself where <c>beta x</c> exceeds the threshold (<c>torch.nn.functional.softplus</c>).</summary>
/// <param name="beta">The sharpness; PyTorch's default is 1.</param>
/// <param name="threshold">Where it becomes the identity; PyTorch's default is 20.</param>
public readonly struct Softplus(double beta, double threshold) : IUnaryFormula
{
    /// <inheritdoc/>
    public static string Name => "softplus";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V>
    {
        V z = x * V.Const(beta);
        return V.Select(z > V.Const(threshold), x, RealMath.Softplus(z) * V.Const(1 / beta));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V>
    {
        V z = x * V.Const(beta);
        return V.Select(z > V.Const(threshold), V.One, RealMath.Sigmoid(z));
    }
}

/// <summary><c>x / (1 + |x|)</c> (<c>torch.nn.functional.softsign</c>).</summary>
public readonly struct Softsign : IUnaryFormula
{
    /// <inheritdoc/>
    public static string Name => "softsign";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => x / (V.One + V.Abs(x));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V>
    {
        V d = V.One + V.Abs(x);
        return V.One / (d * d);
    }
}

/// <summary><c>x sigmoid(x)</c>, also called swish (<c>torch.nn.functional.silu</c>).</summary>
public readonly struct Silu : IUnaryFormula
{
    /// <inheritdoc/>
    public static string Name => "silu";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => x / (V.One + V.Exp(-x));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V>
    {
        V s = RealMath.Sigmoid(x);
        return s * (V.One + x * (V.One - s));
    }
}

/// <summary><c>x tanh(softplus(x))</c> (<c>torch.nn.functional.mish</c>).</summary>
public readonly struct Mish : IUnaryFormula
{
    /// <inheritdoc/>
    public static string Name => "mish";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => x * RealMath.TanhSoftplus(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V>
    {
        V c = V.Select(x > V.Const(20), V.Const(20), x);
        V e = V.Exp(c);
        V n = e * (e + V.Const(2));
        V d = n + V.Const(2);
        // x sigmoid(x) (1 - t^2) with t = n/d, in terms of the one exponential; beyond 20 it is nothing.
        return n / d + V.Const(4) * c * e * (e + V.One) / (d * d);
    }
}

/// <summary><c>x - tanh(x)</c> (<c>torch.nn.functional.tanhshrink</c>).</summary>
public readonly struct TanhShrink : IUnaryFormula
{
    /// <inheritdoc/>
    public static string Name => "tanhshrink";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => x - V.Tanh(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V>
    {
        V t = V.Tanh(x);
        return t * t;
    }
}
