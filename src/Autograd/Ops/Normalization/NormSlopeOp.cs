using System.Numerics;

namespace Autograd;

/// <summary>
/// gx = r J(g w) of a normalisation as an op, fused, of g, x, s, m, r = 1 / sqrt(v + eps) and w or none. J h = h - A h - z A(h z) with z = (x - s - m) r
/// and A the mean of a group; J is its own transpose.
/// </summary>
/// <typeparam name="S">Which elements are a group.</typeparam>
internal struct NormSlopeOp<S> : IOp, IBatches, IFloatBody, IBuiltInRule
    where S : struct, INormGroups
{
    private const int Mean = 3;
    private const int ScaleInput = 4;
    private const int WeightInput = 5;

    private Saved g;
    private Saved x;
    private Saved shift;
    private Saved mean;
    private Saved scale;
    private Saved weight;

    public static string Name { get; } = S.Name + "Slope";

    public static Tensor Apply(Tensor g, Tensor x, Tensor shift, Tensor mean, Tensor scale, Tensor? weight) =>
        Op.Call(default(NormSlopeOp<S>), g.Contiguous(), x, shift, mean, scale, weight);

    /// <summary>r J h, from the deviations x - s - m.</summary>
    public static Tensor TimesJacobian(Tensor deviations, Tensor scale, Tensor h)
    {
        var z = deviations * scale;
        return scale * (h - Average(h) - z * Average(h * z));
    }

    public readonly Form Infer(ref OpCall c)
    {
        c.Flops = 10L * c.X.Numel;
        return Form.Like(c.X);
    }

    public void Compute(in OpCall c) => c.Float(ref this);

    public readonly void Run<T>(in OpCall c)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ReadOnlySpan<T> w = c.InputOrNull(WeightInput) is null ? default : c.Elements<T>(WeightInput);
        var sizes = NormSizes.Of(c.X.Layout);
        S.Slopes(sizes, c.Elements<T>(0), c.Elements<T>(1), w, c.Elements<T>(2), c.Elements<T>(Mean), c.Elements<T>(ScaleInput), c.Out<T>(), default, default);
    }

    public Node Record(in OpCall c)
    {
        g = Saved.Of(c.X);
        x = Saved.Of(c.Y);
        shift = Saved.Of(c.Input(2));
        mean = Saved.Of(c.Input(Mean));
        scale = Saved.Of(c.Input(ScaleInput));
        if (c.InputOrNull(WeightInput) is { } w) weight = Saved.Of(w);
        return c.Node(this);
    }

    public readonly Tensor[] Batch(in BatchOperands c)
    {
        Tensor h = c.Front(0), of = BatchedNorm.Folded(c.Front(1));
        if (c[WeightInput] is not null) h *= c.Aligned(WeightInput, 4);
        var slope = Apply(BatchedNorm.Folded(h), of, BatchedNorm.Folded(c.Front(2)), BatchedNorm.Folded(c.Front(Mean)), BatchedNorm.Folded(c.Front(ScaleInput)), null);
        return [BatchedNorm.Unfolded(slope, c.Size)];
    }

    public readonly void Backward(in Cotangents c)
    {
        if (c[0] is { } cotangent) Flow(c, cotangent, g.Value, x.Value - shift.Value.Detach() - mean.Value, scale.Value, weight.ValueOrNull);
    }

    public readonly void Forward(in Tangents t) => Move(t, g.Value, x.Value - shift.Value.Detach() - mean.Value, scale.Value, weight.ValueOrNull);

    /// <summary>
    /// With cotangent c of gx and h = g w: to h flows r J c, to z t = -r (c A(h z) + h A(c z)), from there r t to x and -r sum(t) to m; to r flow
    /// sum(c J h) and sum(t (x - s - m)).
    /// </summary>
    public static void Flow(in Cotangents c, Tensor cotangent, Tensor g, Tensor deviations, Tensor r, Tensor? w)
    {
        var z = deviations * r;
        if (c.Needs(0) || (w is not null && c.Needs(WeightInput)))
        {
            var toH = TimesJacobian(deviations, r, cotangent);
            c.Add(0, w is null ? toH : toH * w);
            if (w is not null && c.Needs(WeightInput)) c.Add(WeightInput, (toH * g).SumTo(w.Layout));
        }
        if (!c.Needs(1) && !c.Needs(Mean) && !c.Needs(ScaleInput)) return;
        var h = w is null ? g : g * w;
        var hz = Average(h * z);
        var toZ = -r * (cotangent * hz + h * Average(cotangent * z));
        var toX = toZ * r;
        c.Add(1, toX);
        c.Add(Mean, -Total(toX));
        c.Add(ScaleInput, Total(cotangent * (h - Average(h) - z * hz) + toZ * deviations));
    }

    /// <summary>The product rule: with dh = dg w + g dw and dz = (dx - dm) r + (x - s - m) dr, r J dh - r (dz A(h z) + z A(h dz)) + dr J h.</summary>
    public static void Move(in Tangents t, Tensor g, Tensor deviations, Tensor r, Tensor? w)
    {
        Tensor z = deviations * r, h = w is null ? g : g * w;
        if (t[0] is { } dg) t.Set(0, TimesJacobian(deviations, r, w is null ? dg : dg * w));
        if (w is not null && t[WeightInput] is { } dw) t.Set(0, TimesJacobian(deviations, r, g * dw));
        if (t[1] is { } dx) t.Set(0, AlongZ(dx * r));
        if (t[Mean] is { } dm) t.Set(0, AlongZ(-dm * r));
        if (t[ScaleInput] is { } dr) t.Set(0, AlongZ(deviations * dr) + dr * (h - Average(h) - z * Average(h * z)));

        Tensor AlongZ(Tensor dz) => -r * (dz * Average(h * z) + z * Average(h * dz));
    }

    public void Visit(ref SavedVisitor saved)
    {
        saved.Add(ref g, ref x, ref shift);
        saved.Add(ref mean, ref scale, ref weight);
    }

    private static Tensor Total(Tensor t) => SumOp.Run(t, S.Spans, keepDim: true);

    private static Tensor Average(Tensor t) => Total(t) / (double)ReduceOp.GroupSize(t, S.Spans);
}
