using Autograd.Formulas;
using Autograd.Memory;

namespace Autograd;

public partial class Tensor
{
    /// <summary>beta x + alpha a b, <c>[N, K], [K, M] -> [N, M]</c>, to which x is expanded; both factors are 1 when not given (<c>torch.addmm</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    /// <exception cref="DTypeException">The tensors are of integers, and alpha or beta is no whole number.</exception>
    public Tensor AddMM(Tensor mat1, Tensor mat2, Number? beta = null, Number? alpha = null)
    {
        using var face = Face.Of(nameof(AddMM));
        return Blend("AddMM", Given(mat1).MM(mat2), beta, alpha);
    }

    /// <summary>beta x + alpha a v, <c>[N, K], [K] -> [N]</c>, to which x is expanded; both factors are 1 when not given (<c>torch.addmv</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    /// <exception cref="DTypeException">The tensors are of integers, and alpha or beta is no whole number.</exception>
    public Tensor AddMV(Tensor mat, Tensor vec, Number? beta = null, Number? alpha = null)
    {
        using var face = Face.Of(nameof(AddMV));
        return Blend("AddMV", Given(mat).MV(vec), beta, alpha);
    }

    /// <summary>beta x + alpha u v^T, <c>[N], [M] -> [N, M]</c>, to which x is expanded; both factors are 1 when not given (<c>torch.addr</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    /// <exception cref="DTypeException">The tensors are of integers, and alpha or beta is no whole number.</exception>
    public Tensor AddR(Tensor vec1, Tensor vec2, Number? beta = null, Number? alpha = null)
    {
        using var face = Face.Of(nameof(AddR));
        return Blend("AddR", Given(vec1).Outer(vec2), beta, alpha);
    }

    /// <summary>beta x + alpha a b, <c>[B, N, K], [B, K, M] -> [B, N, M]</c>, to which x is expanded; both factors are 1 when not given (<c>torch.baddbmm</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    /// <exception cref="DTypeException">The tensors are of integers, and alpha or beta is no whole number.</exception>
    public Tensor BAddBMM(Tensor batch1, Tensor batch2, Number? beta = null, Number? alpha = null)
    {
        using var face = Face.Of(nameof(BAddBMM));
        return Blend("BAddBMM", Given(batch1).BMM(batch2), beta, alpha);
    }

    /// <summary>beta x + alpha sum_b a_b b_b, <c>[B, N, K], [B, K, M] -> [N, M]</c>, to which x is expanded; both factors are 1 when not given (<c>torch.addbmm</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    /// <exception cref="DTypeException">The tensors are of integers, and alpha or beta is no whole number.</exception>
    public Tensor AddBMM(Tensor batch1, Tensor batch2, Number? beta = null, Number? alpha = null)
    {
        using var face = Face.Of(nameof(AddBMM));
        return Blend("AddBMM", Given(batch1).BMM(batch2).Sum(0).To(DType), beta, alpha);
    }

    /// <summary>With beta 0 nothing of x is read, not even a NaN.</summary>
    private Tensor Blend(string op, Tensor product, Number? beta, Number? alpha)
    {
        var (b, a) = (beta ?? 1L, alpha ?? 1L);
        NeedWhole(op, nameof(beta), b, DType);
        NeedWhole(op, nameof(alpha), a, product.DType);
        var x = b.Real == 0 ? ZerosLike(this) : b.Real == 1 ? this : UnaryOp.ApplyNumeric(this, new MulConstantFormula(b));
        x = x.Expand(product.Shape);
        return a.Real == 1 ? x + product : x.Add(product, a);
    }
}
