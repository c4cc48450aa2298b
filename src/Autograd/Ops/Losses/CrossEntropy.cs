using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

/// <summary>
/// Cross-entropy of logits x: [N, C] with class indices t: [N], from the logits to the reduced loss in one op:
/// l_r = -(1 - e) w_t log p_t - e/C sum_c w_c log p_c with p = softmax(x_r); the mean divides by the sum of the w_t.
/// </summary>
/// <remarks>
/// Statistics of each row: m = max x, a constant shift that changes nothing, and s = log sum exp(x - m), which moves with x by p.
/// What arrives at s in a derivative of higher order is answered.
/// </remarks>
internal struct CrossEntropyOp(CrossEntropySettings settings, Reduction reduction) : IOp, IBatches, IFloatBody, IBuiltInRule
{
    private const int MaxSlot = 1;
    private const int LogSumSlot = 2;
    private const int DivisorSlot = 3;

    private Saved x;
    private Saved targets;
    private Saved weights;
    private Saved max;
    private Saved logSum;
    private Saved divisor;

    public static string Name => "CrossEntropy";

    /// <summary>Operands are contiguous; targets are int64; weights, if any, have the dtype of x.</summary>
    public static Tensor Run(Tensor x, Tensor targets, Tensor? weights, Reduction reduction, CrossEntropySettings settings) =>
        Op.Call(new CrossEntropyOp(settings, reduction), x, targets, weights);

    public readonly Form Infer(ref OpCall c)
    {
        DTypes.NeedFloat(Name, c.X.DType);
        var rows = new Form(c.Y.Layout, c.X.DType);
        c.Keep(rows);
        c.Keep(rows);
        if (reduction == Reduction.Mean) c.Keep(new Form([], c.X.DType));
        return reduction == Reduction.None ? rows : new Form([], c.X.DType);
    }

    public void Compute(in OpCall c) => c.Float(ref this);

    public readonly unsafe void Run<T>(in OpCall c)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var labels = c.Elements<long>(1);
        ReadOnlySpan<T> w = c.InputOrNull(2) is null ? default : c.Elements<T>(2);
        int rows = labels.Length, classes = c.X.Layout.Sizes[1];
        double total = TotalWeight(labels, w, c.X);
        using var each = new Scratch<T>(reduction == Reduction.None ? 0 : rows);
        var losses = reduction == Reduction.None ? c.Out<T>() : each.Span;
        losses.Clear();
        fixed (long* pt = labels)
        fixed (T* pw = w, pl = losses)
        {
            var body = new CrossEntropyRows<T>(new ClassTargets<T>(settings, pt, pw, classes), pl);
            RowKernel.Run(body, rows, classes, c.Elements<T>(0), default, default, c.Out<T>(MaxSlot), c.Out<T>(LogSumSlot));
        }
        if (reduction == Reduction.None) return;
        // In double and in the order of the rows: the few rows of a batch cost nothing beside the exponentials.
        double sum = 0;
        foreach (T loss in losses) sum += double.CreateTruncating(loss);
        if (reduction == Reduction.Mean) c.Out<T>(DivisorSlot)[0] = T.CreateTruncating(total);
        c.Out<T>()[0] = T.CreateTruncating(reduction == Reduction.Mean ? sum / total : sum);
    }

    public Node Record(in OpCall c)
    {
        x = Saved.Of(c.X);
        targets = Saved.Of(c.Y);
        if (c.InputOrNull(2) is { } w) weights = Saved.Of(w);
        max = c.Save(MaxSlot);
        logSum = c.Save(LogSumSlot);
        if (reduction == Reduction.Mean) divisor = c.Save(DivisorSlot);
        return c.Node(this);
    }

    /// <summary>Rows first, of all samples; what reduces them, and the divisor of a mean, follows for each sample.</summary>
    public readonly Tensor[] Batch(in BatchOperands c)
    {
        if (c.IsBatch(2)) throw new AutogradException("Vmap: CrossEntropy has no rule for a batch of weights; multiply the losses of reduction None by them");
        Tensor logits = c.Folded(0).Contiguous(), labels = c.Folded(1).Contiguous();
        var rows = Array.ConvertAll(Op.CallEvery(new CrossEntropyOp(settings, Reduction.None), logits, labels, c[2]?.Contiguous()), c.Unfolded);
        if (reduction == Reduction.None) return rows;
        var sum = rows[0].Sum(1);
        if (reduction == Reduction.Sum) return [sum, .. rows[1..]];
        var counts = labels.Ne(settings.IgnoreIndex);
        var each = counts.To(logits.DType);
        if (c[2] is { } w) each *= w.Detach().IndexSelect(0, Tensor.Where(counts, labels, 0L));
        var divisor = c.Unfolded(each).Sum(1);
        return [sum / divisor, .. rows[1..], divisor];
    }

    public readonly void Backward(in Cotangents c)
    {
        if (c[0] is { } g)
        {
            if (reduction == Reduction.Mean) g /= divisor.Value.Detach();
            c.Add(0, Op.Call(new CrossEntropySlopeOp(settings), g.Contiguous(), x.Value, targets.Value, weights.ValueOrNull, max.Value.Detach(), logSum.Value));
        }
        if (c[LogSumSlot] is { } moved) c.Add(0, Target().Softmax(x.Value, max.Value, logSum.Value) * moved.Unsqueeze(1));
    }

    public readonly void Forward(in Tangents t)
    {
        if (t[0] is not { } dx) return;
        var target = Target();
        var p = target.Softmax(x.Value, max.Value, logSum.Value);
        var losses = (target.Slope(p) * dx).Sum(1);
        t.Set(0, reduction switch { Reduction.None => losses, Reduction.Sum => losses.Sum(), _ => losses.Sum() / divisor.Value.Detach() });
        t.Set(LogSumSlot, (p * dx).Sum(1));
    }

    public void Visit(ref SavedVisitor saved)
    {
        saved.Add(ref x, ref targets, ref weights);
        saved.Add(ref max, ref logSum, ref divisor);
    }

    private readonly TargetWeights Target() => TargetWeights.Of(settings, x.Value, targets.Value, weights.ValueOrNull);

    /// <summary>The sum of the weights of the rows that count, the divisor of the mean; throws for a label that is no class.</summary>
    private readonly double TotalWeight<T>(ReadOnlySpan<long> labels, ReadOnlySpan<T> w, Tensor logits)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double total = 0;
        int classes = logits.Layout.Sizes[1];
        for (int r = 0; r < labels.Length; r++)
        {
            long label = labels[r];
            if (label == settings.IgnoreIndex) continue;
            if ((ulong)label >= (ulong)classes)
                throw new ShapeException($"{Name}: the target {label} of row {r} is no class: targets lie in [0, {classes - 1}] for logits of shape {logits.Shape}, or are ignoreIndex ({settings.IgnoreIndex})");
            total += w.IsEmpty ? 1 : double.CreateTruncating(w[(int)label]);
        }
        return total;
    }
}
