namespace Autograd;

/// <summary>Hears of every operation: profilers, counters and anomaly mode are listeners.</summary>
public abstract class OpListener
{
    /// <summary>Called after an op has run, on the thread that ran it.</summary>
    /// <param name="op">The op's name.</param>
    /// <param name="inputs">Its tensor inputs. Those of a slope (<c>TanhSlope</c>) may have a place in the graph alone: do not read their values.</param>
    /// <param name="outputs">Its results.</param>
    /// <param name="node">The node that records it; null when it was not recorded.</param>
    public abstract void OnOp(string op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs, Node? node);

    /// <summary>Called in a backward walk after a node's rule gave a gradient for one of its inputs.</summary>
    /// <param name="node">The node.</param>
    /// <param name="gradient">The gradient it gave.</param>
    public virtual void OnGradient(Node node, Tensor gradient)
    {
    }

    /// <summary>What goes on instead of the gradient that a rule gave for an input: tests of the checks put a wrong one here.</summary>
    internal virtual Tensor GradientGiven(Node node, int input, Tensor gradient) => gradient;

    /// <summary>What goes on instead of the tangent that a rule gave for an output.</summary>
    internal virtual Tensor TangentGiven(Node node, int output, Tensor tangent) => tangent;

    /// <summary>Called before the rule of a node runs in a backward walk, and with null after it.</summary>
    internal virtual void OnRule(Node? node)
    {
    }

    /// <summary>Whether this is a listener of the library, which keeps no tensor that it is handed.</summary>
    internal virtual bool IsBuiltIn => false;

    internal static OpListener? Without(OpListener? all, OpListener gone) => all switch
    {
        Both both => (Without(both.First, gone), Without(both.Second, gone)) switch
        {
            (null, var rest) => rest,
            (var rest, null) => rest,
            var (first, second) => new Both(first, second),
        },
        _ => ReferenceEquals(all, gone) ? null : all,
    };

    internal sealed class Both(OpListener first, OpListener second) : OpListener
    {
        public OpListener First => first;

        public OpListener Second => second;

        public override void OnOp(string op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs, Node? node)
        {
            first.OnOp(op, inputs, outputs, node);
            second.OnOp(op, inputs, outputs, node);
        }

        public override void OnGradient(Node node, Tensor gradient)
        {
            first.OnGradient(node, gradient);
            second.OnGradient(node, gradient);
        }

        internal override Tensor GradientGiven(Node node, int input, Tensor gradient) =>
            second.GradientGiven(node, input, first.GradientGiven(node, input, gradient));

        internal override Tensor TangentGiven(Node node, int output, Tensor tangent) =>
            second.TangentGiven(node, output, first.TangentGiven(node, output, tangent));

        internal override void OnRule(Node? node)
        {
            first.OnRule(node);
            second.OnRule(node);
        }
    }

    /// <summary>One registration. What it hands to a user's listener becomes the user's: neither a frame nor a walk takes it back.</summary>
    internal sealed class Registered(OpListener listener) : OpListener
    {
        private readonly bool keepsNothing = listener.IsBuiltIn;

        public override void OnOp(string op, ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs, Node? node)
        {
            if (!keepsNothing)
            {
                foreach (var x in inputs) x.Adopt();
                foreach (var y in outputs) y.Adopt();
            }
            listener.OnOp(op, inputs, outputs, node);
        }

        public override void OnGradient(Node node, Tensor gradient) =>
            listener.OnGradient(node, keepsNothing ? gradient : gradient.Adopt());

        internal override Tensor GradientGiven(Node node, int input, Tensor gradient) => listener.GradientGiven(node, input, gradient);

        internal override Tensor TangentGiven(Node node, int output, Tensor tangent) => listener.TangentGiven(node, output, tangent);

        internal override void OnRule(Node? node) => listener.OnRule(node);
    }
}
