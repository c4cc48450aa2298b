using Autograd.Formulas;

namespace Autograd;

public partial class Tensor
{
    /// <summary>The larger of both, NaN if either is; ties share the gradient (<c>torch.maximum</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor Maximum(Tensor other) => BinaryOp.ApplyNumeric(this, other, default(MaximumFormula));

    /// <summary>The smaller of both, NaN if either is; ties share the gradient (<c>torch.minimum</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor Minimum(Tensor other) => BinaryOp.ApplyNumeric(this, other, default(MinimumFormula));

    /// <summary>The larger of both, the number where the other is NaN (<c>torch.fmax</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor FMax(Tensor other) => BinaryOp.Apply(this, other, default(FmaxFormula));

    /// <summary>The smaller of both, the number where the other is NaN (<c>torch.fmin</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor FMin(Tensor other) => BinaryOp.Apply(this, other, default(FminFormula));

    /// <summary>The angle of the point (other, this), in radians (<c>torch.atan2</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor Atan2(Tensor other) => BinaryOp.Apply(this, other, default(Atan2Formula));

    /// <summary>sqrt(x^2 + y^2) (<c>torch.hypot</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor Hypot(Tensor other) => BinaryOp.Apply(this, other, default(HypotFormula));

    /// <summary>x log(y), 0 where x is 0 (<c>torch.xlogy</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor XLogY(Tensor other) => BinaryOp.Apply(this, other, default(XlogyFormula));

    /// <summary>log(exp(x) + exp(y)), without overflow (<c>torch.logaddexp</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor LogAddExp(Tensor other) => BinaryOp.Apply(this, other, default(LogAddExpFormula));

    /// <summary>log2(2^x + 2^y), without overflow (<c>torch.logaddexp2</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor LogAddExp2(Tensor other) => BinaryOp.Apply(this, other, default(LogAddExp2Formula));

    /// <summary>|x| with the sign of y (<c>torch.copysign</c>).</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor CopySign(Tensor other) => BinaryOp.Apply(this, other, default(CopySignFormula));
}
