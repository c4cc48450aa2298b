using System.Runtime.InteropServices;

namespace Autograd;

/// <summary>What a rule that is differentiable once gave, in the graph behind everything that it may depend on: whoever goes further is told so.</summary>
internal readonly struct OnceDifferentiableOp(string of) : IOp, IBuiltInRule
{
    public static string Name => "OnceDifferentiable";

    /// <summary>The value a rule gave, at a place behind the inputs of its node and the tensors that it was handed.</summary>
    public static Tensor Guard(Walk walk, Tensor value, IEnumerable<Tensor?> handed)
    {
        List<Tensor?> behind = [value.Cut(), .. handed];
        for (int i = 0; i < walk.Current.InputCount; i++) behind.Add(walk.Place(i));
        return Op.Call(new OnceDifferentiableOp(walk.Current.Name), CollectionsMarshal.AsSpan(behind));
    }

    public Form Infer(ref OpCall c) => Form.View(c.X.Layout, c.X);

    public void Compute(in OpCall c)
    {
    }

    public Node Record(in OpCall c) => c.Node(this);

    public void Backward(in Cotangents c) => throw Refusal();

    public void Forward(in Tangents t) => throw Refusal();

    public void Visit(ref SavedVisitor saved)
    {
    }

    private AutogradException Refusal() =>
        new($"{of}: its rule is marked IOnceDifferentiable: its derivative has no derivative. Write the rule in differentiable ops and take the mark off");
}
