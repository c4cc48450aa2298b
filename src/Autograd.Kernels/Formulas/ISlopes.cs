using System.Runtime.CompilerServices;

namespace Autograd.Formulas;

/// <summary>
/// The slopes of a formula of two or three numbers in one form, so that one loop and one rule serve both. Of a formula of two, the third
/// argument is its value.
/// </summary>
internal interface ISlopes
{
    /// <summary>The formula's.</summary>
    static abstract string Name { get; }

    /// <summary>The number of slopes, 2 or 3.</summary>
    static abstract int Count { get; }

    /// <summary>The slope along an argument, from 0.</summary>
    V Slope<V>(int along, V x, V y, V z)
        where V : struct, IReal<V>;
}

/// <summary>
/// Three slopes. <c>default(S) is IThreeSlopes</c> is a constant before anything is inlined: loops of two hold nothing of a third,
/// whose locals would count against what the JIT inlines.
/// </summary>
internal interface IThreeSlopes : ISlopes;

/// <inheritdoc cref="ISlopes"/>
internal readonly struct BinarySlopes<F>(F f) : ISlopes
    where F : struct, IBinaryFormula
{
    public static string Name => F.Name;

    public static int Count => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(int along, V x, V y, V z)
        where V : struct, IReal<V> => along == 0 ? f.SlopeX(x, y, z) : f.SlopeY(x, y, z);
}

/// <inheritdoc cref="ISlopes"/>
internal readonly struct TernarySlopes<F>(F f) : IThreeSlopes
    where F : struct, ITernaryFormula
{
    public static string Name => F.Name;

    public static int Count => 3;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(int along, V x, V y, V z)
        where V : struct, IReal<V> => along == 0 ? f.SlopeX(x, y, z) : along == 1 ? f.SlopeY(x, y, z) : f.SlopeZ(x, y, z);
}
