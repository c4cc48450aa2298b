using Autograd.Kernels;

namespace Autograd.Tests.Ops;

public class RowBodyTests
{
    public static TheoryData<int, int> Shapes => new() { { 1, 1 }, { 7, 10 }, { 130, 16 }, { 33, 100 }, { 2, 4096 }, { 3, 9001 }, { 2000, 33 } };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void SoftmaxAndItsSlopeFollowTheDefinition(int rows, int n)
    {
        double[] x = Values(1, rows * n, 8);
        double[] g = Values(2, rows * n, 1);
        double[] y = new double[x.Length], ly = new double[x.Length], gx = new double[x.Length], lgx = new double[x.Length];
        RowKernel.Run<double, SoftmaxRows<double>>(default, rows, n, x, default, y);
        RowKernel.Run<double, LogSoftmaxRows<double>>(default, rows, n, x, default, ly);
        RowKernel.Run<double, SoftmaxSlopeRows<double>>(default, rows, n, g, y, gx);
        RowKernel.Run<double, LogSoftmaxSlopeRows<double>>(default, rows, n, g, ly, lgx);
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
            RowKernel.Run<float, SoftmaxRows<float>>(default, 9, n, x, default, y);
            for (int r = 0; r < 9; r++)
            {
                var one = new float[n];
                RowKernel.Run<float, SoftmaxRows<float>>(default, 1, n, x.AsSpan(r * n, n), default, one);
                Assert.Equal(one, y.AsSpan(r * n, n).ToArray());
            }
        }
    }

    [Fact]
    public void LargeLogitsAndNaN()
    {
        float[] x = [1000, 1000, float.NegativeInfinity, float.NaN, 1, 2];
        var y = new float[6];
        RowKernel.Run<float, SoftmaxRows<float>>(default, 2, 3, x, default, y);
        Assert.Equal([0.5f, 0.5f, 0], y[..3]);
        Assert.All(y[3..], v => Assert.True(float.IsNaN(v)));
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
        double[] loss = new double[rows], gx = new double[x.Length];
        CrossEntropy(x, targets, w, smoothing, g, loss, gx);
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
    public void IgnoredRowsMayHoldNaN()
    {
        double[] loss = new double[2], gx = new double[4];
        CrossEntropy([double.NaN, 1, 2, 3], [-100, 0], [], 0, [1, 1], loss, gx);
        Assert.Equal(0, loss[0]);
        Assert.Equal([0.0, 0.0], gx[..2]);
        Assert.Equal(0, gx[2] + gx[3], 1e-12);
    }

    private static void CrossEntropy(double[] x, long[] labels, double[] weights, double smoothing, double[] g, double[] loss, double[] gx)
    {
        var logits = Tensor.From(x).Reshape(labels.Length, -1).RequiresGradInPlace();
        var losses = Autograd.NN.Functional.CrossEntropy(
            logits, Tensor.From(labels), weights.Length == 0 ? null : Tensor.From(weights), reduction: Reduction.None, labelSmoothing: smoothing);
        losses.CopyTo(loss.AsSpan());
        Gradient.Of(losses, logits, Tensor.From(g)).CopyTo(gx.AsSpan());
    }

    private static double[] Values(int seed, int n, double scale)
    {
        var random = new System.Random(seed);
        return Enumerable.Range(0, n).Select(_ => ((random.NextDouble() * 2) - 1) * scale).ToArray();
    }
}
