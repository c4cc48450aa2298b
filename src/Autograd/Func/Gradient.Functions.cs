namespace Autograd;

/// <content>The transforms of <see cref="Func"/> at a point, where the caller says whether the result is recorded (<c>torch.autograd.functional</c>).</content>
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
    /// input element i (<c>torch.autograd.functional.jacobian</c>). One backward pass for each output element, many of them at once.
    /// </summary>
    /// <param name="function">Made of recorded ops.</param>
    /// <param name="inputs">Where to differentiate; they need not require gradients.</param>
    /// <param name="createGraph">Records the passes, so that the result can be differentiated by inputs that require gradients.</param>
    /// <returns>One Jacobian an input, of the output's shape followed by the input's; zeros where nothing depends on it.</returns>
    /// <exception cref="AutogradException">The function is not differentiable at some higher order that is asked for.</exception>
    public static Tensor[] Jacobian(Func<Tensor[], Tensor> function, ReadOnlySpan<Tensor> inputs, bool createGraph = false)
    {
        ArgumentNullException.ThrowIfNull(function);
        using var scope = Recording(createGraph);
        return Func.Jacobians("Gradient.Jacobian", function, inputs.ToArray(), static (_, _) => Func.Rows);
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
        using var scope = Recording(createGraph);
        return Func.Hessians("Gradient.Hessian", function, inputs.ToArray());
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
        using var scope = NoGrad.Scope;
        using var level = new Level("Gradient.Vjp", inputs);
        var y = level.Call(xs => [function(xs)])[0];
        return (y, level.Pull([Tensor.Cotangent("Gradient.Vjp", y, cotangent)], keep: false));
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
        using var scope = NoGrad.Scope;
        var (outputs, products) = Func.Jvp(xs => [function(xs)], inputs, tangents);
        return (outputs[0], products[0]);
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
        using var scope = NoGrad.Scope;
        return Func.Hvp(function, inputs, vectors);
    }

    private static GradScope Recording(bool createGraph) => createGraph ? EnableGrad.Scope : NoGrad.Scope;
}
