namespace Autograd.Formulas;

/// <summary>A differentiable function of one number, applied to every element of a tensor.</summary>
/// <remarks>
/// Implement it as a <c>readonly struct</c>; parameters are its fields, each a <see cref="Number"/>. The one text is the SIMD kernel, the fused
/// backward kernel <c>g * Slope</c>, the forward-mode rule and the derivative of any order.
/// Mark the methods of long formulas with <c>AggressiveInlining</c>.
/// </remarks>
/// <example>
/// <code>
/// readonly struct LeakyRelu(Number slope) : IUnaryFormula
/// {
///     public static string Name => "LeakyReLU";
///     public V Value&lt;V&gt;(V x) where V : struct, IReal&lt;V&gt; => V.Select(x > V.Zero, x, V.Const(slope) * x);
///     public V Slope&lt;V&gt;(V x, V y) where V : struct, IReal&lt;V&gt; => V.Select(x > V.Zero, V.One, V.Const(slope));
/// }
/// </code>
/// </example>
public interface IUnaryFormula
{
    /// <summary>The name that errors and graphs show, <c>LeakyReLU</c>.</summary>
    static abstract string Name { get; }

    /// <summary>The value <c>y = f(x)</c>.</summary>
    /// <typeparam name="V">The reading.</typeparam>
    V Value<V>(V x)
        where V : struct, IReal<V>;

    /// <summary>The derivative <c>dy/dx</c>, from <paramref name="x"/> and <c>y = f(x)</c>; what it does not read is not saved.</summary>
    /// <typeparam name="V">The reading.</typeparam>
    V Slope<V>(V x, V y)
        where V : struct, IReal<V>;
}

/// <summary>A formula of one number that makes sense for integers too: the same text serves their lanes.</summary>
public interface INumericUnary : IUnaryFormula
{
    /// <summary>The value <c>y = f(x)</c>, by ring and order alone.</summary>
    /// <typeparam name="V">The reading.</typeparam>
    new V Value<V>(V x)
        where V : struct, INumeric<V>;
}

/// <summary>Marks a formula whose derivative is zero wherever it exists (<c>floor</c>, <c>sign</c>): the zero is meant.</summary>
public interface IZeroAlmostEverywhere;
