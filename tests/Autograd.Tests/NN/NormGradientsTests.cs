using Autograd.Kernels;
using Autograd.Testing;
using Autograd.Tests.Engine;
using F = Autograd.NN.Functional;

namespace Autograd.Tests.NN;

public class NormGradientsTests
{
    /// <summary>
    /// [N, G, K, P]. Of rows with a weight an element: one, numbers that are no multiple of four, of 32 or of the parts, more than a part of 32; elements that
    /// fill no register. Of channels: one position, some, planes (from 32 on) of whole registers and of others, a part of many channels and many of one, a
    /// chunk of a sum and more.
    /// </summary>
    public static TheoryData<bool, int[]> Sizes
    {
        get
        {
            int[][] rows = [[1, 1], [1, 37], [3, 16], [5, 8], [7, 300], [33, 1000], [40, 4099], [70, 2], [259, 513], [1031, 64], [0, 5]];
            int[][] channels =
            [
                [2, 1, 1], [5, 3, 1], [64, 70, 1], [1031, 33, 1], [4100, 2, 1], [7, 5, 2], [9, 65, 16], [3, 40, 31],
                [2, 3, 32], [6, 37, 49], [1, 2, 4099], [33, 20, 100], [0, 4, 1], [0, 4, 64],
            ];
            var all = new TheoryData<bool, int[]>();
            foreach (var s in rows) all.Add(false, [s[0], 1, s[1], 1]);
            foreach (var s in channels) all.Add(true, [s[0], s[1], 1, s[2]]);
            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Three_gradients_at_once_are_those_of_the_three_ops(bool ofChannels, int[] sizes)
    {
        foreach (var dtype in new[] { DType.Float32, DType.Float64 })
        {
            double tolerance = 40 * (dtype == DType.Float32 ? 1e-7 : 1e-15) * Math.Sqrt((sizes[0] * sizes[3]) + 1);
            var inputs = Inputs(sizes, ofChannels, dtype);
            var (g, x, s, m, r, w) = inputs;
            var (gx, gw, gb) = Apply(ofChannels, inputs);
            Assert.Equal(Values(ofChannels ? NormSlopeOp<ChannelNorm>.Apply(g, x, s, m, r, w) : NormSlopeOp<SampleNorm>.Apply(g, x, s, m, r, w)), Values(gx));
            AssertClose(NormWeightSlopeOp.Run(!ofChannels, g, x, s, m, r), gw, tolerance);
            AssertClose(g.Sum([0, 3], keepDim: true), gb, tolerance);
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Threads_do_not_change_a_bit(bool ofChannels, int[] sizes)
    {
        int before = Workers.Count;
        try
        {
            foreach (var dtype in new[] { DType.Float32, DType.Float64 })
            {
                var inputs = Inputs(sizes, ofChannels, dtype);
                Workers.Count = 1;
                var one = Apply(ofChannels, inputs);
                Workers.Count = 2;
                Assert.Equal(Bits(one), Bits(Apply(ofChannels, inputs)));
            }
        }
        finally
        {
            Workers.Count = before;
        }

        static double[] Bits((Tensor Gx, Tensor Gw, Tensor Gb) of) => [.. Values(of.Gx), .. Values(of.Gw), .. Values(of.Gb)];
    }

    [Fact]
    public void Only_a_norm_whose_loops_sum_and_whose_weights_and_input_are_asked_for_takes_it()
    {
        var generator = new Generator(8);
        Tensor x = Tensor.Randn([6, 4], generator: generator).RequiresGradInPlace(), w = Tensor.Ones(4).RequiresGradInPlace(), b = Tensor.Zeros(4).RequiresGradInPlace();
        Assert.True(Takes(F.LayerNorm(x, [4], w, b), x, w, b));
        Assert.True(Takes(F.LayerNorm(x, [4], w), x, w));
        Assert.True(Takes(F.GroupNorm(x, 1, w, b), x, w));
        Assert.True(Takes(F.BatchNorm(x, null, null, w, b, training: true), x, w, b));
        Assert.True(Takes(F.BatchNorm(x, null, null, w, training: true), x, w));
        Assert.False(Takes(F.LayerNorm(x, [4], w, b), x, b));
        Assert.False(Takes(F.LayerNorm(x, [4], w, b), w, b));
        Assert.False(Takes(F.LayerNorm(x, [4]), x));
        Assert.False(Takes(F.BatchNorm(x, null, null, w, b, training: true), w, b));
        Assert.False(Takes(F.GroupNorm(x, 2, w, b), x, w, b));
        Assert.False(Takes(F.GroupNorm(x.Unsqueeze(2).Expand([6, 4, 3]), 1, w, b), x, w, b));
        Assert.False(Takes(F.InstanceNorm(x.Unsqueeze(2).Expand([6, 4, 3]), weight: w, bias: b), x, w, b));

        static bool Takes(Tensor y, params Tensor[] inputs) =>
            OpCount.Of(() => Gradient.Of(y.Sum(), inputs)).Any(name => name == NormGradientsOp<SampleNorm>.Name || name == NormGradientsOp<ChannelNorm>.Name);
    }

    /// <summary>Of the op by itself: in the gradients of a norm the statistics move with x alone. Each result by itself has the others' cotangents absent.</summary>
    [Theory]
    [InlineData(false, 0, 1, 2)]
    [InlineData(false, 0)]
    [InlineData(false, 1)]
    [InlineData(false, 2)]
    [InlineData(true, 0, 1, 2)]
    [InlineData(true, 0)]
    [InlineData(true, 1)]
    [InlineData(true, 2)]
    public void Everything_that_is_true_of_an_op_is_true_of_it(bool ofChannels, params int[] results) => OpCheck.All(new OpRow("NormGradients", "none").On(
        d =>
        {
            int n = d.Size();
            int[] sizes = ofChannels ? [n, 3, 1, 2] : [n, 1, 4, 1], statistic = Statistic(sizes, ofChannels);
            return [d.Real(sizes), d.Real(sizes), d.Real(statistic), d.Real(statistic), d.Real(1, sizes[1], sizes[2], 1)];
        },
        xs =>
        {
            var shift = Tensor.Full(xs[2].Shape, 0.5, xs[1].DType);
            var (gx, gw, gb) = Apply(ofChannels, (xs[0], xs[1].Contiguous(), shift, xs[2].Contiguous(), xs[3].Contiguous(), xs[4].Contiguous()));
            return Array.ConvertAll(results, i => i switch { 0 => gx, 1 => gw, _ => gb });
        }));

    private static (Tensor Gx, Tensor Gw, Tensor Gb) Apply(bool ofChannels, (Tensor G, Tensor X, Tensor S, Tensor M, Tensor R, Tensor W) of) => ofChannels
        ? NormGradientsOp<ChannelNorm>.Apply(of.G, of.X, of.S, of.M, of.R, of.W)
        : NormGradientsOp<SampleNorm>.Apply(of.G, of.X, of.S, of.M, of.R, of.W);

    private static int[] Statistic(int[] sizes, bool ofChannels) => ofChannels ? [1, sizes[1], 1, 1] : [sizes[0], sizes[1], 1, 1];

    private static (Tensor G, Tensor X, Tensor S, Tensor M, Tensor R, Tensor W) Inputs(int[] sizes, bool ofChannels, DType dtype)
    {
        var generator = new Generator(7);
        Tensor Randn(params int[] sizes) => Tensor.Randn(sizes, dtype, generator);
        int[] statistic = Statistic(sizes, ofChannels);
        return (Randn(sizes), Randn(sizes) + 3, Randn(statistic), Randn(statistic), Randn(statistic).Abs(), Randn(1, sizes[1], sizes[2], 1));
    }

    /// <summary>Exact in either precision.</summary>
    private static double[] Values(Tensor x) => x.Double().ToArray<double>();

    private static void AssertClose(Tensor expected, Tensor actual, double tolerance)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        Assert.True((expected.Double() - actual.Double()).Abs().Max().Item() <= tolerance, $"{expected} and {actual}");
    }
}
