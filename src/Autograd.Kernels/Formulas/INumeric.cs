namespace Autograd.Formulas;

/// <summary>A ring with an order: what a formula may do when it serves integers as well as real numbers.</summary>
/// <typeparam name="V">The reading itself: SIMD lanes, a single number, a dual number, a recorded tensor.</typeparam>
/// <remarks>
/// A formula is written once over this algebra; each implementation reads the same text in its own way.
/// Integer readings wrap around as two's complement does. NaN passes through every member but <see cref="Select"/>.
/// </remarks>
public interface INumeric<V>
    where V : struct, INumeric<V>
{
    /// <summary>The number 0.</summary>
    static abstract V Zero { get; }

    /// <summary>The number 1.</summary>
    static abstract V One { get; }

    /// <summary>A number in the text of the formula, rounded to the element type while the loop is compiled.</summary>
    static abstract V Const(double literal);

    /// <summary>A parameter of the formula, from its field.</summary>
    static abstract V Const(Number parameter);

    /// <summary>The sum <c>x + y</c>.</summary>
    static abstract V operator +(V x, V y);

    /// <summary>The difference <c>x - y</c>.</summary>
    static abstract V operator -(V x, V y);

    /// <summary>The product <c>x * y</c>.</summary>
    static abstract V operator *(V x, V y);

    /// <summary>The sum <c>a b + c</c>, rounded once where the processor does that in one step: never relied on to be exact.</summary>
    static abstract V Fma(V a, V b, V c);

    /// <summary>The negative <c>-x</c>; of 0 it is -0.</summary>
    static abstract V operator -(V x);

    /// <summary>Where <c>x &lt; y</c>; false where either is NaN.</summary>
    static abstract Mask<V> operator <(V x, V y);

    /// <summary>Where <c>x &gt; y</c>; false where either is NaN.</summary>
    static abstract Mask<V> operator >(V x, V y);

    /// <summary>Where <c>x &lt;= y</c>; false where either is NaN.</summary>
    static abstract Mask<V> operator <=(V x, V y);

    /// <summary>Where <c>x &gt;= y</c>; false where either is NaN.</summary>
    static abstract Mask<V> operator >=(V x, V y);

    /// <summary>Where <c>x = y</c>; false where either is NaN, true for 0 and -0.</summary>
    static abstract Mask<V> Equal(V x, V y);

    /// <summary><paramref name="x"/> where <paramref name="mask"/> holds, otherwise <paramref name="y"/>. What is not taken leaves no trace, not even a NaN.</summary>
    static abstract V Select(Mask<V> mask, V x, V y);

    /// <summary>The smaller of both, NaN if either is NaN.</summary>
    static abstract V Min(V x, V y);

    /// <summary>The larger of both, NaN if either is NaN.</summary>
    static abstract V Max(V x, V y);

    /// <summary>The absolute value.</summary>
    static abstract V Abs(V x);

    /// <summary>Where both masks hold; formulas write <c>a &amp; b</c>.</summary>
    static abstract Mask<V> And(Mask<V> a, Mask<V> b);

    /// <summary>Where either mask holds; formulas write <c>a | b</c>.</summary>
    static abstract Mask<V> Or(Mask<V> a, Mask<V> b);

    /// <summary>Where the mask does not hold; formulas write <c>!a</c>.</summary>
    static abstract Mask<V> Not(Mask<V> a);
}
