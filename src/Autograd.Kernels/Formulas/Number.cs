using System.Runtime.CompilerServices;

namespace Autograd.Formulas;

/// <summary>A parameter of a formula, in every element type at once: made from a <see cref="double"/> or a <see cref="long"/>, read as what the elements are.</summary>
/// <remarks>
/// Rounded when it is made and not in the loop, where a conversion for every register costs as much as the arithmetic; and
/// a whole number keeps all of its 64 bits, of which a double holds 53. What the text of a formula names stays a literal:
/// as a Number it would cost the JIT four of the 512 locals that it has for a loop.
/// </remarks>
public readonly struct Number
{
    internal readonly float Single;
    internal readonly int Int32;
    internal readonly long Int64;

    /// <summary>A real number; integers get its whole part, the nearest one they have.</summary>
    /// <param name="value">Any number, NaN and the infinities included.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Number(double value)
    {
        Real = value;
        Single = (float)value;
        Int64 = (long)value;
        Int32 = (int)value;
    }

    /// <summary>A whole number, exact in integers of 64 bits.</summary>
    /// <param name="value">Any number.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Number(long value)
    {
        Real = value;
        Single = value;
        Int64 = value;
        Int32 = (int)Math.Clamp(value, int.MinValue, int.MaxValue);
    }

    private Number(double real, float single, long int64, int int32)
    {
        Real = real;
        Single = single;
        Int64 = int64;
        Int32 = int32;
    }

    /// <summary>The number in float64.</summary>
    public double Real { get; }

    /// <summary>The negative, in every element type.</summary>
    public static Number operator -(Number x) => new(-x.Real, -x.Single, -x.Int64, -x.Int32);

    /// <summary>The real number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static implicit operator Number(double value) => new(value);

    /// <summary>The whole number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static implicit operator Number(long value) => new(value);
}
