namespace Autograd.NN;

/// <summary>
/// The logarithm of a softmax over many classes, of which few are frequent (Grave et al., 2017; <c>torch.nn.AdaptiveLogSoftmaxWithLoss</c>): the classes,
/// by falling frequency, are cut into a shortlist and clusters. log p(class) is that of the head for the shortlist; in a cluster it is
/// log p(cluster) of the head + log p(class | cluster), which goes through a smaller size. Only the clusters that occur are computed.
/// </summary>
public sealed class AdaptiveLogSoftmaxWithLoss : Module<(Tensor Input, Tensor Target), (Tensor Output, Tensor Loss)>
{
    // Where the shortlist and each cluster end.
    private readonly int[] ends;

    /// <summary>Makes the layers, with PyTorch's initial values from the thread's default generator.</summary>
    /// <param name="inFeatures">E, the size of the input.</param>
    /// <param name="nClasses">C, the number of classes.</param>
    /// <param name="cutoffs">Where clusters begin, rising, in [1, C - 1]; the first is the size of the shortlist.</param>
    /// <param name="divValue">Cluster k goes through the size E / divValue^k, k = 1, 2, ...</param>
    /// <param name="headBias">Whether the head has a bias.</param>
    /// <param name="dtype">Float32 or float64.</param>
    /// <exception cref="ArgumentException">The cutoffs do not rise within [1, C - 1], or there is none.</exception>
    public AdaptiveLogSoftmaxWithLoss(
        int inFeatures, int nClasses, ReadOnlySpan<int> cutoffs, double divValue = 4, bool headBias = false, DType dtype = DType.Float32)
    {
        ends = [.. cutoffs, nClasses];
        for (int k = 0; k < ends.Length; k++)
        {
            if (cutoffs.IsEmpty || ends[k] <= (k == 0 ? 0 : ends[k - 1]))
                throw new ArgumentException($"AdaptiveLogSoftmaxWithLoss: the cutoffs {Repr.Tuple(cutoffs)} must rise within [1, {Repr.Text(nClasses - 1)}]", nameof(cutoffs));
        }
        Head = new Linear(inFeatures, ends[0] + cutoffs.Length, headBias, dtype);
        var tail = new Sequential[cutoffs.Length];
        for (int k = 0; k < tail.Length; k++)
        {
            int size = (int)Math.Floor(inFeatures / Math.Pow(divValue, k + 1));
            tail[k] = new Sequential(new Linear(inFeatures, size, bias: false, dtype), new Linear(size, ends[k + 1] - ends[k], bias: false, dtype));
        }
        Tail = new ModuleList<Sequential>(tail);
    }

    /// <summary>The scores of the shortlist, then of the clusters.</summary>
    public Linear Head { get; }

    /// <summary>The scores within each cluster.</summary>
    public ModuleList<Sequential> Tail { get; }

    /// <summary>The log-probability of each target, and the loss: minus their mean.</summary>
    /// <param name="input"><c>[N, E]</c>, or <c>[E]</c> for one sample.</param>
    /// <param name="target">Classes of any integer dtype, <c>[N]</c> or a scalar.</param>
    /// <returns>The output, of the target's shape, and the loss, a scalar.</returns>
    /// <exception cref="ShapeException">The shapes do not fit, or a target is no class.</exception>
    /// <exception cref="DTypeException">The targets are not integers.</exception>
    public new (Tensor Output, Tensor Loss) Forward(Tensor input, Tensor target) => Forward((input, target));

    /// <summary>The log-probabilities of all classes: <c>[N, E] -> [N, C]</c> (<c>log_prob</c>).</summary>
    /// <exception cref="ShapeException">The input does not fit.</exception>
    public Tensor LogProb(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Rank != 2) throw new ShapeException($"AdaptiveLogSoftmaxWithLoss: an input of shape {input.Shape} must be [N, E]");
        var head = Head.Forward(input).LogSoftmax(1);
        var clusters = Tail.Select((part, k) => part.Forward(input).LogSoftmax(1) + head.Narrow(1, ends[0] + k, 1));
        return Tensor.Cat([head.Narrow(1, 0, ends[0]), .. clusters], 1);
    }

    /// <summary>The likeliest class of each sample, int64: <c>[N, E] -> [N]</c> (<c>predict</c>).</summary>
    /// <exception cref="ShapeException">The input does not fit.</exception>
    public Tensor Predict(Tensor input) => LogProb(input).ArgMax(1);

    /// <inheritdoc/>
    protected override (Tensor Output, Tensor Loss) ForwardCore((Tensor Input, Tensor Target) input)
    {
        var (x, target) = input;
        ArgumentNullException.ThrowIfNull(x, nameof(input));
        ArgumentNullException.ThrowIfNull(target);
        if (x.Rank != target.Rank + 1 || target.Rank > 1 || (target.Rank == 1 && x.Shape[0] != target.Shape[0]))
            throw new ShapeException($"AdaptiveLogSoftmaxWithLoss: an input of shape {x.Shape} and targets of shape {target.Shape} do not fit: they must be [N, E] and [N], or [E] and a scalar");
        if (target.DType == DType.Bool || target.DType.IsFloat)
            throw new DTypeException($"AdaptiveLogSoftmaxWithLoss: targets are int64, not {target.DType.Name}; convert with Long()");
        var output = OfTargets(target.Rank == 0 ? x.Unsqueeze(0) : x, target.Long().Reshape(-1).ToArray<long>());
        return (output.Reshape(target.Shape), -output.Mean());
    }

    private Tensor OfTargets(Tensor x, long[] targets)
    {
        // The column of the head: the class itself, or its cluster.
        long[] columns = new long[targets.Length];
        var rows = ends.Select(static _ => new List<long>()).ToArray();
        for (int n = 0; n < targets.Length; n++)
        {
            int k = Array.FindIndex(ends, end => targets[n] < end);
            if (k < 0 || targets[n] < 0) throw new ShapeException($"AdaptiveLogSoftmaxWithLoss: the target {Repr.Text(targets[n])} is none of the {Repr.Text(ends[^1])} classes");
            columns[n] = k == 0 ? targets[n] : ends[0] + k - 1;
            rows[k].Add(n);
        }
        var output = Picked(Head.Forward(x), columns);
        for (int k = 1; k < ends.Length; k++)
        {
            if (rows[k].Count == 0) continue;
            var index = Tensor.From<long>([.. rows[k]]);
            var within = Picked(Tail[k - 1].Forward(x.IndexSelect(0, index)), [.. rows[k].Select(n => targets[n] - ends[k - 1])]);
            output = output.IndexAdd(0, index, within);
        }
        return output;
    }

    /// <summary>Of each row the logarithm of the softmax at one column: <c>[N, K] -> [N]</c>.</summary>
    private static Tensor Picked(Tensor scores, long[] columns) => scores.LogSoftmax(1).Gather(1, Tensor.From<long>(columns).Unsqueeze(1)).Squeeze([1]);
}
