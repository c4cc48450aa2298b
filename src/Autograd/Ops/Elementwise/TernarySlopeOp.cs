using System.Numerics;
using Autograd.Formulas;
using Autograd.Kernels;
using Autograd.Memory;

namespace Autograd;

/// <summary>
/// The slopes of a formula of three numbers as one op: g times each slope that is wanted, at the sizes of g; of g, x, y and z,
/// where an operand that no slope reads is left out.
/// </summary>
/// <typeparam name="F">The formula.</typeparam>
/// <param name="f">The formula.</param>
/// <param name="wanted">Bit i: the slope along argument i.</param>
internal struct TernarySlopeOp<F>(F f, int wanted) : IOp, IFloatBody, IBuiltInRule
    where F : struct, ITernaryFormula
{
    private Saved g;
    private Saved x;
    private Saved y;
    private Saved z;

    public static string Name { get; } = F.Name + "Slope";

    /// <summary>The slope along an argument.</summary>
    public static V Slope<V>(F f, int along, V x, V y, V z)
        where V : struct, IReal<V> => along switch { 0 => f.SlopeX(x, y, z), 1 => f.SlopeY(x, y, z), _ => f.SlopeZ(x, y, z) };

    public readonly Form Infer(ref OpCall c)
    {
        for (int more = BitOperations.PopCount((uint)wanted); more > 1; more--) c.Also(Form.Like(c.X));
        return Form.Like(c.X);
    }

    public void Compute(in OpCall c) => c.Float(ref this);

    public readonly void Run<T>(in OpCall c)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var sizes = c.X.Layout.Sizes;
        var (x, y, z) = (c.InputOrNull(1), c.InputOrNull(2), c.InputOrNull(3));
        MapKernel.TernaryBackward(
            f,
            c.In<T>(0),
            c.X.Layout,
            x is null ? default : c.In<T>(1),
            x?.Layout.TryExpand(sizes),
            y is null ? default : c.In<T>(2),
            y?.Layout.TryExpand(sizes),
            z is null ? default : c.In<T>(3),
            z?.Layout.TryExpand(sizes),
            Wants(0) ? c.Out<T>(SlotOf(0)) : default,
            Wants(1) ? c.Out<T>(SlotOf(1)) : default,
            Wants(2) ? c.Out<T>(SlotOf(2)) : default);
    }

    public Node Record(in OpCall c)
    {
        g = Saved.Of(c.X);
        if (c.InputOrNull(1) is { } xs) x = Saved.Of(xs);
        if (c.InputOrNull(2) is { } ys) y = Saved.Of(ys);
        if (c.InputOrNull(3) is { } zs) z = Saved.Of(zs);
        return c.Node(this);
    }

    /// <summary>With cotangent a of g fi: to g flows a fi, to argument j flows a g fij.</summary>
    public readonly void Backward(in Cotangents c)
    {
        for (int along = 0; along < 3; along++)
        {
            if (!Wants(along) || c[SlotOf(along)] is not { } cotangent) continue;
            var a = new Traced(cotangent);
            if (c.Needs(0)) c.Add(0, (a * Slope(f, along, Trace(x), Trace(y), Trace(z))).ToTensor(cotangent));
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
        for (int along = 0; along < 3; along++)
        {
            if (!Wants(along)) continue;
            int slot = SlotOf(along);
            if (t[0] is { } dg) t.Set(slot, (new Traced(dg) * Slope(f, along, Trace(x), Trace(y), Trace(z))).ToTensor(dg));
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

    private readonly bool Wants(int along) => (wanted >> along & 1) != 0;

    /// <summary>The slopes that are wanted are the results, in order.</summary>
    private readonly int SlotOf(int along) => BitOperations.PopCount((uint)(wanted & ((1 << along) - 1)));

    private readonly Saved Of(int input) => input switch { 1 => x, 2 => y, _ => z };

    /// <summary>The derivative of a slope along one of x, y and z, the others at rest.</summary>
    private readonly Traced Curve(int along, int input) => Slope(
        f,
        along,
        new Dual<Traced>(Trace(x), input == 1 ? Traced.One : Traced.Zero),
        new Dual<Traced>(Trace(y), input == 2 ? Traced.One : Traced.Zero),
        new Dual<Traced>(Trace(z), input == 3 ? Traced.One : Traced.Zero)).Tangent;
}
