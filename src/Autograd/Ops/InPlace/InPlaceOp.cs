using Autograd.Memory;

namespace Autograd;

/// <summary>
/// Writing into a tensor's own memory. The op is computed as its function, recorded as such, and its result moved in;
/// the version counter tells derivatives whose saved values were overwritten.
/// </summary>
internal static class InPlaceOp
{
    /// <summary>Makes <paramref name="result"/> the new value of <paramref name="target"/>, and its place in the graph the new place.</summary>
    public static Tensor Assign(string op, Tensor target, Tensor result)
    {
        if (!result.Shape.Equals(target.Shape))
            throw new ShapeException($"{op}: the result has shape {result.Shape}, which does not fit into {target.Shape}; an op in place cannot grow its target");
        if (result.DType.Category > target.DType.Category)
            throw new DTypeException($"{op}: a result of {result.DType.Name} does not fit into a tensor of {target.DType.Name}; use the form that is not in place");
        if (result.DType != target.DType) result = result.To(target.DType);
        CheckWritable(op, target, result.RequiresGrad);
        CopyOp.Into(result, target, target.Layout);
        Written(op, target, result.GradFn, result.Slot);
        return target;
    }

    /// <summary>Throws, by name, where writing would make a gradient wrong.</summary>
    /// <param name="op">The op's name.</param>
    /// <param name="target">The tensor written to.</param>
    /// <param name="records">Whether the write is part of a graph.</param>
    public static void CheckWritable(string op, Tensor target, bool records)
    {
        for (int d = 0; d < target.Rank; d++)
        {
            if (target.Layout.Strides[d] == 0 && target.Layout.Sizes[d] > 1)
                throw new AutogradException($"{op}: several elements of this tensor of shape {target.Shape} share one place in memory (it was expanded); Clone() it first");
        }
        if (!GradMode.IsEnabled) return;
        if (target.IsLeaf && target.RequiresGrad)
            throw new AutogradException($"{op}: a leaf that requires a gradient cannot be changed in place; write under NoGrad, or use the form that is not in place");
        if (target.IsView && (target.RequiresGrad || records))
            throw new AutogradException($"{op}: this tensor is a view, and the write would be part of a graph that its base does not know; write through the base (base[...] = value), or Clone() the view");
    }

    /// <summary>Counts the write and moves the target to its new place in the graph.</summary>
    public static void Written(string op, Tensor target, Node? node, int slot)
    {
        target.Storage.Bump(op, node is not null);
        if (node is not null) target.SetGradFn(node, slot);
    }
}

public partial class Tensor
{
    /// <summary>Adds in place (<c>Tensor.add_</c>).</summary>
    /// <exception cref="ShapeException">The other tensor does not broadcast to this shape.</exception>
    /// <exception cref="AutogradException">This is a leaf that requires a gradient, or a view inside a graph.</exception>
    public Tensor AddInPlace(Tensor other) => InPlaceOp.Assign("AddInPlace", this, this + other);

    /// <summary>Adds a number in place (<c>Tensor.add_</c>).</summary>
    /// <exception cref="AutogradException">This is a leaf that requires a gradient, or a view inside a graph.</exception>
    public Tensor AddInPlace(double c) => InPlaceOp.Assign("AddInPlace", this, this + c);

    /// <summary>Adds alpha times another tensor in place (<c>Tensor.add_(alpha=)</c>).</summary>
    /// <exception cref="ShapeException">The other tensor does not broadcast to this shape.</exception>
    /// <exception cref="AutogradException">This is a leaf that requires a gradient, or a view inside a graph.</exception>
    public Tensor AddInPlace(Tensor other, double alpha) => InPlaceOp.Assign("AddInPlace", this, Add(other, alpha));

    /// <summary>Subtracts in place (<c>Tensor.sub_</c>).</summary>
    /// <exception cref="ShapeException">The other tensor does not broadcast to this shape.</exception>
    /// <exception cref="AutogradException">This is a leaf that requires a gradient, or a view inside a graph.</exception>
    public Tensor SubInPlace(Tensor other) => InPlaceOp.Assign("SubInPlace", this, this - other);

    /// <summary>Multiplies in place (<c>Tensor.mul_</c>).</summary>
    /// <exception cref="ShapeException">The other tensor does not broadcast to this shape.</exception>
    /// <exception cref="AutogradException">This is a leaf that requires a gradient, or a view inside a graph.</exception>
    public Tensor MulInPlace(Tensor other) => InPlaceOp.Assign("MulInPlace", this, Kept(other.RequiresGrad) * Apart(other));

    /// <summary>Multiplies by a number in place (<c>Tensor.mul_</c>).</summary>
    /// <exception cref="AutogradException">This is a leaf that requires a gradient, or a view inside a graph.</exception>
    public Tensor MulInPlace(double c) => InPlaceOp.Assign("MulInPlace", this, this * c);

    /// <summary>Divides in place (<c>Tensor.div_</c>).</summary>
    /// <exception cref="ShapeException">The other tensor does not broadcast to this shape.</exception>
    /// <exception cref="AutogradException">This is a leaf that requires a gradient, or a view inside a graph.</exception>
    public Tensor DivInPlace(Tensor other) => InPlaceOp.Assign("DivInPlace", this, Kept(other.RequiresGrad) / Apart(other));

    /// <summary>Raises to a power in place (<c>Tensor.pow_</c>).</summary>
    /// <exception cref="AutogradException">This is a leaf that requires a gradient, or a view inside a graph.</exception>
    public Tensor PowInPlace(double exponent) => InPlaceOp.Assign("PowInPlace", this, Kept(RequiresGrad).Pow(exponent));

    /// <summary>The negative in place (<c>Tensor.neg_</c>).</summary>
    /// <exception cref="AutogradException">This is a leaf that requires a gradient, or a view inside a graph.</exception>
    public Tensor NegInPlace() => InPlaceOp.Assign("NegInPlace", this, -this);

    /// <summary>e to the power of each element in place (<c>Tensor.exp_</c>).</summary>
    /// <exception cref="AutogradException">This is a leaf that requires a gradient, or a view inside a graph.</exception>
    public Tensor ExpInPlace() => InPlaceOp.Assign("ExpInPlace", this, Exp());

    /// <summary>The square root in place (<c>Tensor.sqrt_</c>).</summary>
    /// <exception cref="AutogradException">This is a leaf that requires a gradient, or a view inside a graph.</exception>
    public Tensor SqrtInPlace() => InPlaceOp.Assign("SqrtInPlace", this, Sqrt());

    /// <summary>The hyperbolic tangent in place (<c>Tensor.tanh_</c>).</summary>
    /// <exception cref="AutogradException">This is a leaf that requires a gradient, or a view inside a graph.</exception>
    public Tensor TanhInPlace() => InPlaceOp.Assign("TanhInPlace", this, Tanh());

    /// <summary>The logistic function in place (<c>Tensor.sigmoid_</c>).</summary>
    /// <exception cref="AutogradException">This is a leaf that requires a gradient, or a view inside a graph.</exception>
    public Tensor SigmoidInPlace() => InPlaceOp.Assign("SigmoidInPlace", this, Sigmoid());

    /// <summary>max(x, 0) in place (<c>Tensor.relu_</c>).</summary>
    /// <exception cref="AutogradException">This is a leaf that requires a gradient, or a view inside a graph.</exception>
    public Tensor ReLUInPlace() => InPlaceOp.Assign("ReLUInPlace", this, ReLU());

    /// <summary>Between two bounds in place (<c>Tensor.clamp_</c>).</summary>
    /// <exception cref="AutogradException">This is a leaf that requires a gradient, or a view inside a graph.</exception>
    public Tensor ClampInPlace(double? min = null, double? max = null) => InPlaceOp.Assign("ClampInPlace", this, Kept(RequiresGrad).Clamp(min, max));

    /// <summary>One value everywhere in place (<c>Tensor.fill_</c>); the gradient of what was there is zero.</summary>
    /// <exception cref="AutogradException">This is a leaf that requires a gradient, or a view inside a graph.</exception>
    public Tensor FillInPlace(double value) => CopyInPlace(Full([], value, DType));

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
    public Tensor MaskedFillInPlace(Tensor mask, double value) => InPlaceOp.Assign("MaskedFillInPlace", this, MaskedFill(mask, value));

    /// <summary>The other operand, in memory of its own where the write would change what a derivative reads.</summary>
    private Tensor Apart(Tensor other) => ReferenceEquals(other.Storage, Storage) ? other.Kept(RequiresGrad || other.RequiresGrad) : other;

    /// <summary>The value before the write, in memory of its own where a derivative will read it.</summary>
    private Tensor Kept(bool isRead) => isRead && GradMode.IsEnabled && DType.IsDifferentiable ? Clone() : this;
}
