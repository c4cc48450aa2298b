using Autograd.NN;

namespace Autograd.Tests.NN;

/// <summary>The softmax in clusters: what is computed of targets alone is what is computed of all classes.</summary>
public sealed class AdaptiveSoftmaxTests
{
    [Fact]
    public void The_output_is_the_log_probability_of_the_target_and_all_are_a_distribution()
    {
        Generator.ManualSeed(3);
        var layer = new AdaptiveLogSoftmaxWithLoss(6, 9, [2, 5], divValue: 2, headBias: true, dtype: DType.Float64);
        var (x, target) = (Tensor.Randn([9, 6], DType.Float64), Tensor.Arange(9));
        var all = layer.LogProb(x);
        var (output, loss) = layer.Forward(x, target);
        Assert.True(all.Exp().Sum(1).AllClose(Tensor.Ones([9], DType.Float64), atol: 1e-12));
        Assert.True(output.AllClose(all.Gather(1, target.Unsqueeze(1)).Squeeze([1]), atol: 1e-12));
        Assert.Equal(-output.Mean().Item(), loss.Item());
        Assert.Equal(all.ArgMax(1).ToArray<long>(), layer.Predict(x).ToArray<long>());
        Assert.Equal(["head.weight", "head.bias", "tail.0.0.weight", "tail.0.1.weight", "tail.1.0.weight", "tail.1.1.weight"], layer.StateDict().Keys);
    }

    [Fact]
    public void What_does_not_fit_is_named()
    {
        var layer = new AdaptiveLogSoftmaxWithLoss(4, 6, [2]);
        Refused<ShapeException>("the target 6 is none of the 6 classes", () => layer.Forward(Tensor.Ones(1, 4), Tensor.From([6L])));
        Refused<ShapeException>("the target -1 is none", () => layer.Forward(Tensor.Ones(1, 4), Tensor.From([-1L])));
        Refused<ShapeException>("[2, 4] and targets of shape [3]", () => layer.Forward(Tensor.Ones(2, 4), Tensor.Zeros([3], DType.Int64)));
        Refused<DTypeException>("not float32; convert with Long()", () => layer.Forward(Tensor.Ones(1, 4), Tensor.Ones(1)));
        foreach (int[] cutoffs in new int[][] { [], [0], [6], [3, 3], [4, 2] }) Refused<ArgumentException>("must rise within [1, 5]", () => new AdaptiveLogSoftmaxWithLoss(4, 6, cutoffs));
    }

    private static void Refused<E>(string text, Action action)
        where E : Exception => Assert.Contains(text, Assert.Throws<E>(action).Message, StringComparison.Ordinal);
}
