using System.Numerics;
using Autograd.Formulas;
using Autograd.Kernels;
using Autograd.Memory;

namespace Autograd;

/// <summary>
/// y = x / sqrt(A x^2 + eps) w for rows x: [R, n], A the mean of a row, w: [n] or absent (Zhang and Sennrich, 2019). The statistic q = A x^2
/// moves with x: dq = 2 A(x dx).
/// </summary>
internal struct RmsNormOp(double eps) : IOp, IBatches, IFloatBody, IBuiltInRule
{
    private const int SquareSlot = 1;

    private Layout? weights;
    private Saved x;
    private Saved weight;
    private Saved square;

    public static string Name => "RMSNorm";

    public static Tensor Run(Tensor x, Tensor? weight, double eps) => Op.Call(new RmsNormOp(eps), x.Contiguous(), weight?.Contiguous());

    public readonly Form Infer(ref OpCall c)
    {
        DTypes.NeedFloat(Name, c.X.DType);
        c.Keep(new Form([c.X.Layout.Sizes[0], 1], c.X.DType));
        c.Flops = 5L * c.X.Numel;
        return Form.Like(c.X);
    }

    public void Compute(in OpCall c) => c.Float(ref this);

    public readonly unsafe void Run<T>(in OpCall c)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int rows = c.X.Layout.Sizes[0], n = c.X.Layout.Sizes[1];
        var squares = c.Out<T>(SquareSlot);
        if (n == 0) squares.Clear();
        ReadOnlySpan<T> w = c.InputOrNull(1) is null ? default : c.Elements<T>(1);
        fixed (T* pw = w)
        {
            RowKernel.Run(new RmsNormRows<T>(eps, new ChannelRows<T>(1, n, 1, pw)), rows, n, c.Elements<T>(0), default, c.Out<T>(), squares);
        }
    }

    public Node Record(in OpCall c)
    {
        x = Saved.Of(c.X);
        if (c.InputOrNull(1) is { } w) (weight, weights) = (Saved.Of(w), w.Layout);
        square = c.Save(SquareSlot);
        return c.Node(this);
    }

    public readonly Tensor[] Batch(in BatchOperands c)
    {
        var results = Array.ConvertAll(Op.CallEvery(new RmsNormOp(eps), c.Folded(0).Contiguous(), null), c.Unfolded);
        if (c[1] is not null) results[0] *= c.Aligned(1, 2);
        return results;
    }

    public readonly void Backward(in Cotangents c)
    {
        var value = x.Value;
        if (c[0] is { } g)
        {
            var scale = Scale();
            if (c.Needs(0)) c.Add(0, RmsNormSlopeOp.Apply(g, value, weight.ValueOrNull, scale));
            if (weights is not null && c.Needs(1)) c.Add(1, WeightSlope(g, value, scale).Reshape(weights.Sizes));
        }
        if (c[SquareSlot] is { } gq) c.Add(0, value * (gq * (2.0 / value.Shape[1])));
    }

    public readonly void Forward(in Tangents t)
    {
        var value = x.Value;
        if (t[0] is { } dx)
        {
            var dz = RmsNormSlopeOp.TimesJacobian(value, Scale(), dx);
            t.Set(0, weight.ValueOrNull is { } w ? dz * w : dz);
            t.Set(SquareSlot, (value * dx).Mean(1, keepDim: true) * 2.0);
        }
        if (weights is not null && t[1] is { } dw) t.Set(0, value * Scale() * dw);
    }

    public void Visit(ref SavedVisitor saved) => saved.Add(ref x, ref weight, ref square);

    /// <summary>r = 1 / sqrt(q + eps), a number a row.</summary>
    private readonly Tensor Scale() => (square.Value + eps).Rsqrt();

    /// <summary>sum g x r over the rows, which are samples of one group.</summary>
    private static Tensor WeightSlope(Tensor g, Tensor x, Tensor scale)
    {
        int rows = x.Shape[0], n = x.Shape[1];
        return NormWeightSlopeOp.Run(perSample: true, g.Reshape(rows, 1, n, 1), x.Reshape(rows, 1, n, 1), null, null, scale.Reshape(rows, 1, 1, 1));
    }
}

/// <summary>gx = r (h - z A(h z)) as an op, fused, of g, x, w or none and r, with h = g w and z = x r.</summary>
internal struct RmsNormSlopeOp : IOp, IBatches, IFloatBody, IBuiltInRule
{
    private const int ScaleInput = 3;

    private Saved g;
    private Saved x;
    private Saved weight;
    private Saved scale;

    public static string Name => "RMSNormSlope";

    public static Tensor Apply(Tensor g, Tensor x, Tensor? weight, Tensor scale) => Op.Call(default(RmsNormSlopeOp), g.Contiguous(), x, weight, scale);

    /// <summary>r (h - z A(h z)), its own transpose.</summary>
    public static Tensor TimesJacobian(Tensor x, Tensor scale, Tensor h)
    {
        var z = x * scale;
        return scale * (h - z * Average(h * z));
    }

    public readonly Form Infer(ref OpCall c)
    {
        c.Flops = 7L * c.X.Numel;
        return Form.Like(c.X);
    }

    public void Compute(in OpCall c) => c.Float(ref this);

    public readonly unsafe void Run<T>(in OpCall c)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int rows = c.X.Layout.Sizes[0], n = c.X.Layout.Sizes[1];
        ReadOnlySpan<T> w = c.InputOrNull(2) is null ? default : c.Elements<T>(2);
        fixed (T* pw = w, pr = c.Elements<T>(ScaleInput))
        {
            RowKernel.Run(new RmsNormSlopeRows<T>(pr, new ChannelRows<T>(1, n, 1, pw)), rows, n, c.Elements<T>(0), c.Elements<T>(1), c.Out<T>());
        }
    }

    public readonly Tensor[] Batch(in BatchOperands c)
    {
        var h = c.Front(0);
        if (c[2] is not null) h *= c.Aligned(2, 2);
        return [c.Unfolded(Apply(h.Flatten(0, 1), c.Folded(1).Contiguous(), null, c.Folded(ScaleInput).Contiguous()))];
    }

    public Node Record(in OpCall c)
    {
        g = Saved.Of(c.X);
        x = Saved.Of(c.Y);
        if (c.InputOrNull(2) is { } w) weight = Saved.Of(w);
        scale = Saved.Of(c.Input(ScaleInput));
        return c.Node(this);
    }

    /// <summary>With cotangent c of gx: to h flows r (c - z A(c z)), to z t = -r (c A(h z) + h A(c z)), from there r t to x; to r sum(c (h - z A(h z)) + t x).</summary>
    public readonly void Backward(in Cotangents c)
    {
        if (c[0] is not { } cotangent) return;
        Tensor r = scale.Value, value = x.Value, z = value * r;
        var w = weight.ValueOrNull;
        var toH = TimesJacobian(value, r, cotangent);
        c.Add(0, w is null ? toH : toH * w);
        if (w is not null && c.Needs(2)) c.Add(2, (toH * g.Value).SumTo(w.Layout));
        if (!c.Needs(1) && !c.Needs(ScaleInput)) return;
        var h = w is null ? g.Value : g.Value * w;
        var hz = Average(h * z);
        var toZ = -r * (cotangent * hz + h * Average(cotangent * z));
        c.Add(1, toZ * r);
        c.Add(ScaleInput, (cotangent * (h - z * hz) + toZ * value).Sum(1, keepDim: true));
    }

    /// <summary>The product rule: with dh = dg w + g dw and dz = dx r + x dr, r (dh - z A(dh z)) - r (dz A(h z) + z A(h dz)) + dr (h - z A(h z)).</summary>
    public readonly void Forward(in Tangents t)
    {
        Tensor r = scale.Value, value = x.Value, z = value * r;
        var w = weight.ValueOrNull;
        var h = w is null ? g.Value : g.Value * w;
        if (t[0] is { } dg) t.Set(0, TimesJacobian(value, r, w is null ? dg : dg * w));
        if (w is not null && t[2] is { } dw) t.Set(0, TimesJacobian(value, r, g.Value * dw));
        if (t[1] is { } dx) t.Set(0, AlongZ(dx * r));
        if (t[ScaleInput] is { } dr) t.Set(0, AlongZ(value * dr) + dr * (h - z * Average(h * z)));

        Tensor AlongZ(Tensor dz) => -r * (dz * Average(h * z) + z * Average(h * dz));
    }

    public void Visit(ref SavedVisitor saved)
    {
        saved.Add(ref g, ref x);
        saved.Add(ref weight, ref scale);
    }

    private static Tensor Average(Tensor t) => t.Mean(1, keepDim: true);
}

/// <summary>y = x / sqrt(q + eps) w; <see cref="RowBlock{T}.First"/> becomes q = A x^2.</summary>
internal readonly struct RmsNormRows<T>(double eps, ChannelRows<T> weights) : IRowBody<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public void Run(in RowBlock<T> rows)
    {
        rows.Reduce<SumMonoid, SquareFormula>(default, rows.A, rows.First);
        rows.Map(new DivConstantFormula(rows.Length), rows.First, rows.First);
        rows.Map(new AddConstantFormula(eps), rows.First, rows.Third);
        rows.Map(default(RsqrtFormula), rows.Third, rows.Third);
        rows.Map(default(MulFormula), rows.A, rows.Third, rows.Y);
        if (weights.Any) weights.Map(default(MulFormula), rows, rows.Y);
    }
}

/// <summary>gx = r (h - z A(h z)) from g and x, with h = g w and z = x r.</summary>
internal readonly unsafe struct RmsNormSlopeRows<T>(T* scales, ChannelRows<T> weights) : IRowBody<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static bool NeedsWork => true;

    public void Run(in RowBlock<T> rows)
    {
        var scale = RowOperand<T>.Numbers(scales + rows.Start, 1);
        rows.Map(default(MulFormula), rows.B, scale, rows.Work);
        if (weights.Any) weights.Map(default(MulFormula), rows, rows.A);
        var h = weights.Any ? rows.Y : rows.A;
        rows.Reduce<SumMonoid, MulFormula>(default, h, rows.Work, rows.First);
        rows.Map(new DivConstantFormula(rows.Length), rows.First, rows.First);
        rows.Map(default(MulFormula), rows.Work, rows.First, rows.Work);
        rows.Map(default(SubFormula), h, rows.Work, rows.Y);
        rows.Map(default(MulFormula), rows.Y, scale, rows.Y);
    }
}
