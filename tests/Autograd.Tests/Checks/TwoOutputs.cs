namespace Autograd.Tests.Checks;

/// <summary>A user's op of two outputs; its wrong rule takes the absent gradient of the sine for ones.</summary>
internal struct TwoOutputs(Tensor sin, Tensor cos, bool isRight) : IOp, IRule
{
    private Saved x;

    public static string Name => "SinCos";

    public static Tensor[] SinCos(Tensor x, bool isRight)
    {
        var (sin, cos) = NoGrad.Run(() => (x.Sin(), x.Cos()));
        return Op.CallAll(new TwoOutputs(sin, cos, isRight), x);
    }

    public readonly Form Infer(ref OpCall c)
    {
        c.Also(Form.Like(cos));
        return Form.Like(sin);
    }

    public readonly void Compute(in OpCall c)
    {
        c.Write(0, sin);
        c.Write(1, cos);
    }

    public Node? Record(in OpCall c)
    {
        x = Saved.Of(c.Input(0));
        return c.Node(this);
    }

    public readonly void Backward(in Cotangents c)
    {
        var at = x.Value;
        if (c[0] is { } first) c.Add(0, first * at.Cos());
        else if (!isRight) c.Add(0, at.Cos());
        if (c[1] is { } second) c.Add(0, -(second * at.Sin()));
    }

    public readonly void Forward(in Tangents t)
    {
        if (t[0] is not { } tangent) return;
        t.Set(0, tangent * x.Value.Cos());
        t.Set(1, -(tangent * x.Value.Sin()));
    }

    public void Visit(ref SavedVisitor visitor) => visitor.Add(ref x);
}
