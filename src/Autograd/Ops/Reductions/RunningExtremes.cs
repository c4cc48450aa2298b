using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

/// <summary>Running extremes along a dimension; the gradient of each goes to the element it is.</summary>
internal readonly struct RunningExtreme : IPicker
{
    public static string Name => "CumExtreme";

    public static (Tensor Values, Tensor Indices) Run(string op, Tensor x, int dim, bool largest)
    {
        int d = Dims.Wrap(op, dim, x.Rank);
        if (x.Rank == 0)
        {
            var (value, index) = Run(op, x.Unsqueeze(0), 0, largest);
            return (value.Squeeze([0]), index.Squeeze([0]));
        }
        var (values, indices) = (Tensor.EmptyLike(x), Tensor.EmptyLike(x, DType.Int64));
        int inner = 1;
        for (int i = d + 1; i < x.Rank; i++) inner *= x.Shape[i];
        var work = new Work(x.Detach().Contiguous(), x.Shape[d], inner, largest, values, indices);
        DTypes.Number(op, x.DType, ref work);
        return PickRule<RunningExtreme>.Record(x, values, indices, d, true);
    }

    private readonly ref struct Work(Tensor x, int n, int inner, bool largest, Tensor values, Tensor indices) : INumberWork
    {
        public void Run<T>()
            where T : unmanaged, INumber<T>
        {
            if (x.Numel == 0) return;
            using var xs = x.Lease<T>();
            using var vs = values.Lease<T>();
            using var ids = indices.Lease<long>();
            ScanExtreme.Run<T>(xs.Span.Slice(x.Layout.Offset, x.Numel), n, inner, largest, vs.Span, ids.Span);
        }
    }
}

public partial class Tensor
{
    /// <summary>The largest of the elements so far along a dimension, and its index, the last of equals (<c>torch.cummax</c>).</summary>
    /// <exception cref="ShapeException">There is no such dimension.</exception>
    public (Tensor Values, Tensor Indices) CumMax(int dim) => RunningExtreme.Run("CumMax", this, dim, true);

    /// <summary>The smallest of the elements so far along a dimension, and its index, the last of equals (<c>torch.cummin</c>).</summary>
    /// <exception cref="ShapeException">There is no such dimension.</exception>
    public (Tensor Values, Tensor Indices) CumMin(int dim) => RunningExtreme.Run("CumMin", this, dim, false);
}
