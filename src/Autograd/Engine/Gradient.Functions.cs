namespace Autograd;

public static partial class Gradient
{
    /// <summary>The Jacobian of a function of one tensor: <c>[out..., in...]</c> (<c>torch.func.jacrev</c>).</summary>
    /// <inheritdoc cref="Jacobian(Func{Tensor[], Tensor}, ReadOnlySpan{Tensor}, bool)"/>
    public static Tensor Jacobian(Func<Tensor, Tensor> function, Tensor input, bool createGraph = false)
    {
        ArgumentNullException.ThrowIfNull(function);
        return Jacobian(xs => function(xs[0]), [NotNull.Of(input)], createGraph)[0];
    }

    /// <summary>
    /// The Jacobians of a function by each of its tensors: element <c>[o..., i...]</c> is the derivative of output element o by
    /// input element i (<c>torch.autograd.functional.jacobian</c>). One backward pass for each output element.
    /// </summary>
    /// <param name="function">Made of recorded ops.</param>
    /// <param name="inputs">Where to differentiate; they need not require gradients.</param>
    /// <param name="createGraph">Records the passes, so that the result can be differentiated by inputs that require gradients.</param>
    /// <returns>One Jacobian an input, of the output's shape followed by the input's; zeros where nothing depends on it.</returns>
    /// <exception cref="AutogradException">The function is not differentiable at some higher order that is asked for.</exception>
    public static Tensor[] Jacobian(Func<Tensor[], Tensor> function, ReadOnlySpan<Tensor> inputs, bool createGraph = false)
    {
        ArgumentNullException.ThrowIfNull(function);
        using var scope = EnableGrad.Scope;
        var xs = Leaves(inputs, createGraph);
        return Rows(function(xs), xs, createGraph);
    }

    /// <summary>The matrix of second derivatives of a scalar function of one tensor: <c>[in..., in...]</c> (<c>torch.func.hessian</c>).</summary>
    /// <inheritdoc cref="Hessian(Func{Tensor[], Tensor}, ReadOnlySpan{Tensor}, bool)"/>
    public static Tensor Hessian(Func<Tensor, Tensor> function, Tensor input, bool createGraph = false)
    {
        ArgumentNullException.ThrowIfNull(function);
        return Hessian(xs => function(xs[0]), [NotNull.Of(input)], createGraph)[0][0];
    }

    /// <summary>The second derivatives of a scalar function by each pair of its tensors (<c>torch.autograd.functional.hessian</c>).</summary>
    /// <param name="function">Made of recorded ops; its result has one element.</param>
    /// <param name="inputs">Where to differentiate; they need not require gradients.</param>
    /// <param name="createGraph">Records the passes, so that the result can be differentiated by inputs that require gradients.</param>
    /// <returns>For inputs i and j the derivatives of the shape of i followed by that of j.</returns>
    /// <exception cref="ShapeException">The function's result has not one element.</exception>
    public static Tensor[][] Hessian(Func<Tensor[], Tensor> function, ReadOnlySpan<Tensor> inputs, bool createGraph = false)
    {
        ArgumentNullException.ThrowIfNull(function);
        using var scope = EnableGrad.Scope;
        var xs = Leaves(inputs, createGraph);
        var slopes = Slopes(Single("Gradient.Hessian", function(xs)), xs);
        return Array.ConvertAll(slopes, slope => Rows(slope, xs, createGraph));
    }

    /// <summary>A function's value, and the product of a cotangent with its Jacobians (<c>torch.autograd.functional.vjp</c>).</summary>
    /// <param name="function">Made of recorded ops.</param>
    /// <param name="inputs">Where to differentiate; they need not require gradients.</param>
    /// <param name="cotangent">Of the output's shape; 1 when not given, for an output of one element.</param>
    /// <returns>The value, and one product an input, of its shape.</returns>
    /// <exception cref="ShapeException">The cotangent is missing or does not fit.</exception>
    public static (Tensor Output, Tensor[] Products) Vjp(Func<Tensor[], Tensor> function, ReadOnlySpan<Tensor> inputs, Tensor? cotangent = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        using var scope = EnableGrad.Scope;
        var xs = Leaves(inputs, false);
        var y = function(xs);
        return (y.Detach(), Filled(y.RequiresGrad ? Of(y, xs, cotangent, allowUnused: true) : new Tensor?[xs.Length], xs));
    }

    /// <summary>A function's value, and the product of its Jacobians with tangents, in one forward-mode pass (<c>torch.func.jvp</c>).</summary>
    /// <param name="function">Made of recorded ops.</param>
    /// <param name="inputs">Where to differentiate; they need not require gradients.</param>
    /// <param name="tangents">One an input, of its shape.</param>
    /// <returns>The value and its tangent.</returns>
    /// <exception cref="ShapeException">A tangent does not fit its input.</exception>
    public static (Tensor Output, Tensor Product) Jvp(Func<Tensor[], Tensor> function, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> tangents)
    {
        ArgumentNullException.ThrowIfNull(function);
        using var scope = EnableGrad.Scope;
        var xs = Leaves(inputs, false);
        var y = function(xs);
        return (y.Detach(), Jvp([y], xs, tangents)[0] ?? Tensor.ZerosLike(y));
    }

    /// <summary>
    /// A scalar function's value, and the product of its Hessian with vectors: forward mode over the recorded gradient, at the
    /// cost of a few gradients (<c>torch.autograd.functional.hvp</c>).
    /// </summary>
    /// <param name="function">Made of recorded ops; its result has one element.</param>
    /// <param name="inputs">Where to differentiate; they need not require gradients.</param>
    /// <param name="vectors">One an input, of its shape.</param>
    /// <returns>The value, and one product an input, of its shape.</returns>
    /// <exception cref="ShapeException">The result has not one element, or a vector does not fit its input.</exception>
    public static (Tensor Output, Tensor[] Products) Hvp(Func<Tensor[], Tensor> function, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> vectors)
    {
        ArgumentNullException.ThrowIfNull(function);
        using var scope = EnableGrad.Scope;
        var xs = Leaves(inputs, false);
        var y = Single("Gradient.Hvp", function(xs));
        return (y.Detach(), Filled(Jvp(Slopes(y, xs), xs, vectors), xs));
    }

    /// <summary>The inputs as places to differentiate by: leaves of their own, or further along the graph that they are part of.</summary>
    private static Tensor[] Leaves(ReadOnlySpan<Tensor> inputs, bool createGraph)
    {
        var xs = new Tensor[inputs.Length];
        for (int i = 0; i < xs.Length; i++)
            xs[i] = createGraph && inputs[i].RequiresGrad ? inputs[i].Reshape(inputs[i].Shape) : inputs[i].Detach().RequiresGradInPlace();
        return xs;
    }

    private static Tensor[] Rows(Tensor y, Tensor[] xs, bool createGraph)
    {
        var rows = new Tensor[xs.Length][];
        for (int i = 0; i < xs.Length; i++) rows[i] = new Tensor[y.Numel];
        var units = Tensor.Eye(y.Numel, dtype: y.DType);
        for (int k = 0; k < y.Numel; k++)
        {
            var slopes = y.RequiresGrad
                ? Of(y, xs, units.Select(0, k).Reshape(y.Shape), retainGraph: true, createGraph, allowUnused: true)
                : new Tensor?[xs.Length];
            for (int i = 0; i < xs.Length; i++) rows[i][k] = slopes[i] ?? Tensor.ZerosLike(xs[i]);
        }
        var result = new Tensor[xs.Length];
        for (int i = 0; i < xs.Length; i++)
        {
            int[] sizes = [.. y.Shape, .. xs[i].Shape];
            result[i] = y.Numel == 0 ? Tensor.Zeros(sizes, xs[i].DType) : Tensor.Stack(rows[i]).Reshape(sizes);
        }
        return result;
    }

    private static Tensor[] Slopes(Tensor y, Tensor[] xs) =>
        Filled(y.RequiresGrad ? Of(y, xs, createGraph: true, allowUnused: true) : new Tensor?[xs.Length], xs);

    private static Tensor[] Filled(Tensor?[] slopes, Tensor[] xs)
    {
        var result = new Tensor[xs.Length];
        for (int i = 0; i < xs.Length; i++) result[i] = slopes[i] ?? Tensor.ZerosLike(xs[i]);
        return result;
    }

    private static Tensor Single(string op, Tensor y) => y.Numel == 1
        ? y
        : throw new ShapeException($"{op}: the function's result has shape {y.Shape}; one element is needed");
}
