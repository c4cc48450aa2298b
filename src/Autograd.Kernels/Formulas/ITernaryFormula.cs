namespace Autograd.Formulas;

/// <summary>A differentiable function of three numbers, applied to the elements of three tensors broadcast against each other.</summary>
/// <remarks>Implement it as a <c>readonly struct</c>; parameters are its fields. See <see cref="IUnaryFormula"/>.</remarks>
public interface ITernaryFormula
{
    /// <summary>The name that errors and graphs show, <c>Lerp</c>.</summary>
    static abstract string Name { get; }

    /// <summary>The value <c>f(x, y, z)</c>.</summary>
    /// <typeparam name="V">The reading.</typeparam>
    V Value<V>(V x, V y, V z)
        where V : struct, IReal<V>;

    /// <summary>The partial derivative along <paramref name="x"/>; what no slope reads is not saved.</summary>
    /// <typeparam name="V">The reading.</typeparam>
    V SlopeX<V>(V x, V y, V z)
        where V : struct, IReal<V>;

    /// <summary>The partial derivative along <paramref name="y"/>.</summary>
    /// <typeparam name="V">The reading.</typeparam>
    V SlopeY<V>(V x, V y, V z)
        where V : struct, IReal<V>;

    /// <summary>The partial derivative along <paramref name="z"/>.</summary>
    /// <typeparam name="V">The reading.</typeparam>
    V SlopeZ<V>(V x, V y, V z)
        where V : struct, IReal<V>;
}

/// <summary>A formula of three numbers that makes sense for integers too: the same text serves their lanes.</summary>
public interface INumericTernary : ITernaryFormula
{
    /// <summary>The value <c>f(x, y, z)</c>, by ring and order alone.</summary>
    /// <typeparam name="V">The reading.</typeparam>
    new V Value<V>(V x, V y, V z)
        where V : struct, INumeric<V>;
}

/// <summary>A function of a truth value and two numbers: <c>where</c>.</summary>
internal interface IMaskedFormula
{
    /// <summary>The value, by ring and order alone.</summary>
    V Value<V>(Mask<V> mask, V x, V y)
        where V : struct, INumeric<V>;
}
