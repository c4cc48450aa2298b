using System.Numerics;

namespace Autograd;

/// <summary>
/// gw = sum g z for each channel of [N, G, K, P], in one pass: the gradient of a normalisation's weights, [1, G, K, 1], as an op of g, x, s, m and r, with
/// z = (x - s - m) r; s and m are absent where nothing is centred.
/// </summary>
/// <param name="perSample">Whether s, m and r are of each sample, [N, G, 1, 1], or of all together, [1, G, 1, 1].</param>
internal struct NormWeightSlopeOp(bool perSample) : IOp, IBatches, IFloatBody, IBuiltInRule
{
    private const int Mean = 3;
    private const int ScaleInput = 4;

    private Saved g;
    private Saved x;
    private Saved shift;
    private Saved mean;
    private Saved scale;

    public static string Name => "NormWeightSlope";

    public static Tensor Run(bool perSample, Tensor g, Tensor x, Tensor? shift, Tensor? mean, Tensor scale) =>
        Op.Call(new NormWeightSlopeOp(perSample), g.Contiguous(), x, shift, mean, scale);

    public readonly Form Infer(ref OpCall c)
    {
        c.Flops = 5L * c.X.Numel;
        return new Form([1, c.X.Layout.Sizes[1], c.X.Layout.Sizes[2], 1], c.X.DType);
    }

    public void Compute(in OpCall c) => c.Float(ref this);

    public readonly void Run<T>(in OpCall c)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var sizes = NormSizes.Of(c.X.Layout);
        var gw = c.Out<T>();
        ReadOnlySpan<T> s = c.InputOrNull(2) is null ? default : c.Elements<T>(2), m = c.InputOrNull(Mean) is null ? default : c.Elements<T>(Mean);
        NormWeightKernel.Run(sizes, perSample, c.Elements<T>(0), c.Elements<T>(1), s, m, c.Elements<T>(ScaleInput), gw);
    }

    public Node Record(in OpCall c)
    {
        (g, x, scale) = (Saved.Of(c.X), Saved.Of(c.Y), Saved.Of(c.Input(ScaleInput)));
        if (c.InputOrNull(2) is { } s) shift = Saved.Of(s);
        if (c.InputOrNull(Mean) is { } m) mean = Saved.Of(m);
        return c.Node(this);
    }

    public readonly Tensor[] Batch(in BatchOperands c)
    {
        var folded = new Tensor?[ScaleInput + 1];
        for (int i = 0; i < folded.Length; i++) folded[i] = c[i] is null ? null : BatchedNorm.Folded(c.Front(i));
        return [BatchedNorm.Unfolded(Run(perSample, folded[0]!, folded[1]!, folded[2], folded[Mean], folded[ScaleInput]!), c.Size)];
    }

    public readonly void Backward(in Cotangents c)
    {
        if (c[0] is { } cotangent) Flow(c, cotangent, g.Value, Deviations(), scale.Value, isCentred: !mean.IsEmpty);
    }

    public readonly void Forward(in Tangents t) => Move(t, 0, g.Value, Deviations(), scale.Value, isCentred: !mean.IsEmpty);

    /// <summary>With cotangent c of gw: to g flows c z, to z c g, from there r c g to x, its negative sum to m, and sum(c g (x - s - m)) to r.</summary>
    public static void Flow(in Cotangents c, Tensor cotangent, Tensor g, Tensor deviations, Tensor r, bool isCentred)
    {
        if (c.Needs(0)) c.Add(0, cotangent * (deviations * r));
        if (!c.Needs(1) && !c.Needs(ScaleInput) && !(isCentred && c.Needs(Mean))) return;
        var toZ = cotangent * g;
        var toX = toZ * r;
        c.Add(1, toX);
        if (isCentred) c.Add(Mean, -toX.SumTo(r.Layout));
        c.Add(ScaleInput, (toZ * deviations).SumTo(r.Layout));
    }

    /// <summary>The product rule: sum(dg z + g dz) with dz = (dx - dm) r + (x - s - m) dr, the tangent of the result in that slot.</summary>
    public static void Move(in Tangents t, int slot, Tensor g, Tensor deviations, Tensor r, bool isCentred)
    {
        if (t[0] is { } dg) t.Set(slot, PerChannel(dg * (deviations * r)));
        if (t[1] is { } dx) t.Set(slot, PerChannel(g * (dx * r)));
        if (isCentred && t[Mean] is { } dm) t.Set(slot, PerChannel(-g * (dm * r)));
        if (t[ScaleInput] is { } dr) t.Set(slot, PerChannel(g * (deviations * dr)));

        static Tensor PerChannel(Tensor product) => product.Sum([0, 3], keepDim: true);
    }

    public void Visit(ref SavedVisitor saved)
    {
        saved.Add(ref g, ref x, ref shift);
        saved.Add(ref mean, ref scale);
    }

    private readonly Tensor Deviations() => mean.IsEmpty ? x.Value : x.Value - shift.Value.Detach() - mean.Value;
}
