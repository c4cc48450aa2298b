using System.Runtime.CompilerServices;
using Autograd.Formulas;
using Autograd.Memory;

namespace Autograd;

/// <summary>|x|^p with slope 0 at 0, which is in every subdifferential there.</summary>
internal readonly struct AbsPowerFormula(Number p) : IUnaryFormula
{
    private readonly Number less = p.Real - 1;

    public static string Name => "AbsPower";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => V.Pow(V.Abs(x), V.Const(p));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V>
    {
        var zero = V.Equal(x, V.Zero);
        var steep = V.Const(p) * V.Pow(V.Select(zero, V.One, V.Abs(x)), V.Const(less));
        return V.Select(zero, V.Zero, V.Select(x < V.Zero, -steep, steep));
    }
}

/// <summary>The p-th root with slope 0 at 0, as PyTorch has it for norms.</summary>
internal readonly struct RootFormula(Number p) : IUnaryFormula
{
    private readonly Number inverse = 1 / p.Real;

    public static string Name => "Root";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x)
        where V : struct, IReal<V> => p.Real == 2 ? V.Sqrt(x) : V.Pow(x, V.Const(inverse));

    /// <summary>y / (p x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Slope<V>(V x, V y)
        where V : struct, IReal<V>
    {
        var zero = V.Equal(x, V.Zero);
        return V.Select(zero, V.Zero, y / (V.Const(p) * V.Select(zero, V.One, x)));
    }
}

/// <summary>
/// sign(x) (|x| / y)^(p - 1), the slope of a p-norm y along x: by the quotient, which does not overflow. 0 where x or y is 0. Its
/// own slope along x is infinite at x = 0 for p below 2, and that is said: a zero there would be silently wrong.
/// </summary>
internal readonly struct NormSlopeFormula(Number p) : IBinaryFormula
{
    private readonly Number less = p.Real - 1;
    private readonly Number twoLess = p.Real - 2;

    public static string Name => "NormSlope";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Value<V>(V x, V y)
        where V : struct, IReal<V> => V.Select(Flat(x, y), V.Zero, V.CopySign(V.Pow(Quotient(x, y), V.Const(less)), x));

    /// <summary>(p - 1) (|x| / y)^(p - 2) / y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeX<V>(V x, V y, V z)
        where V : struct, IReal<V> =>
        V.Select(V.Equal(y, V.Zero), V.Zero, V.Const(less) * V.Pow(Quotient(x, y), V.Const(twoLess)) / NotZero(y));

    /// <summary>-(p - 1) z / y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V SlopeY<V>(V x, V y, V z)
        where V : struct, IReal<V> => -(V.Const(less) * z / NotZero(y));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Mask<V> Flat<V>(V x, V y)
        where V : struct, IReal<V> => V.Equal(x, V.Zero) | V.Equal(y, V.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Quotient<V>(V x, V y)
        where V : struct, IReal<V> => V.Abs(x) / NotZero(y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V NotZero<V>(V y)
        where V : struct, IReal<V> => V.Select(V.Equal(y, V.Zero), V.One, y);
}

public partial class Tensor
{
    /// <summary>
    /// The norm (sum |x|^ord)^(1/ord) over some dimensions, over all when none is named (<c>torch.linalg.vector_norm</c>):
    /// 0 counts what is not 0, an infinity takes the largest or smallest magnitude. The slope of a norm of zero is 0. Powers that
    /// overflow or underflow are summed again by quotients, so that the norm is right wherever it is a number.
    /// </summary>
    /// <param name="ord">Any number or infinity.</param>
    /// <param name="dims">The dimensions.</param>
    /// <param name="keepDim">Leave the dimensions with size 1.</param>
    /// <exception cref="DTypeException">The dtype is an integer's.</exception>
    /// <exception cref="ShapeException">There is no such dimension, or one is named twice.</exception>
    public Tensor VectorNorm(double ord = 2, ReadOnlySpan<int> dims = default, bool keepDim = false)
    {
        using var face = Face.Of(nameof(VectorNorm));
        if (!DType.IsFloat) DTypes.ThrowUnsupported("VectorNorm", DType, "a norm of integers is not one; convert with To(DType.Float32)");
        return ord switch
        {
            0 => Ne(0).To(DType).Sum(dims, keepDim),
            double.PositiveInfinity => Abs().AMax(dims, keepDim),
            double.NegativeInfinity => Abs().AMin(dims, keepDim),
            _ => Op.Call(new NormOp(ord, Dims.Mask("VectorNorm", dims, Rank), keepDim), this),
        };
    }

    /// <summary>The norm of all elements (<c>torch.norm</c>); see <see cref="VectorNorm"/>.</summary>
    /// <exception cref="DTypeException">The dtype is an integer's.</exception>
    public Tensor Norm(double p = 2)
    {
        using var face = Face.Of(nameof(Norm));
        return VectorNorm(p);
    }

    /// <summary>The norm over a dimension (<c>torch.norm</c>); see <see cref="VectorNorm"/>.</summary>
    /// <exception cref="DTypeException">The dtype is an integer's.</exception>
    /// <exception cref="ShapeException">There is no such dimension.</exception>
    public Tensor Norm(double p, int dim, bool keepDim = false)
    {
        using var face = Face.Of(nameof(Norm));
        return VectorNorm(p, [dim], keepDim);
    }

    /// <summary>The norm over several dimensions (<c>torch.norm</c>); see <see cref="VectorNorm"/>.</summary>
    /// <exception cref="DTypeException">The dtype is an integer's.</exception>
    /// <exception cref="ShapeException">There is no such dimension, or one is named twice.</exception>
    public Tensor Norm(double p, ReadOnlySpan<int> dims, bool keepDim = false)
    {
        using var face = Face.Of(nameof(Norm));
        return VectorNorm(p, dims, keepDim);
    }
}
