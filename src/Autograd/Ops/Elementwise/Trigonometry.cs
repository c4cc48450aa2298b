using Autograd.Formulas;

namespace Autograd;

public partial class Tensor
{
    /// <summary>The sine of an angle in radians (<c>torch.sin</c>). Any shape; integers become float32.</summary>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor Sin() => UnaryOp.Apply(this, default(Sin));

    /// <summary>The cosine of an angle in radians (<c>torch.cos</c>). Any shape; integers become float32.</summary>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor Cos() => UnaryOp.Apply(this, default(Cos));

    /// <summary>The tangent of an angle in radians (<c>torch.tan</c>). Any shape; integers become float32.</summary>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor Tan() => UnaryOp.Apply(this, default(Tan));

    /// <summary>The arc sine in radians; NaN outside of [-1, 1] (<c>torch.asin</c>). Any shape; integers become float32.</summary>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor Asin() => UnaryOp.Apply(this, default(Asin));

    /// <summary>The arc cosine in radians; NaN outside of [-1, 1] (<c>torch.acos</c>). Any shape; integers become float32.</summary>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor Acos() => UnaryOp.Apply(this, default(Acos));

    /// <summary>The arc tangent in radians (<c>torch.atan</c>). Any shape; integers become float32.</summary>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor Atan() => UnaryOp.Apply(this, default(Atan));

    /// <summary>Degrees to radians (<c>torch.deg2rad</c>). Any shape; integers become float32.</summary>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor Deg2Rad() => UnaryOp.Apply(this, default(Deg2Rad));

    /// <summary>Radians to degrees (<c>torch.rad2deg</c>). Any shape; integers become float32.</summary>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public Tensor Rad2Deg() => UnaryOp.Apply(this, default(Rad2Deg));
}
