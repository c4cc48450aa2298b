using System.Numerics;
using Autograd.Memory;

namespace Autograd.Kernels.Tests;

public class ReduceTests
{
    [Fact]
    public void SumsOfRandomLayoutsMatchTheDefinitionToTheBit()
    {
        SumsMatch<float>(1);
        SumsMatch<double>(2);
        SumsMatch<long>(3);
        SumsMatch<int>(4);
        SumsMatch<byte>(5);
    }

    [Theory]
    [InlineData(1, 4096)]
    [InlineData(3, 4097)]
    [InlineData(1, 100_003)]
    [InlineData(9, 40_000)]
    [InlineData(300, 700)]
    public void LongGroupsMatchTheDefinitionInEveryLayout(int outputs, int n)
    {
        var random = new System.Random(7);
        float[] data = Enumerable.Range(0, outputs * n).Select(_ => (float)(random.NextDouble() - 0.3)).ToArray();
        float[] columns = new float[data.Length];
        float[] spread = new float[(2 * data.Length) + 3];
        for (int o = 0; o < outputs; o++)
        {
            for (int i = 0; i < n; i++)
            {
                columns[(i * outputs) + o] = data[(o * n) + i];
                spread[3 + (2 * ((o * n) + i))] = data[(o * n) + i];
            }
        }
        float[] expected = Enumerable.Range(0, outputs).Select(o => Ordered(data.AsSpan(o * n, n).ToArray(), (a, b) => a + b, 0)).ToArray();
        Assert.Equal(expected, Sum(data, Layout.Contiguous([outputs, n]), 2));
        Assert.Equal(expected, Sum(columns, Layout.Strided([outputs, n], [1, outputs], 0), 2));
        Assert.Equal(expected, Sum(columns, Layout.Contiguous([n, outputs]), 1));
        Assert.Equal(expected, Sum(spread, Layout.Strided([outputs, n], [2 * n, 2], 3), 2));
    }

    [Fact]
    public void ThreadsDoNotChangeBits()
    {
        var random = new System.Random(8);
        float[] data = Enumerable.Range(0, 600_000).Select(_ => (float)random.NextDouble()).ToArray();
        int before = Workers.Count;
        try
        {
            foreach (ulong mask in new ulong[] { 1, 2, 3 })
            {
                Workers.Count = 1;
                float[] one = Sum(data, Layout.Contiguous([600, 1000]), mask);
                Workers.Count = 3;
                Assert.Equal(one, Sum(data, Layout.Contiguous([600, 1000]), mask));
            }
        }
        finally
        {
            Workers.Count = before;
        }
    }

    [Fact]
    public void EmptyGroupsGiveTheIdentity()
    {
        Assert.Equal([0f, 0f], Sum([], Layout.Contiguous([2, 0]), 2));
        Assert.Empty(Sum([], Layout.Contiguous([2, 0]), 1));
        var product = new double[1];
        ReduceKernel.Reduce<double, ProductReduction<double>>([], Layout.Contiguous([0]), 1, product);
        Assert.Equal(1.0, product[0]);
    }

    [Fact]
    public void ExtremesPassNaNAndInfinity()
    {
        float[] data = [1, float.NaN, 3, 4, 5, 6, float.PositiveInfinity, 8, float.NegativeInfinity];
        Layout rows = Layout.Contiguous([3, 3]);
        var max = new float[3];
        var min = new float[3];
        var index = new long[3];
        ReduceArg.Extreme<float, MaxReduction<float>>(data, rows, 2, max, index);
        Assert.Equal([float.NaN, 6, float.PositiveInfinity], max);
        Assert.Equal([1L, 2, 0], index);
        ReduceArg.Extreme<float, MinReduction<float>>(data, rows, 2, min, index);
        Assert.Equal([float.NaN, 4, float.NegativeInfinity], min);
        Assert.Equal([1L, 0, 2], index);
    }

    [Fact]
    public void ArgumentsAreTheFirstOfEquals()
    {
        var random = new System.Random(9);
        for (int trial = 0; trial < 300; trial++)
        {
            Layout layout = Layouts.Random(random, trial % 20 == 0 ? 12 : 6, minSize: 1);
            ulong mask = (ulong)random.Next(1 << layout.Rank);
            float[] data = Enumerable.Range(0, Layouts.Extent(layout)).Select(_ => random.Next(20) == 0 ? float.NaN : random.Next(6)).ToArray();
            float[][] groups = Groups(data, layout, mask);
            var values = new float[groups.Length];
            var indices = new long[groups.Length];
            ReduceArg.Extreme<float, MaxReduction<float>>(data, layout, mask, values, indices);
            for (int o = 0; o < groups.Length; o++)
            {
                float best = groups[o].Any(float.IsNaN) ? float.NaN : groups[o].Max();
                Assert.Equal(best, values[o]);
                Assert.Equal(Array.FindIndex(groups[o], v => v.Equals(best)), indices[o]);
            }
        }
    }

    [Fact]
    public void BoolsAsBytesGiveAnyAndAll()
    {
        byte[] data = new byte[200];
        data[150] = 1;
        var any = new byte[2];
        var all = new byte[2];
        ReduceKernel.Reduce<byte, MaxReduction<byte>>(data, Layout.Contiguous([2, 100]), 2, any);
        data.AsSpan(100).Fill(1);
        ReduceKernel.Reduce<byte, MinReduction<byte>>(data, Layout.Contiguous([2, 100]), 2, all);
        Assert.Equal([0, 1], any);
        Assert.Equal([0, 1], all);
    }

    [Fact]
    public void VarianceSurvivesALargeMean()
    {
        var random = new System.Random(10);
        double[] noise = Enumerable.Range(0, 10_000).Select(_ => random.NextDouble() - 0.5).ToArray();
        double[] data = noise.Select(v => v + 1e8).ToArray();
        var variance = new double[10];
        var mean = new double[10];
        ReduceStats.VarMean<double>(data, Layout.Contiguous([1000, 10]), 1, 1, variance, mean);
        for (int o = 0; o < 10; o++)
        {
            double[] column = Enumerable.Range(0, 1000).Select(i => data[(i * 10) + o]).ToArray();
            double m = column.Average();
            Assert.Equal(m, mean[o], 1e-6);
            Assert.Equal(column.Sum(v => (v - m) * (v - m)) / 999, variance[o], 1e-10);
        }
        ReduceStats.VarMean<double>(data, Layout.Contiguous([1]), 1, 1, variance.AsSpan(0, 1), mean.AsSpan(0, 1));
        Assert.True(double.IsNaN(variance[0]));
    }

    [Fact]
    public void SumToIsTheAdjointOfBroadcasting()
    {
        double[] data = Enumerable.Range(0, 24).Select(i => (double)i).ToArray();
        Layout layout = Layout.Contiguous([2, 3, 4]);
        var to = new double[3];
        ReduceKernel.SumTo<double>(data, layout, [3, 1], to);
        Assert.Equal([60, 92, 124], to);
        var scalar = new double[1];
        ReduceKernel.SumTo<double>(data, layout, [], scalar);
        Assert.Equal(276, scalar[0]);
    }

    [Theory]
    [InlineData(3, 7, 1)]
    [InlineData(2, 5, 130)]
    [InlineData(1, 40_000, 2)]
    public void ScansFollowOneAnother(int outer, int n, int inner)
    {
        var random = new System.Random(11);
        float[] x = Enumerable.Range(0, outer * n * inner).Select(_ => (float)random.NextDouble()).ToArray();
        foreach (bool reverse in new[] { false, true })
        {
            float[] sums = (float[])x.Clone();
            ScanKernel.CumSum<float>(sums, outer, n, inner, reverse);
            float[] products = (float[])x.Clone();
            ScanKernel.CumProd<float>(products, outer, n, inner, reverse);
            for (int o = 0; o < outer; o++)
            {
                for (int j = 0; j < inner; j++)
                {
                    double sum = 0;
                    double product = 1;
                    for (int k = 0; k < n; k++)
                    {
                        int at = (((o * n) + (reverse ? n - 1 - k : k)) * inner) + j;
                        sum += x[at];
                        product *= x[at];
                        Assert.Equal((float)sum, sums[at]);
                        Assert.Equal((float)product, products[at]);
                    }
                }
            }
        }
    }

    internal static float[] Sum(float[] data, Layout layout, ulong mask)
    {
        int outputs = 1;
        for (int d = 0; d < layout.Rank; d++) outputs *= (mask >> d & 1) == 0 ? layout.Sizes[d] : 1;
        var sums = new float[outputs];
        ReduceKernel.Reduce<float, SumReduction<float>>(data, layout, mask, sums);
        return sums;
    }

    private static void SumsMatch<T>(int seed)
        where T : unmanaged, INumber<T>
    {
        var random = new System.Random(seed);
        for (int trial = 0; trial < 300; trial++)
        {
            Layout layout = Layouts.Random(random, trial % 20 == 0 ? 14 : 6);
            ulong mask = (ulong)random.Next(1 << layout.Rank);
            T[] data = Enumerable.Range(0, Layouts.Extent(layout)).Select(_ => T.CreateTruncating((random.NextDouble() * 5) - 1)).ToArray();
            T[][] groups = Groups(data, layout, mask);
            T[] sums = new T[groups.Length];
            ReduceKernel.Reduce<T, SumReduction<T>>(data, layout, mask, sums);
            Assert.Equal(groups.Select(g => Ordered(g, (a, b) => a + b, T.Zero)), sums);
        }
    }

    /// <summary>The order of the definition: lanes of 64 bytes in chunks of 4096, halves, then pairs of chunks.</summary>
    private static T Ordered<T>(T[] group, Func<T, T, T> combine, T identity)
        where T : unmanaged
    {
        int lanes = 64 / System.Runtime.CompilerServices.Unsafe.SizeOf<T>();
        var chunks = new List<T>();
        for (int start = 0; start < Math.Max(1, group.Length); start += 4096)
        {
            T[] lane = Enumerable.Repeat(identity, lanes).ToArray();
            for (int i = start; i < Math.Min(group.Length, start + 4096); i++) lane[i % lanes] = combine(lane[i % lanes], group[i]);
            for (int half = lanes / 2; half > 0; half /= 2)
            {
                for (int l = 0; l < half; l++) lane[l] = combine(lane[l], lane[l + half]);
            }
            chunks.Add(lane[0]);
        }
        while (chunks.Count > 1)
        {
            chunks = chunks.Chunk(2).Select(pair => pair.Length == 2 ? combine(pair[0], pair[1]) : pair[0]).ToList();
        }
        return chunks[0];
    }

    private static T[][] Groups<T>(T[] data, Layout layout, ulong mask)
    {
        int[] offsets = Layouts.Offsets(layout);
        int outputs = 1;
        for (int d = 0; d < layout.Rank; d++) outputs *= (mask >> d & 1) == 0 ? layout.Sizes[d] : 1;
        List<T>[] groups = Enumerable.Range(0, outputs).Select(_ => new List<T>()).ToArray();
        var index = new int[layout.Rank];
        foreach (int at in offsets)
        {
            int o = 0;
            for (int d = 0; d < layout.Rank; d++) o = (mask >> d & 1) == 0 ? (o * layout.Sizes[d]) + index[d] : o;
            groups[o].Add(data[at]);
            for (int d = layout.Rank - 1; d >= 0 && ++index[d] == layout.Sizes[d]; d--) index[d] = 0;
        }
        return groups.Select(g => g.ToArray()).ToArray();
    }
}
