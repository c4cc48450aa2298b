using Autograd.Memory;

namespace Autograd;

public partial class Tensor
{
    /// <summary>
    /// The gradient that backward passes have added up here (<c>Tensor.grad</c>): of a leaf that requires a gradient, or
    /// of any tensor after <see cref="RetainGrad"/>. Null before the first pass; set it to null to start anew. A gradient
    /// retained is that of the tensor's last value: a write in place takes the request along.
    /// </summary>
    /// <exception cref="ShapeException">The gradient set has another shape.</exception>
    /// <exception cref="DTypeException">The gradient set has another dtype.</exception>
    /// <exception cref="AutogradException">Read from a tensor that is no leaf and does not retain its gradient, or set to the tensor itself.</exception>
    public Tensor? Grad
    {
        get
        {
            Tensor? gradient = null;
            if (meta is not null)
            {
                lock (meta) gradient = meta.Gradient.Take();
            }
            return gradient is null && gradFn is not null && meta is not { Retains: true } ? throw NotKept(gradFn) : gradient;
        }
        set
        {
            if (value is null && meta is null) return;
            if (ReferenceEquals(value, this)) throw new AutogradException("Grad: a tensor cannot be its own gradient; give a Clone()");
            if (value is not null && value.Shape != Shape)
                throw new ShapeException($"Grad: a gradient of shape {value.Shape} does not fit a tensor of shape {Shape}");
            if (value is not null && value.DType != DType)
                throw new DTypeException($"Grad: a gradient of {value.DType.Name} does not fit a tensor of {DType.Name}");
            lock (Meta) Meta.Gradient.SetFromUser(value);
        }
    }

    /// <summary>The gradient without making it the user's: for optimisers, which only read it.</summary>
    internal Tensor? PeekGrad => meta?.Gradient.Peek;

    /// <summary>Whether this tensor is all of its storage, in row-major order.</summary>
    internal bool IsWhole => layout.IsContiguous && layout.Offset == 0 && (long)layout.Count * dtype.Size == Storage.ByteLength;

    /// <summary>
    /// Adds the gradient of this tensor with respect to every leaf behind it to the leaf's <see cref="Grad"/> (<c>Tensor.backward()</c>).
    /// </summary>
    /// <param name="gradient">The gradient of this tensor, of its shape and dtype; needed unless it has one element, where it is 1.</param>
    /// <param name="retainGraph">Keeps the saved values for another pass; <paramref name="createGraph"/> when not given.</param>
    /// <param name="createGraph">Records the pass itself, for derivatives of higher order.</param>
    /// <exception cref="AutogradException">Nothing here requires a gradient, or an earlier pass released the graph.</exception>
    /// <exception cref="ShapeException">The gradient is missing or of another shape.</exception>
    public void Backward(Tensor? gradient = null, bool? retainGraph = null, bool createGraph = false)
    {
        if (!RequiresGrad)
            throw new AutogradException($"Backward: this tensor does not require a gradient: no input of its computation does, or it was computed under NoGrad{GradMode.Hint}");
        var cotangent = Cotangent("Backward", this, gradient);
        BackwardWalk.Run([Edge], [cotangent], retainGraph ?? createGraph, createGraph, null);
    }

    /// <summary>Keeps the gradient of a tensor that is not a leaf in <see cref="Grad"/> (<c>Tensor.retain_grad()</c>).</summary>
    /// <exception cref="AutogradException">The tensor does not require a gradient.</exception>
    public void RetainGrad()
    {
        if (!RequiresGrad) throw new AutogradException("RetainGrad: this tensor does not require a gradient");
        if (gradFn is null || Meta.Retains) return;
        Meta.Retains = true;
        gradFn.EnsureHooks().Retain(this);
    }

    /// <summary>
    /// Calls <paramref name="hook"/> with the gradient of this tensor whenever a backward pass computes it; what it
    /// returns, if not null, takes its place (<c>Tensor.register_hook</c>).
    /// </summary>
    /// <exception cref="AutogradException">The tensor does not require a gradient.</exception>
    public RemovableHandle RegisterHook(Func<Tensor, Tensor?> hook)
    {
        ArgumentNullException.ThrowIfNull(hook);
        if (Edge.Node is not { } node) throw new AutogradException("RegisterHook: this tensor does not require a gradient");
        return node.EnsureHooks().Add(Edge.Slot, hook);
    }

    /// <summary>Null would end in a bare NullReferenceException at the next operator, far from the cause.</summary>
    private static AutogradException NotKept(Node maker) =>
        new($"Grad: this tensor was computed by {maker.Name}, and a backward pass keeps gradients in leaves alone; call RetainGrad() before the pass to keep this one. "
            + "If it is a parameter, an update such as w = w - lr * w.Grad has put a computed tensor in its place: write into the leaf under NoGrad (w.SubInPlace(lr * w.Grad)), or use an optimiser");

    internal static Tensor Cotangent(string op, Tensor output, Tensor? gradient)
    {
        if (gradient is null)
        {
            if (output.Numel != 1)
                throw new ShapeException($"{op}: only a tensor of one element has an implied gradient; this one is {output.Shape}. Pass a gradient of that shape, or reduce it with Sum() or Mean()");
            return Ones(output.Shape, output.DType);
        }
        if (gradient.Shape != output.Shape)
            throw new ShapeException($"{op}: a gradient of shape {gradient.Shape} does not fit an output of shape {output.Shape}");
        if (gradient.DType != output.DType)
            throw new DTypeException($"{op}: a gradient of {gradient.DType.Name} does not fit an output of {output.DType.Name}");
        return gradient;
    }
}
