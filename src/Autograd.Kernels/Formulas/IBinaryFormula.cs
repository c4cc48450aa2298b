namespace Autograd.Formulas;

/// <summary>A differentiable function of two numbers, applied to the elements of two tensors broadcast against each other.</summary>
/// <remarks>Implement it as a <c>readonly struct</c>; parameters are its fields. See <see cref="IUnaryFormula"/>.</remarks>
public interface IBinaryFormula
{
    /// <summary>The name that errors and graphs show, <c>LeakyReLU</c>.</summary>
    static abstract string Name { get; }

    /// <summary>The value <c>z = f(x, y)</c>.</summary>
    /// <typeparam name="V">The reading.</typeparam>
    V Value<V>(V x, V y)
        where V : struct, IReal<V>;

    /// <summary>The partial derivative <c>dz/dx</c>; what it does not read of <c>x</c>, <c>y</c> and <c>z</c> is not saved.</summary>
    /// <typeparam name="V">The reading.</typeparam>
    V SlopeX<V>(V x, V y, V z)
        where V : struct, IReal<V>;

    /// <summary>The partial derivative <c>dz/dy</c>; what it does not read of <c>x</c>, <c>y</c> and <c>z</c> is not saved.</summary>
    /// <typeparam name="V">The reading.</typeparam>
    V SlopeY<V>(V x, V y, V z)
        where V : struct, IReal<V>;
}

/// <summary>A formula of two numbers that makes sense for integers too: the same text serves their lanes.</summary>
public interface INumericBinary : IBinaryFormula
{
    /// <summary>The value <c>z = f(x, y)</c>, by ring and order alone.</summary>
    /// <typeparam name="V">The reading.</typeparam>
    new V Value<V>(V x, V y)
        where V : struct, INumeric<V>;
}

/// <summary>A truth value of two numbers, applied to the elements of two tensors; the result is a <c>Bool</c> tensor.</summary>
public interface IPredicate
{
    /// <summary>The name that errors show, <c>Lt</c>.</summary>
    static abstract string Name { get; }

    /// <summary>Where the predicate holds.</summary>
    /// <typeparam name="V">The reading.</typeparam>
    Mask<V> Test<V>(V x, V y)
        where V : struct, INumeric<V>;
}
