namespace Autograd;

/// <summary>
/// The target of a cross-entropy in differentiable ops: q = (1 - e) w_t onehot(t) + e/C w, [N, C], and its sum W over the classes; 0 for
/// ignored rows. The loss of a row is W log sum exp(x) - sum q x.
/// </summary>
internal readonly struct TargetWeights
{
    private readonly Tensor ignored;
    private readonly Tensor weights;

    private TargetWeights(Tensor ignored, Tensor weights)
    {
        this.ignored = ignored;
        this.weights = weights;
        Total = weights.Sum(1, keepDim: true);
    }

    /// <summary>W, [N, 1].</summary>
    public Tensor Total { get; }

    public static TargetWeights Of(CrossEntropySettings settings, Tensor logits, Tensor targets, Tensor? classWeights)
    {
        int classes = logits.Shape[1];
        var target = targets.Unsqueeze(1);
        var ignored = target.Eq(settings.IgnoreIndex);
        target = target.MaskedFill(ignored, 0);
        var w = classWeights ?? Tensor.Ones([classes], logits.DType);
        var picked = w.IndexSelect(0, target.Squeeze([1])).Unsqueeze(1).MaskedFill(ignored, 0) * (1 - settings.Smoothing);
        var share = (w * (settings.Smoothing / classes)).Unsqueeze(0).Expand(logits.Shape).MaskedFill(ignored, 0);
        return new(ignored, share.ScatterAdd(1, target, picked));
    }

    /// <summary>p = exp(x - m - s). An ignored row may hold NaN or infinity: it is taken out before, not multiplied away after.</summary>
    public Tensor Softmax(Tensor logits, Tensor max, Tensor logSum)
    {
        var shift = max.Detach().Unsqueeze(1).MaskedFill(ignored, 0);
        var p = (logits.MaskedFill(ignored, 0) - shift - logSum.Unsqueeze(1).MaskedFill(ignored, 0)).Exp();
        return p.MaskedFill(ignored, 0);
    }

    /// <summary>W p - q, the slope of each row's loss.</summary>
    public Tensor Slope(Tensor p) => p * Total - weights;
}
