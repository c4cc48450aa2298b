using System.Numerics;
using Autograd.Formulas;
using Autograd.Kernels;

namespace Autograd;

/// <summary>
/// The derivative of the slopes Sx, Sy and Sz of a formula as one op, of g, the cotangents a of g Sx, b of g Sy and c of g Sz, x, y and z
/// (what is not needed is left out): a Sx + b Sy + c Sz, then g times its derivatives along x, y and z. The results that are wanted, in order.
/// </summary>
/// <typeparam name="S">The slopes.</typeparam>
/// <param name="slopes">The slopes.</param>
/// <param name="wanted">0: what flows to g; 1 to 3: to x, y, z.</param>
internal struct SlopesCurveOp<S>(S slopes, Wanted wanted) : IOp, IFollowsFirst, IFloatBody, IBuiltInRule
    where S : struct, ISlopes
{
    /// <summary>
    /// Heavier second derivatives are composed of ops: their loop would compute the parts of a slope for every direction again, and
    /// soon hold more locals than the JIT inlines.
    /// </summary>
    private const int LargestFused = 70;

    /// <summary>The first input that is a cotangent, and the first that is an argument.</summary>
    private const int FirstSlope = 1, Arguments = 4;

    private Saved g;
    private Saved a;
    private Saved b;
    private Saved c;
    private Saved x;
    private Saved y;
    private Saved z;

    public static string Name { get; } = S.Name + "Curve";

    /// <summary>Whether the formula is short enough.</summary>
    public static bool IsShort { get; } = Counted.OfCurve(default(S)) <= LargestFused;

    public readonly Form Infer(ref OpCall call) => wanted.Infer(ref call, Form.Like(call.X));

    public void Compute(in OpCall call) => call.Float(ref this);

    public readonly void Run<T>(in OpCall call)
        where T : unmanaged, IFloatingPointIeee754<T> => MapKernel.Curve(
            slopes,
            call.Operand<T>(0),
            call.Operand<T>(1),
            call.Operand<T>(2),
            call.Operand<T>(3),
            call.Operand<T>(4),
            call.Operand<T>(5),
            call.Operand<T>(6),
            wanted.Out<T>(call, 0),
            wanted.Out<T>(call, 1),
            wanted.Out<T>(call, 2),
            wanted.Out<T>(call, 3));

    public Node Record(in OpCall call)
    {
        g = Saved.Of(call.X);
        if (call.InputOrNull(1) is { } cotangentX) a = Saved.Of(cotangentX);
        if (call.InputOrNull(2) is { } cotangentY) b = Saved.Of(cotangentY);
        if (call.InputOrNull(3) is { } cotangentZ) c = Saved.Of(cotangentZ);
        if (call.InputOrNull(4) is { } xs) x = Saved.Of(xs);
        if (call.InputOrNull(5) is { } ys) y = Saved.Of(ys);
        if (call.InputOrNull(6) is { } zs) z = Saved.Of(zs);
        return call.Node(this);
    }

    /// <summary>
    /// With cotangents u of a Sx + b Sy + c Sz and v of its derivatives, Dv the derivative along v: to a flows u Sx + g Dv Sx, to g flows
    /// a Dv Sx + b Dv Sy + c Dv Sz, to argument j flows the sum over the slopes of a (u Sxj + g Dv Sxj).
    /// </summary>
    public readonly void Backward(in Cotangents cotangents)
    {
        var u = Trace(wanted.Of(cotangents, 0));
        var v = (X: Trace(wanted.Of(cotangents, 1)), Y: Trace(wanted.Of(cotangents, 2)), Z: Trace(wanted.Of(cotangents, 3)));
        var (gs, like) = (new Traced(g.Value), g.Value);
        for (int along = 0; along < S.Count; along++)
        {
            int slope = FirstSlope + along;
            if (Of(slope).IsEmpty) continue;
            var cotangent = Trace(slope);
            if (cotangents.Needs(slope)) cotangents.Add(slope, (u * Slope(along) + gs * Moved(along, 0, v).Primal).ToTensor(like));
            if (cotangents.Needs(0)) cotangents.Add(0, (cotangent * Moved(along, 0, v).Primal).ToTensor(like));
            for (int input = Arguments; input < Arguments + 3; input++)
            {
                if (!cotangents.Needs(input)) continue;
                var moved = Moved(along, input, v);
                cotangents.Add(input, (cotangent * (u * moved.Primal + gs * moved.Tangent)).ToTensor(like).SumTo(Of(input).Value.Layout));
            }
        }
    }

    public readonly void Forward(in Tangents t)
    {
        var like = g.Value;
        var v = (X: Trace(t[4]), Y: Trace(t[5]), Z: Trace(t[6]));
        for (int result = 0; result < 4; result++)
        {
            if (!wanted[result]) continue;
            var sum = Traced.Zero;
            for (int along = 0; along < S.Count; along++)
            {
                int slope = FirstSlope + along;
                if (Of(slope).IsEmpty) continue;
                var (cotangent, moved) = (Trace(slope), Moved(along, result == 0 ? 0 : Arguments + result - 1, v));
                sum += result == 0
                    ? Trace(t[slope]) * Slope(along) + cotangent * moved.Primal
                    : (Trace(t[0]) * cotangent + new Traced(like) * Trace(t[slope])) * moved.Primal + new Traced(like) * cotangent * moved.Tangent;
            }
            t.Set(wanted.SlotOf(result), sum.ToTensor(like));
        }
    }

    public void Visit(ref SavedVisitor saved)
    {
        saved.Add(ref g);
        saved.Add(ref a, ref b, ref c);
        saved.Add(ref x, ref y, ref z);
    }

    private static Traced Trace(Tensor? x) => x is null ? Traced.Zero : new Traced(x);

    private readonly Traced Trace(int input) => Of(input) is { IsEmpty: false } saved ? new Traced(saved.Value) : default;

    private readonly Saved Of(int input) => input switch { 0 => g, 1 => a, 2 => b, 3 => c, 4 => x, 5 => y, _ => z };

    private readonly Traced Slope(int along) => slopes.Slope(along, Trace(4), Trace(5), Trace(6));

    /// <summary>
    /// How a slope moves along one input and, at the same time, along v: its derivative along that input, whose own tangent is the mixed
    /// one. With no input (0) it is the derivative along v.
    /// </summary>
    private readonly Dual<Traced> Moved(int along, int input, (Traced X, Traced Y, Traced Z) v) =>
        slopes.Slope(along, Moving(4, v.X, input), Moving(5, v.Y, input), Moving(6, v.Z, input)).Tangent;

    private readonly Dual<Dual<Traced>> Moving(int argument, Traced v, int input) => new(
        new Dual<Traced>(Trace(argument), input == 0 ? Traced.Zero : v),
        new Dual<Traced>(input == 0 ? v : input == argument ? Traced.One : Traced.Zero, Traced.Zero));
}
