using Autograd.Formulas;

namespace Autograd;

public partial class Tensor
{
    /// <summary>The largest whole number not above x; its derivative is zero (<c>torch.floor</c>). Any shape; integers become float32.</summary>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor Floor() => UnaryOp.Apply(this, default(Floor));

    /// <summary>The smallest whole number not below x; its derivative is zero (<c>torch.ceil</c>). Any shape; integers become float32.</summary>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor Ceil() => UnaryOp.Apply(this, default(Ceil));

    /// <summary>The nearest whole number, halves to even; its derivative is zero (<c>torch.round</c>). Any shape; integers become float32.</summary>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor Round() => UnaryOp.Apply(this, default(Round));

    /// <summary>The whole part; its derivative is zero (<c>torch.trunc</c>). Any shape; integers become float32.</summary>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor Trunc() => UnaryOp.Apply(this, default(Trunc));

    /// <summary>The part behind the point, x - trunc(x) (<c>torch.frac</c>). Any shape; integers become float32.</summary>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor Frac() => UnaryOp.Apply(this, default(Frac));
}
