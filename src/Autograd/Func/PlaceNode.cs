namespace Autograd;

/// <summary>Where an input of a transform stands in the graph: the identity, ahead of the tensor that was given, if that requires a gradient.</summary>
internal sealed class PlaceNode : Node
{
    /// <summary>Makes the place of <paramref name="input"/>; without one, nothing lies behind it.</summary>
    public PlaceNode(Level level, Tensor? input)
    {
        Level = level;
        AddInputs(input, null, default, 1);
    }

    /// <summary>The transform whose input it is.</summary>
    public Level Level { get; }

    public override string Name => "InputBackward";

    internal override bool IsForeign => false;

    internal override void Backward(in Cotangents c)
    {
        if (c[0] is { } g) c.Add(0, g);
    }

    internal override void Forward(in Tangents t)
    {
        if (t[0] is { } x) t.Set(0, x);
    }

    internal override void Visit(ref SavedVisitor visitor)
    {
    }
}
