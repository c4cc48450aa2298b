using Autograd.Formulas;

namespace Autograd;

public partial class Tensor
{
    /// <summary>e to the power of each element (<c>torch.exp</c>). Any shape; integers become float32.</summary>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor Exp() => UnaryOp.Apply(this, default(Exp));

    /// <summary>2 to the power of each element (<c>torch.exp2</c>). Any shape; integers become float32.</summary>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor Exp2() => UnaryOp.Apply(this, default(Exp2));

    /// <summary>exp(x) - 1, exact near 0 (<c>torch.expm1</c>). Any shape; integers become float32.</summary>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor Expm1() => UnaryOp.Apply(this, default(Expm1));

    /// <summary>The natural logarithm; NaN below 0 (<c>torch.log</c>). Any shape; integers become float32.</summary>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor Log() => UnaryOp.Apply(this, default(Log));

    /// <summary>The logarithm to base 2; NaN below 0 (<c>torch.log2</c>). Any shape; integers become float32.</summary>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor Log2() => UnaryOp.Apply(this, default(Log2));

    /// <summary>The logarithm to base 10; NaN below 0 (<c>torch.log10</c>). Any shape; integers become float32.</summary>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor Log10() => UnaryOp.Apply(this, default(Log10));

    /// <summary>log(1 + x), exact near 0 (<c>torch.log1p</c>). Any shape; integers become float32.</summary>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor Log1p() => UnaryOp.Apply(this, default(Log1p));

    /// <summary>The square root; NaN below 0 (<c>torch.sqrt</c>). Any shape; integers become float32.</summary>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor Sqrt() => UnaryOp.Apply(this, default(Sqrt));

    /// <summary>1 / sqrt(x); NaN below 0 (<c>torch.rsqrt</c>). Any shape; integers become float32.</summary>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor Rsqrt() => UnaryOp.Apply(this, default(Rsqrt));
}
