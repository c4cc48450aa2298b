using System.Numerics;

namespace Autograd.Tests.Checks;

/// <summary>A user's op at the door: sine and cosine of contiguous elements in one loop.</summary>
internal struct SinCosOp(double slope) : IOp, IFloatBody, IRule
{
    private Saved x;

    public static string Name => "SinCos";

    public readonly Form Infer(ref OpCall c)
    {
        c.Also(Form.Like(c.Input(0)));
        return Form.Like(c.Input(0));
    }

    public void Compute(in OpCall c) => c.Float(ref this);

    public readonly void Run<T>(in OpCall c)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var x = c.Elements<T>(0);
        for (int i = 0; i < x.Length; i++) (c.Results<T>(0)[i], c.Results<T>(1)[i]) = (T.Sin(x[i]), T.Cos(x[i]));
    }

    public Node? Record(in OpCall c)
    {
        x = Saved.Of(c.Input(0));
        return c.Node(this);
    }

    public readonly void Backward(in Cotangents c)
    {
        if (c[0] is { } gs) c.Add(0, slope * gs * x.Value.Cos());
        if (c[1] is { } gc) c.Add(0, -(gc * x.Value.Sin()));
    }

    public void Visit(ref SavedVisitor visitor) => visitor.Add(ref x);
}
