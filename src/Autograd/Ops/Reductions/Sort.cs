using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

/// <summary>Elements of a dimension in order; equal ones in the order they had, NaN above every number.</summary>
internal readonly struct SortOp : IPicker
{
    public static string Name => "Sort";

    /// <summary>The first k elements of each sorted row; recorded.</summary>
    public static (Tensor Values, Tensor Indices) First(string op, Tensor x, int k, int dim, bool descending)
    {
        if (x.Rank == 0)
        {
            Dims.Wrap(op, dim, 0);
            var (value, index) = First(op, x.Unsqueeze(0), k, 0, descending);
            return k == 1 ? (value.Squeeze([0]), index.Squeeze([0])) : (value, index);
        }
        int d = Dims.Wrap(op, dim, x.Rank), n = x.Shape[d];
        if (k < 0 || k > n) throw new ShapeException($"{op}: dimension {dim} of shape {x.Shape} has {n} elements, not {k}");
        var sizes = x.Shape.ToArray();
        (sizes[d], sizes[^1]) = (sizes[^1], k);
        var (values, indices) = (Tensor.Empty(sizes, x.DType), Tensor.Empty(sizes, DType.Int64));
        using (NoGrad.Scope())
        {
            // Rows lie along the last dimension.
            var work = new Work(x.Detach().Transpose(d, -1).Contiguous(), n, k, descending, values, indices);
            DTypes.Number(op, x.DType, ref work);
            (values, indices) = (values.Transpose(d, -1).Contiguous().Detach(), indices.Transpose(d, -1).Contiguous().Detach());
        }
        return PickRule<SortOp>.Record(x, values, indices, d, true);
    }

    private readonly ref struct Work(Tensor x, int n, int k, bool descending, Tensor values, Tensor indices) : INumberWork
    {
        public void Run<T>()
            where T : unmanaged, INumber<T>
        {
            using var xs = x.Lease<T>();
            using var vs = values.Lease<T>();
            using var ids = indices.Lease<long>();
            SortKernel.TopK<T>(
                xs.Span.Slice(x.Layout.Offset, x.Numel), n, k, descending, vs.Span[..values.Numel], ids.Span[..indices.Numel]);
        }
    }
}

public partial class Tensor
{
    /// <summary>
    /// The elements of a dimension in order, and where each was (<c>torch.sort</c>). Always stable: equal elements stay in
    /// the order they had. NaN is above every number. The gradient goes back to where each element was.
    /// </summary>
    /// <exception cref="ShapeException">There is no such dimension.</exception>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public (Tensor Values, Tensor Indices) Sort(int dim = -1, bool descending = false) =>
        SortOp.First("Sort", this, Rank == 0 ? 1 : layout.Sizes[Dims.Wrap("Sort", dim, Rank)], dim, descending);

    /// <summary>The indices that sort a dimension, int64, stable (<c>torch.argsort</c>). Not differentiable.</summary>
    /// <exception cref="ShapeException">There is no such dimension.</exception>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor ArgSort(int dim = -1, bool descending = false) => Detach().Sort(dim, descending).Indices;

    /// <summary>The k largest (or smallest) elements of a dimension, in order, and their indices (<c>torch.topk</c>).</summary>
    /// <param name="k">How many.</param>
    /// <param name="dim">The dimension; the last when not given.</param>
    /// <param name="largest">The largest, falling; otherwise the smallest, rising.</param>
    /// <exception cref="ShapeException">There is no such dimension, or it has fewer elements.</exception>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public (Tensor Values, Tensor Indices) TopK(int k, int dim = -1, bool largest = true) => SortOp.First("TopK", this, k, dim, largest);
}
