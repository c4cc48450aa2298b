using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

/// <summary>Running sums along a dimension, from either end; each is the other's transpose.</summary>
internal readonly struct CumSumOp(int dim, bool reverse) : IBuiltInLinear
{
    public static string Name => "CumSum";

    public static Tensor Run(Tensor x, int dim, bool reverse)
    {
        if (!x.DType.IsFloat) x = x.To(DType.Int64);
        var y = Tensor.Allocate(x.Layout, x.DType);
        CopyOp.Into(x, y, y.Layout);
        var work = new Work(y, dim, reverse);
        DTypes.Number(Name, x.DType, ref work);
        return Op.Records(Name, x) ? Op.Record(Name, y, new LinearRule<CumSumOp>(new(dim, reverse)), x) : Op.Pass(Name, y, x);
    }

    public Tensor Apply(Tensor x) => Run(x, dim, reverse);

    public Tensor Adjoint(Tensor g) => Run(g, dim, !reverse);

    public void Visit(ref SavedVisitor saved)
    {
    }

    private readonly ref struct Work(Tensor y, int dim, bool reverse) : INumberWork
    {
        public void Run<T>()
            where T : unmanaged, INumber<T>
        {
            using var ys = y.Lease<T>();
            int outer = 1, inner = 1;
            for (int d = 0; d < dim; d++) outer *= y.Layout.Sizes[d];
            for (int d = dim + 1; d < y.Rank; d++) inner *= y.Layout.Sizes[d];
            ScanKernel.CumSum(ys.Span[..y.Numel], outer, y.Rank == 0 ? 1 : y.Layout.Sizes[dim], inner, reverse);
        }
    }
}

/// <summary>Products along a dimension by doubling: log2(n) products of shifted copies, each a differentiable op, exact where elements are 0.</summary>
internal static class Products
{
    /// <summary>y_i = x_0 ... x_i.</summary>
    public static Tensor Inclusive(Tensor x, int dim)
    {
        int n = x.Rank == 0 ? 1 : x.Shape[dim];
        for (int shift = 1; shift < n; shift *= 2) x *= Shifted(x, dim, shift, n);
        return x;
    }

    /// <summary>The product of all elements but x_i, for each i: those before times those behind.</summary>
    public static Tensor OfOthers(Tensor x, int dim)
    {
        int n = x.Shape[dim];
        if (n <= 1) return Tensor.OnesLike(x);
        var before = Inclusive(Shifted(x, dim, 1, n), dim);
        var behind = Inclusive(Shifted(x.Flip(dim), dim, 1, n), dim).Flip(dim);
        return before * behind;
    }

    /// <summary>x_{i - shift}, with ones where there is none.</summary>
    private static Tensor Shifted(Tensor x, int dim, int shift, int n)
    {
        var sizes = x.Shape.ToArray();
        sizes[dim] = shift;
        return Tensor.Cat([Tensor.Ones(sizes, x.DType), x.Narrow(dim, 0, n - shift)], dim);
    }
}

public partial class Tensor
{
    /// <summary>Running sums y_i = x_0 + ... + x_i along a dimension; integers in int64 (<c>torch.cumsum</c>).</summary>
    /// <exception cref="ShapeException">There is no such dimension.</exception>
    public Tensor CumSum(int dim) => CumSumOp.Run(this, Dims.Wrap("CumSum", dim, Rank), false);

    /// <summary>Running products y_i = x_0 ... x_i along a dimension; integers in int64 (<c>torch.cumprod</c>).</summary>
    /// <exception cref="ShapeException">There is no such dimension.</exception>
    public Tensor CumProd(int dim) =>
        Products.Inclusive(DType.IsFloat ? this : To(DType.Int64), Dims.Wrap("CumProd", dim, Rank));
}
