using Autograd.Formulas;

namespace Autograd;

public partial class Tensor
{
    /// <summary>The error function 2/sqrt(pi) times the integral of exp(-t^2) from 0 to x (<c>torch.erf</c>). Any shape; integers become float32.</summary>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor Erf() => UnaryOp.Apply(this, default(Erf));

    /// <summary>1 - erf(x), precise where it is small (<c>torch.erfc</c>). Any shape; integers become float32.</summary>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor Erfc() => UnaryOp.Apply(this, default(Erfc));
}
