using System.Numerics;
using Autograd.Memory;

namespace Autograd;

/// <summary>
/// y = (x - mean) / sqrt(variance + eps) w + b for x: [N, G, K, P], mean and biased variance of each group of elements, w and b broadcast or
/// absent. Layer, group, instance and batch normalisation are this op under other sizes and groups.
/// </summary>
/// <remarks>
/// Further results: the shift s, the mean m of x - s and the variance v, all with the group's dimensions of size 1. m and v move with x:
/// dm = A dx, dv = 2 A((x - s - m) dx), A the mean of a group.
/// </remarks>
/// <typeparam name="S">Which elements are a group.</typeparam>
internal struct NormOp<S>(double eps) : IOp, IBatches, IFloatBody, IBuiltInRule
    where S : struct, INormGroups
{
    public const int ShiftSlot = 1;
    public const int MeanSlot = 2;
    public const int VarianceSlot = 3;

    private double count;
    private Layout? weights;
    private Layout? biases;
    private Saved x;
    private Saved weight;
    private Saved shift;
    private Saved mean;
    private Saved variance;

    public static string Name => S.Name;

    /// <summary>The result and its statistics: y, s, m, v.</summary>
    /// <param name="x"><c>[N, G, K, P]</c>.</param>
    /// <param name="weight">w, as many dimensions, broadcast; or none.</param>
    /// <param name="bias">b, likewise.</param>
    /// <param name="eps">What keeps the root from 0.</param>
    public static Tensor[] Run(Tensor x, Tensor? weight, Tensor? bias, double eps) =>
        Op.CallAll(new NormOp<S>(eps), x.Contiguous(), weight?.Contiguous(), bias?.Contiguous());

    public Form Infer(ref OpCall c)
    {
        DTypes.NeedFloat(Name, c.X.DType);
        count = ReduceOp.GroupSize(c.X, S.Spans);
        var statistic = ReduceOp.Reduced(c, S.Spans, keepDim: true);
        c.Also(statistic);
        c.Also(statistic);
        c.Also(statistic);
        c.Flops = 8L * c.X.Numel;
        return Form.Like(c.X);
    }

    public void Compute(in OpCall c) => c.Float(ref this);

    public readonly void Run<T>(in OpCall c)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (c.X.Numel == 0)
        {
            // Nothing has no mean; the loops below would leave the statistics unwritten.
            for (int slot = ShiftSlot; slot <= VarianceSlot; slot++) c.Out<T>(slot).Clear();
            return;
        }
        ReadOnlySpan<T> w = c.InputOrNull(1) is null ? default : c.Elements<T>(1);
        ReadOnlySpan<T> b = c.InputOrNull(2) is null ? default : c.Elements<T>(2);
        S.Values(NormSizes.Of(c.X.Layout), eps, c.Elements<T>(0), w, b, c.Out<T>(), c.Out<T>(ShiftSlot), c.Out<T>(MeanSlot), c.Out<T>(VarianceSlot));
    }

    public Node Record(in OpCall c)
    {
        x = Saved.Of(c.X);
        if (c.InputOrNull(1) is { } w) (weight, weights) = (Saved.Of(w), w.Layout);
        biases = c.InputOrNull(2)?.Layout;
        shift = c.Save(ShiftSlot);
        mean = c.Save(MeanSlot);
        variance = c.Save(VarianceSlot);
        return c.Node(this);
    }

    /// <summary>Weights and biases come after: samples of a batch may have their own.</summary>
    public readonly Tensor[] Batch(in BatchOperands c)
    {
        int size = c.Size;
        var results = Array.ConvertAll(Run(BatchedNorm.Folded(c.Front(0)), null, null, eps), y => BatchedNorm.Unfolded(y, size));
        if (c[1] is not null) results[0] *= c.Aligned(1, 4);
        if (c[2] is not null) results[0] += c.Aligned(2, 4);
        return results;
    }

    public readonly void Backward(in Cotangents c)
    {
        if (c[0] is { } g)
        {
            Tensor value = x.Value, s = shift.Value.Detach(), m = mean.Value, scale = Scale();
            if (c.Needs(0) && weights is not null && c.Needs(1) && S.Sums(NormSizes.Of(value.Layout)))
            {
                var (gx, gw, gb) = NormGradientsOp<S>.Apply(g, value, s, m, scale, weight.Value);
                c.Add(0, gx);
                c.Add(1, gw);
                if (biases is not null) c.Add(2, gb);
            }
            else
            {
                if (c.Needs(0)) c.Add(0, NormSlopeOp<S>.Apply(g, value, s, m, scale, weight.ValueOrNull));
                if (weights is not null && c.Needs(1)) c.Add(1, NormWeightSlopeOp.Run(!S.Spans[0], g, value, s, m, scale));
                if (biases is not null && c.Needs(2)) c.Add(2, g.SumTo(biases));
            }
        }
        if (c[MeanSlot] is { } gm) c.Add(0, (gm / count).Expand(x.Value.Shape));
        if (c[VarianceSlot] is { } gv) c.Add(0, Deviations() * (gv * (2 / count)));
    }

    public readonly void Forward(in Tangents t)
    {
        if (t[0] is { } dx)
        {
            var dz = NormSlopeOp<S>.TimesJacobian(Deviations(), Scale(), dx);
            t.Set(0, weight.ValueOrNull is { } w ? dz * w : dz);
            t.Set(MeanSlot, SumOp.Run(dx, S.Spans, keepDim: true) / count);
            t.Set(VarianceSlot, SumOp.Run(Deviations() * dx, S.Spans, keepDim: true) * (2 / count));
        }
        if (weights is not null && t[1] is { } dw) t.Set(0, Deviations() * Scale() * dw);
        if (biases is not null && t[2] is { } db) t.Set(0, db.Expand(t.OutputShape(0)));
    }

    public void Visit(ref SavedVisitor saved)
    {
        saved.Add(ref x, ref weight);
        saved.Add(ref shift, ref mean, ref variance);
    }

    /// <summary>r = 1 / sqrt(v + eps), a number a group.</summary>
    private readonly Tensor Scale() => (variance.Value + eps).Rsqrt();

    /// <summary>x - s - m</summary>
    private readonly Tensor Deviations() => x.Value - shift.Value.Detach() - mean.Value;
}
