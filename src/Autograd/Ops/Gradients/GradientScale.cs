namespace Autograd;

/// <summary>y = x as a view, with the derivative of c x: gx = c g, dy = c dx.</summary>
internal struct GradientScaleOp(double factor) : IOp, IBroadcasts, IBuiltInRule, ISurrogate
{
    public static string Name => "GradientScale";

    public readonly Form Infer(ref OpCall c) => Form.View(c.X.Layout, c.X);

    public readonly void Compute(in OpCall c)
    {
    }

    public readonly Node? Record(in OpCall c) => c.Node(this);

    public readonly void Backward(in Cotangents c)
    {
        if (c[0] is { } g) c.Add(0, g * factor);
    }

    public readonly void Forward(in Tangents t)
    {
        if (t[0] is { } dx) t.Set(0, dx * factor);
    }

    public readonly void Visit(ref SavedVisitor saved)
    {
    }

    public readonly Tensor[] StandIn(Tensor[] inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return [inputs[0] * factor];
    }
}

public static partial class Func
{
    /// <summary>y = x, whose gradient is multiplied by a factor: layers that learn more slowly, or a loss that counts less, without changing any value.</summary>
    /// <param name="x">Any shape; the result is a view of it.</param>
    /// <param name="factor">Multiplies gradients and tangents; second derivatives pass once for each derivative taken.</param>
    /// <exception cref="DTypeException">The dtype is not float32 or float64.</exception>
    public static Tensor ScaleGradient(Tensor x, double factor)
    {
        ArgumentNullException.ThrowIfNull(x);
        DTypes.NeedFloat(nameof(ScaleGradient), x.DType);
        return Op.Call(new GradientScaleOp(factor), x);
    }

    /// <summary>y = x, whose gradient is turned round: -scale g (Ganin and Lempitsky, 2015, eq. 11). What is before it unlearns what the loss after it wants.</summary>
    /// <param name="x">Any shape; the result is a view of it.</param>
    /// <param name="scale">Their lambda.</param>
    /// <exception cref="DTypeException">The dtype is not float32 or float64.</exception>
    public static Tensor ReverseGradient(Tensor x, double scale = 1)
    {
        ArgumentNullException.ThrowIfNull(x);
        DTypes.NeedFloat(nameof(ReverseGradient), x.DType);
        return Op.Call(new GradientScaleOp(-scale), x);
    }
}
