namespace Autograd;

/// <summary>
/// How derivatives pass an operation. A rule is a struct with the op's attributes and its saved values as typed fields;
/// it is written in differentiable ops, so that derivatives of any order follow.
/// </summary>
public interface IRule
{
    /// <summary>The op's name, for messages and <see cref="Node.Name"/>: <c>MatMul</c>.</summary>
    static abstract string Name { get; }

    /// <summary>Whether no code of a user runs in this rule: then nobody can keep a tensor that it is handed or makes.</summary>
    internal static virtual bool IsBuiltIn => false;

    /// <summary>Reverse mode: from the gradients of the outputs to those of the inputs (vector-Jacobian product).</summary>
    void Backward(in Cotangents c);

    /// <summary>
    /// Forward mode: from the tangents of the inputs to those of the outputs (Jacobian-vector product). May be left out: then
    /// it is derived from two reverse passes through <see cref="Backward"/>, which has to be linear and made of recorded ops.
    /// </summary>
    void Forward(in Tangents t) => t.SetFromBackward();

    /// <summary>Names every <see cref="Saved"/> field, so that the engine can release them as the walk passes.</summary>
    void Visit(ref SavedVisitor saved);
}

/// <summary>A linear map of one tensor, with its transpose: derivative and adjoint need no saved input.</summary>
public interface ILinear
{
    /// <summary>The op's name.</summary>
    static abstract string Name { get; }

    /// <summary>Whether this is one of the library's maps.</summary>
    internal static virtual bool IsBuiltIn => false;

    /// <summary>A x, in differentiable ops.</summary>
    Tensor Apply(Tensor x);

    /// <summary>Transpose(A) g, in differentiable ops.</summary>
    Tensor Adjoint(Tensor g);

    /// <summary>Names every <see cref="Saved"/> field.</summary>
    void Visit(ref SavedVisitor saved);
}

/// <summary>Marks a rule of the library. The engine takes back what it hands to such a rule the moment the rule is done.</summary>
internal interface IBuiltInRule : IRule
{
    static bool IRule.IsBuiltIn => true;
}

/// <summary>Marks a linear map of the library.</summary>
internal interface IBuiltInLinear : ILinear
{
    static bool ILinear.IsBuiltIn => true;
}

/// <summary>The rule of a linear op: its tangent is A t, its gradient the transpose applied to g.</summary>
/// <typeparam name="TOp">The linear map.</typeparam>
public struct LinearRule<TOp> : IRule
    where TOp : struct, ILinear
{
    private TOp op;

    /// <summary>Makes the rule of <paramref name="op"/>.</summary>
    public LinearRule(in TOp op) => this.op = op;

    /// <inheritdoc/>
    public static string Name => TOp.Name;

    static bool IRule.IsBuiltIn => TOp.IsBuiltIn;

    /// <inheritdoc/>
    public void Backward(in Cotangents c)
    {
        if (c[0] is { } g) c.Add(0, op.Adjoint(g));
    }

    /// <inheritdoc/>
    public void Forward(in Tangents t)
    {
        if (t[0] is { } x) t.Set(0, op.Apply(x));
    }

    /// <inheritdoc/>
    public void Visit(ref SavedVisitor saved) => op.Visit(ref saved);
}
