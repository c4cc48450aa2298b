using System.Runtime.CompilerServices;

namespace Autograd.Formulas;

/// <summary>The error function (<c>torch.erf</c>).</summary>
public readonly struct Erf : IUnaryFormula
{
    /// <inheritdoc/>
    public static string Name => "erf";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => V.Erf(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => V.Const(1.1283791670955126) * V.Exp(-(x * x));
}

/// <summary>The complementary error function (<c>torch.erfc</c>).</summary>
public readonly struct Erfc : IUnaryFormula
{
    /// <inheritdoc/>
    public static string Name => "erfc";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => V.Erfc(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => V.Const(-1.1283791670955126) * V.Exp(-(x * x));
}
