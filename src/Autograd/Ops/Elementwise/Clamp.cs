using System.Runtime.CompilerServices;
using Autograd.Formulas;

namespace Autograd;

/// <summary>x between two bounds, which belong to the inside: the slope there is 1 (<c>torch.clamp</c>).</summary>
/// <param name="min">The lower bound, or minus infinity.</param>
/// <param name="max">The upper bound, or infinity.</param>
internal readonly struct ClampFormula(Number min, Number max) : INumericUnary
{
    public static string Name => "Clamp";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, INumeric<V> => V.Min(V.Max(x, V.Const(min)), V.Const(max));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    V IUnaryFormula.Value<V>(V x) => Value(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => V.Select((x >= V.Const(min)) & (x <= V.Const(max)), V.One, V.Zero);
}

/// <summary>x between y and z, which belong to the inside; where they cross it is z. The slope goes to what is taken (<c>torch.clamp</c> by tensors).</summary>
/// <remarks>By comparisons and not by Min and Max: a bound that is NaN binds nothing.</remarks>
internal readonly struct ClampBetweenFormula : INumericTernary
{
    public static string Name => "Clamp";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x, V y, V z)
        where V : struct, INumeric<V>
    {
        V raised = Raised(x, y);
        return V.Select(raised > z, z, raised);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    V ITernaryFormula.Value<V>(V x, V y, V z) => Value(x, y, z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeX<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.Select((x < y) | (Raised(x, y) > z), V.Zero, V.One);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeY<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.Select((x < y) & !(Raised(x, y) > z), V.One, V.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeZ<V>(V x, V y, V z)
        where V : struct, IReal<V> => V.Select(Raised(x, y) > z, V.One, V.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Raised<V>(V x, V y)
        where V : struct, INumeric<V> => V.Select(x < y, y, x);
}

public partial class Tensor
{
    /// <summary>
    /// x between two bounds, numbers or tensors that broadcast (<c>torch.clamp</c>). Between numbers the slope is 1 inside and on
    /// the bounds, 0 outside; with tensors it goes to what is taken.
    /// </summary>
    /// <param name="min">The lower bound; none when not given.</param>
    /// <param name="max">The upper bound; none when not given. Below <paramref name="min"/>, everything is <paramref name="max"/>.</param>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor Clamp(Tensor? min = null, Tensor? max = null)
    {
        var dtype = min is null ? DType : DTypes.Result(this, min);
        if (max is not null) dtype = DTypes.Result(To(dtype), max);
        var x = To(dtype);
        if (dtype.IsFloat && Fixed(min) && Fixed(max))
            return UnaryOp.Apply(x, new ClampFormula(min?.Item() ?? double.NegativeInfinity, max?.Item() ?? double.PositiveInfinity));
        if (min is not null && max is not null) return TernaryOp.ApplyNumeric(x, min, max, default(ClampBetweenFormula));
        if (min is not null) return Where(x.Lt(min), min, x);
        return max is not null ? Where(x.Gt(max), max, x) : x;

        static bool Fixed(Tensor? bound) => bound is null or { IsNumber: true, RequiresGrad: false };
    }
}
