using System.Numerics;
using Autograd.Kernels;
using Autograd.Memory;

namespace Autograd;

/// <summary>The sum over some dimensions; its transpose repeats.</summary>
internal struct SumOp(bool[] mask, bool keepDim) : IOp, IShifts<SumOp>, INumberBody, IBuiltInLinear
{
    private Layout sizes = null!;

    public static string Name => "Sum";

    public readonly SumOp Shifted() => new(Dims.Shifted(mask), keepDim);

    /// <summary>Integers and bools add up in int64, as in PyTorch.</summary>
    public static Tensor Run(Tensor x, bool[] mask, bool keepDim) => Op.Call(new SumOp(mask, keepDim), x.DType.IsFloat ? x : x.To(DType.Int64));

    public Form Infer(ref OpCall c)
    {
        sizes = c.X.Layout;
        return ReduceOp.Reduced(c, mask, keepDim);
    }

    public void Compute(in OpCall c) => c.Number(ref this);

    public readonly void Run<T>(in OpCall c)
        where T : unmanaged, INumber<T> =>
        ReduceKernel.Reduce<T, SumMonoid>(c.In<T>(0), sizes, ReduceOp.Bits(mask), c.Out<T>());

    public readonly Node Record(in OpCall c) => c.Linear(this);

    public readonly Tensor Apply(Tensor x) => Run(x, mask, keepDim);

    public readonly Tensor Adjoint(Tensor g) => ReduceOp.Spread(g, sizes, mask);

    public readonly void Visit(ref SavedVisitor saved)
    {
    }
}

public partial class Tensor
{
    /// <summary>The sum of all elements, rank 0; integers add up in int64 (<c>torch.sum</c>).</summary>
    public Tensor Sum() => SumOp.Run(this, Dims.Mask("Sum", [], Rank), false);

    /// <summary>The sum over a dimension.</summary>
    /// <param name="dim">The dimension; negative from the end.</param>
    /// <param name="keepDim">Leave the dimension with size 1.</param>
    /// <exception cref="ShapeException">There is no such dimension.</exception>
    public Tensor Sum(int dim, bool keepDim = false) => SumOp.Run(this, Dims.Mask("Sum", [dim], Rank), keepDim);

    /// <summary>The sum over several dimensions; over all when none is named.</summary>
    /// <exception cref="ShapeException">There is no such dimension, or one is named twice.</exception>
    public Tensor Sum(ReadOnlySpan<int> dims, bool keepDim = false) => SumOp.Run(this, Dims.Mask("Sum", dims, Rank), keepDim);

    /// <summary>The mean of all elements, rank 0 (<c>torch.mean</c>).</summary>
    /// <exception cref="DTypeException">The dtype is an integer's; convert with <see cref="To"/>.</exception>
    public Tensor Mean() => Mean([]);

    /// <summary>The mean over a dimension.</summary>
    /// <exception cref="DTypeException">The dtype is an integer's.</exception>
    /// <exception cref="ShapeException">There is no such dimension.</exception>
    public Tensor Mean(int dim, bool keepDim = false) => Mean([dim], keepDim);

    /// <summary>The mean over several dimensions; over all when none is named. Of no elements it is NaN.</summary>
    /// <exception cref="DTypeException">The dtype is an integer's.</exception>
    /// <exception cref="ShapeException">There is no such dimension, or one is named twice.</exception>
    public Tensor Mean(ReadOnlySpan<int> dims, bool keepDim = false)
    {
        if (!DType.IsFloat) DTypes.ThrowUnsupported("Mean", DType, "a mean of integers is not one; convert with To(DType.Float32)");
        var mask = Dims.Mask("Mean", dims, Rank);
        return SumOp.Run(this, mask, keepDim) / (double)ReduceOp.GroupSize(this, mask);
    }
}
