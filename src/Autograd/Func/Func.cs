namespace Autograd;

/// <summary>
/// Functions made into functions: gradients, products with Jacobians, Jacobians and Hessians, in reverse and in forward mode (<c>torch.func</c>).
/// They nest in any order and to any depth, and what they give can be differentiated further.
/// </summary>
/// <remarks>
/// Nothing has to be said about recording. A transform that was called while recording gives recorded results if something outside of it
/// may be differentiated by: a tensor that requires a gradient among its inputs or captured by the function, or a transform around it.
/// Otherwise, and under <see cref="NoGrad"/>, its results stand alone and its graph is released as it is used.
/// </remarks>
/// <example>
/// <code>
/// var slope = Func.Grad(x => x.Sin().Sum());
/// var curvature = Func.Grad(x => slope(x).Sum());    // -sin(x)
/// </code>
/// </example>
public static partial class Func
{
    /// <summary>The gradient of a scalar function of one tensor (<c>torch.func.grad</c>).</summary>
    /// <param name="function">Made of recorded ops; its result has one element.</param>
    /// <returns>x to df/dx, of the shape of x. It throws a <see cref="ShapeException"/> where the function's result has not one element.</returns>
    public static Func<Tensor, Tensor> Grad(Func<Tensor, Tensor> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return x => Slopes("Func.Grad", xs => function(xs[0]), [x]).Gradients[0];
    }

    /// <summary>The gradients of a scalar function of several tensors (<c>torch.func.grad</c> with all <c>argnums</c>).</summary>
    /// <param name="function">Made of recorded ops; its result has one element.</param>
    /// <returns>The tensors to one gradient each; zeros for one that the result does not depend on.</returns>
    public static Func<Tensor[], Tensor[]> Grad(Func<Tensor[], Tensor> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return xs => Slopes("Func.Grad", function, xs).Gradients;
    }

    /// <summary>The gradient of a scalar function of two tensors by one of them (<c>torch.func.grad</c> with <c>argnums</c>).</summary>
    /// <param name="function">Made of recorded ops; its result has one element.</param>
    /// <param name="argnum">Which of the two: 0 or 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The function has no such argument.</exception>
    public static Func<Tensor, Tensor, Tensor> Grad(Func<Tensor, Tensor, Tensor> function, int argnum = 0)
    {
        var both = ValueAndGrad(function, argnum);
        return (x, y) => both(x, y).Gradient;
    }

    /// <summary>The gradient of a scalar function of named tensors, such as the parameters of <c>Func.FunctionalCall</c>.</summary>
    /// <param name="function">Made of recorded ops; its result has one element.</param>
    /// <returns>The tensors to their gradients, under the same names.</returns>
    public static Func<IReadOnlyDictionary<string, Tensor>, IReadOnlyDictionary<string, Tensor>> Grad(Func<IReadOnlyDictionary<string, Tensor>, Tensor> function)
    {
        var both = ValueAndGrad(function);
        return parameters => both(parameters).Gradients;
    }

    /// <summary>The value of a scalar function together with its gradient (<c>torch.func.grad_and_value</c>).</summary>
    /// <param name="function">Made of recorded ops; its result has one element.</param>
    public static Func<Tensor, (Tensor Value, Tensor Gradient)> ValueAndGrad(Func<Tensor, Tensor> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return x =>
        {
            var (value, gradients) = Slopes("Func.ValueAndGrad", xs => function(xs[0]), [x]);
            return (value, gradients[0]);
        };
    }

    /// <summary>The value of a scalar function of several tensors together with its gradients (<c>torch.func.grad_and_value</c>).</summary>
    /// <param name="function">Made of recorded ops; its result has one element.</param>
    public static Func<Tensor[], (Tensor Value, Tensor[] Gradients)> ValueAndGrad(Func<Tensor[], Tensor> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return xs => Slopes("Func.ValueAndGrad", function, xs);
    }

    /// <summary>The value of a scalar function of two tensors together with its gradient by one of them.</summary>
    /// <param name="function">Made of recorded ops; its result has one element.</param>
    /// <param name="argnum">Which of the two: 0 or 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The function has no such argument.</exception>
    public static Func<Tensor, Tensor, (Tensor Value, Tensor Gradient)> ValueAndGrad(Func<Tensor, Tensor, Tensor> function, int argnum = 0)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)argnum, 1u, nameof(argnum));
        return (x, y) =>
        {
            var (value, gradients) = argnum == 0
                ? Slopes("Func.ValueAndGrad", xs => function(xs[0], y), [x])
                : Slopes("Func.ValueAndGrad", ys => function(x, ys[0]), [y]);
            return (value, gradients[0]);
        };
    }

    /// <summary>The value of a scalar function of named tensors together with its gradients, under the same names.</summary>
    /// <param name="function">Made of recorded ops; its result has one element.</param>
    public static Func<IReadOnlyDictionary<string, Tensor>, (Tensor Value, IReadOnlyDictionary<string, Tensor> Gradients)> ValueAndGrad(
        Func<IReadOnlyDictionary<string, Tensor>, Tensor> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return parameters =>
        {
            ArgumentNullException.ThrowIfNull(parameters);
            string[] names = [.. parameters.Keys];
            var (value, gradients) = Slopes("Func.ValueAndGrad", xs => function(Named(names, xs)), [.. parameters.Values]);
            return (value, Named(names, gradients));
        };
    }

    private static (Tensor Value, Tensor[] Gradients) Slopes(string op, Func<Tensor[], Tensor> function, Tensor[] inputs)
    {
        using var level = new Level(op, inputs);
        var y = level.Call(xs => [function(xs)])[0];
        if (y.Numel != 1)
            throw new ShapeException($"{op}: only a tensor of one element has a gradient, and the function gives {y.Shape}; reduce it with Sum() or Mean(), or take Func.Vjp, which is given a cotangent of that shape, or Func.JacRev");
        return (y, level.Pull([Tensor.OnesLike(y)], keep: false));
    }

    private static OrderedDictionary<string, Tensor> Named(string[] names, Tensor[] values)
    {
        var named = new OrderedDictionary<string, Tensor>(StringComparer.Ordinal);
        for (int i = 0; i < names.Length; i++) named.Add(names[i], values[i]);
        return named;
    }
}
