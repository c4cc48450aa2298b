using System.Numerics;
using System.Runtime.InteropServices;
using Autograd.Formulas;
using Autograd.Memory;

namespace Autograd.Kernels.Tests;

[Collection("Workers")]
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
        ReduceKernel.Reduce<double, ProductMonoid>([], Layout.Contiguous([0]), 1, product);
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
        ReduceArg.Extreme<float, MaxMonoid>(data, rows, 2, max, index);
        Assert.Equal([float.NaN, 6, float.PositiveInfinity], max);
        Assert.Equal([1L, 2, 0], index);
        ReduceArg.Extreme<float, MinMonoid>(data, rows, 2, min, index);
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
            ReduceArg.Extreme<float, MaxMonoid>(data, layout, mask, values, indices);
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
        ReduceKernel.Reduce<byte, MaxMonoid>(data, Layout.Contiguous([2, 100]), 2, any);
        data.AsSpan(100).Fill(1);
        ReduceKernel.Reduce<byte, MinMonoid>(data, Layout.Contiguous([2, 100]), 2, all);
        Assert.Equal([0, 1], any);
        Assert.Equal([0, 1], all);
    }

    [Theory]
    [InlineData(4, 6000)]
    [InlineData(300, 7)]
    [InlineData(70, 33)]
    [InlineData(5, 5)]
    public void AFormulaBeforeASumChangesNeitherOrderNorBits(int outputs, int n)
    {
        var random = new System.Random(12);
        float[] data = Enumerable.Range(0, outputs * n).Select(_ => (float)random.NextDouble()).ToArray();
        float[] centers = Enumerable.Range(0, outputs).Select(_ => (float)random.NextDouble()).ToArray();
        float[] columns = new float[data.Length];
        float[] spread = new float[2 * data.Length];
        for (int i = 0; i < data.Length; i++)
        {
            columns[((i % n) * outputs) + (i / n)] = data[i];
            spread[2 * i] = data[i];
        }
        Layout rows = Layout.Contiguous([outputs, n]), across = Layout.Contiguous([n, outputs]), gaps = Layout.Strided([outputs, n], [2 * n, 2], 0);
        float[] plain = Squares(data, 0), centered = Squares(data, 1);
        float[] actual = new float[outputs];
        foreach ((float[] source, Layout layout, ulong mask) in new[] { (data, rows, 2UL), (columns, across, 1UL), (spread, gaps, 2UL) })
        {
            ReduceKernel.Reduce<float, SumMonoid, Squared>(default, source, layout, mask, actual);
            Assert.Equal(plain, actual);
            ReduceKernel.ReduceBy<float, SumMonoid, SquaredDeviation>(default, source, layout, mask, centers, actual);
            Assert.Equal(centered, actual);
        }

        float[] Squares(float[] x, float share) => Enumerable.Range(0, outputs)
            .Select(o => Ordered(Enumerable.Range(0, n).Select(i => Square(x[(o * n) + i] - (share * centers[o]))).ToArray(), (a, b) => a + b, 0)).ToArray();

        static float Square(float d) => d * d;
    }

    [Fact]
    public void ASumOfManyIsAsGoodAsItsNumbers()
    {
        // The peer's 999999.4: the order of its additions is longer.
        float[] data = Enumerable.Repeat(0.1f, 10_000_000).ToArray();
        double exact = 10_000_000 * (double)0.1f;
        Assert.InRange(Sum(data, Layout.Contiguous([data.Length]), 1)[0], exact - 0.2, exact + 0.2);
        float[] columns = Sum(data, Layout.Contiguous([data.Length / 20, 20]), 1);
        Assert.All(columns, sum => Assert.InRange(sum, (exact / 20) - 0.01, (exact / 20) + 0.01));
    }

    [Theory]
    [InlineData(3, 7, 1)]
    [InlineData(2, 5, 130)]
    [InlineData(1, 40_000, 2)]
    [InlineData(9, 50, 1)]
    [InlineData(40, 2_000, 1)]
    [InlineData(8, 16, 1)]
    [InlineData(23, 47, 1)]
    [InlineData(13, 8, 1)]
    public void ScansFollowOneAnother(int outer, int n, int inner)
    {
        ScansFollow<float, double>(outer, n, inner);
        ScansFollow<double, double>(outer, n, inner);
        ScansFollow<long, long>(outer, n, inner);
        ScansFollow<int, int>(outer, n, inner);
    }

    private static void ScansFollow<T, TSum>(int outer, int n, int inner)
        where T : unmanaged, INumber<T>
        where TSum : unmanaged, INumber<TSum>
    {
        var random = new System.Random(11);
        T[] x = [.. Enumerable.Range(0, outer * n * inner).Select(i => T.CreateSaturating(i % 31 == 7 ? -0.0 : (random.NextDouble() - 0.25) * 1e6))];
        // Rows that are NaN from somewhere on, and their neighbours.
        if (T.CreateSaturating(0.5) != T.Zero) for (int i = n / 2; i < x.Length; i += 3 * n * inner) x[i] = T.CreateTruncating(double.NaN);
        foreach (bool reverse in new[] { false, true })
        {
            var sums = (T[])x.Clone();
            ScanKernel.CumSum<T>(sums, sums, outer, n, inner, reverse);
            var apart = new T[x.Length];
            ScanKernel.CumSum<T>(x, apart, outer, n, inner, reverse);
            Assert.Equal(MemoryMarshal.AsBytes<T>(sums), MemoryMarshal.AsBytes<T>(apart));
            for (int o = 0; o < outer; o++)
            {
                for (int j = 0; j < inner; j++)
                {
                    TSum sum = TSum.Zero;
                    for (int k = 0; k < n; k++)
                    {
                        int at = (((o * n) + (reverse ? n - 1 - k : k)) * inner) + j;
                        sum += TSum.CreateTruncating(x[at]);
                        Assert.Equal(T.CreateTruncating(sum), sums[at]);
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
        ReduceKernel.Reduce<float, SumMonoid>(data, layout, mask, sums);
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
            ReduceKernel.Reduce<T, SumMonoid>(data, layout, mask, sums);
            Assert.Equal(groups.Select(g => Ordered(g, (a, b) => a + b, T.Zero)), sums);
        }
    }

    private readonly struct Squared : IUnaryFormula
    {
        public static string Name => "Squared";

        public V Value<V>(V x)
            where V : struct, IReal<V> => x * x;

        public V Slope<V>(V x, V y)
            where V : struct, IReal<V> => x + x;
    }

    private readonly struct SquaredDeviation : IBinaryFormula
    {
        public static string Name => "SquaredDeviation";

        public V Value<V>(V x, V y)
            where V : struct, IReal<V> => (x - y) * (x - y);

        public V SlopeX<V>(V x, V y, V z)
            where V : struct, IReal<V> => V.Const(2) * (x - y);

        public V SlopeY<V>(V x, V y, V z)
            where V : struct, IReal<V> => V.Const(2) * (y - x);
    }

    /// <summary>The order of the definition: lanes of 64 bytes in chunks of 4096, runs of 16 in a lane, halves, then pairs of chunks.</summary>
    private static T Ordered<T>(T[] group, Func<T, T, T> combine, T identity)
        where T : unmanaged
    {
        int lanes = 64 / System.Runtime.CompilerServices.Unsafe.SizeOf<T>();
        var chunks = new List<T>();
        for (int start = 0; start < Math.Max(1, group.Length); start += 4096)
        {
            T[] lane = Enumerable.Repeat(identity, lanes).ToArray();
            int end = Math.Min(group.Length, start + 4096);
            for (int from = start; from < end; from += 16 * lanes)
            {
                T[] run = Enumerable.Repeat(identity, lanes).ToArray();
                for (int i = from; i < Math.Min(end, from + (16 * lanes)); i++) run[i % lanes] = combine(run[i % lanes], group[i]);
                lane = lane.Zip(run, combine).ToArray();
            }
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
