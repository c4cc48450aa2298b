namespace Autograd.Tests.Checks;

/// <summary>An op of two outputs, recorded as a user's op is; its wrong rule takes the absent gradient of the sine for ones.</summary>
internal static class TwoOutputs
{
    public static Tensor[] SinCos(Tensor x, bool isRight)
    {
        Tensor[] ys = NoGrad.Run(() => new[] { x.Sin(), x.Cos() });
        if (Op.Records("SinCos", x)) Op.RecordAll("SinCos", ys, new Rule(Saved.Of(x), isRight), x);
        return ys;
    }

    private struct Rule(Saved x, bool isRight) : IRule
    {
        private Saved x = x;

        public static string Name => "SinCos";

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
}
