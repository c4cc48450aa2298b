using System.Numerics;
using System.Runtime.CompilerServices;
using Autograd.Formulas;
using Autograd.Kernels;
using Autograd.Memory;

namespace Autograd;

/// <summary>Where an element is the extreme of its group: equal, or NaN, which then is the extreme.</summary>
internal readonly struct AttainsPredicate : IPredicate
{
    public static string Name => "Attains";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Mask<V> Test<V>(V x, V y)
        where V : struct, INumeric<V> => V.Equal(x, y) | !V.Equal(x, x);
}

/// <summary>The extreme over some dimensions: the gradient is shared evenly by all elements that attain it.</summary>
/// <typeparam name="M">Which extreme.</typeparam>
/// <param name="op">What messages call it.</param>
/// <param name="mask">The dimensions.</param>
/// <param name="keepDim">Whether they stay with size 1.</param>
internal struct ExtremeOp<M>(string op, bool[] mask, bool keepDim) : IOp, IShifts<ExtremeOp<M>>, IPiecewise, INumberBody, IBuiltInRule
    where M : struct, IMonoid
{
    private Saved x;
    private Saved y;

    public static string Name { get; } = "A" + M.Name;

    public readonly ExtremeOp<M> Shifted() => new(op, Dims.Shifted(mask), keepDim);

    public readonly Form Infer(ref OpCall c)
    {
        if (c.X.Numel == 0 && ReduceOp.GroupSize(c.X, mask) == 0)
            throw new ShapeException($"{op}: a tensor of shape {c.X.Shape} has no elements to compare");
        return ReduceOp.Reduced(c, mask, keepDim);
    }

    public void Compute(in OpCall c) => c.Number(ref this);

    public readonly void Run<T>(in OpCall c)
        where T : unmanaged, INumber<T> => ReduceKernel.Reduce<T, M>(c.In<T>(0), c.X.Layout, ReduceOp.Bits(mask), c.Out<T>());

    /// <summary>Which elements attain the extreme.</summary>
    public readonly int Branches(in OpCall c) => BranchHash.Of(Attains(c.X.Detach(), c.Output().Detach()));

    public Node Record(in OpCall c)
    {
        x = Saved.Of(c.X);
        y = c.Save();
        return c.Node(this);
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
        var attains = Attains(value, y.Value.Detach()).To(value.DType);
        return attains / SumOp.Run(attains, mask, true);
    }

    private readonly Tensor Attains(Tensor value, Tensor extreme) =>
        CompareOp.Run(value, ReduceOp.Spread(extreme, value.Layout, mask), default(AttainsPredicate));
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
    public Tensor AMax(ReadOnlySpan<int> dims, bool keepDim = false) => Extreme<MaxMonoid>("AMax", dims, keepDim);

    /// <summary>The smallest element; ties share the gradient evenly; NaN if there is one (<c>torch.amin</c>, <c>torch.min</c>).</summary>
    /// <exception cref="ShapeException">There are no elements.</exception>
    public Tensor AMin() => AMin([]);

    /// <summary>The smallest element over a dimension (<c>torch.amin</c>).</summary>
    /// <exception cref="ShapeException">There is no such dimension, or it is empty.</exception>
    public Tensor AMin(int dim, bool keepDim = false) => AMin([dim], keepDim);

    /// <summary>The smallest element over several dimensions (<c>torch.amin</c>).</summary>
    /// <exception cref="ShapeException">There is no such dimension, or it is empty.</exception>
    public Tensor AMin(ReadOnlySpan<int> dims, bool keepDim = false) => Extreme<MinMonoid>("AMin", dims, keepDim);

    /// <summary>The largest element (<c>torch.max</c> without a dimension).</summary>
    /// <exception cref="ShapeException">There are no elements.</exception>
    public Tensor Max()
    {
        using var face = Face.Of(nameof(Max));
        return Extreme<MaxMonoid>("Max", [], false);
    }

    /// <summary>The smallest element (<c>torch.min</c> without a dimension).</summary>
    /// <exception cref="ShapeException">There are no elements.</exception>
    public Tensor Min()
    {
        using var face = Face.Of(nameof(Min));
        return Extreme<MinMonoid>("Min", [], false);
    }

    /// <summary>The smallest and the largest element over some dimensions, over all when none is named (<c>torch.aminmax</c>).</summary>
    /// <exception cref="ShapeException">There is no such dimension, or it is empty.</exception>
    public (Tensor Min, Tensor Max) AMinMax(ReadOnlySpan<int> dims = default, bool keepDim = false)
    {
        using var face = Face.Of(nameof(AMinMax));
        return (Extreme<MinMonoid>("AMinMax", dims, keepDim), Extreme<MaxMonoid>("AMinMax", dims, keepDim));
    }

    private Tensor Extreme<M>(string op, ReadOnlySpan<int> dims, bool keepDim)
        where M : struct, IMonoid => Op.Call(new ExtremeOp<M>(op, Dims.Mask(op, dims, Rank), keepDim), this);
}
