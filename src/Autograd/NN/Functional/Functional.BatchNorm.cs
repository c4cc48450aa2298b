using Autograd.Memory;

namespace Autograd.NN;

public static partial class Functional
{
    /// <summary>
    /// (x - mean) / sqrt(variance + eps) w + b for each channel (Ioffe and Szegedy, 2015; <c>torch.nn.functional.batch_norm</c>). In training mean and
    /// biased variance are those of the batch, and the running ones move towards them, the variance unbiased; otherwise they are the running ones.
    /// </summary>
    /// <param name="input">x: <c>[N, C]</c> or <c>[N, C, ..]</c>, float32 or float64.</param>
    /// <param name="runningMean"><c>[C]</c>, changed in place in training; none to keep no running statistics.</param>
    /// <param name="runningVar"><c>[C]</c>, likewise.</param>
    /// <param name="weight">w: <c>[C]</c>, or none.</param>
    /// <param name="bias">b: <c>[C]</c>, or none.</param>
    /// <param name="training">Whether the batch's own statistics are used.</param>
    /// <param name="momentum">m: running = (1 - m) running + m batch.</param>
    /// <param name="eps">What is added to the variance.</param>
    /// <exception cref="ShapeException">Something is not <c>[C]</c>, or a channel has a single value in training.</exception>
    /// <exception cref="DTypeException">The dtypes differ, or are not float32 or float64.</exception>
    /// <exception cref="ArgumentException">There are no running statistics, and the batch's own are not to be used.</exception>
    public static Tensor BatchNorm(
        Tensor input, Tensor? runningMean, Tensor? runningVar, Tensor? weight = null, Tensor? bias = null, bool training = false, double momentum = 0.1, double eps = 1e-5)
    {
        using var face = Face.Of(nameof(BatchNorm));
        int channels = NeedChannels("BatchNorm", input, weight, bias);
        NeedRunning("BatchNorm", input, runningMean, runningVar, training);
        if (!training) return ByRunning(input, runningMean!, runningVar!, weight, bias, eps);
        var sizes = new NormSizes(input.Shape[0], channels, 1, Positions(input));
        long count = (long)sizes.Samples * sizes.Positions;
        if (count == 1) throw new ShapeException($"BatchNorm: in training a channel needs more than one value; an input of shape {input.Shape} has one");
        var results = NormResults<ChannelNorm>(input, sizes, weight, bias, eps);
        if (runningMean is not null && runningVar is not null && count > 1)
        {
            using var scope = NoGrad.Scope;
            MoveTo("BatchNorm", runningMean, results[NormOp<ChannelNorm>.ShiftSlot] + results[NormOp<ChannelNorm>.MeanSlot], momentum);
            MoveTo("BatchNorm", runningVar, results[NormOp<ChannelNorm>.VarianceSlot] * (count / (count - 1.0)), momentum);
        }
        return results[0].Reshape(input.Shape);
    }

    /// <summary>
    /// (x - mean) / sqrt(variance + eps) w + b, mean and biased variance of each channel of each sample (Ulyanov et al., 2016;
    /// <c>torch.nn.functional.instance_norm</c>).
    /// </summary>
    /// <param name="input">x: <c>[N, C, ..]</c> of at least three dimensions, float32 or float64.</param>
    /// <param name="runningMean"><c>[C]</c>, moved in place towards the mean over the samples; none to keep no running statistics.</param>
    /// <param name="runningVar"><c>[C]</c>, likewise with the unbiased variance.</param>
    /// <param name="weight">w: <c>[C]</c>, or none.</param>
    /// <param name="bias">b: <c>[C]</c>, or none.</param>
    /// <param name="useInputStats">Whether the input's own statistics are used; the running ones otherwise.</param>
    /// <param name="momentum">m: running = (1 - m) running + m input.</param>
    /// <param name="eps">What is added to the variance.</param>
    /// <exception cref="ShapeException">Something is not <c>[C]</c>, or a channel has a single position.</exception>
    /// <exception cref="DTypeException">The dtypes differ, or are not float32 or float64.</exception>
    /// <exception cref="ArgumentException">There are no running statistics, and the input's own are not to be used.</exception>
    public static Tensor InstanceNorm(
        Tensor input, Tensor? runningMean = null, Tensor? runningVar = null, Tensor? weight = null, Tensor? bias = null, bool useInputStats = true, double momentum = 0.1, double eps = 1e-5)
    {
        using var face = Face.Of(nameof(InstanceNorm));
        int channels = NeedChannels("InstanceNorm", input, weight, bias);
        NeedRunning("InstanceNorm", input, runningMean, runningVar, useInputStats);
        if (!useInputStats) return ByRunning(input, runningMean!, runningVar!, weight, bias, eps);
        var sizes = new NormSizes(input.Shape[0], channels, 1, Positions(input));
        if (input.Rank < 3 || sizes.Positions == 1) throw new ShapeException($"InstanceNorm: a channel needs more than one position; an input of shape {input.Shape} has one");
        var results = NormResults<SampleNorm>(input, sizes, weight, bias, eps);
        if (runningMean is not null && runningVar is not null && input.Numel > 0)
        {
            using var scope = NoGrad.Scope;
            MoveTo("InstanceNorm", runningMean, (results[NormOp<SampleNorm>.ShiftSlot] + results[NormOp<SampleNorm>.MeanSlot]).Mean(0), momentum);
            MoveTo("InstanceNorm", runningVar, results[NormOp<SampleNorm>.VarianceSlot].Mean(0) * (sizes.Positions / (sizes.Positions - 1.0)), momentum);
        }
        return results[0].Reshape(input.Shape);
    }

    /// <summary>By statistics that are constants.</summary>
    private static Tensor ByRunning(Tensor input, Tensor mean, Tensor variance, Tensor? weight, Tensor? bias, double eps)
    {
        var scale = (variance.Detach() + eps).Rsqrt();
        if (weight is not null) scale *= weight;
        var sizes = new NormSizes(input.Shape[0], input.Shape[1], 1, Positions(input));
        if (bias is not null && ChannelAffineOp.Fits(sizes))
        {
            int[] numbers = [1, sizes.Groups, 1, 1];
            var planes = input.Reshape(sizes.Samples, sizes.Groups, 1, sizes.Positions);
            return ChannelAffineOp.Apply(planes, mean.Detach().Reshape(numbers), scale.Reshape(numbers), bias.Reshape(numbers)).Reshape(input.Shape);
        }
        var y = TernaryOp.Apply(input, AlongDim(mean.Detach(), 1, input.Rank), AlongDim(scale, 1, input.Rank), default(StandardizeFormula));
        return bias is null ? y : y + AlongDim(bias, 1, input.Rank);
    }

    private static void NeedRunning(string op, Tensor input, Tensor? mean, Tensor? variance, bool ownStatistics)
    {
        if (mean is null != variance is null) throw new ArgumentException($"{op}: a running mean and a running variance come together; one is given", nameof(mean));
        if (mean is null && !ownStatistics) throw new ArgumentException($"{op}: without running statistics there are only the input's own; give runningMean and runningVar", nameof(mean));
        NeedNormParameter(op, "running mean", mean, input, [input.Shape[1]]);
        NeedNormParameter(op, "running variance", variance, input, [input.Shape[1]]);
    }

    /// <summary>running = (1 - m) running + m now, in place: no graph knows of it.</summary>
    private static void MoveTo(string op, Tensor running, Tensor now, double momentum)
    {
        CopyOp.Into(running.Detach() * (1 - momentum) + now.Reshape(running.Shape) * momentum, running, running.Layout);
        running.Storage.Bump(op);
    }
}
