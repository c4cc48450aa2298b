using System.Numerics;
using Autograd.Formulas;
using Autograd.Kernels;
using Autograd.Memory;

namespace Autograd;

/// <summary>
/// Variance and mean over some dimensions: v = sum (x - mean)^2 / (n - correction), in two passes: the deviations are small where
/// E[x^2] - E[x]^2 would cancel. gx = gv 2 (x - mean) / (n - correction) + gm / n, with the mean an output that moves with x.
/// </summary>
internal struct VarOp(bool[] mask, double correction, bool keepDim) : IOp, IShifts<VarOp>, IFloatBody, IBuiltInRule
{
    private double count;
    private Saved x;
    private Saved mean;

    public static string Name => "Var";

    public readonly VarOp Shifted() => new(Dims.Shifted(mask), correction, keepDim);

    private readonly double Scale => 2 / Math.Max(count - correction, 0);

    public Form Infer(ref OpCall c)
    {
        if (!c.X.DType.IsFloat) DTypes.ThrowUnsupported(Name, c.X.DType, "a variance of integers is not one; convert with To(DType.Float32)");
        count = ReduceOp.GroupSize(c.X, mask);
        var form = ReduceOp.Reduced(c, mask, keepDim);
        c.Also(form);
        return form;
    }

    public void Compute(in OpCall c) => c.Float(ref this);

    public readonly void Run<T>(in OpCall c)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (data, sizes, outputs) = (c.X.Layout, ReduceOp.Bits(mask), c.Result.Layout);
        Span<T> variances = c.Out<T>(), means = c.Out<T>(1);
        ReduceKernel.Reduce<T, SumMonoid>(c.In<T>(0), data, sizes, means);
        MapKernel.Unary(new DivConstantFormula(count), means, outputs, means);
        ReduceKernel.ReduceBy<T, SumMonoid, SquaredError>(default, c.In<T>(0), data, sizes, means, variances);
        MapKernel.Unary(new DivConstantFormula(Math.Max(count - correction, 0)), variances, outputs, variances);
    }

    public Node Record(in OpCall c)
    {
        x = Saved.Of(c.X);
        mean = c.Save(1);
        return c.Node(this);
    }

    public readonly void Backward(in Cotangents c)
    {
        var value = x.Value;
        if (c[0] is { } g) c.Add(0, (value - ReduceOp.Spread(mean.Value, value.Layout, mask)) * ReduceOp.Spread(g * Scale, value.Layout, mask));
        if (c[1] is { } gm) c.Add(0, ReduceOp.Spread(gm / count, value.Layout, mask));
    }

    public readonly void Forward(in Tangents t)
    {
        if (t[0] is not { } dx) return;
        var value = x.Value;
        // The part through the mean is zero, as deviations add up to zero.
        var moved = (value - ReduceOp.Spread(mean.Value, value.Layout, mask)) * dx;
        t.Set(0, SumOp.Run(moved, mask, keepDim) * Scale);
        t.Set(1, SumOp.Run(dx, mask, keepDim) / count);
    }

    public void Visit(ref SavedVisitor saved) => saved.Add(ref x, ref mean);
}

/// <summary>The square root of a variance; its slope at 0 is 0, where PyTorch says so too.</summary>
internal readonly struct DeviationRoot : IUnaryFormula
{
    public static string Name => "Std";

    public V Value<V>(V x)
        where V : struct, IReal<V> => V.Sqrt(x);

    public V Slope<V>(V x, V y)
        where V : struct, IReal<V> => V.Select(V.Equal(y, V.Zero), V.Zero, V.Const(0.5) / y);
}

public partial class Tensor
{
    /// <summary>The variance of all elements, unbiased (<c>torch.var</c>).</summary>
    /// <exception cref="DTypeException">The dtype is an integer's.</exception>
    public Tensor Var(double correction = 1) => Var([], correction);

    /// <summary>The variance over a dimension.</summary>
    /// <exception cref="DTypeException">The dtype is an integer's.</exception>
    /// <exception cref="ShapeException">There is no such dimension.</exception>
    public Tensor Var(int dim, double correction = 1, bool keepDim = false) => Var([dim], correction, keepDim);

    /// <summary>The variance over several dimensions, all when none is named: sum of squared deviations / (n - correction).</summary>
    /// <exception cref="DTypeException">The dtype is an integer's.</exception>
    /// <exception cref="ShapeException">There is no such dimension, or one is named twice.</exception>
    public Tensor Var(ReadOnlySpan<int> dims, double correction = 1, bool keepDim = false) =>
        Op.Call(new VarOp(Dims.Mask("Var", dims, Rank), correction, keepDim), this);

    /// <summary>The standard deviation of all elements, unbiased (<c>torch.std</c>).</summary>
    /// <exception cref="DTypeException">The dtype is an integer's.</exception>
    public Tensor Std(double correction = 1)
    {
        using var face = Face.Of(nameof(Std));
        return Std([], correction);
    }

    /// <summary>The standard deviation over a dimension.</summary>
    /// <exception cref="DTypeException">The dtype is an integer's.</exception>
    /// <exception cref="ShapeException">There is no such dimension.</exception>
    public Tensor Std(int dim, double correction = 1, bool keepDim = false)
    {
        using var face = Face.Of(nameof(Std));
        return Std([dim], correction, keepDim);
    }

    /// <summary>The standard deviation over several dimensions, all when none is named.</summary>
    /// <exception cref="DTypeException">The dtype is an integer's.</exception>
    /// <exception cref="ShapeException">There is no such dimension, or one is named twice.</exception>
    public Tensor Std(ReadOnlySpan<int> dims, double correction = 1, bool keepDim = false)
    {
        using var face = Face.Of(nameof(Std));
        return UnaryOp.Apply(Var(dims, correction, keepDim), default(DeviationRoot));
    }
}
