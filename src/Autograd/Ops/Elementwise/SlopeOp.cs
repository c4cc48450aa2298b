using System.Numerics;
using Autograd.Formulas;
using Autograd.Kernels;

namespace Autograd;

/// <summary>The slope of a formula as an op: r = g f'(x), of g and x, which is without a value where the slope reads y = f(x), the third input, instead.</summary>
/// <typeparam name="F">The formula.</typeparam>
internal struct SlopeOp<F>(F f) : IOp, IFollowsFirst, IFloatBody, IBuiltInRule
    where F : struct, IUnaryFormula
{
    private Saved g;
    private Saved x;
    private Saved y;

    public static string Name { get; } = F.Name + "Slope";

    public readonly Form Infer(ref OpCall c) => Form.Like(c.X);

    public void Compute(in OpCall c) => c.Float(ref this);

    public readonly void Run<T>(in OpCall c)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (xs, ys) = SlopeFacts.Of(f);
        MapKernel.UnaryBackward(
            f,
            c.In<T>(0),
            c.X.Layout,
            xs ? c.In<T>(1) : default,
            xs ? c.Y.Layout : null,
            ys ? c.In<T>(2) : default,
            ys ? c.Input(2).Layout : null,
            c.Out<T>());
    }

    public Node Record(in OpCall c)
    {
        var reads = SlopeFacts.Of(f);
        g = Saved.Of(c.X);
        if (reads.X) x = Saved.Of(c.Y);
        if (reads.Y) y = Saved.Of(c.Input(2));
        return c.Node(this, inputs: 2);
    }

    /// <summary>With cotangent c of r: to g flows c f'(x), to x flows c g f''(x), both in one loop where both are wanted.</summary>
    public readonly void Backward(in Cotangents c)
    {
        if (c[0] is not { } cotangent) return;
        var xs = x.ValueOrNull ?? c.Place(1);
        if (!c.Needs(1))
        {
            c.Add(0, Op.Call(new SlopeOp<F>(f), cotangent, xs, y.ValueOrNull));
            return;
        }
        var (toG, toX) = Op.CallTwo(new CurveOp<F>(f), cotangent, g.Value, xs, y.ValueOrNull);
        c.Add(0, toG);
        c.Add(1, toX);
    }

    public readonly void Forward(in Tangents t)
    {
        var xs = x.ValueOrNull ?? t.Place(1);
        if (t[0] is { } dg) t.Set(0, Op.Call(new SlopeOp<F>(f), dg, xs, y.ValueOrNull));
        if (t[1] is { } dx) t.Set(0, Op.CallTwo(new CurveOp<F>(f), dx, g.Value, xs, y.ValueOrNull).Second);
    }

    public void Visit(ref SavedVisitor saved) => saved.Add(ref g, ref x, ref y);
}
