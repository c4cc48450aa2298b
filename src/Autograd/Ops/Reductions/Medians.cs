using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

/// <summary>The k-th smallest element of a dimension.</summary>
internal readonly struct KthValueOp : IPicker
{
    public static string Name => "KthValue";

    /// <summary>The element at position k (from 0) of each row; recorded.</summary>
    public static (Tensor Values, Tensor Indices) Run(Tensor x, int k, int dim, bool keepDim)
    {
        var sizes = x.Shape.ToArray();
        (sizes[dim], sizes[^1]) = (sizes[^1], 1);
        var (values, indices) = (Tensor.Empty(sizes, x.DType), Tensor.Empty(sizes, DType.Int64));
        using (NoGrad.Scope())
        {
            var work = new Work(x.Detach().Transpose(dim, -1).Contiguous(), x.Shape[dim], k, values, indices);
            DTypes.Number(Name, x.DType, ref work);
            // A size of 1 may change places: the order of elements is the same.
            (values, indices) = (values.Transpose(dim, -1).Contiguous().Detach(), indices.Transpose(dim, -1).Contiguous().Detach());
            if (!keepDim) (values, indices) = (values.Squeeze([dim]).Detach(), indices.Squeeze([dim]).Detach());
        }
        return PickRule<KthValueOp>.Record(x, values, indices, dim, keepDim);
    }

    private readonly ref struct Work(Tensor x, int n, int k, Tensor values, Tensor indices) : INumberWork
    {
        public void Run<T>()
            where T : unmanaged, INumber<T>
        {
            using var xs = x.Lease<T>();
            using var vs = values.Lease<T>();
            using var ids = indices.Lease<long>();
            SortKernel.Kth<T>(xs.Span.Slice(x.Layout.Offset, x.Numel), n, k, vs.Span[..values.Numel], ids.Span[..indices.Numel]);
        }
    }
}

/// <summary>The lower of the middle elements of a dimension.</summary>
internal readonly struct MedianOp : IPicker
{
    public static string Name => "Median";

    /// <summary>Of rank 1 or more; with <paramref name="skipNaN"/> the median of the numbers alone, otherwise a NaN is that of its row.</summary>
    public static (Tensor Values, Tensor Indices) Run(Tensor x, int dim, bool keepDim, bool skipNaN)
    {
        int n = x.Shape[dim];
        using (NoGrad.Scope())
        {
            // Sorted rows end in their NaNs: the first of these is at the number of numbers.
            var order = x.ArgSort(dim);
            var numbers = x.IsNaN().LogicalNot().Sum(dim, keepDim: true);
            var middle = skipNaN
                ? (numbers - 1).Clamp(0).Div(2, RoundingMode.Floor)
                : Tensor.Where(numbers.Eq(n), Tensor.Full([], (n - 1) / 2, DType.Int64), numbers);
            var indices = order.Gather(dim, middle);
            var values = x.Detach().Gather(dim, indices);
            if (!keepDim) (values, indices) = (values.Squeeze([dim]), indices.Squeeze([dim]));
            return (values.Detach(), indices.Detach());
        }
    }

    public static (Tensor Values, Tensor Indices) Find(string op, Tensor x, int dim, bool keepDim, bool skipNaN)
    {
        int d = Dims.Wrap(op, dim, x.Rank);
        if (x.Rank == 0) return Find(op, x.Unsqueeze(0), 0, false, skipNaN);
        if (x.Shape[d] == 0) throw new ShapeException($"{op}: dimension {dim} of shape {x.Shape} has no elements");
        var (values, indices) = Run(x, d, keepDim, skipNaN);
        return PickRule<MedianOp>.Record(x, values, indices, d, keepDim);
    }
}

public partial class Tensor
{
    /// <summary>The k-th smallest element of a dimension, k from 1, and its index (<c>torch.kthvalue</c>).</summary>
    /// <exception cref="ShapeException">There is no such dimension, or it has fewer elements.</exception>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public (Tensor Values, Tensor Indices) KthValue(int k, int dim = -1, bool keepDim = false)
    {
        int d = Dims.Wrap("KthValue", dim, Rank), n = Rank == 0 ? 1 : layout.Sizes[d];
        if (k < 1 || k > n) throw new ShapeException($"KthValue: dimension {dim} of shape {Shape} has no element number {k}: it has {n}");
        return Rank == 0 ? KthValueOp.Run(Unsqueeze(0), 0, 0, false) : KthValueOp.Run(this, k - 1, d, keepDim);
    }

    /// <summary>The median of all elements, the lower of two in the middle; NaN if there is one (<c>torch.median</c>).</summary>
    /// <exception cref="ShapeException">There are no elements.</exception>
    public Tensor Median() => Ravel().Median(0).Values;

    /// <summary>The median of a dimension, the lower of two in the middle, and its index; NaN if there is one (<c>torch.median</c>).</summary>
    /// <exception cref="ShapeException">There is no such dimension, or it is empty.</exception>
    public (Tensor Values, Tensor Indices) Median(int dim, bool keepDim = false) => MedianOp.Find("Median", this, dim, keepDim, false);

    /// <summary>The median of all elements that are not NaN (<c>torch.nanmedian</c>).</summary>
    /// <exception cref="ShapeException">There are no elements.</exception>
    public Tensor NanMedian() => Ravel().NanMedian(0).Values;

    /// <summary>The median of what is not NaN in a dimension, and its index; NaN if there is nothing (<c>torch.nanmedian</c>).</summary>
    /// <exception cref="ShapeException">There is no such dimension, or it is empty.</exception>
    public (Tensor Values, Tensor Indices) NanMedian(int dim, bool keepDim = false) => MedianOp.Find("NanMedian", this, dim, keepDim, true);
}
