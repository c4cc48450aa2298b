using System.Numerics;
using Autograd.Kernels;
using Autograd.Memory;

namespace Autograd;

/// <summary>The extreme of a dimension and where it is, the first of equals.</summary>
internal readonly struct ExtremeWithIndex : IPicker
{
    public static string Name => "MaxMin";

    public static (Tensor Values, Tensor Indices) Run(string op, Tensor x, int dim, bool keepDim, bool largest)
    {
        if (x.Rank == 0)
        {
            Dims.Wrap(op, dim, 0);
            return Run(op, x.Unsqueeze(0), 0, false, largest);
        }
        var (values, indices, d) = Find(op, x, dim, keepDim, largest);
        return PickRule<ExtremeWithIndex>.Record(x, values, indices, d, keepDim);
    }

    public static (Tensor Values, Tensor Indices, int Dim) Find(string op, Tensor x, int dim, bool keepDim, bool largest)
    {
        int d = Dims.Wrap(op, dim, x.Rank);
        var mask = new bool[x.Rank];
        mask[d] = true;
        if (ReduceOp.GroupSize(x, mask) == 0) throw new ShapeException($"{op}: dimension {dim} of shape {x.Shape} has no elements to compare");
        var layout = Layout.Contiguous(Dims.Reduced(x.Layout.Sizes, mask, keepDim));
        var values = Tensor.Allocate(layout, x.DType);
        var indices = Tensor.Allocate(layout, DType.Int64);
        var work = new Work(x, ReduceOp.Bits(mask), values, indices, largest);
        DTypes.Number(op, x.DType, ref work);
        return (values, indices, d);
    }

    private readonly ref struct Work(Tensor x, ulong mask, Tensor values, Tensor indices, bool largest) : INumberWork
    {
        public void Run<T>()
            where T : unmanaged, INumber<T>
        {
            using var xs = x.Lease<T>();
            using var vs = values.Lease<T>();
            using var ids = indices.Lease<long>();
            if (largest) ReduceArg.Extreme<T, MaxMonoid>(xs.Span, x.Layout, mask, vs.Span[..values.Numel], ids.Span);
            else ReduceArg.Extreme<T, MinMonoid>(xs.Span, x.Layout, mask, vs.Span[..values.Numel], ids.Span);
        }
    }
}

public partial class Tensor
{
    /// <summary>The largest element of a dimension and its index, the first of equals; the gradient goes there (<c>torch.max(dim)</c>).</summary>
    /// <exception cref="ShapeException">There is no such dimension, or it is empty.</exception>
    public (Tensor Values, Tensor Indices) Max(int dim, bool keepDim = false) => ExtremeWithIndex.Run("Max", this, dim, keepDim, true);

    /// <summary>The smallest element of a dimension and its index, the first of equals; the gradient goes there (<c>torch.min(dim)</c>).</summary>
    /// <exception cref="ShapeException">There is no such dimension, or it is empty.</exception>
    public (Tensor Values, Tensor Indices) Min(int dim, bool keepDim = false) => ExtremeWithIndex.Run("Min", this, dim, keepDim, false);

    /// <summary>The index of the largest element in row-major order, int64 (<c>torch.argmax</c>).</summary>
    /// <exception cref="ShapeException">There are no elements.</exception>
    public Tensor ArgMax() => Detach().Ravel().ArgMax(0);

    /// <summary>The index of the largest element of a dimension, the first of equals, int64 (<c>torch.argmax</c>). Not differentiable.</summary>
    /// <exception cref="ShapeException">There is no such dimension, or it is empty.</exception>
    public Tensor ArgMax(int dim, bool keepDim = false) => ExtremeWithIndex.Run("ArgMax", Detach(), dim, keepDim, true).Indices;

    /// <summary>The index of the smallest element in row-major order, int64 (<c>torch.argmin</c>).</summary>
    /// <exception cref="ShapeException">There are no elements.</exception>
    public Tensor ArgMin() => Detach().Ravel().ArgMin(0);

    /// <summary>The index of the smallest element of a dimension, the first of equals, int64 (<c>torch.argmin</c>). Not differentiable.</summary>
    /// <exception cref="ShapeException">There is no such dimension, or it is empty.</exception>
    public Tensor ArgMin(int dim, bool keepDim = false) => ExtremeWithIndex.Run("ArgMin", Detach(), dim, keepDim, false).Indices;
}
