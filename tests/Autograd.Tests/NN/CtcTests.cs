using Autograd.NN;
using F = Autograd.NN.Functional;

namespace Autograd.Tests.NN;

/// <summary>Connectionist temporal classification against its definition: the sum over all ways to write the labels.</summary>
public sealed class CtcTests
{
    /// <summary>Every sequence of classes that becomes the labels when repeats are joined and blanks are left out.</summary>
    [Theory]
    [InlineData(new long[] { 1, 2 }, 0)]
    [InlineData(new long[] { 1, 1 }, 0)]
    [InlineData(new long[] { 0 }, 2)]
    [InlineData(new long[0], 1)]
    public void The_loss_is_the_sum_over_all_sequences(long[] labels, int blank)
    {
        const int Steps = 4, Classes = 3;
        var x = Tensor.Randn([Steps, Classes], DType.Float64, new Generator(5)).LogSoftmax(1);
        double[] p = x.Exp().ToArray<double>();
        double sum = 0;
        for (int code = 0; code < 81; code++)
        {
            int[] path = [code % 3, code / 3 % 3, code / 9 % 3, code / 27];
            long[] joined = [.. path.Where((k, t) => k != blank && (t == 0 || path[t - 1] != k)).Select(k => (long)k)];
            if (joined.SequenceEqual(labels)) sum += path.Select((k, t) => p[t * Classes + k]).Aggregate(1.0, (a, b) => a * b);
        }
        double loss = F.CtcLoss(x, Tensor.From(labels), [Steps], [labels.Length], blank, Reduction.Sum).Item();
        Assert.Equal(-Math.Log(sum), loss, 12);
    }

    [Fact]
    public void A_sample_without_an_alignment_is_infinite_or_nothing()
    {
        var x = Tensor.Zeros([3, 2, 2], DType.Float64).RequiresGradInPlace();
        var labels = Tensor.From([[1L, 1, 1], [1L, 1, 1]]);
        var loss = F.CtcLoss(x, labels, [3, 3], [3, 1], reduction: Reduction.None);
        Assert.Equal(double.PositiveInfinity, loss[0].Item());
        var g = Gradient.Of(loss.Sum(), x);
        Assert.All(g.Select(1, 0).ToArray<double>(), v => Assert.True(double.IsNaN(v)));
        Assert.All(g.Select(1, 1).ToArray<double>(), v => Assert.True(double.IsFinite(v)));

        loss = F.CtcLoss(x, labels, [3, 3], [3, 1], reduction: Reduction.None, zeroInfinity: true);
        Assert.Equal(0, loss[0].Item());
        Assert.All(Gradient.Of(loss.Sum(), x).Select(1, 0).ToArray<double>(), v => Assert.Equal(0, v));
    }

    [Fact]
    public void Labels_in_a_row_tensors_of_lengths_and_the_module_are_the_same()
    {
        var x = Tensor.Randn([5, 2, 4], generator: new Generator(1)).LogSoftmax(2);
        double expected = F.CtcLoss(x, Tensor.From([[1L, 2, 3], [2L, 0, 0]]), [5, 4], [3, 1]).Item();
        Assert.Equal(expected, F.CtcLoss(x, Tensor.From([1, 2, 3, 2]), [5, 4], [3, 1]).Item());
        Assert.Equal(expected, new CTCLoss().Forward(x, Tensor.From([1L, 2, 3, 2]), Tensor.From([5L, 4]), Tensor.From([3, 1])).Item());
    }

    [Fact]
    public void What_does_not_fit_is_named()
    {
        var x = Tensor.Zeros(5, 2, 4);
        var labels = Tensor.From([[1L, 2], [3L, 1]]);
        Assert.Contains("[1, 5, 2, 4]", Assert.Throws<ShapeException>(() => F.CtcLoss(x.Unsqueeze(0), labels, [5, 5], [2, 2])).Message, StringComparison.Ordinal);
        Assert.Contains("the input length 6 of sample 1 is not in [0, 5]", Assert.Throws<ShapeException>(() => F.CtcLoss(x, labels, [5, 6], [2, 2])).Message, StringComparison.Ordinal);
        Assert.Contains("the target length -1 of sample 0", Assert.Throws<ShapeException>(() => F.CtcLoss(x, labels, [5, 5], [-1, 2])).Message, StringComparison.Ordinal);
        Assert.Contains("[2, 3] or [5]", Assert.Throws<ShapeException>(() => F.CtcLoss(x, labels, [5, 5], [3, 2])).Message, StringComparison.Ordinal);
        Assert.Contains("2 samples", Assert.Throws<ShapeException>(() => F.CtcLoss(x, labels, [5], [2, 2])).Message, StringComparison.Ordinal);
        Assert.Contains("the target 3 of sample 1 is no label", Assert.Throws<ShapeException>(() => F.CtcLoss(x, labels, [5, 5], [2, 2], blank: 3)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => F.CtcLoss(x, labels, [5, 5], [2, 2], blank: 4));
        Assert.Throws<DTypeException>(() => F.CtcLoss(x, labels.Float(), [5, 5], [2, 2]));
        Assert.Throws<ShapeException>(() => F.CtcLoss(x, labels, Tensor.From([long.MaxValue, 5]), Tensor.From([2L, 2])));
    }

    [Fact]
    public void The_third_derivative_is_refused_by_name()
    {
        var x = Tensor.Randn([4, 3], DType.Float64, new Generator(1)).RequiresGradInPlace();
        var first = Gradient.Of(F.CtcLoss(x, Tensor.From([1L, 2]), [4], [2]), x, createGraph: true);
        var second = Gradient.Of(first.Square().Sum(), x, createGraph: true);
        Assert.Contains("CtcLoss: ", Assert.ThrowsAny<AutogradException>(() => Gradient.Of(second.Sum(), x)).Message, StringComparison.Ordinal);
    }
}
