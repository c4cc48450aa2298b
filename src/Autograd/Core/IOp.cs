using System.Numerics;

namespace Autograd;

/// <summary>
/// An operation: a struct with its attributes as fields. It says what its results look like, computes them over spans and
/// names the rule of its derivatives; <see cref="Op.Call{TOp}(TOp, Tensor)"/> does everything else.
/// </summary>
/// <remarks>
/// The struct is mutable: what <see cref="Infer"/> notes in its fields is there when <see cref="Compute"/> and
/// <see cref="Record"/> are called. Promotion, casts and compositions of other ops belong to the method that calls the op.
/// </remarks>
public interface IOp
{
    /// <summary>The op's name, for messages, listeners and <see cref="Node.Name"/>: <c>MatMul</c>.</summary>
    static abstract string Name { get; }

    /// <summary>
    /// What the first result looks like for these inputs; further ones are declared by <see cref="OpCall.Also"/>, statistics
    /// by <see cref="OpCall.Keep"/>. Errors of shape and dtype are thrown here, before anything is allocated. No value is read.
    /// </summary>
    Form Infer(ref OpCall c);

    /// <summary>
    /// Writes every element of every result, in one line for an op that is one text for all element types:
    /// <c>c.Float(ref this)</c>, <c>c.Number(ref this)</c>, <c>c.Integer(ref this)</c> or <c>c.Element(ref this)</c>.
    /// Empty where the results are views. Errors about values are thrown here.
    /// </summary>
    void Compute(in OpCall c);

    /// <summary>
    /// The place in the graph, <see cref="OpCall.Node{TRule}(in TRule)"/> or <see cref="OpCall.Linear{TLinear}"/>; null for an op without derivatives.
    /// Called when an input requires a gradient and recording is on.
    /// </summary>
    Node? Record(in OpCall c);
}

/// <summary>A computation written once for float32 and float64.</summary>
public interface IFloatBody
{
    /// <summary>Computes on elements of type <typeparamref name="T"/>.</summary>
    void Run<T>(in OpCall c)
        where T : unmanaged, IFloatingPointIeee754<T>;
}

/// <summary>A computation written once for every element type with arithmetic; bools are bytes of 0 and 1.</summary>
public interface INumberBody
{
    /// <summary>Computes on elements of type <typeparamref name="T"/>.</summary>
    void Run<T>(in OpCall c)
        where T : unmanaged, INumber<T>;
}

/// <summary>A computation on bits and quotients, written once for every integer element type; bools are bytes of 0 and 1.</summary>
public interface IIntegerBody
{
    /// <summary>Computes on elements of type <typeparamref name="T"/>.</summary>
    void Run<T>(in OpCall c)
        where T : unmanaged, IBinaryInteger<T>;
}

/// <summary>A computation that moves elements, written once for every element type.</summary>
public interface IElementBody
{
    /// <summary>Computes on elements of type <typeparamref name="T"/>.</summary>
    void Run<T>(in OpCall c)
        where T : unmanaged;
}
