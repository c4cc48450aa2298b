using System.Runtime.CompilerServices;

namespace Autograd.Formulas;

/// <summary>x to the power y (<c>torch.pow</c>).</summary>
public readonly struct Pow : IBinaryFormula
{
    /// <inheritdoc/>
    public static string Name => "pow";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x, V y)
        where V : struct, IReal<V> => V.Pow(x, y);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeX<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.Select(V.Equal(y, V.Zero), V.Zero, y * V.Pow(x, y - V.One));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeY<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.Select(V.Equal(x, V.Zero) & (y >= V.Zero), V.Zero, z * V.Log(x));
}

/// <summary><c>x log(y)</c>, 0 where x is 0 (<c>torch.xlogy</c>).</summary>
public readonly struct Xlogy : IBinaryFormula
{
    /// <inheritdoc/>
    public static string Name => "xlogy";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x, V y)
        where V : struct, IReal<V> => V.Select(V.Equal(x, V.Zero) & !V.IsNaN(y), V.Zero, x * V.Log(y));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeX<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.Select(V.Equal(x, V.Zero) & (y <= V.Zero), V.Zero, V.Log(y));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeY<V>(V x, V y, V z)
        where V : struct, IReal<V> => x / y;
}

/// <summary><c>sqrt(x^2 + y^2)</c> without overflow (<c>torch.hypot</c>).</summary>
public readonly struct Hypot : IBinaryFormula
{
    /// <inheritdoc/>
    public static string Name => "hypot";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x, V y)
        where V : struct, IReal<V> => RealMath.Hypot(x, y);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeX<V>(V x, V y, V z)
        where V : struct, IReal<V> => x / z;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeY<V>(V x, V y, V z)
        where V : struct, IReal<V> => y / z;
}

/// <summary>The angle of the point (y, x): x is the ordinate, as <c>atan2(input, other)</c> (<c>torch.atan2</c>).</summary>
public readonly struct Atan2 : IBinaryFormula
{
    /// <inheritdoc/>
    public static string Name => "atan2";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x, V y)
        where V : struct, IReal<V> => RealMath.Atan2(x, y);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeX<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.Select(V.Equal(x, V.Zero) & V.Equal(y, V.Zero), V.Zero, y / (x * x + y * y));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeY<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.Select(V.Equal(x, V.Zero) & V.Equal(y, V.Zero), V.Zero, -x / (x * x + y * y));
}

/// <summary><c>log(exp(x) + exp(y))</c> without overflow (<c>torch.logaddexp</c>).</summary>
public readonly struct LogAddExp : IBinaryFormula
{
    /// <inheritdoc/>
    public static string Name => "logaddexp";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x, V y)
        where V : struct, IReal<V> =>
        V.Select(V.Equal(x, y), x + V.Const(0.6931471805599453), V.Max(x, y) + V.Log1p(V.Exp(-V.Abs(x - y))));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeX<V>(V x, V y, V z)
        where V : struct, IReal<V> => RealMath.Sigmoid(x - y);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeY<V>(V x, V y, V z)
        where V : struct, IReal<V> => RealMath.Sigmoid(y - x);
}

/// <summary><c>log2(2^x + 2^y)</c> without overflow (<c>torch.logaddexp2</c>).</summary>
public readonly struct LogAddExp2 : IBinaryFormula
{
    /// <inheritdoc/>
    public static string Name => "logaddexp2";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x, V y)
        where V : struct, IReal<V> =>
        V.Select(V.Equal(x, y), x + V.One, V.Max(x, y) + V.Log1p(V.Exp(-V.Abs(x - y) * V.Const(LogTwo))) / V.Const(LogTwo));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeX<V>(V x, V y, V z)
        where V : struct, IReal<V> => RealMath.Sigmoid((x - y) * V.Const(LogTwo));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeY<V>(V x, V y, V z)
        where V : struct, IReal<V> => RealMath.Sigmoid((y - x) * V.Const(LogTwo));

    private const double LogTwo = 0.6931471805599453;
}
