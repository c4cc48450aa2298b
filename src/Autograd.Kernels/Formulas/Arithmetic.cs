using System.Runtime.CompilerServices;

namespace Autograd.Formulas;

/// <summary>The sum <c>x + y</c> (<c>torch.add</c>).</summary>
public readonly struct Add : INumericBinary
{
    /// <inheritdoc/>
    public static string Name => "add";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x, V y)
        where V : struct, INumeric<V> => x + y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    V IBinaryFormula.Value<V>(V x, V y) => Value(x, y);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeX<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.One;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeY<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.One;
}

/// <summary>The sum <c>x + alpha y</c> (<c>torch.add</c>).</summary>
/// <param name="alpha">The factor of the second number; a whole number where the elements are integers.</param>
public readonly struct AddScaled(double alpha) : INumericBinary
{
    /// <inheritdoc/>
    public static string Name => "add";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x, V y)
        where V : struct, INumeric<V> => x + V.Const(alpha) * y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    V IBinaryFormula.Value<V>(V x, V y) => Value(x, y);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeX<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.One;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeY<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.Const(alpha);
}

/// <summary>The difference <c>x - y</c> (<c>torch.sub</c>).</summary>
public readonly struct Sub : INumericBinary
{
    /// <inheritdoc/>
    public static string Name => "sub";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x, V y)
        where V : struct, INumeric<V> => x - y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    V IBinaryFormula.Value<V>(V x, V y) => Value(x, y);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeX<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.One;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeY<V>(V x, V y, V z)
        where V : struct, IReal<V> => -V.One;
}

/// <summary>The product <c>x y</c> (<c>torch.mul</c>).</summary>
public readonly struct Mul : INumericBinary
{
    /// <inheritdoc/>
    public static string Name => "mul";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x, V y)
        where V : struct, INumeric<V> => x * y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    V IBinaryFormula.Value<V>(V x, V y) => Value(x, y);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeX<V>(V x, V y, V z)
        where V : struct, IReal<V> => y;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeY<V>(V x, V y, V z)
        where V : struct, IReal<V> => x;
}

/// <summary>The quotient <c>x / y</c> (<c>torch.div</c>).</summary>
public readonly struct Div : IBinaryFormula
{
    /// <inheritdoc/>
    public static string Name => "div";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x, V y)
        where V : struct, IReal<V> => x / y;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeX<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.One / y;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeY<V>(V x, V y, V z)
        where V : struct, IReal<V> => -z / y;
}

/// <summary>The negative <c>-x</c> (<c>torch.neg</c>).</summary>
public readonly struct Neg : INumericUnary
{
    /// <inheritdoc/>
    public static string Name => "neg";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, INumeric<V> => -x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    V IUnaryFormula.Value<V>(V x) => Value(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => -V.One;
}

/// <summary>The sum <c>x + c</c> (<c>torch.add</c>).</summary>
/// <param name="c">The constant; <c>sub</c> is the sum with <c>-c</c>.</param>
public readonly struct AddConstant(double c) : INumericUnary
{
    /// <inheritdoc/>
    public static string Name => "add";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, INumeric<V> => x + V.Const(c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    V IUnaryFormula.Value<V>(V x) => Value(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => V.One;
}

/// <summary>The product <c>x c</c> (<c>torch.mul</c>).</summary>
/// <param name="c">The constant.</param>
public readonly struct MulConstant(double c) : INumericUnary
{
    /// <inheritdoc/>
    public static string Name => "mul";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, INumeric<V> => x * V.Const(c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    V IUnaryFormula.Value<V>(V x) => Value(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => V.Const(c);
}

/// <summary>The difference <c>c - x</c> (<c>torch.rsub</c>).</summary>
/// <param name="c">The constant.</param>
public readonly struct RSubConstant(double c) : INumericUnary
{
    /// <inheritdoc/>
    public static string Name => "rsub";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, INumeric<V> => V.Const(c) - x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    V IUnaryFormula.Value<V>(V x) => Value(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => -V.One;
}

/// <summary>The quotient <c>x / c</c> (<c>torch.div</c>).</summary>
/// <param name="c">The constant.</param>
public readonly struct DivConstant(double c) : IUnaryFormula
{
    /// <inheritdoc/>
    public static string Name => "div";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => x / V.Const(c);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => V.One / V.Const(c);
}

/// <summary>The quotient <c>c / x</c> (<c>torch.div</c>).</summary>
/// <param name="c">The constant.</param>
public readonly struct RDivConstant(double c) : IUnaryFormula
{
    /// <inheritdoc/>
    public static string Name => "div";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => V.Const(c) / x;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => -y / x;
}

/// <summary>The square <c>x^2</c> (<c>torch.square</c>).</summary>
public readonly struct Square : INumericUnary
{
    /// <inheritdoc/>
    public static string Name => "square";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, INumeric<V> => x * x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    V IUnaryFormula.Value<V>(V x) => Value(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => x + x;
}

/// <summary>The absolute value; its slope at 0 is 0 (<c>torch.abs</c>).</summary>
public readonly struct Abs : INumericUnary
{
    /// <inheritdoc/>
    public static string Name => "abs";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, INumeric<V> => V.Abs(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    V IUnaryFormula.Value<V>(V x) => Value(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => RealMath.Sign(x);
}

/// <summary>The reciprocal <c>1 / x</c> (<c>torch.reciprocal</c>).</summary>
public readonly struct Reciprocal : IUnaryFormula
{
    /// <inheritdoc/>
    public static string Name => "reciprocal";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => V.One / x;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => -(y * y);
}

/// <summary>Degrees to radians (<c>torch.deg2rad</c>).</summary>
public readonly struct Deg2Rad : IUnaryFormula
{
    /// <inheritdoc/>
    public static string Name => "deg2rad";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => x * V.Const(Math.PI / 180);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => V.Const(Math.PI / 180);
}

/// <summary>Radians to degrees (<c>torch.rad2deg</c>).</summary>
public readonly struct Rad2Deg : IUnaryFormula
{
    /// <inheritdoc/>
    public static string Name => "rad2deg";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => x * V.Const(180 / Math.PI);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => V.Const(180 / Math.PI);
}
