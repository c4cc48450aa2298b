namespace Autograd;

/// <summary>y = x as a view, a constant for every derivative.</summary>
internal struct StopGradientOp : IOp, IBroadcasts, ISurrogate
{
    public static string Name => "StopGradient";

    public readonly Form Infer(ref OpCall c) => Form.View(c.X.Layout, c.X);

    public readonly void Compute(in OpCall c)
    {
    }

    public readonly Node? Record(in OpCall c) => null;

    public readonly Tensor[] StandIn(Tensor[] inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return [inputs[0].Detach().Clone()];
    }
}

public static partial class Func
{
    /// <summary>
    /// y = x, taken for a constant by every derivative (<c>jax.lax.stop_gradient</c>). <c>Detach()</c> as an op: the same values, on the same memory, and
    /// transforms, listeners and gradient checks see it.
    /// </summary>
    public static Tensor StopGradient(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Op.Call(default(StopGradientOp), x);
    }
}
