using Autograd.Checks;

namespace Autograd.Tests.Checks;

/// <summary>An op with a rule made of functions, recorded as a user's op is: for planting errors.</summary>
/// <param name="Value">The value, from the inputs.</param>
/// <param name="Backward">The gradients of the inputs, from the inputs and the gradient of the output.</param>
/// <param name="Forward">The tangent of the output, from the inputs and their tangents.</param>
internal sealed record PlantedOp(Func<Tensor[], Tensor> Value, Func<Tensor[], Tensor, Tensor?[]> Backward, Func<Tensor[], Tensor?[], Tensor> Forward)
{
    public Tensor Apply(params Tensor[] inputs)
    {
        var y = NoGrad.Run(() => Value(inputs));
        return Op.Call(new Planted(this, y), inputs);
    }

    /// <summary>An op of one input whose derivative is diagonal: forward and backward multiply by the slope.</summary>
    public static PlantedOp Map(Func<Tensor, Tensor> value, Func<Tensor, Tensor> slope) =>
        new(xs => value(xs[0]), (xs, g) => [g * slope(xs[0])], (xs, t) => t[0]! * slope(xs[0]));

    /// <summary>Hands values on that were computed before.</summary>
    private struct Planted(PlantedOp op, Tensor y) : IOp
    {
        public static string Name => "Planted";

        public readonly Form Infer(ref OpCall c) => Form.Like(y);

        public readonly void Compute(in OpCall c) => c.Write(0, y);

        public readonly Node Record(in OpCall c)
        {
            var saved = new Saved[c.InputCount];
            for (int i = 0; i < saved.Length; i++) saved[i] = Saved.Of(c.Input(i));
            return c.Node(new Rule(op, saved));
        }
    }

    private readonly struct Rule(PlantedOp op, Saved[] saved) : IRule
    {
        public static string Name => "Planted";

        public void Backward(in Cotangents c)
        {
            if (c[0] is not { } g) return;
            var gradients = op.Backward(Values(), g);
            for (int i = 0; i < gradients.Length; i++)
            {
                if (gradients[i] is { } found) c.Add(i, found);
            }
        }

        public void Forward(in Tangents t)
        {
            var tangents = new Tensor?[saved.Length];
            for (int i = 0; i < tangents.Length; i++) tangents[i] = t[i];
            t.Set(0, op.Forward(Values(), tangents));
        }

        public void Visit(ref SavedVisitor visitor)
        {
            for (int i = 0; i < saved.Length; i++) visitor.Add(ref saved[i]);
        }

        private Tensor[] Values() => Array.ConvertAll(saved, s => s.Value);
    }
}
