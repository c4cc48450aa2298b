using Autograd.Formulas;
using Autograd.Memory;

namespace Autograd;

public partial class Tensor
{
    /// <summary>Adds in place (<c>Tensor.add_</c>).</summary>
    /// <exception cref="ShapeException">The other tensor does not broadcast to this shape.</exception>
    /// <exception cref="AutogradException">This is a leaf that requires a gradient, or a view inside a graph.</exception>
    public Tensor AddInPlace(Tensor other) => Op.Move("AddInPlace", this, this + other);

    /// <summary>Adds alpha times another tensor in place (<c>Tensor.add_(alpha=)</c>).</summary>
    /// <exception cref="ShapeException">The other tensor does not broadcast to this shape.</exception>
    /// <exception cref="AutogradException">This is a leaf that requires a gradient, or a view inside a graph.</exception>
    public Tensor AddInPlace(Tensor other, Number alpha) => Op.Move("AddInPlace", this, Add(other, alpha));

    /// <summary>Subtracts in place (<c>Tensor.sub_</c>).</summary>
    /// <exception cref="ShapeException">The other tensor does not broadcast to this shape.</exception>
    /// <exception cref="AutogradException">This is a leaf that requires a gradient, or a view inside a graph.</exception>
    public Tensor SubInPlace(Tensor other) => Op.Move("SubInPlace", this, this - other);

    /// <summary>Multiplies in place (<c>Tensor.mul_</c>).</summary>
    /// <exception cref="ShapeException">The other tensor does not broadcast to this shape.</exception>
    /// <exception cref="AutogradException">This is a leaf that requires a gradient, or a view inside a graph.</exception>
    public Tensor MulInPlace(Tensor other) => Op.Move("MulInPlace", this, Kept(NotNull.Of(other).RequiresGrad) * Apart(other));

    /// <summary>Divides in place (<c>Tensor.div_</c>).</summary>
    /// <exception cref="ShapeException">The other tensor does not broadcast to this shape.</exception>
    /// <exception cref="AutogradException">This is a leaf that requires a gradient, or a view inside a graph.</exception>
    public Tensor DivInPlace(Tensor other) => Op.Move("DivInPlace", this, Kept(NotNull.Of(other).RequiresGrad) / Apart(other));

    /// <summary>Raises to a power in place (<c>Tensor.pow_</c>).</summary>
    /// <exception cref="AutogradException">This is a leaf that requires a gradient, or a view inside a graph.</exception>
    public Tensor PowInPlace(Tensor exponent) => Op.Move("PowInPlace", this, Kept(NotNull.Of(exponent).RequiresGrad || RequiresGrad).Pow(Apart(exponent)));

    /// <summary>The negative in place (<c>Tensor.neg_</c>).</summary>
    /// <exception cref="AutogradException">This is a leaf that requires a gradient, or a view inside a graph.</exception>
    public Tensor NegInPlace() => Op.Move("NegInPlace", this, -this);

    /// <summary>e to the power of each element in place (<c>Tensor.exp_</c>).</summary>
    /// <exception cref="AutogradException">This is a leaf that requires a gradient, or a view inside a graph.</exception>
    public Tensor ExpInPlace() => Op.Move("ExpInPlace", this, Exp());

    /// <summary>The square root in place (<c>Tensor.sqrt_</c>).</summary>
    /// <exception cref="AutogradException">This is a leaf that requires a gradient, or a view inside a graph.</exception>
    public Tensor SqrtInPlace() => Op.Move("SqrtInPlace", this, Sqrt());

    /// <summary>The hyperbolic tangent in place (<c>Tensor.tanh_</c>).</summary>
    /// <exception cref="AutogradException">This is a leaf that requires a gradient, or a view inside a graph.</exception>
    public Tensor TanhInPlace() => Op.Move("TanhInPlace", this, Tanh());

    /// <summary>The logistic function in place (<c>Tensor.sigmoid_</c>).</summary>
    /// <exception cref="AutogradException">This is a leaf that requires a gradient, or a view inside a graph.</exception>
    public Tensor SigmoidInPlace() => Op.Move("SigmoidInPlace", this, Sigmoid());

    /// <summary>max(x, 0) in place (<c>Tensor.relu_</c>).</summary>
    /// <exception cref="AutogradException">This is a leaf that requires a gradient, or a view inside a graph.</exception>
    public Tensor ReLUInPlace() => Op.Move("ReLUInPlace", this, ReLU());

    /// <summary>Between two bounds in place (<c>Tensor.clamp_</c>).</summary>
    /// <exception cref="AutogradException">This is a leaf that requires a gradient, or a view inside a graph.</exception>
    public Tensor ClampInPlace(Tensor? min = null, Tensor? max = null) => Op.Move("ClampInPlace", this, Kept(RequiresGrad).Clamp(min, max));

    /// <summary>One value everywhere in place (<c>Tensor.fill_</c>); the gradient of what was there is zero.</summary>
    /// <exception cref="AutogradException">This is a leaf that requires a gradient, or a view inside a graph.</exception>
    public Tensor FillInPlace(Tensor value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.Rank == 0 ? CopyInPlace(value) : throw new ShapeException($"FillInPlace: the value has shape {value.Shape}; a scalar is needed. CopyInPlace takes tensors");
    }

    /// <summary>Zeros in place (<c>Tensor.zero_</c>).</summary>
    /// <exception cref="AutogradException">This is a leaf that requires a gradient, or a view inside a graph.</exception>
    public Tensor ZeroInPlace() => FillInPlace(0);

    /// <summary>A copy of another tensor in place, broadcast and cast (<c>Tensor.copy_</c>); the gradient goes to it.</summary>
    /// <exception cref="ShapeException">The source does not broadcast to this shape.</exception>
    /// <exception cref="AutogradException">This is a leaf that requires a gradient, or a view inside a graph.</exception>
    public Tensor CopyInPlace(Tensor source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return ViewWrite.InPlace("CopyInPlace", this, source, new ReshapeView(layout.SizesArray));
    }

    /// <summary>A number where the mask holds, in place (<c>Tensor.masked_fill_</c>).</summary>
    /// <exception cref="AutogradException">This is a leaf that requires a gradient, or a view inside a graph.</exception>
    public Tensor MaskedFillInPlace(Tensor mask, Tensor value)
    {
        using var face = Face.Of(nameof(MaskedFillInPlace));
        return Op.Move("MaskedFillInPlace", this, MaskedFill(mask, value));
    }

    /// <summary>The other operand, in memory of its own where the write would change what a derivative reads.</summary>
    private Tensor Apart(Tensor other) => ReferenceEquals(other.Storage, Storage) ? other.Kept(RequiresGrad || other.RequiresGrad) : other;

    /// <summary>The value before the write, in memory of its own where a derivative will read it.</summary>
    private Tensor Kept(bool isRead) => isRead && GradMode.IsEnabled && DType.IsDifferentiable ? Clone() : this;
}
