using System.Numerics;
using Autograd.Formulas;
using Autograd.Kernels;

namespace Autograd;

/// <summary>
/// The slopes of a formula of two or three numbers as one op: g times each slope that is wanted, at the sizes of g; of g, x, y and z,
/// where an operand that no slope reads is left out. Of a formula of two, z = f(x, y) only saves work.
/// </summary>
/// <typeparam name="S">The slopes.</typeparam>
/// <param name="slopes">The slopes.</param>
/// <param name="wanted">The slopes along which arguments, from 0.</param>
internal struct SlopesOp<S>(S slopes, Wanted wanted) : IOp, IFollowsFirst, IFloatBody, IBuiltInRule
    where S : struct, ISlopes
{
    private Saved g;
    private Saved x;
    private Saved y;
    private Saved z;

    public static string Name { get; } = S.Name + "Slope";

    public readonly Form Infer(ref OpCall c) => wanted.Infer(ref c, Form.Like(c.X));

    public void Compute(in OpCall c) => c.Float(ref this);

    public readonly void Run<T>(in OpCall c)
        where T : unmanaged, IFloatingPointIeee754<T> => MapKernel.Slopes(
            slopes, c.Operand<T>(0), c.Operand<T>(1), c.Operand<T>(2), c.Operand<T>(3), wanted.Out<T>(c, 0), wanted.Out<T>(c, 1), wanted.Out<T>(c, 2));

    public Node Record(in OpCall c)
    {
        g = Saved.Of(c.X);
        if (c.InputOrNull(1) is { } xs) x = Saved.Of(xs);
        if (c.InputOrNull(2) is { } ys) y = Saved.Of(ys);
        if (c.InputOrNull(3) is { } zs) z = Saved.Of(zs);
        return c.Node(this);
    }

    /// <summary>
    /// With cotangents a of g Sx, b of g Sy and c of g Sz: to g flows a Sx + b Sy + c Sz, to each argument g times the derivative of that
    /// sum along it. Of a formula of two, what flows to z goes on by z's own rule.
    /// </summary>
    public readonly void Backward(in Cotangents c)
    {
        if (SlopesCurveOp<S>.IsShort) Fused(c);
        else Composed(c);
    }

    /// <summary>All of it in one loop.</summary>
    private readonly void Fused(in Cotangents c)
    {
        int flows = 0;
        for (int input = 0; input < 4; input++)
        {
            if (c.Needs(input)) flows |= 1 << input;
        }
        var (a, b, d) = (wanted.Of(c, 0), wanted.Of(c, 1), wanted.Of(c, 2));
        if (flows == 0 || (a is null && b is null && d is null)) return;
        var results = Op.CallAll(new SlopesCurveOp<S>(slopes, new(flows)), g.Value, a, b, d, x.ValueOrNull, y.ValueOrNull, z.ValueOrNull);
        for (int input = 0, slot = 0; input < 4; input++)
        {
            if (c.Needs(input)) c.Add(input, results[slot++].SumTo(Of(input).Value.Layout));
        }
    }

    /// <summary>Op by op: a slope that is dear is computed once.</summary>
    private readonly void Composed(in Cotangents c)
    {
        for (int along = 0; along < S.Count; along++)
        {
            if (wanted.Of(c, along) is not { } cotangent) continue;
            var a = new Traced(cotangent);
            if (c.Needs(0)) c.Add(0, (a * slopes.Slope(along, Trace(x), Trace(y), Trace(z))).ToTensor(cotangent));
            for (int input = 1; input < 4; input++)
            {
                if (!c.Needs(input)) continue;
                var product = a * new Traced(g.Value) * Curve(along, input);
                c.Add(input, product.ToTensor(cotangent).SumTo(Of(input).Value.Layout));
            }
        }
    }

    public readonly void Forward(in Tangents t)
    {
        for (int along = 0; along < S.Count; along++)
        {
            if (!wanted[along]) continue;
            int slot = wanted.SlotOf(along);
            if (t[0] is { } dg) t.Set(slot, (new Traced(dg) * slopes.Slope(along, Trace(x), Trace(y), Trace(z))).ToTensor(dg));
            for (int input = 1; input < 4; input++)
            {
                if (t[input] is not { } d) continue;
                t.Set(slot, (new Traced(d.Expand(t.OutputShape(slot))) * new Traced(g.Value) * Curve(along, input)).ToTensor(g.Value));
            }
        }
    }

    public void Visit(ref SavedVisitor saved)
    {
        saved.Add(ref g, ref x);
        saved.Add(ref y, ref z);
    }

    private static Traced Trace(Saved saved) => saved.IsEmpty ? default : new Traced(saved.Value);

    private readonly Saved Of(int input) => input switch { 0 => g, 1 => x, 2 => y, _ => z };

    /// <summary>The derivative of a slope along one of x, y and z, the others at rest.</summary>
    private readonly Traced Curve(int along, int input) => slopes.Slope(
        along,
        new Dual<Traced>(Trace(x), input == 1 ? Traced.One : Traced.Zero),
        new Dual<Traced>(Trace(y), input == 2 ? Traced.One : Traced.Zero),
        new Dual<Traced>(Trace(z), input == 3 ? Traced.One : Traced.Zero)).Tangent;
}
