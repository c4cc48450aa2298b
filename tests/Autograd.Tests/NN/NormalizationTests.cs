using Autograd.Checks;
using Autograd.NN;
using F = Autograd.NN.Functional;

namespace Autograd.Tests.NN;

public class NormalizationTests
{
    [Fact]
    public void Deviations_keep_their_digits_beside_a_large_mean()
    {
        // Exact in float32 near 2^20, where a step is 1/8: the mean of four is not.
        float[] deviations = [0.125f, -0.375f, 2, 1.5f, -1, 0.25f, 0.125f];
        var x = Tensor.From([.. deviations.Select(d => 1048576 + d)]).Reshape(1, 7);
        var expected = F.LayerNorm(x.Double(), [7]);
        AssertClose(expected, F.LayerNorm(x, [7]), 1e-6);
        AssertClose(expected, F.BatchNorm(x.T, null, null, training: true).T, 1e-6);
    }

    [Fact]
    public void Gradients_keep_their_digits_beside_a_large_mean()
    {
        float[] deviations = [0.125f, -0.375f, 2, 1.5f, -1, 0.25f, 0.125f];
        var g = Tensor.From([1.0, 2, -1, 0.5, 3, -2, 1]).Reshape(1, 7);
        Tensor Slope(DType dtype, Func<Tensor, Tensor> norm)
        {
            var x = Tensor.From([.. deviations.Select(d => 1048576 + d)]).Reshape(1, 7).To(dtype).RequiresGradInPlace();
            return Gradient.Of((norm(x) * g.To(dtype)).Sum(), [x])[0]!;
        }
        Func<Tensor, Tensor> layer = x => F.LayerNorm(x, [7]), batch = x => F.BatchNorm(x.T, null, null, training: true).T;
        AssertClose(Slope(DType.Float64, layer), Slope(DType.Float32, layer), 2e-6);
        AssertClose(Slope(DType.Float64, batch), Slope(DType.Float32, batch), 2e-6);
    }

    [Theory]
    [InlineData(2, 6, 1, 5)]
    [InlineData(3, 4, 2, 1)]
    [InlineData(2, 6, 6, 3)]
    [InlineData(1, 2, 1, 5000)]
    [InlineData(2, 600, 2, 9)]
    public void A_group_norm_is_its_composition(int samples, int channels, int groups, int positions)
    {
        var generator = new Generator(3);
        var inputs = new[] { Tensor.Randn([samples, channels, positions], DType.Float64, generator), Tensor.Randn([channels], DType.Float64, generator), Tensor.Randn([channels], DType.Float64, generator) };
        Same(inputs, v => F.GroupNorm(v[0], groups, v[1], v[2]), v =>
        {
            var x = v[0].Reshape(samples, groups, -1);
            var z = (x - x.Mean(-1, keepDim: true)) / (x.Var(-1, correction: 0, keepDim: true) + 1e-5).Sqrt();
            return z.Reshape(samples, channels, positions) * v[1].Reshape(1, channels, 1) + v[2].Reshape(1, channels, 1);
        });
    }

    [Fact]
    public void A_batch_norm_is_its_composition()
    {
        var generator = new Generator(4);
        var inputs = new[] { Tensor.Randn([5, 3, 7], DType.Float64, generator), Tensor.Randn([3], DType.Float64, generator), Tensor.Randn([3], DType.Float64, generator) };
        Same(inputs, v => F.BatchNorm(v[0], null, null, v[1], v[2], training: true), v =>
        {
            var z = (v[0] - v[0].Mean([0, 2], keepDim: true)) / (v[0].Var([0, 2], correction: 0, keepDim: true) + 1e-5).Sqrt();
            return z * v[1].Reshape(1, 3, 1) + v[2].Reshape(1, 3, 1);
        });
    }

    [Fact]
    public void A_layer_norm_is_its_composition()
    {
        var generator = new Generator(9);
        var inputs = new[] { Tensor.Randn([37, 21], DType.Float64, generator), Tensor.Randn([21], DType.Float64, generator), Tensor.Randn([21], DType.Float64, generator) };
        Same(inputs, v => F.LayerNorm(v[0], [21], v[1], v[2]), v =>
            (v[0] - v[0].Mean(-1, keepDim: true)) / (v[0].Var(-1, correction: 0, keepDim: true) + 1e-5).Sqrt() * v[1] + v[2]);
    }

    [Fact]
    public void An_rms_norm_is_its_composition()
    {
        var generator = new Generator(5);
        var inputs = new[] { Tensor.Randn([4, 5000], DType.Float64, generator), Tensor.Randn([5000], DType.Float64, generator) };
        Same(inputs, v => F.RMSNorm(v[0], [5000], v[1], 1e-3), v => v[0] / (v[0].Square().Mean(-1, keepDim: true) + 1e-3).Sqrt() * v[1]);
    }

    [Fact]
    public void Third_derivatives_follow()
    {
        var x = Tensor.Randn([2, 4], DType.Float64, new Generator(6)).RequiresGradInPlace();
        var options = new GradCheckOptions { Order = 2 };
        Tensor[] First(Tensor[] v) => [Gradient.Of(F.LayerNorm(v[0], [4], eps: 0.1).Pow(3).Sum(), [v[0]], createGraph: true)[0]!];
        var report = GradCheck.Run(First, [x], options);
        Assert.True(report.Passed, report.ToString());
    }

    [Fact]
    public void Running_statistics_move_in_training_and_serve_in_evaluation()
    {
        var norm = new BatchNorm1d(2);
        var x = Tensor.From([1f, 10, 3, 30]).Reshape(2, 2);
        norm.Forward(x);
        AssertClose(Tensor.From([0.2, 2]), norm.RunningMean!, 1e-6);
        AssertClose(Tensor.From([0.9 + 0.2, 0.9 + 20]), norm.RunningVar!, 1e-5);
        Assert.Equal(1, norm.NumBatchesTracked!.Item<long>());
        norm.Eval();
        AssertClose((x - norm.RunningMean!) / (norm.RunningVar! + 1e-5).Sqrt(), norm.Forward(x), 1e-6);
        Assert.Equal(1, norm.NumBatchesTracked!.Item<long>());
        norm.ResetRunningStats();
        Assert.Equal([1f, 1], norm.RunningVar!.ToArray<float>());
    }

    [Fact]
    public void Without_momentum_the_running_statistics_are_averages()
    {
        var norm = new BatchNorm1d(1, momentum: null);
        norm.Forward(Tensor.From([1f, 3]).Reshape(2, 1));
        norm.Forward(Tensor.From([5f, 7]).Reshape(2, 1));
        Assert.Equal(4, norm.RunningMean!.Item<float>());
    }

    [Fact]
    public void Modules_have_the_keys_and_the_text_of_PyTorch()
    {
        var norm = new BatchNorm2d(3);
        Assert.Equal(["weight", "bias", "running_mean", "running_var", "num_batches_tracked"], norm.StateDict().Keys);
        Assert.Equal("BatchNorm2d(3, eps=1e-05, momentum=0.1, affine=True, track_running_stats=True)", norm.ToString());
        Assert.Equal("BatchNorm1d(3, eps=1e-05, momentum=None, affine=False, track_running_stats=True)", new BatchNorm1d(3, momentum: null, affine: false).ToString());
        Assert.Equal("InstanceNorm1d(4, eps=1e-05, momentum=0.1, affine=False, track_running_stats=False)", new InstanceNorm1d(4).ToString());
        Assert.Equal("LayerNorm((4,), eps=1e-05, elementwise_affine=True)", new LayerNorm(4).ToString());
        Assert.Equal("LayerNorm((2, 3), eps=1e-05, elementwise_affine=False)", new LayerNorm([2, 3], elementwiseAffine: false).ToString());
        Assert.Equal("RMSNorm((4,), eps=None, elementwise_affine=True)", new RMSNorm(4).ToString());
        Assert.Equal("GroupNorm(2, 6, eps=1e-05, affine=True)", new GroupNorm(2, 6).ToString());
        Assert.Equal("LocalResponseNorm(2, alpha=0.0001, beta=0.75, k=1.0)", new LocalResponseNorm(2).ToString());
    }

    [Fact]
    public void What_does_not_fit_is_refused_by_name()
    {
        var x = Tensor.Zeros(2, 3, 4);
        Refused<ShapeException>("LayerNorm: an input of shape [2, 3, 4] does not end with the normalised shape [3]", () => F.LayerNorm(x, [3]));
        Refused<ShapeException>("GroupNorm: the 3 channels of an input of shape [2, 3, 4] do not fall into 2 equal groups", () => F.GroupNorm(x, 2));
        Refused<ShapeException>("BatchNorm: a weight of shape [4] does not fit an input of shape [2, 3, 4]", () => F.BatchNorm(x, null, null, Tensor.Ones(4), training: true));
        Refused<ShapeException>("BatchNorm: in training a channel needs more than one value", () => F.BatchNorm(Tensor.Zeros(1, 3), null, null, training: true));
        Refused<ArgumentException>("BatchNorm: without running statistics", () => F.BatchNorm(x, null, null));
        Refused<ShapeException>("InstanceNorm: a channel needs more than one position", () => F.InstanceNorm(Tensor.Zeros(2, 3, 1)));
        Refused<ShapeException>("BatchNorm2d: an input of shape [2, 3, 4] has 3 dimensions", () => new BatchNorm2d(3).Forward(x));
        Refused<ShapeException>("BatchNorm1d: an input of shape [2, 3, 4] has 3 channels; this layer was made for 4", () => new BatchNorm1d(4).Forward(x));
        Refused<DTypeException>("LayerNorm: the weight is float64, the input float32", () => F.LayerNorm(x, [4], Tensor.Ones([4], DType.Float64)));
        Refused<DTypeException>("Norm", () => F.LayerNorm(x.Long(), [4]));
        Assert.Throws<ArgumentOutOfRangeException>(() => F.GroupNorm(x, 0));
    }

    private static void Refused<E>(string message, Action action)
        where E : Exception => Assert.Contains(message, Assert.Throws<E>(action).Message, StringComparison.Ordinal);

    private static void AssertClose(Tensor expected, Tensor actual, double tolerance) =>
        Assert.True((expected.Double() - actual.Double()).Abs().Max().Item() <= tolerance, $"{expected} and {actual}");

    /// <summary>The same values and the same gradients of first and second order.</summary>
    private static void Same(Tensor[] inputs, Func<Tensor[], Tensor> fused, Func<Tensor[], Tensor> composed)
    {
        foreach (var x in inputs) x.RequiresGrad = true;
        var (a, b) = (fused(inputs), composed(inputs));
        AssertClose(b, a, 1e-10);
        var (ga, gb) = (Gradient.Of(a.Sin().Sum(), inputs, createGraph: true), Gradient.Of(b.Sin().Sum(), inputs, createGraph: true));
        for (int i = 0; i < ga.Length; i++) AssertClose(gb[i]!, ga[i]!, 1e-9);
        Tensor Sum(Tensor?[] grads) => grads.Select(g => g!.Sin().Sum()).Aggregate((s, t) => s + t);
        var (ha, hb) = (Gradient.Of(Sum(ga), inputs), Gradient.Of(Sum(gb), inputs));
        for (int i = 0; i < ha.Length; i++) AssertClose(hb[i]!, ha[i]!, 1e-8);
    }
}
