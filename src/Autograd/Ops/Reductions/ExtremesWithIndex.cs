using System.Numerics;
using Autograd.Kernels;
using Autograd.Memory;

namespace Autograd;

/// <summary>The extreme of a dimension and where it is, the first of equals; NaN before anything.</summary>
/// <typeparam name="M">Which extreme.</typeparam>
/// <param name="op">What messages call it.</param>
/// <param name="dim">The dimension, not negative.</param>
/// <param name="keepDim">Whether it stays with size 1.</param>
internal struct ExtremeWithIndexOp<M>(string op, int dim, bool keepDim) : IOp, IShifts<ExtremeWithIndexOp<M>>, INumberBody, IBuiltInRule
    where M : struct, IMonoid
{
    private Picked picked;

    public static string Name => M.Name;

    public readonly ExtremeWithIndexOp<M> Shifted() => new(op, dim + 1, keepDim);

    public static (Tensor Values, Tensor Indices) Run(string op, Tensor x, int dim, bool keepDim)
    {
        int d = Dims.Wrap(op, dim, x.Rank);
        return x.Rank == 0 ? Run(op, x.Unsqueeze(0), 0, false) : Op.CallTwo(new ExtremeWithIndexOp<M>(op, d, keepDim), x);
    }

    public readonly Form Infer(ref OpCall c)
    {
        DTypes.NeedNumber(op, c.X.DType);
        if (c.X.Layout.Sizes[dim] == 0) throw new ShapeException($"{op}: dimension {dim} of shape {c.X.Shape} has no elements to compare");
        var layout = Layout.Contiguous(Dims.Reduced(c.X.Layout.Sizes, Mask(c.X.Rank), keepDim));
        c.Also(new Form(layout, DType.Int64));
        return new Form(layout, c.X.DType);
    }

    public void Compute(in OpCall c) => c.Number(ref this);

    public readonly void Run<T>(in OpCall c)
        where T : unmanaged, INumber<T> => ReduceArg.Extreme<T, M>(c.In<T>(0), c.X.Layout, ReduceOp.Bits(Mask(c.X.Rank)), c.Out<T>(), c.Out<long>(1));

    public Node Record(in OpCall c)
    {
        picked = new Picked(c, dim, keepDim);
        return c.Node(this);
    }

    public readonly void Backward(in Cotangents c) => picked.Backward(c);

    public readonly void Forward(in Tangents t) => picked.Forward(t);

    public void Visit(ref SavedVisitor saved) => picked.Visit(ref saved);

    private readonly bool[] Mask(int rank)
    {
        var mask = new bool[rank];
        mask[dim] = true;
        return mask;
    }
}

public partial class Tensor
{
    /// <summary>The largest element of a dimension and its index, the first of equals; the gradient goes there (<c>torch.max(dim)</c>).</summary>
    /// <exception cref="ShapeException">There is no such dimension, or it is empty.</exception>
    public (Tensor Values, Tensor Indices) Max(int dim, bool keepDim = false)
    {
        using var face = Face.Of(nameof(Max));
        return ExtremeWithIndexOp<MaxMonoid>.Run("Max", this, dim, keepDim);
    }

    /// <summary>The smallest element of a dimension and its index, the first of equals; the gradient goes there (<c>torch.min(dim)</c>).</summary>
    /// <exception cref="ShapeException">There is no such dimension, or it is empty.</exception>
    public (Tensor Values, Tensor Indices) Min(int dim, bool keepDim = false)
    {
        using var face = Face.Of(nameof(Min));
        return ExtremeWithIndexOp<MinMonoid>.Run("Min", this, dim, keepDim);
    }

    /// <summary>The index of the largest element in row-major order, int64 (<c>torch.argmax</c>).</summary>
    /// <exception cref="ShapeException">There are no elements.</exception>
    public Tensor ArgMax() => Detach().Ravel().ArgMax(0);

    /// <summary>The index of the largest element of a dimension, the first of equals, int64 (<c>torch.argmax</c>). Not differentiable.</summary>
    /// <exception cref="ShapeException">There is no such dimension, or it is empty.</exception>
    public Tensor ArgMax(int dim, bool keepDim = false) => ExtremeWithIndexOp<MaxMonoid>.Run("ArgMax", Detach(), dim, keepDim).Indices;

    /// <summary>The index of the smallest element in row-major order, int64 (<c>torch.argmin</c>).</summary>
    /// <exception cref="ShapeException">There are no elements.</exception>
    public Tensor ArgMin() => Detach().Ravel().ArgMin(0);

    /// <summary>The index of the smallest element of a dimension, the first of equals, int64 (<c>torch.argmin</c>). Not differentiable.</summary>
    /// <exception cref="ShapeException">There is no such dimension, or it is empty.</exception>
    public Tensor ArgMin(int dim, bool keepDim = false) => ExtremeWithIndexOp<MinMonoid>.Run("ArgMin", Detach(), dim, keepDim).Indices;
}
