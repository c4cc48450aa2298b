namespace Autograd.Training.Tests.Metrics;

/// <summary>A metric that is saved between two batches and loaded by another goes on to the same bits.</summary>
public sealed class MetricStateTests
{
    private static readonly Func<Metric>[] OfScores = [static () => new Accuracy(3), static () => new F1Score(3), static () => new TopKAccuracy(2), static () => new Perplexity()];
    private static readonly Func<Metric>[] OfNumbers = [static () => new R2Score(), static () => new RootMeanSquaredError(), static () => new MeanAbsolutePercentageError()];
    private static readonly Func<Metric>[] OfOrder = [static () => new RocAuc(), static () => new AveragePrecision()];

    [Fact]
    public void It_goes_on_where_it_was()
    {
        var generator = new Generator(1);
        var labels = Tensor.RandInt(0, 3, [20], generator: generator);
        Same(OfScores, Tensor.Randn([20, 3], generator: generator), labels);
        Same(OfNumbers, Tensor.Randn([20, 2], generator: generator), Tensor.Randn([20, 2], generator: generator));
        Same(OfOrder, Tensor.Randn([20], generator: generator), labels.Clamp(0, 1));
    }

    [Fact]
    public void What_does_not_fit_and_what_is_not_kept_is_named()
    {
        Assert.Contains("accuracy", Assert.Throws<AutogradException>(() => new Accuracy(3).LoadStateDict(new Accuracy(4).StateDict())).Message, StringComparison.Ordinal);
        Assert.Contains("'scores'", Assert.Throws<AutogradException>(() => new RocAuc().LoadStateDict(new Accuracy(3).StateDict())).Message, StringComparison.Ordinal);
        Assert.Contains("Mine", Assert.Throws<NotSupportedException>(() => new Mine().StateDict()).Message, StringComparison.Ordinal);
    }

    private static void Same(Func<Metric>[] makers, Tensor prediction, Tensor target)
    {
        foreach (var make in makers)
        {
            var (whole, first, second) = (make(), make(), make());
            foreach (var part in (Range[])[0..7, 7..20]) whole.Update(prediction[part], target[part]);
            first.Update(prediction[..7], target[..7]);
            second.LoadStateDict(first.StateDict());
            second.Update(prediction[7..], target[7..]);
            Assert.Equal(BitConverter.DoubleToInt64Bits(whole.Value), BitConverter.DoubleToInt64Bits(second.Value));
            // What was saved is a copy.
            Assert.NotEqual(whole.Value, first.Value);
        }
    }

    private sealed class Mine : Metric
    {
        public override string Name => "mine";

        public override MetricGoal Goal => MetricGoal.Minimize;

        public override double Value => 0;

        public override void Reset()
        {
        }

        public override void Update(Tensor prediction, Tensor target)
        {
        }
    }
}
