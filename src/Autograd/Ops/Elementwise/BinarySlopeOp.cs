using System.Numerics;
using Autograd.Formulas;
using Autograd.Kernels;
using Autograd.Memory;

namespace Autograd;

/// <summary>
/// The slopes of a formula of two numbers as one op: g df/dx and g df/dy at the sizes of z, or one of them; of g, x and y,
/// where an operand that no slope reads is left out and z = f(x, y), the fourth input, only saves work.
/// </summary>
/// <typeparam name="F">The formula.</typeparam>
internal struct BinarySlopeOp<F>(F f, bool byX, bool byY) : IOp, IFloatBody, IBuiltInRule
    where F : struct, IBinaryFormula
{
    private Saved g;
    private Saved x;
    private Saved y;
    private Saved z;

    public static string Name { get; } = F.Name + "Slope";

    public readonly Form Infer(ref OpCall c)
    {
        if (byX && byY) c.Also(Form.Like(c.X));
        return Form.Like(c.X);
    }

    public void Compute(in OpCall c) => c.Float(ref this);

    public readonly void Run<T>(in OpCall c)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var sizes = c.X.Layout.Sizes;
        var (x, y, z) = (c.InputOrNull(1), c.InputOrNull(2), c.InputOrNull(3));
        MapKernel.BinaryBackward(
            f,
            c.In<T>(0),
            c.X.Layout,
            x is null ? default : c.In<T>(1),
            x?.Layout.TryExpand(sizes),
            y is null ? default : c.In<T>(2),
            y?.Layout.TryExpand(sizes),
            z is null ? default : c.In<T>(3),
            z?.Layout,
            byX ? c.Out<T>() : default,
            byY ? c.Out<T>(byX ? 1 : 0) : default);
    }

    public Node Record(in OpCall c)
    {
        g = Saved.Of(c.X);
        if (c.InputOrNull(1) is { } xs) x = Saved.Of(xs);
        if (c.InputOrNull(2) is { } ys) y = Saved.Of(ys);
        if (c.InputOrNull(3) is { } zs) z = Saved.Of(zs);
        return c.Node(this);
    }

    /// <summary>
    /// With cotangents a of g fx and b of g fy: to g flows a fx + b fy, to x flows g (a fxx + b fyx), to y flows g (a fxy + b fyy),
    /// and to z what the slopes read of it; z's own rule hands that on.
    /// </summary>
    public readonly void Backward(in Cotangents c)
    {
        if (BinaryCurveOp<F>.IsShort) Fused(c);
        else Composed(c);
    }

    /// <summary>All of it in one loop.</summary>
    private readonly void Fused(in Cotangents c)
    {
        int wanted = 0;
        for (int input = 0; input < 4; input++)
        {
            if (c.Needs(input)) wanted |= 1 << input;
        }
        var (a, b) = (byX ? c[0] : null, byY ? c[byX ? 1 : 0] : null);
        if (wanted == 0 || (a is null && b is null)) return;
        var results = Op.CallAll(new BinaryCurveOp<F>(f, wanted), g.Value, a, b, x.ValueOrNull, y.ValueOrNull, z.ValueOrNull);
        for (int input = 0, slot = 0; input < 4; input++)
        {
            if ((wanted >> input & 1) == 0) continue;
            var result = results[slot++];
            c.Add(input, input is 1 or 2 ? result.SumTo(Of(input).Value.Layout) : result);
        }
    }

    /// <summary>Op by op: a slope that is dear is computed once.</summary>
    private readonly void Composed(in Cotangents c)
    {
        for (int slot = 0; slot < 2; slot++)
        {
            if (slot == 1 && !(byX && byY)) break;
            if (c[slot] is not { } cotangent) continue;
            bool first = byX && slot == 0;
            if (c.Needs(0)) c.Add(0, (new Traced(cotangent) * Slope(first, Trace(x), Trace(y), Trace(z))).ToTensor(cotangent));
            for (int input = 1; input < 4; input++)
            {
                if (!c.Needs(input)) continue;
                var moved = Curve(first, input);
                var product = new Traced(cotangent) * new Traced(g.Value) * moved;
                c.Add(input, product.ToTensor(cotangent).SumTo(Of(input).Value.Layout));
            }
        }
    }

    public readonly void Forward(in Tangents t)
    {
        for (int slot = 0; slot < 2; slot++)
        {
            if (slot == 1 && !(byX && byY)) break;
            bool first = byX && slot == 0;
            var sizes = t.OutputShape(slot);
            if (t[0] is { } dg) t.Set(slot, (new Traced(dg) * Slope(first, Trace(x), Trace(y), Trace(z))).ToTensor(dg));
            for (int input = 1; input < 4; input++)
            {
                if (t[input] is not { } d) continue;
                t.Set(slot, (new Traced(d.Expand(sizes)) * new Traced(g.Value) * Curve(first, input)).ToTensor(g.Value));
            }
        }
    }

    public void Visit(ref SavedVisitor saved)
    {
        saved.Add(ref g, ref x);
        saved.Add(ref y, ref z);
    }

    private static Traced Trace(Saved saved) => saved.IsEmpty ? default : new Traced(saved.Value);

    private readonly Saved Of(int input) => input switch { 1 => x, 2 => y, _ => z };

    private readonly V Slope<V>(bool first, V xs, V ys, V zs)
        where V : struct, IReal<V> => first ? f.SlopeX(xs, ys, zs) : f.SlopeY(xs, ys, zs);

    /// <summary>The derivative of a slope along one of x, y and z, the others at rest.</summary>
    private readonly Traced Curve(bool first, int along)
    {
        var slope = Slope(
            first,
            new Dual<Traced>(Trace(x), along == 1 ? Traced.One : Traced.Zero),
            new Dual<Traced>(Trace(y), along == 2 ? Traced.One : Traced.Zero),
            new Dual<Traced>(Trace(z), along == 3 ? Traced.One : Traced.Zero));
        return slope.Tangent;
    }
}
