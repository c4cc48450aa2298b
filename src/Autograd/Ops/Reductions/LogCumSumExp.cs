using Autograd.Memory;

namespace Autograd;

public partial class Tensor
{
    /// <summary>
    /// y_i = log(exp(x_0) + ... + exp(x_i)) along a dimension, without overflow (<c>torch.logcumsumexp</c>). By doubling: log2(n) sums of
    /// shifted copies, each a differentiable op.
    /// </summary>
    /// <exception cref="ShapeException">There is no such dimension.</exception>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor LogCumSumExp(int dim)
    {
        using var face = Face.Of(nameof(LogCumSumExp));
        int d = Dims.Wrap("LogCumSumExp", dim, Rank);
        var x = DType.IsFloat ? this : To(DType.Float32);
        DTypes.NeedFloat("LogCumSumExp", x.DType);
        if (Rank == 0) return x.Clone();
        int n = layout.Sizes[d];
        // x_{i - shift}; the first ones, which have nothing before them, stay as they are.
        for (int shift = 1; shift < n; shift = 2 * shift > n ? n : 2 * shift)
            x = Cat([x.Narrow(d, 0, shift), x.Narrow(d, shift, n - shift).LogAddExp(x.Narrow(d, 0, n - shift))], d);
        return x;
    }
}
