using Autograd.Kernels;

namespace Autograd.NN;

public static partial class Functional
{
    /// <summary>
    /// Connectionist temporal classification: -log of the probability that labels, with blanks between them and each repeated any number
    /// of times, make up a sequence (Graves et al., 2006; <c>torch.nn.functional.ctc_loss</c>). Derivatives of the first and second
    /// order are there; the third is refused by name. Unlike PyTorch's, they are those of the function for log-probabilities that are not normalised, too.
    /// </summary>
    /// <param name="logProbs">Log-probabilities, as from <c>LogSoftmax</c>: <c>[T, N, C]</c>, or <c>[T, C]</c> for one sample; float32 or float64.</param>
    /// <param name="targets">Labels of any integer dtype, none of them the blank: <c>[N, S]</c>, of which each sample's first count, or all of them in a row.</param>
    /// <param name="inputLengths">How many steps of each sample count, up to T.</param>
    /// <param name="targetLengths">How many labels each sample has.</param>
    /// <param name="blank">The class of no label.</param>
    /// <param name="reduction">The mean of each loss over its number of labels (1 where there is none), the sum, or the single losses.</param>
    /// <param name="zeroInfinity">Whether a sample with too few steps has the loss 0 and no gradient; otherwise it is infinite, and its gradient NaN.</param>
    /// <exception cref="ShapeException">The shapes or lengths do not fit, or a label is none.</exception>
    /// <exception cref="DTypeException">The targets are not integers.</exception>
    public static Tensor CtcLoss(
        Tensor logProbs, Tensor targets, ReadOnlySpan<int> inputLengths, ReadOnlySpan<int> targetLengths, int blank = 0, Reduction reduction = Reduction.Mean, bool zeroInfinity = false)
    {
        ArgumentNullException.ThrowIfNull(logProbs);
        ArgumentNullException.ThrowIfNull(targets);
        if (logProbs.Rank is not (2 or 3))
            throw new ShapeException($"CtcLoss: log-probabilities of shape {logProbs.Shape}; they must be [T, N, C], or [T, C] for one sample");
        if (targets.DType == DType.Bool || targets.DType.IsFloat)
            throw new DTypeException($"CtcLoss: labels are int64, not {targets.DType.Name}; convert with Long()");
        var x = logProbs.Rank == 2 ? logProbs.Unsqueeze(1) : logProbs;
        int samples = x.Shape[1], classes = x.Shape[2];
        if (inputLengths.Length != samples || targetLengths.Length != samples)
            throw new ShapeException($"CtcLoss: {inputLengths.Length} input lengths and {targetLengths.Length} target lengths do not fit log-probabilities of shape {logProbs.Shape}, which has {samples} samples");
        if ((uint)blank >= (uint)classes)
            throw new ArgumentOutOfRangeException(nameof(blank), blank, FormattableString.Invariant($"CtcLoss: the blank is one of the {classes} classes"));
        CheckLengths(x.Shape[0], inputLengths, targetLengths);
        var labels = LabelsBySample(targets.Long(), samples, targetLengths);
        var batch = new CtcBatch(x.Shape[0], classes, blank, labels.Shape[1], inputLengths.ToArray(), targetLengths.ToArray());
        var losses = Op.Call(new CtcOp(batch, zeroInfinity), x.Contiguous(), labels.Contiguous());
        if (reduction == Reduction.Mean) losses /= Tensor.From(targetLengths).To(losses.DType).Clamp(1);
        return Reduced(logProbs.Rank == 2 ? losses.Squeeze([0]) : losses, reduction);
    }

    /// <inheritdoc cref="CtcLoss(Tensor, Tensor, ReadOnlySpan{int}, ReadOnlySpan{int}, int, Reduction, bool)"/>
    public static Tensor CtcLoss(
        Tensor logProbs, Tensor targets, Tensor inputLengths, Tensor targetLengths, int blank = 0, Reduction reduction = Reduction.Mean, bool zeroInfinity = false) =>
        CtcLoss(logProbs, targets, Lengths(inputLengths, nameof(inputLengths)), Lengths(targetLengths, nameof(targetLengths)), blank, reduction, zeroInfinity);

    /// <summary>Labels as [N, S]: of labels in a row each sample takes its own, filled up with the first.</summary>
    private static Tensor LabelsBySample(Tensor targets, int samples, ReadOnlySpan<int> lengths)
    {
        int width = 0;
        long all = 0;
        foreach (int length in lengths) (width, all) = (Math.Max(width, length), all + length);
        if (targets.Rank == 2 && targets.Shape[0] == samples && targets.Shape[1] >= width) return targets;
        if (targets.Rank != 1 || targets.Numel != all)
            throw new ShapeException($"CtcLoss: targets of shape {targets.Shape} do not hold the labels of {samples} samples: [{samples}, {width}] or [{all}] is needed for these target lengths");
        var index = new long[samples * width];
        long first = 0;
        for (int n = 0; n < samples; n++)
        {
            for (int j = 0; j < lengths[n]; j++) index[n * width + j] = first + j;
            first += lengths[n];
        }
        return targets.IndexSelect(0, Tensor.From<long>(index)).Reshape(samples, width);
    }

    private static void CheckLengths(int steps, ReadOnlySpan<int> inputLengths, ReadOnlySpan<int> targetLengths)
    {
        for (int n = 0; n < inputLengths.Length; n++)
        {
            if ((uint)inputLengths[n] > (uint)steps) throw new ShapeException($"CtcLoss: the input length {inputLengths[n]} of sample {n} is not in [0, {steps}]");
            if (targetLengths[n] < 0) throw new ShapeException($"CtcLoss: the target length {targetLengths[n]} of sample {n} is negative");
        }
    }

    private static int[] Lengths(Tensor lengths, string name)
    {
        ArgumentNullException.ThrowIfNull(lengths, name);
        if (lengths.DType == DType.Bool || lengths.DType.IsFloat) throw new DTypeException($"CtcLoss: lengths are integers, not {lengths.DType.Name}");
        // What is no length of an array is cut to what is refused as one.
        return Array.ConvertAll(lengths.Long().Reshape(-1).ToArray<long>(), n => (int)Math.Clamp(n, -1, int.MaxValue));
    }
}
