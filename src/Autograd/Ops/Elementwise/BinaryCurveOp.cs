using System.Numerics;
using Autograd.Formulas;
using Autograd.Kernels;
using Autograd.Memory;

namespace Autograd;

/// <summary>
/// The derivative of the slopes Sx and Sy of a formula of two numbers as one op, of g, the cotangents a of g Sx and b of g Sy, x, y and z
/// (what is not needed is left out): a Sx + b Sy, then g times its derivatives along x, y and z. The results that are wanted, in order.
/// </summary>
/// <typeparam name="F">The formula.</typeparam>
/// <param name="f">The formula.</param>
/// <param name="wanted">Bit 0: what flows to g; bits 1 to 3: to x, y, z.</param>
internal struct BinaryCurveOp<F>(F f, int wanted) : IOp, IFloatBody, IBuiltInRule
    where F : struct, IBinaryFormula
{
    /// <summary>
    /// Heavier second derivatives are composed of ops: their loop would compute the parts of a slope for every direction again, and
    /// soon hold more locals than the JIT inlines.
    /// </summary>
    private const int LargestFused = 70;

    private Saved g;
    private Saved a;
    private Saved b;
    private Saved x;
    private Saved y;
    private Saved z;

    public static string Name { get; } = F.Name + "Curve";

    /// <summary>Whether the formula is short enough.</summary>
    public static bool IsShort { get; } = Counted.OfCurve(default(F)) <= LargestFused;

    public readonly Form Infer(ref OpCall c)
    {
        for (int more = BitOperations.PopCount((uint)wanted); more > 1; more--) c.Also(Form.Like(c.X));
        return Form.Like(c.X);
    }

    public void Compute(in OpCall c) => c.Float(ref this);

    public readonly void Run<T>(in OpCall c)
        where T : unmanaged, IFloatingPointIeee754<T> => MapKernel.BinaryCurve(
            f,
            c.In<T>(0),
            c.X.Layout,
            Span<T>(c, 1),
            LayoutOf(c, 1),
            Span<T>(c, 2),
            LayoutOf(c, 2),
            Span<T>(c, 3),
            LayoutOf(c, 3),
            Span<T>(c, 4),
            LayoutOf(c, 4),
            Span<T>(c, 5),
            LayoutOf(c, 5),
            Result<T>(c, 0),
            Result<T>(c, 1),
            Result<T>(c, 2),
            Result<T>(c, 3));

    public Node Record(in OpCall c)
    {
        g = Saved.Of(c.X);
        if (c.InputOrNull(1) is { } cotangentX) a = Saved.Of(cotangentX);
        if (c.InputOrNull(2) is { } cotangentY) b = Saved.Of(cotangentY);
        if (c.InputOrNull(3) is { } xs) x = Saved.Of(xs);
        if (c.InputOrNull(4) is { } ys) y = Saved.Of(ys);
        if (c.InputOrNull(5) is { } zs) z = Saved.Of(zs);
        return c.Node(this);
    }

    /// <summary>
    /// With cotangents u of a Sx + b Sy and v of its derivatives, Dv the derivative along v: to a flows u Sx + g Dv Sx, to g flows
    /// a Dv Sx + b Dv Sy, to argument j flows a (u Sxj + g Dv Sxj) + b (u Syj + g Dv Syj).
    /// </summary>
    public readonly void Backward(in Cotangents c)
    {
        var u = Cotangent(c, 0);
        var v = (X: Cotangent(c, 1), Y: Cotangent(c, 2), Z: Cotangent(c, 3));
        var (gs, like) = (new Traced(g.Value), g.Value);
        for (int slope = 1; slope <= 2; slope++)
        {
            if (Of(slope).IsEmpty) continue;
            var cotangent = Trace(slope);
            if (c.Needs(slope)) c.Add(slope, (u * Slope(slope) + gs * Along(slope, 0, v).Tangent.Primal).ToTensor(like));
            if (c.Needs(0)) c.Add(0, (cotangent * Along(slope, 0, v).Tangent.Primal).ToTensor(like));
            for (int input = 3; input < 6; input++)
            {
                if (!c.Needs(input)) continue;
                var moved = Along(slope, input, v).Tangent;
                c.Add(input, (cotangent * (u * moved.Primal + gs * moved.Tangent)).ToTensor(like).SumTo(Of(input).Value.Layout));
            }
        }
    }

    public readonly void Forward(in Tangents t)
    {
        var like = g.Value;
        var v = (X: Tangent(t, 3), Y: Tangent(t, 4), Z: Tangent(t, 5));
        for (int result = 0; result < 4; result++)
        {
            if (!Wants(result)) continue;
            var sum = Traced.Zero;
            for (int slope = 1; slope <= 2; slope++)
            {
                if (Of(slope).IsEmpty) continue;
                var (cotangent, moved) = (Trace(slope), Along(slope, result == 0 ? 0 : result + 2, v).Tangent);
                sum += result == 0
                    ? Tangent(t, slope) * Slope(slope) + cotangent * moved.Primal
                    : (Tangent(t, 0) * cotangent + new Traced(like) * Tangent(t, slope)) * moved.Primal + new Traced(like) * cotangent * moved.Tangent;
            }
            t.Set(SlotOf(result), sum.ToTensor(like));
        }
    }

    public void Visit(ref SavedVisitor saved)
    {
        saved.Add(ref g, ref a, ref b);
        saved.Add(ref x, ref y, ref z);
    }

    private static ReadOnlySpan<T> Span<T>(in OpCall c, int input)
        where T : unmanaged => c.InputOrNull(input) is null ? default : c.In<T>(input);

    private static Layout? LayoutOf(in OpCall c, int input) => c.InputOrNull(input)?.Layout.TryExpand(c.X.Layout.Sizes);

    private readonly Span<T> Result<T>(in OpCall c, int result)
        where T : unmanaged => Wants(result) ? c.Out<T>(SlotOf(result)) : default;

    private readonly bool Wants(int result) => (wanted >> result & 1) != 0;

    private readonly int SlotOf(int result) => BitOperations.PopCount((uint)(wanted & ((1 << result) - 1)));

    private readonly Saved Of(int input) => input switch { 0 => g, 1 => a, 2 => b, 3 => x, 4 => y, _ => z };

    private readonly Traced Trace(int input) => Of(input) is { IsEmpty: false } saved ? new Traced(saved.Value) : default;

    private readonly Traced Cotangent(in Cotangents c, int result) =>
        Wants(result) && c[SlotOf(result)] is { } cotangent ? new Traced(cotangent) : Traced.Zero;

    private static Traced Tangent(in Tangents t, int input) => t[input] is { } d ? new Traced(d) : Traced.Zero;

    private readonly V Slope<V>(int slope, V xs, V ys, V zs)
        where V : struct, IReal<V> => slope == 1 ? f.SlopeX(xs, ys, zs) : f.SlopeY(xs, ys, zs);

    private readonly Traced Slope(int slope) => Slope(slope, Trace(3), Trace(4), Trace(5));

    /// <summary>
    /// A slope that moves along v and, at the same time, along one input: its tangent is its derivative along that input, whose own
    /// tangent is the mixed one. With no input (0) the tangent is the derivative along v.
    /// </summary>
    private readonly Dual<Dual<Traced>> Along(int slope, int input, (Traced X, Traced Y, Traced Z) v) => Slope(
        slope, Moving(3, v.X, input), Moving(4, v.Y, input), Moving(5, v.Z, input));

    private readonly Dual<Dual<Traced>> Moving(int argument, Traced v, int input) => new(
        new Dual<Traced>(Trace(argument), input == 0 ? Traced.Zero : v),
        new Dual<Traced>(input == 0 ? v : input == argument ? Traced.One : Traced.Zero, Traced.Zero));
}
