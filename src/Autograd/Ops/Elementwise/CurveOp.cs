using System.Numerics;
using Autograd.Formulas;
using Autograd.Kernels;

namespace Autograd;

/// <summary>
/// The derivative of a slope as an op: r = c f'(x) and s = c g f''(x), of c, g and x, in one loop; y = f(x), the fourth input,
/// only saves work.
/// </summary>
/// <typeparam name="F">The formula.</typeparam>
internal struct CurveOp<F>(F f) : IOp, IFollowsFirst, IFloatBody, IBuiltInRule
    where F : struct, IUnaryFormula
{
    private Saved c;
    private Saved g;
    private Saved x;
    private Saved y;

    public static string Name { get; } = F.Name + "Curve";

    public readonly Form Infer(ref OpCall call)
    {
        call.Also(Form.Like(call.X));
        return Form.Like(call.X);
    }

    public void Compute(in OpCall call) => call.Float(ref this);

    public readonly void Run<T>(in OpCall call)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (xs, ys) = SlopeFacts.Of(f);
        MapKernel.UnaryBackward2(
            f,
            call.In<T>(0),
            call.X.Layout,
            call.In<T>(1),
            call.Y.Layout,
            xs ? call.In<T>(2) : default,
            xs ? call.Input(2).Layout : null,
            ys ? call.In<T>(3) : default,
            ys ? call.Input(3).Layout : null,
            call.Out<T>(0),
            call.Out<T>(1));
    }

    public Node Record(in OpCall call)
    {
        var reads = SlopeFacts.Of(f);
        c = Saved.Of(call.X);
        g = Saved.Of(call.Y);
        if (reads.X) x = Saved.Of(call.Input(2));
        if (reads.Y) y = Saved.Of(call.Input(3));
        return call.Node(this, inputs: 3);
    }

    /// <summary>
    /// With cotangents a of r and b of s: to c flows a f' + b g f'', to g flows b c f'', to x flows a c f'' + b c g f'''.
    /// </summary>
    public readonly void Backward(in Cotangents cotangents)
    {
        var (cs, gs, xs, ys) = (c.Value, g.Value, x.ValueOrNull ?? cotangents.Place(2), y.ValueOrNull);
        if (cotangents[0] is { } a)
        {
            if (cotangents.Needs(0)) cotangents.Add(0, Op.Call(new SlopeOp<F>(f), a, xs, ys));
            if (cotangents.Needs(2)) cotangents.Add(2, a * cs * Second(xs, ys));
        }
        if (cotangents[1] is { } b)
        {
            if (cotangents.Needs(0)) cotangents.Add(0, b * gs * Second(xs, ys));
            if (cotangents.Needs(1)) cotangents.Add(1, b * cs * Second(xs, ys));
            if (cotangents.Needs(2)) cotangents.Add(2, b * cs * gs * Third(xs, ys));
        }
    }

    public readonly void Forward(in Tangents t)
    {
        var (cs, gs, xs, ys) = (c.Value, g.Value, x.ValueOrNull ?? t.Place(2), y.ValueOrNull);
        if (t[0] is { } dc)
        {
            t.Set(0, Op.Call(new SlopeOp<F>(f), dc, xs, ys));
            t.Set(1, dc * gs * Second(xs, ys));
        }
        if (t[1] is { } dg) t.Set(1, dg * cs * Second(xs, ys));
        if (t[2] is { } dx)
        {
            t.Set(0, dx * cs * Second(xs, ys));
            t.Set(1, dx * cs * gs * Third(xs, ys));
        }
    }

    public void Visit(ref SavedVisitor saved)
    {
        saved.Add(ref c, ref g);
        saved.Add(ref x, ref y);
    }

    /// <summary>f''(x) in recorded ops: the derivative along x of the slope, where y moves with x.</summary>
    private readonly Tensor Second(Tensor? xs, Tensor? ys)
    {
        var px = xs is null ? default : new Traced(xs);
        var py = ys is null ? default : new Traced(ys);
        var slope = f.Slope(new Dual<Traced>(px, Traced.One), new Dual<Traced>(py, f.Slope(px, py)));
        return slope.Tangent.ToTensor(c.Value);
    }

    /// <summary>f'''(x) in recorded ops: the tangent of the tangent.</summary>
    private readonly Tensor Third(Tensor? xs, Tensor? ys)
    {
        var px = xs is null ? default : new Traced(xs);
        var py = ys is null ? default : new Traced(ys);
        var (dx, dy) = (new Dual<Traced>(px, Traced.One), new Dual<Traced>(py, f.Slope(px, py)));
        var moved = f.Slope(
            new Dual<Dual<Traced>>(dx, Dual<Traced>.One),
            new Dual<Dual<Traced>>(dy, f.Slope(dx, dy)));
        return moved.Tangent.Tangent.ToTensor(c.Value);
    }
}
