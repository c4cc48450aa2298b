using Autograd.Memory;

namespace Autograd.Kernels.Tests;

public class SoftmaxTests
{
    public static TheoryData<int, int> Shapes => new() { { 1, 1 }, { 7, 10 }, { 130, 16 }, { 33, 100 }, { 2, 4096 }, { 3, 9001 }, { 2000, 33 } };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void SoftmaxAndItsSlopeFollowTheDefinition(int rows, int n)
    {
        double[] x = Values(1, rows * n, 8);
        double[] g = Values(2, rows * n, 1);
        double[] y = new double[x.Length], ly = new double[x.Length], gx = new double[x.Length], lgx = new double[x.Length];
        SoftmaxKernel.Softmax<double>(x, n, y);
        SoftmaxKernel.LogSoftmax<double>(x, n, ly);
        SoftmaxKernel.SoftmaxBackward<double>(g, y, n, gx);
        SoftmaxKernel.LogSoftmaxBackward<double>(g, ly, n, lgx);
        for (int r = 0; r < rows; r++)
        {
            double[] row = x[(r * n)..((r + 1) * n)];
            double max = row.Max();
            double sum = row.Sum(v => Math.Exp(v - max));
            double dot = 0;
            double total = 0;
            for (int i = 0; i < n; i++)
            {
                dot += g[(r * n) + i] * Math.Exp(row[i] - max) / sum;
                total += g[(r * n) + i];
            }
            for (int i = 0; i < n; i++)
            {
                double p = Math.Exp(row[i] - max) / sum;
                Assert.Equal(p, y[(r * n) + i], 1e-13);
                Assert.Equal(row[i] - max - Math.Log(sum), ly[(r * n) + i], 1e-12);
                Assert.Equal(p * (g[(r * n) + i] - dot), gx[(r * n) + i], 1e-12);
                Assert.Equal(g[(r * n) + i] - (p * total), lgx[(r * n) + i], 1e-12);
            }
        }
    }

    [Fact]
    public void ARowDoesNotKnowItsBatch()
    {
        foreach (int n in new[] { 3, 16, 21, 700, 5000 })
        {
            float[] x = Values(3, 9 * n, 5).Select(v => (float)v).ToArray();
            var y = new float[x.Length];
            SoftmaxKernel.Softmax<float>(x, n, y);
            for (int r = 0; r < 9; r++)
            {
                var one = new float[n];
                SoftmaxKernel.Softmax<float>(x.AsSpan(r * n, n), n, one);
                Assert.Equal(one, y.AsSpan(r * n, n).ToArray());
            }
        }
    }

    [Fact]
    public void LargeLogitsAndNaN()
    {
        float[] x = [1000, 1000, float.NegativeInfinity, float.NaN, 1, 2];
        var y = new float[6];
        SoftmaxKernel.Softmax<float>(x, 3, y);
        Assert.Equal([0.5f, 0.5f, 0], y[..3]);
        Assert.All(y[3..], v => Assert.True(float.IsNaN(v)));
    }

    [Fact]
    public void LogSumExpOfAnyDimension()
    {
        double[] x = Values(4, 60, 30);
        var output = new double[12];
        ReduceStats.LogSumExp<double>(x, Layout.Contiguous([3, 5, 4]), 2, output);
        for (int o = 0; o < 12; o++)
        {
            double sum = Enumerable.Range(0, 5).Sum(i => Math.Exp(x[(o / 4 * 20) + (i * 4) + (o % 4)]));
            Assert.Equal(Math.Log(sum), output[o], 1e-12);
        }
        ReduceStats.LogSumExp<double>([double.NegativeInfinity, double.NegativeInfinity], Layout.Contiguous([2]), 1, output.AsSpan(0, 1));
        Assert.Equal(double.NegativeInfinity, output[0]);
        ReduceStats.LogSumExp<double>([double.PositiveInfinity, 1], Layout.Contiguous([2]), 1, output.AsSpan(0, 1));
        Assert.Equal(double.PositiveInfinity, output[0]);
    }

    [Theory]
    [InlineData(64, 10, false, 0.0)]
    [InlineData(64, 10, true, 0.0)]
    [InlineData(33, 17, false, 0.1)]
    [InlineData(33, 17, true, 0.3)]
    [InlineData(3, 5000, true, 0.1)]
    [InlineData(4000, 9, false, 0.0)]
    public void CrossEntropyFollowsTheDefinition(int rows, int classes, bool weighted, double smoothing)
    {
        var random = new System.Random(5);
        double[] x = Values(6, rows * classes, 5);
        double[] w = weighted ? Enumerable.Range(0, classes).Select(_ => random.NextDouble() + 0.5).ToArray() : [];
        double[] g = Values(7, rows, 1);
        long[] targets = Enumerable.Range(0, rows).Select(r => r % 7 == 3 ? -100L : random.Next(classes)).ToArray();
        var settings = new CrossEntropySettings(smoothing);
        double[] loss = new double[rows], max = new double[rows], logSum = new double[rows], gx = new double[x.Length];
        Assert.Equal(-1, CrossEntropyKernel.Forward<double>(x, targets, w, settings, loss, max, logSum, out double total));
        CrossEntropyKernel.Backward<double>(x, targets, w, settings, max, logSum, g, gx);
        Assert.Equal(targets.Where(t => t >= 0).Sum(t => weighted ? w[t] : 1), total, 1e-9);
        for (int r = 0; r < rows; r++)
        {
            double lse = Math.Log(Enumerable.Range(0, classes).Sum(c => Math.Exp(x[(r * classes) + c])));
            double expected = 0;
            for (int c = 0; c < classes; c++)
            {
                double target = targets[r] < 0 ? 0 : (targets[r] == c ? 1 - smoothing : 0) + (smoothing / classes);
                expected -= target * (weighted ? w[c] : 1) * (x[(r * classes) + c] - lse);
            }
            Assert.Equal(expected, loss[r], 1e-11);
            double scale = 0;
            for (int c = 0; c < classes; c++)
            {
                double target = targets[r] < 0 ? 0 : (targets[r] == c ? 1 - smoothing : 0) + (smoothing / classes);
                scale += target * (weighted ? w[c] : 1);
            }
            for (int c = 0; c < classes; c++)
            {
                double target = targets[r] < 0 ? 0 : (targets[r] == c ? 1 - smoothing : 0) + (smoothing / classes);
                double slope = (scale * Math.Exp(x[(r * classes) + c] - lse)) - (target * (weighted ? w[c] : 1));
                Assert.Equal(g[r] * slope, gx[(r * classes) + c], 1e-12);
            }
        }
    }

    [Fact]
    public void ABadTargetIsReportedAndNothingWritten()
    {
        var loss = new float[3];
        int bad = CrossEntropyKernel.Forward<float>(new float[12], [0, 4, -1], [], default(CrossEntropySettings) with { IgnoreIndex = -100 }, loss, new float[3], new float[3], out _);
        Assert.Equal(1, bad);
        Assert.All(loss, v => Assert.Equal(0, v));
    }

    [Fact]
    public void IgnoredRowsMayHoldNaNAndThereMayBeNoClasses()
    {
        float[] x = [float.NaN, 1, 2, 3];
        float[] loss = new float[2], max = new float[2], logSum = new float[2], gx = new float[4];
        Assert.Equal(-1, CrossEntropyKernel.Forward<float>(x, [-100, 0], [], new CrossEntropySettings(), loss, max, logSum, out float total));
        CrossEntropyKernel.Backward<float>(x, [-100, 0], [], new CrossEntropySettings(), max, logSum, [1f], gx);
        Assert.Equal((0f, 1f), (loss[0], total));
        Assert.Equal([0f, 0f], gx[..2]);
        Assert.Equal(0, gx[2] + gx[3], 1e-6);
        Assert.Equal(-1, CrossEntropyKernel.Forward<float>([], [-100, -100], [], new CrossEntropySettings(), loss, max, logSum, out _));
    }

    private static double[] Values(int seed, int n, double scale)
    {
        var random = new System.Random(seed);
        return Enumerable.Range(0, n).Select(_ => ((random.NextDouble() * 2) - 1) * scale).ToArray();
    }
}
