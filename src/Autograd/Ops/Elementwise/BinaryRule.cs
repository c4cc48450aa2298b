using System.Numerics;
using Autograd.Formulas;
using Autograd.Kernels;
using Autograd.Memory;

namespace Autograd;

/// <summary>
/// z = f(x, y): gx = sum over the broadcast dimensions of g df/dx, gy likewise. Unrecorded, both come from one loop;
/// recorded (second order), they are tensor ops themselves.
/// </summary>
internal struct BinaryRule<F> : IRule
    where F : struct, IBinaryFormula
{
    private readonly F f;
    private readonly Layout xl;
    private readonly Layout yl;
    private Saved x;
    private Saved y;
    private Saved z;

    private BinaryRule(F f, Layout xl, Layout yl)
    {
        this.f = f;
        this.xl = xl;
        this.yl = yl;
    }

    public static string Name => F.Name;

    public static BinaryRule<F> For(F f, Tensor x, Tensor y, Tensor z)
    {
        var rule = new BinaryRule<F>(f, x.Layout, y.Layout);
        var (byX, byY) = SlopeFacts.OfBinary(f);
        var reads = (x.RequiresGrad ? byX : 0) | (y.RequiresGrad ? byY : 0);
        if ((reads & SlopeReads.X) != 0) rule.x = Saved.Of(x);
        if ((reads & SlopeReads.Y) != 0) rule.y = Saved.Of(y);
        if ((reads & SlopeReads.Z) != 0) rule.z = Saved.OfOutput(z);
        return rule;
    }

    public readonly void Backward(in Cotangents c)
    {
        if (c[0] is not { } g) return;
        var (byX, byY) = SlopeFacts.OfBinary(f);
        bool fuseX = c.Needs(0) && byX != 0, fuseY = c.Needs(1) && byY != 0;
        if (c.Needs(0) && !fuseX) c.Add(0, SlopeFacts.TimesConstant(g, f.SlopeX(default(Scalar<double>), default, default).Value).SumTo(xl));
        if (c.Needs(1) && !fuseY) c.Add(1, SlopeFacts.TimesConstant(g, f.SlopeY(default(Scalar<double>), default, default).Value).SumTo(yl));
        if (GradMode.IsEnabled)
        {
            if (fuseX) c.Add(0, SlopeX(g).SumTo(xl));
            if (fuseY) c.Add(1, SlopeY(g).SumTo(yl));
        }
        else if (fuseX || fuseY)
        {
            var gx = fuseX ? Tensor.Allocate(g.Layout, g.DType) : null;
            var gy = fuseY ? Tensor.Allocate(g.Layout, g.DType) : null;
            var work = new Work(f, g, Read(x), Read(y), Read(z), gx, gy);
            DTypes.Float(Name, g.DType, ref work);
            if (fuseX) c.Add(0, gx!.SumTo(xl));
            if (fuseY) c.Add(1, gy!.SumTo(yl));
        }
    }

    public readonly void Forward(in Tangents t)
    {
        var (byX, byY) = SlopeFacts.OfBinary(f);
        var sizes = t.OutputShape(0);
        if (t[0] is { } dx)
            t.Set(0, (byX == 0 ? SlopeFacts.TimesConstant(dx, f.SlopeX(default(Scalar<double>), default, default).Value) : SlopeX(dx)).Expand(sizes));
        if (t[1] is { } dy)
            t.Set(0, (byY == 0 ? SlopeFacts.TimesConstant(dy, f.SlopeY(default(Scalar<double>), default, default).Value) : SlopeY(dy)).Expand(sizes));
    }

    public void Visit(ref SavedVisitor saved) => saved.Add(ref x, ref y, ref z);

    private static Tensor? Read(Saved saved) => saved.IsEmpty ? null : saved.Value;

    private static Traced Trace(Saved saved) => saved.IsEmpty ? default : new Traced(saved.Value);

    private readonly Tensor SlopeX(Tensor g) => (new Traced(g) * f.SlopeX(Trace(x), Trace(y), Trace(z))).ToTensor(g);

    private readonly Tensor SlopeY(Tensor g) => (new Traced(g) * f.SlopeY(Trace(x), Trace(y), Trace(z))).ToTensor(g);

    private readonly ref struct Work(F f, Tensor g, Tensor? x, Tensor? y, Tensor? z, Tensor? gx, Tensor? gy) : IFloatWork
    {
        public void Run<T>()
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            var sizes = g.Shape;
            using var gs = g.Lease<T>();
            using var xs = x is null ? default : x.Lease<T>();
            using var ys = y is null ? default : y.Lease<T>();
            using var zs = z is null ? default : z.Lease<T>();
            using var outX = gx is null ? default : gx.Lease<T>();
            using var outY = gy is null ? default : gy.Lease<T>();
            MapKernel.BinaryBackward<T, F>(
                f, gs.Span, g.Layout, xs.Span, x?.Layout.TryExpand(sizes), ys.Span, y?.Layout.TryExpand(sizes), zs.Span, z?.Layout, outX.Span, outY.Span);
        }
    }
}
