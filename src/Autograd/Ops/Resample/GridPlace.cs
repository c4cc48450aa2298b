using System.Runtime.CompilerServices;
using Autograd.Formulas;

namespace Autograd;

/// <summary>What <see cref="NN.Functional.GridSample"/> finds beyond the ends.</summary>
public enum GridPadding
{
    /// <summary>Zeros.</summary>
    Zeros,

    /// <summary>The outermost element.</summary>
    Border,

    /// <summary>The elements mirrored at the ends.</summary>
    Reflection,
}

/// <summary>A place moved into a plane: clipped to [0, high], with the slope 0 at the ends and beyond, as PyTorch has it.</summary>
internal readonly struct ClipPlaceFormula(double high) : IUnaryFormula
{
    private readonly Number high = high;

    public static string Name => "ClipPlace";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => V.Min(V.Max(x, V.Zero), V.Const(high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => V.Select(V.Zero < x, V.Select(x < V.Const(high), V.One, V.Zero), V.Zero);
}

/// <summary>A place mirrored into [low, low + span]: with d = |x - low|, its remainder from the near end or, after an odd number of spans, from the far one.</summary>
internal readonly struct ReflectPlaceFormula(double low, double span) : IUnaryFormula
{
    private readonly Number low = low;
    private readonly Number span = span;

    public static string Name => "ReflectPlace";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V>
    {
        V distance = V.Abs(x - V.Const(low)), extra = V.Fmod(distance, V.Const(span));
        return V.Const(low) + V.Select(IsOdd(distance), V.Const(span) - extra, extra);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V>
    {
        V away = x - V.Const(low), up = V.Select(away < V.Zero, -V.One, V.One);
        return V.Select(IsOdd(V.Abs(away)), -up, up);
    }

    /// <summary>Whether the whole spans in a distance are odd in number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Mask<V> IsOdd<V>(V distance)
        where V : struct, IReal<V>
    {
        V flips = V.Floor(distance / V.Const(span));
        return V.Zero < flips - (V.Const(2) * V.Floor(flips * V.Const(0.5)));
    }
}

/// <summary>Places in a plane of a given size, from a grid in [-1, 1].</summary>
internal static class GridPlace
{
    /// <summary>-1 is the middle of the first element and 1 of the last where corners are aligned, their outer edges otherwise.</summary>
    public static Tensor Of(Tensor grid, int size, bool alignCorners) =>
        alignCorners ? (grid + 1.0) * ((size - 1) / 2.0) : ((grid + 1.0) * size - 1.0) * 0.5;

    /// <summary>Places moved into the plane, differentiable.</summary>
    public static Tensor Padded(Tensor place, int size, GridPadding padding, bool alignCorners)
    {
        if (padding == GridPadding.Zeros) return place;
        if (padding == GridPadding.Reflection)
        {
            var (low, span) = Mirror(size, alignCorners);
            // A single element mirrored at its middle is everywhere.
            place = span == 0 ? UnaryOp.Apply(place, new ClipPlaceFormula(0)) : UnaryOp.Apply(place, new ReflectPlaceFormula(low, span));
        }
        return UnaryOp.Apply(place, new ClipPlaceFormula(size - 1));
    }

    /// <summary>The same of one number.</summary>
    public static double Padded(double place, int size, GridPadding padding, bool alignCorners)
    {
        if (padding == GridPadding.Reflection)
        {
            var (low, span) = Mirror(size, alignCorners);
            place = span == 0 ? 0 : new ReflectPlaceFormula(low, span).Value(new Scalar<double>(place)).Value;
        }
        return Math.Clamp(place, 0, size - 1);
    }

    private static (double Low, double Span) Mirror(int size, bool alignCorners) => alignCorners ? (0, size - 1) : (-0.5, size);
}
