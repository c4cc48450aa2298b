using System.Runtime.CompilerServices;
using Autograd.Formulas;

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

public partial class Tensor
{
    /// <summary>
    /// The norm (sum |x|^ord)^(1/ord) over some dimensions, over all when none is named (<c>torch.linalg.vector_norm</c>):
    /// 0 counts what is not 0, an infinity takes the largest or smallest magnitude. The slope of a norm of zero is 0.
    /// </summary>
    /// <param name="ord">Any number or infinity.</param>
    /// <param name="dims">The dimensions.</param>
    /// <param name="keepDim">Leave the dimensions with size 1.</param>
    /// <exception cref="DTypeException">The dtype is an integer's.</exception>
    /// <exception cref="ShapeException">There is no such dimension, or one is named twice.</exception>
    public Tensor VectorNorm(double ord = 2, ReadOnlySpan<int> dims = default, bool keepDim = false)
    {
        if (!DType.IsFloat) DTypes.ThrowUnsupported("VectorNorm", DType, "a norm of integers is not one; convert with To(DType.Float32)");
        return ord switch
        {
            0 => Ne(0).To(DType).Sum(dims, keepDim),
            1 => Abs().Sum(dims, keepDim),
            2 => UnaryOp.Apply(Square().Sum(dims, keepDim), new RootFormula(2)),
            double.PositiveInfinity => Abs().AMax(dims, keepDim),
            double.NegativeInfinity => Abs().AMin(dims, keepDim),
            _ => UnaryOp.Apply(UnaryOp.Apply(this, new AbsPowerFormula(ord)).Sum(dims, keepDim), new RootFormula(ord)),
        };
    }

    /// <summary>The norm of all elements (<c>torch.norm</c>); see <see cref="VectorNorm"/>.</summary>
    /// <exception cref="DTypeException">The dtype is an integer's.</exception>
    public Tensor Norm(double p = 2) => VectorNorm(p);

    /// <summary>The norm over a dimension (<c>torch.norm</c>); see <see cref="VectorNorm"/>.</summary>
    /// <exception cref="DTypeException">The dtype is an integer's.</exception>
    /// <exception cref="ShapeException">There is no such dimension.</exception>
    public Tensor Norm(double p, int dim, bool keepDim = false) => VectorNorm(p, [dim], keepDim);

    /// <summary>The norm over several dimensions (<c>torch.norm</c>); see <see cref="VectorNorm"/>.</summary>
    /// <exception cref="DTypeException">The dtype is an integer's.</exception>
    /// <exception cref="ShapeException">There is no such dimension, or one is named twice.</exception>
    public Tensor Norm(double p, ReadOnlySpan<int> dims, bool keepDim = false) => VectorNorm(p, dims, keepDim);
}
