using System.Runtime.CompilerServices;
using Autograd.Formulas;

namespace Autograd;

/// <summary>The sum <c>x + y</c> (<c>torch.add</c>).</summary>
internal readonly struct AddFormula : INumericBinary
{
    public static string Name => "Add";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x, V y)
        where V : struct, INumeric<V> => x + y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    V IBinaryFormula.Value<V>(V x, V y) => Value(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeX<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.One;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeY<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.One;
}

/// <summary>The sum <c>x + alpha y</c> (<c>torch.add</c>).</summary>
/// <param name="alpha">The factor of the second number; a whole number where the elements are integers.</param>
internal readonly struct AddScaledFormula(Number alpha) : INumericBinary
{
    public static string Name => "Add";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x, V y)
        where V : struct, INumeric<V> => x + V.Const(alpha) * y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    V IBinaryFormula.Value<V>(V x, V y) => Value(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeX<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.One;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeY<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.Const(alpha);
}

/// <summary>The difference <c>x - y</c> (<c>torch.sub</c>).</summary>
internal readonly struct SubFormula : INumericBinary
{
    public static string Name => "Sub";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x, V y)
        where V : struct, INumeric<V> => x - y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    V IBinaryFormula.Value<V>(V x, V y) => Value(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeX<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.One;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeY<V>(V x, V y, V z)
        where V : struct, IReal<V> => -V.One;
}

/// <summary>The product <c>x y</c> (<c>torch.mul</c>).</summary>
internal readonly struct MulFormula : INumericBinary
{
    public static string Name => "Mul";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x, V y)
        where V : struct, INumeric<V> => x * y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    V IBinaryFormula.Value<V>(V x, V y) => Value(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeX<V>(V x, V y, V z)
        where V : struct, IReal<V> => y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeY<V>(V x, V y, V z)
        where V : struct, IReal<V> => x;
}

/// <summary>The quotient <c>x / y</c> (<c>torch.div</c>).</summary>
internal readonly struct DivFormula : IBinaryFormula
{
    public static string Name => "Div";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x, V y)
        where V : struct, IReal<V> => x / y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeX<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.One / y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeY<V>(V x, V y, V z)
        where V : struct, IReal<V> => -z / y;
}

/// <summary>The negative <c>-x</c> (<c>torch.neg</c>).</summary>
internal readonly struct NegFormula : INumericUnary
{
    public static string Name => "Neg";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, INumeric<V> => -x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    V IUnaryFormula.Value<V>(V x) => Value(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => -V.One;
}

/// <summary>The sum <c>x + c</c> (<c>torch.add</c>).</summary>
/// <param name="c">The constant; <c>sub</c> is the sum with <c>-c</c>.</param>
internal readonly struct AddConstantFormula(Number c) : INumericUnary
{
    public static string Name => "Add";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, INumeric<V> => x + V.Const(c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    V IUnaryFormula.Value<V>(V x) => Value(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => V.One;
}

/// <summary>The product <c>x c</c> (<c>torch.mul</c>).</summary>
/// <param name="c">The constant.</param>
internal readonly struct MulConstantFormula(Number c) : INumericUnary
{
    public static string Name => "Mul";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, INumeric<V> => x * V.Const(c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    V IUnaryFormula.Value<V>(V x) => Value(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => V.Const(c);
}

/// <summary>The difference <c>c - x</c> (<c>torch.rsub</c>).</summary>
/// <param name="c">The constant.</param>
internal readonly struct RSubConstantFormula(Number c) : INumericUnary
{
    public static string Name => "RSub";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, INumeric<V> => V.Const(c) - x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    V IUnaryFormula.Value<V>(V x) => Value(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => -V.One;
}

/// <summary>The quotient <c>x / c</c> (<c>torch.div</c>).</summary>
/// <param name="c">The constant.</param>
internal readonly struct DivConstantFormula(Number c) : IUnaryFormula
{
    public static string Name => "Div";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => x / V.Const(c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => V.One / V.Const(c);
}

/// <summary>The quotient <c>c / x</c> (<c>torch.div</c>).</summary>
/// <param name="c">The constant.</param>
internal readonly struct RDivConstantFormula(Number c) : IUnaryFormula
{
    public static string Name => "RDiv";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => V.Const(c) / x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => -y / x;
}

/// <summary>The square <c>x^2</c> (<c>torch.square</c>).</summary>
internal readonly struct SquareFormula : INumericUnary
{
    public static string Name => "Square";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, INumeric<V> => x * x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    V IUnaryFormula.Value<V>(V x) => Value(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => x + x;
}

/// <summary>The absolute value; its slope at 0 is 0 (<c>torch.abs</c>).</summary>
internal readonly struct AbsFormula : INumericUnary
{
    public static string Name => "Abs";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, INumeric<V> => V.Abs(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    V IUnaryFormula.Value<V>(V x) => Value(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => RealMath.Sign(x);
}

/// <summary>The reciprocal <c>1 / x</c> (<c>torch.reciprocal</c>).</summary>
internal readonly struct ReciprocalFormula : IUnaryFormula
{
    public static string Name => "Reciprocal";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => V.One / x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => -(y * y);
}

/// <summary>Degrees to radians (<c>torch.deg2rad</c>).</summary>
internal readonly struct Deg2RadFormula : IUnaryFormula
{
    public static string Name => "Deg2Rad";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => x * V.Const(Math.PI / 180);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => V.Const(Math.PI / 180);
}

/// <summary>Radians to degrees (<c>torch.rad2deg</c>).</summary>
internal readonly struct Rad2DegFormula : IUnaryFormula
{
    public static string Name => "Rad2Deg";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => x * V.Const(180 / Math.PI);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => V.Const(180 / Math.PI);
}
