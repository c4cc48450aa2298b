using Autograd.NN;
using F = Autograd.NN.Functional;

namespace Autograd.Tests.NN;

/// <summary>Losses where they bend, end or refuse; what they are elsewhere is the op table's.</summary>
public sealed class MarginLossTests
{
    public static TheoryData<string, Func<Tensor, Tensor, Tensor>> OfTwo => new()
    {
        { "HingeEmbeddingLoss", (x, y) => F.HingeEmbeddingLoss(x, y) },
        { "SoftMarginLoss", (x, y) => F.SoftMarginLoss(x, y) },
        { "MarginRankingLoss", (x, y) => F.MarginRankingLoss(x, x, y) },
        { "MarginRankingLoss", (x, y) => F.MarginRankingLoss(x, y, y) },
        { "MultilabelMarginLoss", (x, y) => F.MultilabelMarginLoss(x, y.Long()) },
        { "MultilabelSoftMarginLoss", (x, y) => F.MultilabelSoftMarginLoss(x, y) },
        { "PoissonNllLoss", (x, y) => F.PoissonNllLoss(x, y, full: true) },
        { "GaussianNllLoss", (x, y) => F.GaussianNllLoss(x, y, x) },
        { "LogCoshLoss", (x, y) => F.LogCoshLoss(x, y) },
        { "MapeLoss", (x, y) => F.MapeLoss(x, y) },
        { "QuantileLoss", (x, y) => F.QuantileLoss(x, y) },
        { "SigmoidFocalLoss", (x, y) => F.SigmoidFocalLoss(x, y) },
        { "DiceLoss", (x, y) => F.DiceLoss(x, y) },
        { "CosineEmbeddingLoss", (x, y) => F.CosineEmbeddingLoss(x, y, Tensor.Ones(4)) },
        { "CosineEmbeddingLoss", (x, y) => F.CosineEmbeddingLoss(x, x, y.Unsqueeze(1)) },
        { "TripletMarginLoss", (x, y) => F.TripletMarginLoss(x, x, y) },
        { "TripletMarginWithDistanceLoss", (x, y) => F.TripletMarginWithDistanceLoss(x, y, x) },
    };

    [Theory]
    [MemberData(nameof(OfTwo))]
    public void A_loss_refuses_to_broadcast(string name, Func<Tensor, Tensor, Tensor> loss)
    {
        string message = Assert.Throws<ShapeException>(() => loss(Tensor.Ones(4, 1), Tensor.Ones(4))).Message;
        Assert.StartsWith(name + ": ", message, StringComparison.Ordinal);
        Assert.Contains("[4, 1]", message, StringComparison.Ordinal);
        Assert.Contains("[4", message[(message.IndexOf("[4, 1]", StringComparison.Ordinal) + 6)..], StringComparison.Ordinal);
    }

    /// <summary>PyTorch's slopes at the kinks.</summary>
    [Fact]
    public void At_a_kink_the_slope_is_PyTorchs()
    {
        Assert.Equal([-1.0, 0, 1], Slope(x => F.HingeEmbeddingLoss(x, Tensor.From([-1L, -1, 1]), reduction: Reduction.Sum), Tensor.From([1.0, 2, 1])));
        Assert.Equal([-1.0, 1], Slope(x => F.MarginRankingLoss(x, Tensor.From([1.0, 1]), Tensor.From([1L, -1]), reduction: Reduction.Sum), Tensor.From([1.0, 1])));
        Assert.Equal([-1.0 / 3, 0, 1.0 / 3], Slope(x => F.MultiMarginLoss(x, Tensor.From([0L])), Tensor.From([[1.0, 0, 0.5]])));
        Assert.Equal([-1.0 / 3, 0, 1.0 / 3], Slope(x => F.MultilabelMarginLoss(x, Tensor.From([[0L, -1, 0]])), Tensor.From([[1.0, 0, 0.5]])));
        Assert.Equal([2.0, 0], Slope(x => F.TripletMarginLoss(x, Tensor.From([[0.0, 0]]), Tensor.From([[2.0, 0]]), margin: 0, eps: 0), Tensor.From([[1.0, 0]])));
        Assert.Equal([0.2], Slope(x => F.QuantileLoss(x, Tensor.From([1.0]), q: 0.3), Tensor.From([1.0])), (a, b) => Math.Abs(a - b) < 1e-15);
        Assert.Equal([0.0], Slope(x => F.MapeLoss(x, Tensor.From([1.0])), Tensor.From([1.0])));
        Assert.Equal([0.0, 0], Slope(x => Tensor.CDist(x, Tensor.From([[0.0, 0]])), Tensor.From([[0.0, 0]])));
    }

    [Fact]
    public void A_bound_below_is_no_part_of_the_derivative()
    {
        Assert.Equal([10.0], Slope(x => F.GaussianNllLoss(x, Tensor.From([1.0]), Tensor.From([0.05]), eps: 0.1), Tensor.From([2.0])));
        Assert.Equal([-45.0], Slope(v => F.GaussianNllLoss(Tensor.From([2.0]), Tensor.From([1.0]), v, eps: 0.1), Tensor.From([0.05])), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal([0.0, 1e8], Slope(x => F.CosineSimilarity(x, Tensor.From([[0.0, 1]])), Tensor.From([[0.0, 0]])));
    }

    [Fact]
    public void Far_out_nothing_overflows()
    {
        Assert.Equal([0.0, 1000], F.SoftMarginLoss(Tensor.From([1000.0, 1000]), Tensor.From([1L, -1]), Reduction.None).ToArray<double>());
        Assert.Equal(1000 - Math.Log(2), F.LogCoshLoss(Tensor.From([1000.0]), Tensor.From([0.0])).Item(), 12);
        Assert.Equal(0.5e-16, F.LogCoshLoss(Tensor.From([1e-8]), Tensor.From([0.0])).Item(), 1e-30);
        Assert.Equal([0.0], Slope(x => F.SigmoidFocalLoss(x, Tensor.From([1.0]), reduction: Reduction.Mean), Tensor.From([1000.0])));
    }

    [Fact]
    public void The_error_in_percent_is_defined_at_zero()
    {
        Assert.Equal(50, F.MapeLoss(Tensor.From([3.0, 1]), Tensor.From([2.0, 2])).Item());
        Assert.Equal(100 / 1e-3, F.MapeLoss(Tensor.From([1.0]), Tensor.From([0.0]), eps: 1e-3).Item(), 1e-9);
        Assert.Equal(0, F.MapeLoss(Tensor.From([0.0]), Tensor.From([0.0])).Item());
    }

    /// <summary>PyTorch 1.13 reads strided scores as if they were contiguous.</summary>
    [Fact]
    public void Strided_scores_are_read_where_they_lie()
    {
        var x = Tensor.Randn([4, 3], DType.Float64, new Generator(1));
        var t = Tensor.From([2L, 0, 1, 2]);
        Assert.Equal(F.MultiMarginLoss(x, t).Item(), F.MultiMarginLoss(x.T.Contiguous().T, t).Item());
    }

    [Fact]
    public void Values_that_make_no_sense_are_named()
    {
        Assert.Contains("-0.5 is no variance", Assert.Throws<ArgumentException>(() => F.GaussianNllLoss(Tensor.Ones(2), Tensor.Ones(2), Tensor.From([1f, -0.5f]))).Message, StringComparison.Ordinal);
        Assert.Contains("the target 3 of row 1 is no class: targets lie in [0, 2]", Assert.Throws<ShapeException>(() => F.MultiMarginLoss(Tensor.Ones(2, 3), Tensor.From([0L, 3]))).Message, StringComparison.Ordinal);
        Assert.Contains("the target -2 of row 1 is no class: targets lie in [0, 1], or are the end (-1)", Assert.Throws<ShapeException>(() => F.MultilabelMarginLoss(Tensor.Ones(2, 2), Tensor.From([[0L, -1], [-2L, 0]]))).Message, StringComparison.Ordinal);
        Assert.Throws<DTypeException>(() => F.MultilabelMarginLoss(Tensor.Ones(2, 2), Tensor.Ones(2, 2)));
        Assert.Throws<ArgumentOutOfRangeException>(() => F.MultiMarginLoss(Tensor.Ones(2, 3), Tensor.From([0L, 1]), p: 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => F.QuantileLoss(Tensor.Ones(2), Tensor.Ones(2), q: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Tensor.CDist(Tensor.Ones(2, 2), Tensor.Ones(2, 2), p: -1));
        Assert.Throws<ShapeException>(() => F.GaussianNllLoss(Tensor.Ones(4, 3), Tensor.Ones(4, 3), Tensor.Ones(3)));
        Assert.Throws<ShapeException>(() => Tensor.CDist(Tensor.Ones(2, 2), Tensor.Ones(2, 3)));
    }

    [Fact]
    public void Modules_are_the_functions()
    {
        var (x, y) = (Tensor.Randn([3, 4], DType.Float64, new Generator(1)), Tensor.Randn([3, 4], DType.Float64, new Generator(2)).Sigmoid());
        Assert.Equal(F.LogCoshLoss(x, y).Item(), new LogCoshLoss().Forward(x, y).Item());
        Assert.Equal(F.MapeLoss(x, y, 0.1, Reduction.Sum).Item(), new MAPELoss(0.1, Reduction.Sum).Forward(x, y).Item());
        Assert.Equal(F.QuantileLoss(x, y, 0.2).Item(), new QuantileLoss(0.2).Forward(x, y).Item());
        Assert.Equal(F.DiceLoss(y, y, 0.5).Item(), new DiceLoss(0.5).Forward(y, y).Item());
        Assert.Equal(F.SigmoidFocalLoss(x, y, 0.1, 3, Reduction.Mean).Item(), new SigmoidFocalLoss(0.1, 3, Reduction.Mean).Forward(x, y).Item());
        Assert.Equal(F.GaussianNllLoss(x, y, y, full: true).Item(), new GaussianNLLLoss(full: true).Forward(x, y, y).Item());
    }

    /// <summary>sum over the pairs of 1 - q_t (focal) and of the overlap (dice), written out.</summary>
    [Fact]
    public void Focal_and_dice_are_their_formulas()
    {
        double p = 1 / (1 + Math.Exp(-0.7));
        var focal = F.SigmoidFocalLoss(Tensor.From([0.7, 0.7]), Tensor.From([1.0, 0]));
        Assert.Equal(-0.25 * (1 - p) * (1 - p) * Math.Log(p), focal[0].Item(), 14);
        Assert.Equal(-0.75 * p * p * Math.Log(1 - p), focal[1].Item(), 14);
        Assert.Equal(1 - (2 * 0.8 + 1) / (0.9 + 1 + 1), F.DiceLoss(Tensor.From([0.8, 0.1]), Tensor.From([1.0, 0])).Item(), 14);
    }

    private static double[] Slope(Func<Tensor, Tensor> loss, Tensor x)
    {
        var leaf = x.Detach().RequiresGradInPlace();
        return Gradient.Of(loss(leaf).Sum(), leaf).ToArray<double>();
    }
}
