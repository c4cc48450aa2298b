using Autograd.Formulas;

namespace Autograd;

public partial class Tensor
{
    /// <summary>The hyperbolic sine (<c>torch.sinh</c>). Any shape; integers become float32.</summary>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor Sinh() => UnaryOp.Apply(this, default(Sinh));

    /// <summary>The hyperbolic cosine (<c>torch.cosh</c>). Any shape; integers become float32.</summary>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor Cosh() => UnaryOp.Apply(this, default(Cosh));

    /// <summary>The hyperbolic tangent (<c>torch.tanh</c>). Any shape; integers become float32.</summary>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor Tanh() => UnaryOp.Apply(this, default(Tanh));

    /// <summary>The inverse hyperbolic sine (<c>torch.asinh</c>). Any shape; integers become float32.</summary>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor Asinh() => UnaryOp.Apply(this, default(Asinh));

    /// <summary>The inverse hyperbolic cosine; NaN below 1 (<c>torch.acosh</c>). Any shape; integers become float32.</summary>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor Acosh() => UnaryOp.Apply(this, default(Acosh));

    /// <summary>The inverse hyperbolic tangent; NaN outside of [-1, 1] (<c>torch.atanh</c>). Any shape; integers become float32.</summary>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor Atanh() => UnaryOp.Apply(this, default(Atanh));
}
