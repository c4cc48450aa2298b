using Autograd.Kernels;
using Autograd.Memory;

namespace Autograd;

/// <summary>The product over one dimension: gx_i = g times the product of all others, exact where elements are 0.</summary>
internal struct ProductRule : IBuiltInRule, IReducer
{
    private readonly int dim;
    private Saved x;

    private ProductRule(Tensor x, int dim)
    {
        this.dim = dim;
        this.x = Saved.Of(x);
    }

    public static string Name => "Prod";

    public static Tensor Run(Tensor x, int dim, bool keepDim)
    {
        if (!x.DType.IsFloat) x = x.To(DType.Int64);
        var mask = new bool[x.Rank];
        mask[dim] = true;
        var y = ReduceOp.Run<ProductRule>(x, mask, keepDim);
        return Op.Records(Name, x) ? Op.Record(Name, y, new ProductRule(x, dim), x) : Op.Pass(Name, y, x);
    }

    public readonly void Backward(in Cotangents c)
    {
        if (c[0] is not { } g) return;
        var others = Products.OfOthers(x.Value, dim);
        c.Add(0, others * Kept(g, others));
    }

    public readonly void Forward(in Tangents t)
    {
        if (t[0] is { } dx) t.Set(0, (Products.OfOthers(x.Value, dim) * dx).Sum(dim).Reshape(t.OutputShape(0)));
    }

    public void Visit(ref SavedVisitor saved) => saved.Add(ref x);

    static void IReducer.Run<T>(ReadOnlySpan<T> data, Layout layout, ulong mask, Span<T> output) =>
        ReduceKernel.Reduce<T, ProductMonoid>(data, layout, mask, output);

    private readonly Tensor Kept(Tensor g, Tensor like)
    {
        var sizes = like.Shape.ToArray();
        sizes[dim] = 1;
        return g.Reshape(sizes);
    }
}

public partial class Tensor
{
    /// <summary>The product of all elements, rank 0; integers in int64 (<c>torch.prod</c>).</summary>
    public Tensor Prod() => Ravel().Prod(0);

    /// <summary>The product over a dimension; integers in int64 (<c>torch.prod</c>).</summary>
    /// <exception cref="ShapeException">There is no such dimension.</exception>
    public Tensor Prod(int dim, bool keepDim = false)
    {
        int d = Dims.Wrap("Prod", dim, Rank);
        return Rank == 0 ? ProductRule.Run(Unsqueeze(0), 0, false) : ProductRule.Run(this, d, keepDim);
    }
}
