using System.Numerics;
using Autograd.Kernels;
using Autograd.Memory;

namespace Autograd;

/// <summary>
/// Cross-entropy of logits x: [N, C] with class indices t: [N], from the logits to the reduced loss in one op:
/// l_r = -(1 - e) w_t log p_t - e/C sum_c w_c log p_c with p = softmax(x_r); the mean divides by the sum of the w_t.
/// </summary>
/// <remarks>The slope is J = (1 - e) w_t (p - onehot(t)) + e/C (p sum(w) - w), 0 for ignored rows: fused, or in ops when recorded.</remarks>
internal struct CrossEntropyRule : IBuiltInRule
{
    private readonly CrossEntropySettings settings;
    private readonly Reduction reduction;
    private readonly double divisor;
    private Saved x;
    private Saved targets;
    private Saved weights;
    private Saved rowMax;
    private Saved logSum;

    private CrossEntropyRule(Work work, Reduction reduction)
    {
        settings = work.Settings;
        this.reduction = reduction;
        divisor = reduction == Reduction.Mean ? work.TotalWeight : 1;
        x = Saved.Of(work.X);
        targets = Saved.Of(work.Targets);
        weights = work.Weights is null ? default : Saved.Of(work.Weights);
        rowMax = Saved.Of(work.Max);
        logSum = Saved.Of(work.LogSum);
    }

    public static string Name => "CrossEntropy";

    /// <summary>Operands are contiguous; targets are int64; weights have the dtype of x.</summary>
    public static Tensor Run(Tensor x, Tensor targets, Tensor? weights, Reduction reduction, CrossEntropySettings settings)
    {
        var rows = Layout.Contiguous([targets.Numel]);
        var work = new Work
        {
            X = x,
            Targets = targets,
            Weights = weights,
            Settings = settings,
            Losses = Tensor.Allocate(rows, x.DType),
            Max = Tensor.Allocate(rows, x.DType),
            LogSum = Tensor.Allocate(rows, x.DType),
            Reduces = reduction != Reduction.None,
        };
        DTypes.Float(Name, x.DType, ref work);
        var y = reduction switch
        {
            Reduction.None => work.Losses,
            Reduction.Sum => Tensor.Full([], work.Total, x.DType),
            _ => Tensor.Full([], work.Total / work.TotalWeight, x.DType),
        };
        return Op.Records(Name, x) ? Op.Record(Name, y, new CrossEntropyRule(work, reduction), x) : Op.Pass(Name, y, x);
    }

    public readonly void Backward(in Cotangents c)
    {
        if (c[0] is not { } g) return;
        if (GradMode.IsEnabled)
        {
            c.Add(0, (reduction == Reduction.None ? g.Unsqueeze(1) : g / divisor) * Slope());
            return;
        }
        g = g.Contiguous();
        var logits = x.Value;
        var gx = Tensor.Allocate(logits.Layout, logits.DType);
        var work = new SlopeWork(settings, logits, targets.Value, weights.IsEmpty ? null : weights.Value, rowMax.Value, logSum.Value, g, divisor, gx);
        DTypes.Float(Name, g.DType, ref work);
        c.Add(0, gx);
    }

    public readonly void Forward(in Tangents t)
    {
        if (t[0] is not { } dx) return;
        var products = Slope() * dx;
        t.Set(0, reduction == Reduction.None ? products.Sum(1) : products.Sum() / divisor);
    }

    public void Visit(ref SavedVisitor saved)
    {
        saved.Add(ref x, ref targets, ref weights);
        saved.Add(ref rowMax, ref logSum);
    }

    /// <summary>J in differentiable ops: p times a number a row, less a constant.</summary>
    private readonly Tensor Slope()
    {
        var logits = x.Value;
        var target = targets.Value.Unsqueeze(1);
        int classes = logits.Shape[1];
        var ignored = target.Eq(settings.IgnoreIndex);
        var target0 = target.MaskedFill(ignored, 0);
        // An ignored row may hold NaN or infinity: it is taken out before the softmax, not multiplied away after.
        var p = logits.MaskedFill(ignored, 0).Softmax(1);
        var w = weights.IsEmpty ? Tensor.Ones([classes], logits.DType) : weights.Value;
        var picked = w.IndexSelect(0, target0.Squeeze([1])).Unsqueeze(1).MaskedFill(ignored, 0) * (1 - settings.Smoothing);
        var share = (w * (settings.Smoothing / classes)).Unsqueeze(0).Expand(logits.Shape).MaskedFill(ignored, 0);
        var constant = share.ScatterAdd(1, target0, picked);
        return p * constant.Sum(1, keepDim: true) - constant;
    }

    private struct Work : IFloatWork
    {
        public Tensor X;
        public Tensor Targets;
        public Tensor? Weights;
        public Tensor Losses;
        public Tensor Max;
        public Tensor LogSum;
        public CrossEntropySettings Settings;
        public bool Reduces;
        public double TotalWeight;
        public double Total;

        public unsafe void Run<T>()
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            using var xs = X.Lease<T>();
            using var ts = Targets.Lease<long>();
            using var ws = Weights is null ? default : Weights.Lease<T>();
            using var losses = Losses.Lease<T>();
            using var max = Max.Lease<T>();
            using var logSum = LogSum.Lease<T>();
            int rows = Targets.Numel, classes = X.Shape[1];
            var labels = ts.Span.Slice(Targets.Layout.Offset, rows);
            ReadOnlySpan<T> weights = Weights is null ? default : ws.Span.Slice(Weights.Layout.Offset, Weights.Numel);
            CheckLabels(labels, weights, classes);
            var each = losses.Span[..rows];
            each.Clear();
            fixed (long* pt = labels)
            fixed (T* pw = weights, pl = each)
            {
                var targets = new ClassTargets<T>(Settings, pt, pw, classes);
                var x = xs.Span.Slice(X.Layout.Offset, X.Numel);
                RowKernel.Run(new CrossEntropyRows<T>(targets, pl), rows, classes, x, default, default, max.Span[..rows], logSum.Span[..rows]);
            }
            if (!Reduces) return;
            // In double and in the order of the rows: the few rows of a batch cost nothing beside the exponentials.
            foreach (T loss in each) Total += double.CreateTruncating(loss);
        }

        /// <summary>Adds up the weights of the rows that count, the divisor of the mean; throws for a label that is no class.</summary>
        private void CheckLabels<T>(ReadOnlySpan<long> labels, ReadOnlySpan<T> weights, int classes)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            for (int r = 0; r < labels.Length; r++)
            {
                long label = labels[r];
                if (label == Settings.IgnoreIndex) continue;
                if (label < 0 || label >= classes)
                    throw new ShapeException($"CrossEntropy: the target {label} of row {r} is no class: targets lie in [0, {classes - 1}] for logits of shape {X.Shape}, or are ignoreIndex ({Settings.IgnoreIndex})");
                TotalWeight += weights.IsEmpty ? 1 : double.CreateTruncating(weights[(int)label]);
            }
        }
    }

    private readonly ref struct SlopeWork(
        CrossEntropySettings settings, Tensor x, Tensor targets, Tensor? weights, Tensor max, Tensor logSum, Tensor g, double divisor, Tensor gx) : IFloatWork
    {
        public unsafe void Run<T>()
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            using var xs = x.Lease<T>();
            using var ts = targets.Lease<long>();
            using var ws = weights is null ? default : weights.Lease<T>();
            using var maxes = max.Lease<T>();
            using var logSums = logSum.Lease<T>();
            using var gs = g.Lease<T>();
            using var outs = gx.Lease<T>();
            int rows = targets.Numel, classes = x.Shape[1];
            var perRow = gs.Span.Slice(g.Layout.Offset, g.Numel);
            ReadOnlySpan<T> scaled = g.Rank == 0 ? [perRow[0] / T.CreateTruncating(divisor)] : perRow;
            fixed (long* pt = ts.Span.Slice(targets.Layout.Offset, rows))
            fixed (T* pw = weights is null ? default : ws.Span.Slice(weights.Layout.Offset, weights.Numel), pg = scaled)
            {
                var body = new CrossEntropySlopeRows<T>(new ClassTargets<T>(settings, pt, pw, classes), pg, g.Rank == 0 ? 0 : 1);
                RowKernel.Run(body, rows, classes, xs.Span.Slice(x.Layout.Offset, x.Numel), default, outs.Span[..gx.Numel], maxes.Span[..rows], logSums.Span[..rows]);
            }
        }
    }
}
