using System.Buffers;
using System.Numerics;
using Autograd.Formulas;
using Autograd.Kernels;
using Autograd.Memory;

namespace Autograd;

/// <summary>
/// The variance over some dimensions: v = sum (x - mean)^2 / (n - correction), in two passes.
/// gx = g 2 (x - mean) / (n - correction); the part through the mean is zero, as deviations add up to zero.
/// </summary>
internal struct VarianceRule : IBuiltInRule
{
    private readonly bool[] mask;
    private readonly double scale;
    private Saved x;

    private VarianceRule(Tensor x, bool[] mask, double scale)
    {
        this.mask = mask;
        this.scale = scale;
        this.x = Saved.Of(x);
    }

    public static string Name => "Var";

    public static Tensor Run(Tensor x, bool[] mask, double correction, bool keepDim)
    {
        if (!x.DType.IsFloat) DTypes.ThrowUnsupported(Name, x.DType, "a variance of integers is not one; convert with To(DType.Float32)");
        var y = Tensor.Allocate(Layout.Contiguous(Dims.Reduced(x.Layout.Sizes, mask, keepDim)), x.DType);
        var work = new Work(x, ReduceOp.Bits(mask), correction, y);
        DTypes.Float(Name, x.DType, ref work);
        double scale = 2 / Math.Max(ReduceOp.GroupSize(x, mask) - correction, 0);
        return Op.Records(Name, x) ? Op.Record(Name, y, new VarianceRule(x, mask, scale), x) : Op.Pass(Name, y, x);
    }

    public readonly void Backward(in Cotangents c)
    {
        if (c[0] is not { } g) return;
        var deviation = Deviation();
        c.Add(0, deviation * ReduceOp.Spread(g * scale, deviation.Layout, mask));
    }

    public readonly void Forward(in Tangents t)
    {
        if (t[0] is { } dx) t.Set(0, ((Deviation() * dx).Sum(Dimensions()) * scale).Reshape(t.OutputShape(0)));
    }

    public void Visit(ref SavedVisitor saved) => saved.Add(ref x);

    private readonly int[] Dimensions() => [.. Enumerable.Range(0, mask.Length).Where(MaskAt)];

    private readonly bool MaskAt(int d) => mask[d];

    private readonly Tensor Deviation()
    {
        var value = x.Value;
        return value - value.Mean(Dimensions(), keepDim: true);
    }

    private readonly ref struct Work(Tensor x, ulong mask, double correction, Tensor y) : IFloatWork
    {
        public void Run<T>()
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            using var xs = x.Lease<T>();
            using var ys = y.Lease<T>();
            var variance = ys.Span[..y.Numel];
            T[] rented = ArrayPool<T>.Shared.Rent(y.Numel);
            var mean = rented.AsSpan(0, y.Numel);
            int n = ReduceKernel.GroupLength(x.Layout, mask);
            // Two passes: the deviations are small where E[x^2] - E[x]^2 would cancel.
            ReduceKernel.Reduce<T, SumMonoid>(xs.Span, x.Layout, mask, mean);
            MapKernel.Unary(new DivConstantFormula((double)n), mean, y.Layout, mean);
            ReduceKernel.ReduceBy<T, SumMonoid, SquaredError>(default, xs.Span, x.Layout, mask, mean, variance);
            MapKernel.Unary(new DivConstantFormula(Math.Max(0, n - correction)), variance, y.Layout, variance);
            ArrayPool<T>.Shared.Return(rented);
        }
    }
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
        VarianceRule.Run(this, Dims.Mask("Var", dims, Rank), correction, keepDim);

    /// <summary>The standard deviation of all elements, unbiased (<c>torch.std</c>).</summary>
    /// <exception cref="DTypeException">The dtype is an integer's.</exception>
    public Tensor Std(double correction = 1) => Std([], correction);

    /// <summary>The standard deviation over a dimension.</summary>
    /// <exception cref="DTypeException">The dtype is an integer's.</exception>
    /// <exception cref="ShapeException">There is no such dimension.</exception>
    public Tensor Std(int dim, double correction = 1, bool keepDim = false) => Std([dim], correction, keepDim);

    /// <summary>The standard deviation over several dimensions, all when none is named.</summary>
    /// <exception cref="DTypeException">The dtype is an integer's.</exception>
    /// <exception cref="ShapeException">There is no such dimension, or one is named twice.</exception>
    public Tensor Std(ReadOnlySpan<int> dims, double correction = 1, bool keepDim = false) =>
        UnaryOp.Apply(Var(dims, correction, keepDim), default(DeviationRoot));
}
