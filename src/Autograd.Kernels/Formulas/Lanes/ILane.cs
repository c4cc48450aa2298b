namespace Autograd.Formulas;

/// <summary>A SIMD register of elements of type <typeparamref name="T"/>: how the loops fill it.</summary>
internal interface ILane<V, T> : ILaneMath<V>
    where V : struct, ILane<V, T>
    where T : unmanaged
{
    /// <summary>The number of elements in the register.</summary>
    static abstract int Count { get; }

    static abstract unsafe V Load(T* from);

    static abstract unsafe void Store(V x, T* to);

    /// <summary>Writes 1 or 0, a byte an element, for the <see cref="Count"/> elements of a mask.</summary>
    static abstract unsafe void Store(Mask<V> mask, byte* to);

    /// <summary>Reads <see cref="Count"/> bytes, 0 or not, as a mask.</summary>
    static abstract unsafe Mask<V> LoadMask(byte* from);

    static abstract V Splat(T x);
}

/// <summary>The primitives beneath exp, log, sin and the rest, whose one text is in <see cref="LaneMath"/>.</summary>
internal interface ILaneMath<V> : IReal<V>
    where V : struct, ILaneMath<V>
{
    /// <summary>Whether the elements are float32; otherwise float64. A constant for the JIT.</summary>
    static abstract bool IsSingle { get; }

    /// <summary>Bits as an integer constant, of float32 or of float64.</summary>
    static abstract V ConstBits(int single, long real);

    static abstract V BitAnd(V a, V b);

    static abstract V BitOr(V a, V b);

    static abstract V BitXor(V a, V b);

    /// <summary>Sum of the bits read as integers.</summary>
    static abstract V BitAdd(V a, V b);

    /// <summary>Difference of the bits read as integers.</summary>
    static abstract V BitSub(V a, V b);

    static abstract V ShiftLeft(V a, int count);

    /// <summary>Shift to the right that fills with zeros.</summary>
    static abstract V ShiftRight(V a, int count);

    /// <summary>The elements whose sign bit is set, whatever the bits are.</summary>
    static abstract Mask<V> SignBit(V a);

    /// <summary>The smaller one by a single instruction; an x that is NaN passes. The bound is a number, and no zero.</summary>
    static abstract V AtMost(V x, V bound);

    /// <summary>The larger one by a single instruction; an x that is NaN passes. The bound is a number, and no zero.</summary>
    static abstract V AtLeast(V x, V bound);

    /// <summary><c>x * 2^n</c> for a whole n of at most twice the exponent range, rounded once.</summary>
    static abstract V Scale(V x, V n);

    static abstract bool Any(Mask<V> mask);

    /// <summary>Applies a function to each element on its own, in double precision: the rare path.</summary>
    static abstract unsafe V EachElement(V x, delegate*<double, double> function);

    /// <summary>The same for a function of two numbers.</summary>
    static abstract unsafe V EachElement(V x, V y, delegate*<double, double, double> function);
}
