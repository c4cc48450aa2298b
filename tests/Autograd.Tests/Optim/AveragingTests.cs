using Autograd.NN;
using Autograd.Optim;

namespace Autograd.Tests.Optim;

/// <summary>Averages of weights, and which weights decay.</summary>
public class AveragingTests
{
    [Fact]
    public void Weights_are_averaged_beside_the_model()
    {
        var net = new Linear(1, 1, bias: false);
        var (mean, ema) = (new AveragedModel<Linear>(net), new AveragedModel<Linear>(net, SwaUtils.Ema(0.9)));
        double expected = 0;
        for (int i = 1; i <= 4; i++)
        {
            Init.Constant(net.Weight, i * i);
            mean.UpdateParameters(net);
            ema.UpdateParameters(net);
            expected = i == 1 ? 1 : 0.9 * expected + 0.1 * i * i;
        }
        Assert.Equal((1 + 4 + 9 + 16) / 4.0, mean.Module.Weight.Item(), 5);
        Assert.Equal(expected, ema.Module.Weight.Item(), 5);
        Assert.Equal(16, net.Weight.Item());
        Assert.Equal(7.5, mean.Forward(Tensor.Ones(1, 1)).Item(), 5);
        Assert.Equal(["n_averaged", "module.weight"], mean.StateDict().Keys);
        Assert.Equal(4, mean.StateDict()["n_averaged"].Item());
        Assert.Throws<ShapeException>(() => mean.UpdateParameters(new Linear(2, 1, bias: false)));
    }

    [Fact]
    public void Buffers_are_averaged_when_asked_for()
    {
        var net = new BatchNorm1d(1);
        var (with, without) = (new AveragedModel<BatchNorm1d>(net, useBuffers: true), new AveragedModel<BatchNorm1d>(net));
        foreach (float value in (float[])[1, 3])
        {
            Init.Constant(net.RunningMean!, value);
            net.NumBatchesTracked!.FillInPlace((long)value);
            with.UpdateParameters(net);
            without.UpdateParameters(net);
        }
        Assert.Equal((2.0, 3.0), (with.Module.RunningMean!.Item(), with.Module.NumBatchesTracked!.Item()));
        Assert.Equal(0, without.Module.RunningMean!.Item());
    }

    [Fact]
    public void Running_statistics_become_the_means_over_all_batches()
    {
        var net = new Sequential(new BatchNorm1d(2, momentum: 0.3), new Linear(2, 1));
        net.Eval();
        var random = new Generator(1);
        Tensor[] batches = [.. Enumerable.Range(0, 3).Select(_ => Tensor.Randn([4, 2], generator: random))];
        SwaUtils.UpdateBn(batches, net);
        var norm = (BatchNorm1d)net[0];
        var means = Tensor.Stack([.. batches.Select(static b => b.Mean(0))]).Mean(0);
        Assert.Equal(0, (norm.RunningMean! - means).Abs().Max().Item(), 1e-6);
        Assert.Equal((0.3, 3.0, false), (norm.Momentum, norm.NumBatchesTracked!.Item(), net.Training));
    }

    [Fact]
    public void Biases_and_gains_of_norms_do_not_decay()
    {
        var net = new Sequential(new Conv2d(3, 4, 3), new GroupNorm(2, 4), new Flatten(), new LayerNorm([4, 2]), new Linear(8, 2));
        var (decayed, free) = WeightDecay.Split(net);
        Assert.Equal(["0.weight", "4.weight"], Names(net, decayed));
        Assert.Equal(["0.bias", "1.weight", "1.bias", "3.weight", "3.bias", "4.bias"], Names(net, free));
        var adamw = new AdamW(decayed, weightDecay: 0.1);
        adamw.AddParamGroup(free, o => o with { WeightDecay = 0 });
        Assert.Equal((0.1, 0.0), (adamw.ParamGroups[0].Options.WeightDecay, adamw.ParamGroups[1].Options.WeightDecay));
    }

    private static IEnumerable<string> Names(Module net, IEnumerable<Parameter> parameters) =>
        net.NamedParameters().Where(p => parameters.Contains(p.Parameter)).Select(static p => p.Name);
}
