using Autograd.Checks;
using Autograd.NN;
using F = Autograd.NN.Functional;

namespace Autograd.Tests.NN;

public class EmbeddingTests
{
    private static readonly Tensor Index = Tensor.From([2L, 0, 2, 4]);

    [Fact]
    public void Padding_gets_no_gradient_and_keeps_its_value()
    {
        var table = Table();
        var y = F.Embedding(Index, table, paddingIdx: -3);
        Assert.Equal(table.Detach().Select(0, 2).ToArray<double>(), y.Detach().Select(0, 0).ToArray<double>());
        var g = Gradient.Of(y.Sum(), [table])[0]!;
        Assert.Equal([1, 0, 0, 0, 1.0], g.Select(1, 0).ToArray<double>());
    }

    [Fact]
    public void Gradients_by_frequency_are_means()
    {
        var table = Table();
        Assert.Equal([1, 0, 1, 0, 1.0], Gradient.Of(F.Embedding(Index, table, scaleGradByFreq: true).Sum(), [table])[0]!.Select(1, 0).ToArray<double>());
        var bag = F.EmbeddingBag(Index, table, Tensor.From([0L]), scaleGradByFreq: true, mode: EmbeddingBagMode.Sum);
        Assert.Equal([1, 0, 1, 0, 1.0], Gradient.Of(bag.Sum(), [table])[0]!.Select(1, 0).ToArray<double>());
    }

    [Fact]
    public void Long_rows_that_are_read_are_shortened_in_place()
    {
        var table = Tensor.From([3.0, 4, 0.3, 0.4, 6, 8]).Reshape(3, 2);
        F.Embedding(Tensor.From([0L, 1]), table, maxNorm: 1);
        double[] expected = [0.6, 0.8, 0.3, 0.4, 6, 8];
        Assert.All(table.ToArray<double>().Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 1e-7));
    }

    [Theory]
    [InlineData(EmbeddingBagMode.Sum)]
    [InlineData(EmbeddingBagMode.Mean)]
    [InlineData(EmbeddingBagMode.Max)]
    public void A_bag_is_its_composition(EmbeddingBagMode mode)
    {
        var table = Tensor.Randn([7, 40], DType.Float64, new Generator(1)).RequiresGradInPlace();
        var index = Tensor.RandInt(0, 7, [2000], generator: new Generator(2)).Reshape(50, 40);
        var bags = F.EmbeddingBag(index, table, mode: mode);
        var rows = F.Embedding(index, table);
        var composed = mode switch { EmbeddingBagMode.Sum => rows.Sum(1), EmbeddingBagMode.Mean => rows.Mean(1), _ => rows.Max(1).Values };
        Assert.True(bags.AllClose(composed, 1e-12, 1e-12));
        Assert.True(Gradient.Of(bags.Sin().Sum(), [table])[0]!.AllClose(Gradient.Of(composed.Sin().Sum(), [table])[0]!, 1e-10, 1e-10));
    }

    [Fact]
    public void A_bag_without_rows_is_zero()
    {
        foreach (var mode in Enum.GetValues<EmbeddingBagMode>())
        {
            var y = F.EmbeddingBag(Index, Table(), Tensor.From([0L, 2, 2]), mode: mode, paddingIdx: 0);
            Assert.Equal([0, 0, 0.0], y.Detach().Select(0, 1).ToArray<double>());
        }
    }

    [Fact]
    public void Weights_of_samples_go_with_bags_in_rows_as_well()
    {
        var bag = new EmbeddingBag(5, 3, mode: EmbeddingBagMode.Sum);
        var (index, weights) = (Tensor.From([[1L, 2], [0L, 1]]), Tensor.From([[1f, 2], [3f, 4]]));
        var expected = (F.Embedding(index, bag.Weight) * weights.Unsqueeze(2)).Sum(1);
        Assert.Equal(expected.ToArray<float>(), bag.Forward(index, perSampleWeights: weights).ToArray<float>());
    }

    [Fact]
    public void Weights_of_samples_have_derivatives_of_third_order()
    {
        var weights = Tensor.Randn([4], DType.Float64, new Generator(1)).RequiresGradInPlace();
        var report = GradCheck.Run(
            v =>
            {
                var y = F.EmbeddingBag(Index, v[0], Tensor.From([0L, 1]), mode: EmbeddingBagMode.Sum, perSampleWeights: v[1]).Pow(3).Sum();
                return [.. Gradient.Of(y, [v[0], v[1]], createGraph: true).Select(g => g!)];
            },
            [Table(), weights],
            new GradCheckOptions { Order = 2 });
        Assert.True(report.Passed, report.ToString());
    }

    [Fact]
    public void What_does_not_fit_is_refused_by_name()
    {
        var table = Table();
        Refused<ShapeException>("Embedding: 5 is no row of a table of shape [5, 3]", () => F.Embedding(Tensor.From([5L]), table));
        Refused<ShapeException>("Embedding: -1 is no row of a table of shape [5, 3]", () => F.Embedding(Tensor.From([-1L]), table));
        Refused<ShapeException>("Embedding: the padding row 5 is no row of a table of shape [5, 3]", () => F.Embedding(Index, table, 5));
        Refused<DTypeException>("Embedding: indices are int64 or int32, not float32", () => F.Embedding(Tensor.Ones(2), table));
        Refused<ShapeException>("EmbeddingBag: an input of shape [4] needs offsets", () => F.EmbeddingBag(Index, table));
        Refused<ShapeException>("EmbeddingBag: the offset 5 behind 0 is none of 4 indices", () => F.EmbeddingBag(Index, table, Tensor.From([0L, 5])));
        Refused<ShapeException>("EmbeddingBag: the first offset is 1", () => F.EmbeddingBag(Index, table, Tensor.From([1L, 2])));
        Refused<ArgumentException>("EmbeddingBag: weights of samples go with sums", () => F.EmbeddingBag(Index.Reshape(2, 2), table, perSampleWeights: Tensor.Ones([2, 2], DType.Float64)));
    }

    [Fact]
    public void Modules_are_made_and_printed_as_in_PyTorch()
    {
        Generator.ManualSeed(3);
        float[] expected = [0.8033f, 0.1748f, 0, 0, 0.0462f, -1.3683f];
        Assert.All(new Embedding(3, 2, paddingIdx: 1).Weight.Detach().ToArray<float>().Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 5e-5f));
        Generator.ManualSeed(3);
        Assert.Equal(-0.7011f, new Bilinear(2, 3, 2).Weight.Detach()[0, 0, 0].Item<float>(), 5e-5f);
        Assert.Equal("Embedding(5, 3, padding_idx=1, max_norm=2.0, scale_grad_by_freq=True)", new Embedding(5, 3, 1, 2, scaleGradByFreq: true).ToString());
        Assert.Equal("EmbeddingBag(5, 3, max_norm=1.0, norm_type=1.0, mode=sum, padding_idx=2)", new EmbeddingBag(5, 3, 1, 1, mode: EmbeddingBagMode.Sum, includeLastOffset: true, paddingIdx: 2).ToString());
        Assert.Equal("Bilinear(in1_features=2, in2_features=3, out_features=4, bias=True)", new Bilinear(2, 3, 4).ToString());
        Assert.Equal("RReLU(lower=0.125, upper=0.3333333333333333)", new RReLU().ToString());
    }

    [Fact]
    public void Draws_are_those_of_PyTorch()
    {
        static void Same(double[] expected, Tensor actual) => Assert.All(actual.ToArray<double>().Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 5e-5));
        Generator.ManualSeed(3);
        Same([0.7512, 0.0771, 0.0176, 0.1356, 0.0185], F.GumbelSoftmax(Tensor.Zeros([5], DType.Float64)));
        Generator.ManualSeed(3);
        Same([0.6071, 1.4704, -0.9106, 3.1969, -0.9106, -0.9106], F.AlphaDropout(Tensor.Arange(6.0).Double(), 0.4, training: true));
        Generator.ManualSeed(3);
        Same([-0.1321, 2, -0.5542, -1.1441, 5, -0.1614], F.RReLU(Tensor.From([-1.0, 2, -3, -4, 5, -1]), training: true));
        Generator.ManualSeed(3);
        Same([2, 2, 0, 2, 0, 0, 2, 2, 2, 0, 2, 0], F.Dropout1d(Tensor.Ones([3, 4, 2], DType.Float64)).Select(2, 0).Reshape(-1));
        Generator.ManualSeed(3);
        Same([1.6655988, 1.6655988, -0.7791939, 1.6655988], F.FeatureAlphaDropout(Tensor.Ones([2, 2, 2], DType.Float64), training: true).Select(2, 0).Reshape(-1));
    }

    [Fact]
    public void A_hard_sample_is_a_corner_with_the_gradient_of_the_point()
    {
        var x = Tensor.From([0.1, 0.2, -1]).RequiresGradInPlace();
        var hard = F.GumbelSoftmax(x, hard: true, generator: new Generator(5));
        var soft = F.GumbelSoftmax(x, generator: new Generator(5));
        Assert.Equal(1, hard.Detach().Max().Item(), 1e-12);
        Assert.True(Gradient.Of((hard * x.Detach()).Sum(), [x])[0]!.AllClose(Gradient.Of((soft * x.Detach()).Sum(), [x])[0]!));
    }

    private static Tensor Table() => Tensor.Randn([5, 3], DType.Float64, new Generator(8)).RequiresGradInPlace();

    private static void Refused<E>(string message, Action action)
        where E : Exception => Assert.Contains(message, Assert.Throws<E>(action).Message, StringComparison.Ordinal);
}
