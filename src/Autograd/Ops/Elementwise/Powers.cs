using System.Runtime.CompilerServices;
using Autograd.Formulas;

namespace Autograd;

/// <summary>x to the power y (<c>torch.pow</c>).</summary>
internal readonly struct PowFormula : IBinaryFormula
{
    public static string Name => "Pow";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x, V y)
        where V : struct, IReal<V> => V.Pow(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeX<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.Select(V.Equal(y, V.Zero), V.Zero, y * V.Pow(x, y - V.One));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeY<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.Select(V.Equal(x, V.Zero) & (y >= V.Zero), V.Zero, z * V.Log(x));
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

/// <summary><c>sqrt(x^2 + y^2)</c> without overflow (<c>torch.hypot</c>).</summary>
internal readonly struct HypotFormula : IBinaryFormula
{
    public static string Name => "Hypot";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x, V y)
        where V : struct, IReal<V> => RealMath.Hypot(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeX<V>(V x, V y, V z)
        where V : struct, IReal<V> => x / z;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeY<V>(V x, V y, V z)
        where V : struct, IReal<V> => y / z;
}

/// <summary>The angle of the point (y, x): x is the ordinate, as <c>atan2(input, other)</c> (<c>torch.atan2</c>).</summary>
internal readonly struct Atan2Formula : IBinaryFormula
{
    public static string Name => "Atan2";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x, V y)
        where V : struct, IReal<V> => RealMath.Atan2(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeX<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.Select(V.Equal(x, V.Zero) & V.Equal(y, V.Zero), V.Zero, y / (x * x + y * y));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeY<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.Select(V.Equal(x, V.Zero) & V.Equal(y, V.Zero), V.Zero, -x / (x * x + y * y));
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
