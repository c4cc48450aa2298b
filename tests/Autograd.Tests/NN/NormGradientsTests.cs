using Autograd.Kernels;
using Autograd.Testing;
using Autograd.Tests.Engine;
using F = Autograd.NN.Functional;

namespace Autograd.Tests.NN;

public class NormGradientsTests
{
    /// <summary>One row, rows that are no multiple of four, of 32 or of the parts, more than a part of 32; elements that fill no register.</summary>
    public static TheoryData<int, int> Sizes => new() { { 1, 1 }, { 1, 37 }, { 3, 16 }, { 5, 8 }, { 7, 300 }, { 33, 1000 }, { 40, 4099 }, { 70, 2 }, { 259, 513 }, { 1031, 64 }, { 0, 5 } };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Three_gradients_at_once_are_those_of_the_three_ops(int rows, int n)
    {
        foreach (var dtype in new[] { DType.Float32, DType.Float64 })
        {
            double step = dtype == DType.Float32 ? 1e-7 : 1e-15;
            var (g, x, s, m, r, w) = Inputs(rows, n, dtype);
            var (gx, gw, gb) = NormGradientsOp.Apply(g, x, s, m, r, w);
            Assert.Equal(Values(NormSlopeOp<SampleNorm>.Apply(g, x, s, m, r, w)), Values(gx));
            AssertClose(NormWeightSlopeOp.Run(perSample: true, g, x, s, m, r), gw, 40 * step * Math.Sqrt(rows + 1));
            AssertClose(g.Sum(0, keepDim: true), gb, 40 * step * Math.Sqrt(rows + 1));
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Threads_do_not_change_a_bit(int rows, int n)
    {
        int before = Workers.Count;
        try
        {
            foreach (var dtype in new[] { DType.Float32, DType.Float64 })
            {
                var (g, x, s, m, r, w) = Inputs(rows, n, dtype);
                Workers.Count = 1;
                var one = NormGradientsOp.Apply(g, x, s, m, r, w);
                Workers.Count = 2;
                Assert.Equal(Bits(one), Bits(NormGradientsOp.Apply(g, x, s, m, r, w)));
            }
        }
        finally
        {
            Workers.Count = before;
        }

        static double[] Bits((Tensor Gx, Tensor Gw, Tensor Gb) of) => [.. Values(of.Gx), .. Values(of.Gw), .. Values(of.Gb)];
    }

    [Fact]
    public void Only_a_norm_of_rows_whose_weights_and_input_are_asked_for_takes_it()
    {
        var generator = new Generator(8);
        Tensor x = Tensor.Randn([6, 4], generator: generator).RequiresGradInPlace(), w = Tensor.Ones(4).RequiresGradInPlace(), b = Tensor.Zeros(4).RequiresGradInPlace();
        Assert.True(Takes(F.LayerNorm(x, [4], w, b), x, w, b));
        Assert.True(Takes(F.LayerNorm(x, [4], w), x, w));
        Assert.True(Takes(F.GroupNorm(x, 1, w, b), x, w));
        Assert.False(Takes(F.LayerNorm(x, [4], w, b), x, b));
        Assert.False(Takes(F.LayerNorm(x, [4], w, b), w, b));
        Assert.False(Takes(F.LayerNorm(x, [4]), x));
        Assert.False(Takes(F.GroupNorm(x, 2, w, b), x, w, b));
        Assert.False(Takes(F.GroupNorm(x.Unsqueeze(2).Expand([6, 4, 3]), 1, w, b), x, w, b));
        Assert.False(Takes(F.BatchNorm(x, null, null, w, b, training: true), x, w, b));

        static bool Takes(Tensor y, params Tensor[] inputs) => OpCount.Of(() => Gradient.Of(y.Sum(), inputs)).Contains(NormGradientsOp.Name);
    }

    /// <summary>Of the op by itself: in the gradients of a norm the statistics move with x alone. Each result by itself has the others' cotangents absent.</summary>
    [Theory]
    [InlineData(0, 1, 2)]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Everything_that_is_true_of_an_op_is_true_of_it(params int[] results) => OpCheck.All(new OpRow("NormGradients", "none").On(
        d =>
        {
            int rows = d.Size();
            return [d.Real(rows, 1, 4, 1), d.Real(rows, 1, 4, 1), d.Real(rows, 1, 1, 1), d.Real(rows, 1, 1, 1), d.Real(1, 1, 4, 1)];
        },
        xs =>
        {
            var shift = Tensor.Full([xs[1].Shape[0], 1, 1, 1], 0.5, xs[1].DType);
            var (gx, gw, gb) = NormGradientsOp.Apply(xs[0], xs[1].Contiguous(), shift, xs[2].Contiguous(), xs[3].Contiguous(), xs[4].Contiguous());
            return Array.ConvertAll(results, i => i switch { 0 => gx, 1 => gw, _ => gb });
        }));

    private static (Tensor G, Tensor X, Tensor S, Tensor M, Tensor R, Tensor W) Inputs(int rows, int n, DType dtype)
    {
        var generator = new Generator(7);
        Tensor Randn(params int[] sizes) => Tensor.Randn(sizes, dtype, generator);
        return (Randn(rows, 1, n, 1), Randn(rows, 1, n, 1) + 3, Randn(rows, 1, 1, 1), Randn(rows, 1, 1, 1), Randn(rows, 1, 1, 1).Abs(), Randn(1, 1, n, 1));
    }

    /// <summary>Exact in either precision.</summary>
    private static double[] Values(Tensor x) => x.Double().ToArray<double>();

    private static void AssertClose(Tensor expected, Tensor actual, double tolerance)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        Assert.True((expected.Double() - actual.Double()).Abs().Max().Item() <= tolerance, $"{expected} and {actual}");
    }
}
