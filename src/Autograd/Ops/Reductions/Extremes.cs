using Autograd.Kernels;
using Autograd.Memory;

namespace Autograd;

internal readonly struct Largest : IReducer
{
    public static string Name => "AMax";

    static void IReducer.Run<T>(ReadOnlySpan<T> data, Layout layout, ulong mask, Span<T> output) =>
        ReduceKernel.Reduce<T, MaxMonoid>(data, layout, mask, output);
}

internal readonly struct Smallest : IReducer
{
    public static string Name => "AMin";

    static void IReducer.Run<T>(ReadOnlySpan<T> data, Layout layout, ulong mask, Span<T> output) =>
        ReduceKernel.Reduce<T, MinMonoid>(data, layout, mask, output);
}

/// <summary>The extreme over some dimensions: the gradient is shared evenly by all elements that attain it.</summary>
internal struct ExtremeRule<TReducer> : IBuiltInRule
    where TReducer : struct, IReducer
{
    private readonly bool[] mask;
    private Saved x;
    private Saved y;

    private ExtremeRule(Tensor x, Tensor y, bool[] mask)
    {
        this.mask = mask;
        this.x = Saved.Of(x);
        this.y = Saved.OfOutput(y);
    }

    public static string Name => TReducer.Name;

    public static Tensor Run(Tensor x, bool[] mask, bool keepDim)
    {
        if (x.Numel == 0 && ReduceOp.GroupSize(x, mask) == 0)
            throw new ShapeException($"{Name}: a tensor of shape {x.Shape} has no elements to compare");
        var y = ReduceOp.Run<TReducer>(x, mask, keepDim);
        return Op.Records(Name, x) ? Op.Record(Name, y, new ExtremeRule<TReducer>(x, y, mask), x) : Op.Pass(Name, y, x);
    }

    public readonly void Backward(in Cotangents c)
    {
        if (c[0] is not { } g) return;
        var share = Share();
        c.Add(0, share * ReduceOp.Spread(g, share.Layout, mask));
    }

    public readonly void Forward(in Tangents t)
    {
        if (t[0] is { } dx) t.Set(0, SumOp.Run(Share() * dx, mask, true).Reshape(t.OutputShape(0)));
    }

    public void Visit(ref SavedVisitor saved) => saved.Add(ref x, ref y);

    /// <summary>1 / (number of elements that attain the extreme) where x does, otherwise 0: constant almost everywhere.</summary>
    private readonly Tensor Share()
    {
        var value = x.Value.Detach();
        var attains = value.Eq(ReduceOp.Spread(y.Value.Detach(), value.Layout, mask)).To(value.DType);
        return attains / SumOp.Run(attains, mask, true);
    }
}

public partial class Tensor
{
    /// <summary>The largest element; ties share the gradient evenly; NaN if there is one (<c>torch.amax</c>, <c>torch.max</c>).</summary>
    /// <exception cref="ShapeException">There are no elements.</exception>
    public Tensor AMax() => AMax([]);

    /// <summary>The largest element over a dimension (<c>torch.amax</c>).</summary>
    /// <exception cref="ShapeException">There is no such dimension, or it is empty.</exception>
    public Tensor AMax(int dim, bool keepDim = false) => AMax([dim], keepDim);

    /// <summary>The largest element over several dimensions (<c>torch.amax</c>).</summary>
    /// <exception cref="ShapeException">There is no such dimension, or it is empty.</exception>
    public Tensor AMax(ReadOnlySpan<int> dims, bool keepDim = false) => ExtremeRule<Largest>.Run(this, Dims.Mask("AMax", dims, Rank), keepDim);

    /// <summary>The smallest element; ties share the gradient evenly; NaN if there is one (<c>torch.amin</c>, <c>torch.min</c>).</summary>
    /// <exception cref="ShapeException">There are no elements.</exception>
    public Tensor AMin() => AMin([]);

    /// <summary>The smallest element over a dimension (<c>torch.amin</c>).</summary>
    /// <exception cref="ShapeException">There is no such dimension, or it is empty.</exception>
    public Tensor AMin(int dim, bool keepDim = false) => AMin([dim], keepDim);

    /// <summary>The smallest element over several dimensions (<c>torch.amin</c>).</summary>
    /// <exception cref="ShapeException">There is no such dimension, or it is empty.</exception>
    public Tensor AMin(ReadOnlySpan<int> dims, bool keepDim = false) => ExtremeRule<Smallest>.Run(this, Dims.Mask("AMin", dims, Rank), keepDim);

    /// <summary>The largest element (<c>torch.max</c> without a dimension).</summary>
    /// <exception cref="ShapeException">There are no elements.</exception>
    public Tensor Max() => AMax();

    /// <summary>The smallest element (<c>torch.min</c> without a dimension).</summary>
    /// <exception cref="ShapeException">There are no elements.</exception>
    public Tensor Min() => AMin();
}
