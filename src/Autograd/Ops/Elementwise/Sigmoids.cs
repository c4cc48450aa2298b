using Autograd.Formulas;

namespace Autograd;

public partial class Tensor
{
    /// <summary>The logistic function 1 / (1 + exp(-x)) (<c>torch.sigmoid</c>). Any shape; integers become float32.</summary>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor Sigmoid() => UnaryOp.Apply(this, default(Sigmoid));

    /// <summary>log(sigmoid(x)), without overflow (<c>torch.nn.functional.logsigmoid</c>). Any shape; integers become float32.</summary>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor LogSigmoid() => UnaryOp.Apply(this, default(LogSigmoid));

    /// <summary>x / (1 + |x|) (<c>torch.nn.functional.softsign</c>). Any shape; integers become float32.</summary>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor Softsign() => UnaryOp.Apply(this, default(Softsign));

    /// <summary>x sigmoid(x), the swish (Elfwing et al., 2017) (<c>torch.nn.functional.silu</c>). Any shape; integers become float32.</summary>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor SiLU() => UnaryOp.Apply(this, default(Silu));

    /// <summary>x tanh(softplus(x)) (Misra, 2019) (<c>torch.nn.functional.mish</c>). Any shape; integers become float32.</summary>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor Mish() => UnaryOp.Apply(this, default(Mish));

    /// <summary>x - tanh(x) (<c>torch.nn.functional.tanhshrink</c>). Any shape; integers become float32.</summary>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor Tanhshrink() => UnaryOp.Apply(this, default(TanhShrink));
}
