namespace Autograd;

public static partial class Func
{
    /// <summary>A function's value, and its pullback: cotangents to their products with the Jacobian (<c>torch.func.vjp</c>).</summary>
    /// <param name="function">Made of recorded ops.</param>
    /// <param name="input">Where to differentiate.</param>
    /// <returns>The value, and a function of a cotangent of the value's shape; it may be called any number of times.</returns>
    /// <exception cref="DTypeException">The input is not float32 or float64.</exception>
    public static (Tensor Output, Func<Tensor, Tensor> Pullback) Vjp(Func<Tensor, Tensor> function, Tensor input)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(input);
        var (outputs, pullback) = Vjp(xs => [function(xs[0])], input);
        return (outputs[0], cotangent => pullback([cotangent])[0]);
    }

    /// <summary>The values of a function of several tensors, and its pullback: one cotangent an output to one product an input (<c>torch.func.vjp</c>).</summary>
    /// <param name="function">Made of recorded ops.</param>
    /// <param name="inputs">Where to differentiate.</param>
    /// <returns>The values, and a function of the cotangents; it may be called any number of times.</returns>
    /// <exception cref="DTypeException">An input is not float32 or float64.</exception>
    /// <exception cref="ArgumentException">There is no input, or one is null.</exception>
    public static (Tensor[] Outputs, Func<Tensor[], Tensor[]> Pullback) Vjp(Func<Tensor[], Tensor[]> function, params ReadOnlySpan<Tensor> inputs)
    {
        ArgumentNullException.ThrowIfNull(function);
        using var level = new Level("Func.Vjp", inputs);
        var outputs = level.Call(function);
        return (outputs, cotangents => level.Pull(Given("Func.Vjp", "cotangent", cotangents), keep: true));
    }

    /// <summary>A function's value and its product with a tangent, in one forward-mode pass (<c>torch.func.jvp</c>).</summary>
    /// <param name="function">Made of recorded ops.</param>
    /// <param name="input">Where to differentiate.</param>
    /// <param name="tangent">Of the input's shape and dtype.</param>
    /// <exception cref="ShapeException">The tangent does not fit.</exception>
    /// <exception cref="DTypeException">The input is not float32 or float64, or the tangent is of another dtype.</exception>
    public static (Tensor Output, Tensor Tangent) Jvp(Func<Tensor, Tensor> function, Tensor input, Tensor tangent)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(tangent);
        var (outputs, tangents) = Jvp(xs => [function(xs[0])], [input], [tangent]);
        return (outputs[0], tangents[0]);
    }

    /// <summary>The values of a function of several tensors and their tangents, in one forward-mode pass (<c>torch.func.jvp</c>).</summary>
    /// <param name="function">Made of recorded ops.</param>
    /// <param name="inputs">Where to differentiate.</param>
    /// <param name="tangents">One an input, of its shape and dtype.</param>
    /// <exception cref="ShapeException">A tangent is missing or does not fit.</exception>
    /// <exception cref="ArgumentException">There is no input, or one is null.</exception>
    public static (Tensor[] Outputs, Tensor[] Tangents) Jvp(Func<Tensor[], Tensor[]> function, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> tangents)
    {
        ArgumentNullException.ThrowIfNull(function);
        using var level = new Level("Func.Jvp", inputs);
        var outputs = level.Call(function);
        return (outputs, level.Push(Given("Func.Jvp", "tangent", tangents)));
    }

    /// <summary>A function's value, and its linear part there: tangents to their products with the Jacobian (<c>torch.func.linearize</c>).</summary>
    /// <param name="function">Made of recorded ops.</param>
    /// <param name="input">Where to differentiate.</param>
    /// <returns>The value, and a function of a tangent; the function that was given is not called again.</returns>
    /// <exception cref="DTypeException">The input is not float32 or float64.</exception>
    public static (Tensor Output, Func<Tensor, Tensor> Pushforward) Linearize(Func<Tensor, Tensor> function, Tensor input)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(input);
        var (outputs, pushforward) = Linearize(xs => [function(xs[0])], input);
        return (outputs[0], tangent => pushforward([tangent])[0]);
    }

    /// <summary>The values of a function of several tensors, and its linear part there (<c>torch.func.linearize</c>).</summary>
    /// <param name="function">Made of recorded ops.</param>
    /// <param name="inputs">Where to differentiate.</param>
    /// <returns>The values, and a function of one tangent an input to one an output; the function that was given is not called again.</returns>
    /// <exception cref="ArgumentException">There is no input, or one is null.</exception>
    public static (Tensor[] Outputs, Func<Tensor[], Tensor[]> Pushforward) Linearize(Func<Tensor[], Tensor[]> function, params ReadOnlySpan<Tensor> inputs)
    {
        ArgumentNullException.ThrowIfNull(function);
        using var level = new Level("Func.Linearize", inputs);
        var outputs = level.Call(function);
        return (outputs, tangents => level.Push(Given("Func.Linearize", "tangent", tangents)));
    }

    /// <summary>A scalar function's value and the product of its Hessian with a vector: forward over reverse, at the cost of a few gradients.</summary>
    /// <param name="function">Made of recorded ops; its result has one element.</param>
    /// <param name="input">Where to differentiate.</param>
    /// <param name="vector">Of the input's shape and dtype.</param>
    /// <exception cref="ShapeException">The result has not one element, or the vector does not fit.</exception>
    public static (Tensor Output, Tensor Product) Hvp(Func<Tensor, Tensor> function, Tensor input, Tensor vector)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(vector);
        var (output, products) = Hvp(xs => function(xs[0]), [input], [vector]);
        return (output, products[0]);
    }

    /// <summary>The same for several tensors: row i is the sum over j of the second derivatives by i and j with vector j (<c>torch.autograd.functional.hvp</c>).</summary>
    /// <param name="function">Made of recorded ops; its result has one element.</param>
    /// <param name="inputs">Where to differentiate.</param>
    /// <param name="vectors">One an input, of its shape and dtype.</param>
    /// <exception cref="ShapeException">The result has not one element, or a vector is missing or does not fit.</exception>
    /// <exception cref="ArgumentException">There is no input, or one is null.</exception>
    public static (Tensor Output, Tensor[] Products) Hvp(Func<Tensor[], Tensor> function, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> vectors)
    {
        ArgumentNullException.ThrowIfNull(function);
        using var level = new Level("Func.Hvp", inputs);
        var outputs = level.Call(Both("Func.Hvp", function));
        return (outputs[0], level.Push(Given("Func.Hvp", "vector", vectors))[1..]);
    }

    /// <summary>A scalar function's value and the product of a vector with its Hessian: reverse over reverse; the same numbers as <see cref="Hvp(Func{Tensor, Tensor}, Tensor, Tensor)"/>.</summary>
    /// <param name="function">Made of recorded ops; its result has one element.</param>
    /// <param name="input">Where to differentiate.</param>
    /// <param name="vector">Of the input's shape and dtype.</param>
    /// <exception cref="ShapeException">The result has not one element, or the vector does not fit.</exception>
    public static (Tensor Output, Tensor Product) Vhp(Func<Tensor, Tensor> function, Tensor input, Tensor vector)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(vector);
        var (output, products) = Vhp(xs => function(xs[0]), [input], [vector]);
        return (output, products[0]);
    }

    /// <summary>The same for several tensors (<c>torch.autograd.functional.vhp</c>).</summary>
    /// <param name="function">Made of recorded ops; its result has one element.</param>
    /// <param name="inputs">Where to differentiate.</param>
    /// <param name="vectors">One an input, of its shape and dtype.</param>
    /// <exception cref="ShapeException">The result has not one element, or a vector is missing or does not fit.</exception>
    /// <exception cref="ArgumentException">There is no input, or one is null.</exception>
    public static (Tensor Output, Tensor[] Products) Vhp(Func<Tensor[], Tensor> function, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> vectors)
    {
        ArgumentNullException.ThrowIfNull(function);
        using var level = new Level("Func.Vhp", inputs);
        var outputs = level.Call(Both("Func.Vhp", function));
        var given = Given("Func.Vhp", "vector", vectors);
        return (outputs[0], level.Pull([null, .. given], keep: false));
    }

    /// <summary>The value, then the gradients, as one function: what the second derivatives are derivatives of.</summary>
    private static Func<Tensor[], Tensor[]> Both(string op, Func<Tensor[], Tensor> function) => xs =>
    {
        var (value, gradients) = Slopes(op, function, xs);
        return [value, .. gradients];
    };

    private static Tensor[] Given(string op, string what, ReadOnlySpan<Tensor> tensors)
    {
        for (int i = 0; i < tensors.Length; i++)
        {
            if (tensors[i] is null) throw new ArgumentNullException(nameof(tensors), FormattableString.Invariant($"{op}: {what} {i} is null"));
        }
        return tensors.ToArray();
    }
}
