using System.Runtime.CompilerServices;
using Autograd.Formulas;

namespace Autograd;

/// <summary>The largest whole number not above x (<c>torch.floor</c>).</summary>
internal readonly struct FloorFormula : IUnaryFormula, IZeroAlmostEverywhere
{
    public static string Name => "Floor";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => V.Floor(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => V.Zero;
}

/// <summary>The smallest whole number not below x (<c>torch.ceil</c>).</summary>
internal readonly struct CeilFormula : IUnaryFormula, IZeroAlmostEverywhere
{
    public static string Name => "Ceil";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => V.Ceiling(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => V.Zero;
}

/// <summary>The nearest whole number, halves to the even one (<c>torch.round</c>).</summary>
internal readonly struct RoundFormula : IUnaryFormula, IZeroAlmostEverywhere
{
    public static string Name => "Round";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => V.Round(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => V.Zero;
}

/// <summary>The whole part (<c>torch.trunc</c>).</summary>
internal readonly struct TruncFormula : IUnaryFormula, IZeroAlmostEverywhere
{
    public static string Name => "Trunc";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => V.Truncate(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => V.Zero;
}

/// <summary>What the whole part leaves, <c>x - trunc(x)</c> (<c>torch.frac</c>).</summary>
internal readonly struct FracFormula : IUnaryFormula
{
    public static string Name => "Frac";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => x - V.Truncate(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => V.One;
}

public partial class Tensor
{
    /// <summary>The largest whole number not above x; its derivative is zero (<c>torch.floor</c>). Any shape; integers are whole already.</summary>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor Floor() => DType.IsFloat ? UnaryOp.Apply(this, default(FloorFormula)) : Clone();

    /// <summary>The smallest whole number not below x; its derivative is zero (<c>torch.ceil</c>). Any shape; integers are whole already.</summary>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor Ceil() => DType.IsFloat ? UnaryOp.Apply(this, default(CeilFormula)) : Clone();

    /// <summary>The nearest whole number, halves to even; its derivative is zero (<c>torch.round</c>). Any shape; integers are whole already.</summary>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor Round() => DType.IsFloat ? UnaryOp.Apply(this, default(RoundFormula)) : Clone();

    /// <summary>The nearest multiple of 10^-decimals, halves to even; its derivative is zero (<c>torch.round(decimals=)</c>).</summary>
    /// <param name="decimals">Digits behind the point; negative ones are before it.</param>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor Round(int decimals)
    {
        double scale = Math.Pow(10, Math.Abs((double)decimals));
        return decimals == 0 || !DType.IsFloat ? Round() : decimals > 0 ? (this * scale).Round() / scale : (this / scale).Round() * scale;
    }

    /// <summary>The whole part; its derivative is zero (<c>torch.trunc</c>). Any shape; integers are whole already.</summary>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor Trunc() => DType.IsFloat ? UnaryOp.Apply(this, default(TruncFormula)) : Clone();

    /// <summary>The part behind the point, x - trunc(x) (<c>torch.frac</c>). Any shape; integers become float32.</summary>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor Frac() => UnaryOp.Apply(this, default(FracFormula));
}
