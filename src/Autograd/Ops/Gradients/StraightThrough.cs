namespace Autograd;

/// <summary>The value of one tensor with the derivative of another: (v, x) to v as a view, gx = g, dv = dx.</summary>
internal struct StraightThroughOp : IOp, IFollowsFirst, IBuiltInRule, ISurrogate
{
    private const int Through = 1;

    public static string Name => "StraightThrough";

    public readonly Form Infer(ref OpCall c)
    {
        if (c.X.Shape != c.Y.Shape || c.X.DType != c.Y.DType)
            throw new ShapeException($"{Name}: the function makes {c.X.DType.Name} {c.X.Shape} of {c.Y.DType.Name} {c.Y.Shape}; a gradient passes only between equal shapes and dtypes");
        return Form.View(c.X.Layout, c.X);
    }

    public readonly void Compute(in OpCall c)
    {
    }

    public readonly Node? Record(in OpCall c) => c.Node(this);

    public readonly void Backward(in Cotangents c)
    {
        if (c[0] is { } g) c.Add(Through, g);
    }

    public readonly void Forward(in Tangents t)
    {
        if (t[Through] is { } dx) t.Set(0, dx);
    }

    public readonly void Visit(ref SavedVisitor saved)
    {
    }

    public readonly Tensor[] StandIn(Tensor[] inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return [inputs[Through].Clone()];
    }
}

public static partial class Func
{
    /// <summary>
    /// f(x), with the gradient of the identity: the straight-through estimator (Bengio, Leonard and Courville, 2013, sect. 4), for functions that have none,
    /// such as rounding and steps.
    /// </summary>
    /// <param name="function">Gives a tensor of the shape and dtype of x; its own derivative is not taken.</param>
    /// <param name="x">Where it is called; float32 or float64.</param>
    /// <exception cref="ShapeException">The function gives another shape or dtype.</exception>
    /// <exception cref="DTypeException">The dtype of x is not float32 or float64.</exception>
    /// <example><c>var bits = Func.StraightThrough(v => v.Sign(), weights);</c></example>
    public static Tensor StraightThrough(Func<Tensor, Tensor> function, Tensor x)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(x);
        DTypes.NeedFloat(nameof(StraightThrough), x.DType);
        Tensor value;
        using (NoGrad.Scope) value = function(x) ?? throw new AutogradException("StraightThrough: the function gave null");
        return Op.Call(default(StraightThroughOp), StopGradient(value), x);
    }
}
