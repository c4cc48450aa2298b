namespace Autograd;

/// <summary>
/// Forward mode for a rule that has a backward alone: w = J'v is linear in v, so the gradient of &lt;w, t&gt; with respect to v
/// is J t. Two reverse passes, the first through the rule and the second through what the first recorded.
/// </summary>
internal sealed class TransposedRule : CotangentWalk
{
    private readonly TangentWalk forward;
    private readonly Tensor?[] cotangents;
    private readonly Tensor?[] products;

    private TransposedRule(TangentWalk forward)
    {
        this.forward = forward;
        cotangents = new Tensor?[Current.OutputCount];
        products = new Tensor?[Current.InputCount];
        for (int k = 0; k < cotangents.Length; k++)
        {
            // Where v stands does not matter to a linear map.
            if (Current.OutputDType(k).IsDifferentiable)
                cotangents[k] = Tensor.Zeros(Current.OutputShape(k).Sizes, Current.OutputDType(k)).RequiresGradInPlace();
        }
    }

    /// <summary>Sets the tangents of the outputs of the node at which <paramref name="forward"/> stands.</summary>
    /// <exception cref="AutogradException">The rule's backward is not made of recorded ops.</exception>
    public static void Run(TangentWalk forward, bool createGraph)
    {
        TransposedRule rule;
        using (GradMode.Enter(GradMode.Mode.Recording))
        {
            rule = new TransposedRule(forward);
            rule.Current.Backward(new Cotangents(rule));
        }
        rule.SetTangents(createGraph);
    }

    public override Node Current => forward.Current;

    public override Tensor? Cotangent(int output) => cotangents[output];

    public override bool Needs(int input) => forward.Tangent(input) is not null;

    public override void Add(int input, Tensor gradient)
    {
        var (node, slot) = Current.Input(input);
        CheckFits("gradient", gradient, "input", input, node!, slot);
        products[input] = products[input] is { } sum ? sum + gradient : gradient;
    }

    public override void AddProduct(int input, Tensor a, Tensor b) => Add(input, a.MatMul(b));

    private void SetTangents(bool createGraph)
    {
        var roots = new List<Edge>();
        var tangents = new List<Tensor>();
        for (int i = 0; i < products.Length; i++)
        {
            if (products[i] is not { } product) continue;
            if (!product.RequiresGrad) throw Opaque("gives a gradient that no recorded op ties to the gradient of an output");
            roots.Add(product.Edge);
            tangents.Add(forward.Tangent(i)!);
        }
        if (roots.Count == 0) throw Opaque("gives no gradient for the inputs that move");
        var captured = new Dictionary<Edge, Tensor?>();
        foreach (var v in cotangents)
        {
            if (v is not null) captured[v.Edge] = null;
        }
        BackwardWalk.Run([.. roots], [.. tangents], retainGraph: createGraph, createGraph, captured);
        for (int k = 0; k < cotangents.Length; k++)
        {
            if (cotangents[k] is { } v) forward.Set(k, captured[v.Edge] ?? Tensor.ZerosLike(v));
        }
    }

    private AutogradException Opaque(string what) =>
        new($"Gradient.Jvp: {Current.Name}: its rule has no Forward, and its Backward {what}; write Forward, or Backward in differentiable ops");
}
