using System.Numerics;
using Autograd.Formulas;
using Autograd.Kernels;

namespace Autograd;

/// <summary>Applies a formula of one number to every element: y = f(x), any shape, float32 or float64.</summary>
public static class UnaryOp
{
    /// <summary>y = f(x), recorded; integers are computed in float32, as PyTorch does.</summary>
    /// <typeparam name="F">The formula.</typeparam>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public static Tensor Apply<F>(Tensor x, F f)
        where F : struct, IUnaryFormula =>
        Op.Call(new UnaryOp<F>(f), Tensor.Operand(x, F.Name).DType.IsFloat ? x : x.To(DType.Float32));

    /// <summary>y = f(x) for a function without its slope, recorded: the derivative is found by dual numbers.</summary>
    /// <typeparam name="F">The function.</typeparam>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public static Tensor ApplyValue<F>(Tensor x, F f)
        where F : struct, IUnaryValue => Apply(x, new ByDual<F>(f));

    /// <summary>y = f(x) for a formula that serves integers too: they keep their dtype.</summary>
    /// <typeparam name="F">The formula.</typeparam>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public static Tensor ApplyNumeric<F>(Tensor x, F f)
        where F : struct, INumericUnary =>
        Tensor.Operand(x, F.Name).DType.IsFloat ? Op.Call(new UnaryOp<F>(f), x) : Op.Call(new NumericUnaryOp<F>(f), x);
}

/// <summary>y = f(x): gx = g f'(x), which is itself an op of g and x, fused like the value.</summary>
/// <typeparam name="F">The formula.</typeparam>
internal struct UnaryOp<F>(F f) : IOp, IBroadcasts, IPiecewise, IFloatBody, IBuiltInRule
    where F : struct, IUnaryFormula
{
    private Saved x;
    private Saved y;

    public static string Name => F.Name;

    public readonly Form Infer(ref OpCall c)
    {
        DTypes.NeedFloat(Name, c.X.DType);
        return Form.Like(c.X);
    }

    public void Compute(in OpCall c) => c.Float(ref this);

    public readonly void Run<T>(in OpCall c)
        where T : unmanaged, IFloatingPointIeee754<T> => MapKernel.Unary(f, c.In<T>(0), c.X.Layout, c.Out<T>());

    public readonly int Branches(in OpCall c) => Branched.OfUnary(f, BranchHash.Operand(c, 0));

    /// <summary>Saves what the slope reads; where x stands in the graph, for derivatives of higher order, the node knows.</summary>
    public Node Record(in OpCall c)
    {
        var reads = SlopeFacts.Of(f);
        if (reads.X) x = Saved.Of(c.X);
        if (reads.Y) y = c.Save();
        return c.Node(this);
    }

    public readonly void Backward(in Cotangents c)
    {
        if (c[0] is { } g) c.Add(0, Slope(g, x.ValueOrNull ?? c.Place(0)));
    }

    public readonly void Forward(in Tangents t)
    {
        if (t[0] is { } dx) t.Set(0, Slope(dx, x.ValueOrNull ?? t.Place(0)));
    }

    public void Visit(ref SavedVisitor saved) => saved.Add(ref x, ref y);

    private readonly Tensor Slope(Tensor g, Tensor? xs) => SlopeFacts.Of(f) == (false, false)
        ? SlopeFacts.TimesConstant(g, f.Slope(default(Scalar<double>), default).Value)
        : Op.Call(new SlopeOp<F>(f), g, xs, y.ValueOrNull);
}

/// <summary>y = f(x) in integers, without a gradient.</summary>
/// <typeparam name="F">The formula.</typeparam>
internal struct NumericUnaryOp<F>(F f) : IOp, IBroadcasts, INumberBody
    where F : struct, INumericUnary
{
    public static string Name => F.Name;

    public readonly Form Infer(ref OpCall c) => Form.Like(c.X);

    public void Compute(in OpCall c) => c.Number(ref this);

    public readonly void Run<T>(in OpCall c)
        where T : unmanaged, INumber<T> => MapKernel.Unary(f, c.In<T>(0), c.X.Layout, c.Out<T>());

    public readonly Node? Record(in OpCall c) => null;
}
