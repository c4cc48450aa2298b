using System.Globalization;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Derivatives of tensors with respect to tensors (<c>torch.autograd.grad</c> and forward mode).</summary>
public static partial class Gradient
{
    /// <summary>The gradient of one output with respect to one input.</summary>
    /// <inheritdoc cref="Of(ReadOnlySpan{Tensor}, ReadOnlySpan{Tensor}, ReadOnlySpan{Tensor}, bool?, bool, bool)"/>
    public static Tensor Of(Tensor output, Tensor input, Tensor? gradOutput = null, bool? retainGraph = null, bool createGraph = false) =>
        Of([output], [input], gradOutput is null ? [] : [gradOutput], retainGraph, createGraph)[0]!;

    /// <summary>The gradients of one output with respect to several inputs.</summary>
    /// <inheritdoc cref="Of(ReadOnlySpan{Tensor}, ReadOnlySpan{Tensor}, ReadOnlySpan{Tensor}, bool?, bool, bool)"/>
    public static Tensor?[] Of(Tensor output, ReadOnlySpan<Tensor> inputs, Tensor? gradOutput = null, bool? retainGraph = null, bool createGraph = false, bool allowUnused = false) =>
        Of([output], inputs, gradOutput is null ? [] : [gradOutput], retainGraph, createGraph, allowUnused);

    /// <summary>The gradients of one output with respect to a sequence of inputs, such as a module's parameters.</summary>
    /// <inheritdoc cref="Of(ReadOnlySpan{Tensor}, ReadOnlySpan{Tensor}, ReadOnlySpan{Tensor}, bool?, bool, bool)"/>
    [OverloadResolutionPriority(-1)]
    public static Tensor?[] Of(Tensor output, IEnumerable<Tensor> inputs, Tensor? gradOutput = null, bool? retainGraph = null, bool createGraph = false, bool allowUnused = false) =>
        Of([output], [.. inputs], gradOutput is null ? [] : [gradOutput], retainGraph, createGraph, allowUnused);

    /// <summary>The gradients of a sequence of outputs with respect to a sequence of inputs.</summary>
    /// <inheritdoc cref="Of(ReadOnlySpan{Tensor}, ReadOnlySpan{Tensor}, ReadOnlySpan{Tensor}, bool?, bool, bool)"/>
    [OverloadResolutionPriority(-1)]
    public static Tensor?[] Of(
        IEnumerable<Tensor> outputs,
        IEnumerable<Tensor> inputs,
        IEnumerable<Tensor>? gradOutputs = null,
        bool? retainGraph = null,
        bool createGraph = false,
        bool allowUnused = false) =>
        Of([.. outputs], [.. inputs], (ReadOnlySpan<Tensor>)[.. gradOutputs ?? []], retainGraph, createGraph, allowUnused);

    /// <summary>
    /// The gradients of sum_k &lt;output_k, gradOutput_k&gt; with respect to the inputs; no <see cref="Tensor.Grad"/> changes (<c>torch.autograd.grad</c>).
    /// </summary>
    /// <param name="outputs">The differentiated tensors.</param>
    /// <param name="inputs">Leaves or intermediate tensors that require gradients.</param>
    /// <param name="gradOutputs">One gradient an output; none when all outputs have one element.</param>
    /// <param name="retainGraph">Keeps the saved values for another pass; <paramref name="createGraph"/> when not given.</param>
    /// <param name="createGraph">Records the pass itself, so that the result can be differentiated again.</param>
    /// <param name="allowUnused">Gives null for an input on which no output depends, instead of throwing.</param>
    /// <returns>One gradient an input, of its shape and dtype.</returns>
    /// <exception cref="AutogradException">An input or output does not require a gradient, an input is unused, or the graph was released.</exception>
    /// <exception cref="ShapeException">A gradient is missing or of another shape.</exception>
    /// <exception cref="ArgumentException">There is no output or no input, or one is null.</exception>
    public static Tensor?[] Of(
        ReadOnlySpan<Tensor> outputs,
        ReadOnlySpan<Tensor> inputs,
        ReadOnlySpan<Tensor> gradOutputs = default,
        bool? retainGraph = null,
        bool createGraph = false,
        bool allowUnused = false)
    {
        CheckThere("Gradient.Of", "outputs", outputs);
        CheckThere("Gradient.Of", "inputs", inputs);
        if (gradOutputs.Length != 0 && gradOutputs.Length != outputs.Length)
            throw new ShapeException($"Gradient.Of: {outputs.Length} outputs need as many gradients, not {gradOutputs.Length}");
        var roots = new Edge[outputs.Length];
        var cotangents = new Tensor[outputs.Length];
        for (int i = 0; i < outputs.Length; i++)
        {
            if (!outputs[i].RequiresGrad)
                throw new AutogradException($"Gradient.Of: output {i} does not require a gradient: no input of its computation does, or it was computed under NoGrad{GradMode.Hint}");
            roots[i] = outputs[i].Edge;
            cotangents[i] = Tensor.Cotangent("Gradient.Of", outputs[i], gradOutputs.Length == 0 ? null : gradOutputs[i]);
        }
        var captured = new Dictionary<Edge, Tensor?>();
        for (int i = 0; i < inputs.Length; i++)
        {
            if (!inputs[i].RequiresGrad)
                throw new AutogradException($"Gradient.Of: input {i} does not require a gradient; set RequiresGrad before the computation");
            captured[inputs[i].Edge] = null;
        }

        BackwardWalk.Run(roots, cotangents, retainGraph ?? createGraph, createGraph, captured);

        var result = new Tensor?[inputs.Length];
        for (int i = 0; i < inputs.Length; i++)
        {
            result[i] = captured[inputs[i].Edge];
            if (result[i] is null && !allowUnused)
                throw new AutogradException($"Gradient.Of: no output depends on input {i}, of shape {inputs[i].Shape}; pass allowUnused: true to get null for it");
        }
        return result;
    }

    /// <summary>
    /// Forward mode: the tangents of the outputs when the inputs move along the given tangents (Jacobian-vector products),
    /// from the graph that was recorded and its saved values; the graph stays whole.
    /// </summary>
    /// <param name="outputs">The differentiated tensors.</param>
    /// <param name="inputs">Leaves or intermediate tensors that require gradients.</param>
    /// <param name="tangents">One an input, of its shape and dtype.</param>
    /// <param name="createGraph">Records the pass itself, so that the result can be differentiated again.</param>
    /// <returns>One tangent an output; null when the output does not depend on the inputs.</returns>
    /// <exception cref="AutogradException">An input does not require a gradient, or the graph was released.</exception>
    /// <exception cref="ShapeException">A tangent does not fit its input.</exception>
    /// <exception cref="ArgumentException">There is no output or no input, or one is null.</exception>
    public static Tensor?[] Jvp(ReadOnlySpan<Tensor> outputs, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> tangents, bool createGraph = false)
    {
        CheckThere("Gradient.Jvp", "outputs", outputs);
        CheckThere("Gradient.Jvp", "inputs", inputs);
        if (tangents.Length != inputs.Length)
            throw new ShapeException($"Gradient.Jvp: {inputs.Length} inputs need as many tangents, not {tangents.Length}");
        var seeds = new Dictionary<Edge, Tensor>();
        for (int i = 0; i < inputs.Length; i++)
        {
            if (!inputs[i].RequiresGrad) throw new AutogradException($"Gradient.Jvp: input {i} does not require a gradient; set RequiresGrad before the computation");
            seeds[inputs[i].Edge] = Tensor.Cotangent("Gradient.Jvp", inputs[i], tangents[i]);
        }
        return new ForwardWalk(seeds, createGraph).Run(outputs);
    }

    /// <summary>Forward mode for one output and one input.</summary>
    /// <inheritdoc cref="Jvp(ReadOnlySpan{Tensor}, ReadOnlySpan{Tensor}, ReadOnlySpan{Tensor}, bool)"/>
    public static Tensor? Jvp(Tensor output, Tensor input, Tensor tangent, bool createGraph = false) =>
        Jvp([output], [input], [tangent], createGraph)[0];

    private static void CheckThere(string op, string what, ReadOnlySpan<Tensor> tensors)
    {
        if (tensors.IsEmpty) throw new ArgumentException($"{op}: there are no {what}; give at least one", what);
        for (int i = 0; i < tensors.Length; i++)
        {
            if (tensors[i] is null) throw new ArgumentNullException(what, string.Create(CultureInfo.InvariantCulture, $"{op}: number {i} of the {what} is null"));
        }
    }
}
