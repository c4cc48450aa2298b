using System.Numerics;

namespace Autograd;

/// <summary>
/// gx, gw and gb of a normalisation whose loops sum all three, as one op of g, x, s, m, r and w: what <see cref="NormSlopeOp{S}"/>,
/// <see cref="NormWeightSlopeOp"/> and a sum of g give. gw and gb are [1, G, K, 1] as w is.
/// </summary>
/// <typeparam name="S">Which elements are a group.</typeparam>
internal struct NormGradientsOp<S> : IOp, IBatches, IFloatBody, IBuiltInRule
    where S : struct, INormGroups
{
    private const int WeightSlot = 1;
    private const int BiasSlot = 2;

    private const int Mean = 3;
    private const int ScaleInput = 4;
    private const int WeightInput = 5;

    private Saved g;
    private Saved x;
    private Saved shift;
    private Saved mean;
    private Saved scale;
    private Saved weight;

    public static string Name { get; } = S.Name + "Gradients";

    public static (Tensor Gx, Tensor Gw, Tensor Gb) Apply(Tensor g, Tensor x, Tensor shift, Tensor mean, Tensor scale, Tensor weight)
    {
        var results = Op.CallAll(default(NormGradientsOp<S>), g.Contiguous(), x, shift, mean, scale, weight);
        return (results[0], results[WeightSlot], results[BiasSlot]);
    }

    public readonly Form Infer(ref OpCall c)
    {
        var parameter = new Form([1, c.X.Layout.Sizes[1], c.X.Layout.Sizes[2], 1], c.X.DType);
        c.Also(parameter);
        c.Also(parameter);
        c.Flops = 14L * c.X.Numel;
        return Form.Like(c.X);
    }

    public void Compute(in OpCall c) => c.Float(ref this);

    public readonly void Run<T>(in OpCall c)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        S.Slopes(
            NormSizes.Of(c.X.Layout), c.Elements<T>(0), c.Elements<T>(1), c.Elements<T>(WeightInput), c.Elements<T>(2), c.Elements<T>(Mean), c.Elements<T>(ScaleInput),
            c.Out<T>(), c.Out<T>(WeightSlot), c.Out<T>(BiasSlot));

    public Node Record(in OpCall c)
    {
        (g, x, shift) = (Saved.Of(c.X), Saved.Of(c.Y), Saved.Of(c.Input(2)));
        (mean, scale, weight) = (Saved.Of(c.Input(Mean)), Saved.Of(c.Input(ScaleInput)), Saved.Of(c.Input(WeightInput)));
        return c.Node(this);
    }

    /// <summary>Rows of all samples are no rows of one: their weights are summed apart. The three ops have that, of channels as of rows.</summary>
    public readonly Tensor[] Batch(in BatchOperands c) =>
        [default(NormSlopeOp<S>).Batch(c)[0], new NormWeightSlopeOp(!S.Spans[0]).Batch(c)[0], c.Front(0).Sum([1, 4], keepDim: true)];

    /// <summary>The three rules; a cotangent of gb flows to all of g that it sums.</summary>
    public readonly void Backward(in Cotangents c)
    {
        Tensor gradient = g.Value, deviations = Deviations(), r = scale.Value;
        if (c[0] is { } toX) NormSlopeOp<S>.Flow(c, toX, gradient, deviations, r, weight.Value);
        if (c[WeightSlot] is { } toWeight) NormWeightSlopeOp.Flow(c, toWeight, gradient, deviations, r, isCentred: true);
        if (c[BiasSlot] is { } toBias) c.Add(0, toBias.Expand(gradient.Shape));
    }

    public readonly void Forward(in Tangents t)
    {
        Tensor gradient = g.Value, deviations = Deviations(), r = scale.Value;
        NormSlopeOp<S>.Move(t, gradient, deviations, r, weight.Value);
        NormWeightSlopeOp.Move(t, WeightSlot, gradient, deviations, r, isCentred: true);
        if (t[0] is { } dg) t.Set(BiasSlot, dg.Sum([0, 3], keepDim: true));
    }

    public void Visit(ref SavedVisitor saved)
    {
        saved.Add(ref g, ref x, ref shift);
        saved.Add(ref mean, ref scale, ref weight);
    }

    /// <summary>x - s - m</summary>
    private readonly Tensor Deviations() => x.Value - shift.Value.Detach() - mean.Value;
}
