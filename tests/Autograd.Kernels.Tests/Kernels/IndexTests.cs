using Autograd.Memory;

namespace Autograd.Kernels.Tests;

public class IndexTests
{
    [Fact]
    public void GatherAndScatterFollowTheirDefinitions()
    {
        var random = new System.Random(1);
        for (int trial = 0; trial < 300; trial++)
        {
            int rank = random.Next(1, 5);
            int dim = random.Next(rank);
            int[] sizes = Enumerable.Range(0, rank).Select(_ => random.Next(1, 6)).ToArray();
            int[] taken = sizes.Select((s, d) => d == dim ? random.Next(0, 7) : random.Next(1, s + 1)).ToArray();
            Layout x = Layouts.Random(random, sizes, expanded: false);
            Layout index = Layouts.Random(random, taken);
            Layout source = Layouts.Random(random, taken);
            double[] data = Values(random, Layouts.Extent(x));
            double[] values = Values(random, Layouts.Extent(source));
            long[] indices = Enumerable.Range(0, Layouts.Extent(index)).Select(_ => (long)random.Next(-sizes[dim], sizes[dim])).ToArray();
            Assert.True(GatherIndex.AllInside(indices, index, sizes[dim]));
            int[] expectedOffsets = Places(x, dim, index, indices);

            var gathered = new double[index.Count];
            Assert.True(GatherKernel.TryGather<double>(data, x, dim, indices, index, gathered));
            Assert.Equal(expectedOffsets.Select(at => data[at]), gathered);

            double[] scattered = (double[])data.Clone();
            double[] added = (double[])data.Clone();
            double[] scatteredOurs = (double[])data.Clone();
            double[] addedOurs = (double[])data.Clone();
            double[] flat = Layouts.Read(values, source);
            for (int i = 0; i < flat.Length; i++)
            {
                scattered[expectedOffsets[i]] = flat[i];
                added[expectedOffsets[i]] += flat[i];
            }
            ScatterKernel.Scatter<double>(scatteredOurs, x, dim, indices, index, values, source);
            ScatterKernel.ScatterAdd<double>(addedOurs, x, dim, indices, index, values, source);
            Assert.Equal(scattered, scatteredOurs);
            Assert.Equal(added, addedOurs);
        }
    }

    /// <summary>Elements of 32 bits are read by registers of indices, others one by one.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void GathersOfRowsFollowTheirDefinitionAndStopAtABadIndex(int dim)
    {
        int[] sizes = [5, 37, 9];
        var random = new System.Random(5);
        for (int count = 1; count < 40; count++)
        {
            Layout x = count % 2 == 0 ? Layout.Contiguous(sizes) : Layout.Strided(sizes, [1, 5, 5 * 37], 0);
            Layout index = Layout.Contiguous([.. sizes.Select((s, d) => d == dim ? count : s)]);
            long[] indices = Enumerable.Range(0, index.Count).Select(_ => (long)random.Next(-sizes[dim], sizes[dim])).ToArray();
            double[] data = Values(random, x.Count);
            data[3] = double.NaN;
            float[] singles = [.. data.Select(v => (float)v)];
            int[] places = Places(x, dim, index, indices);
            var gathered = new double[index.Count];
            var gatheredSingles = new float[index.Count];
            Assert.True(GatherKernel.TryGather<double>(data, x, dim, indices, index, gathered));
            Assert.True(GatherKernel.TryGather<float>(singles, x, dim, indices, index, gatheredSingles));
            Assert.Equal(places.Select(at => data[at]), gathered);
            Assert.Equal(places.Select(at => singles[at]), gatheredSingles);
            foreach (long bad in new[] { sizes[dim], -sizes[dim] - 1L, long.MinValue, long.MaxValue, 1L << 32 })
            {
                int at = random.Next(indices.Length);
                (long kept, indices[at]) = (indices[at], bad);
                Assert.False(GatherKernel.TryGather<double>(data, x, dim, indices, index, gathered));
                Assert.False(GatherKernel.TryGather<float>(singles, x, dim, indices, index, gatheredSingles));
                indices[at] = kept;
            }
        }
    }

    [Fact]
    public void AdvancedIndexingReadsAndWritesBlocks()
    {
        var random = new System.Random(2);
        for (int trial = 0; trial < 300; trial++)
        {
            int rank = random.Next(1, 5);
            int dim = random.Next(rank);
            int[] sizes = Enumerable.Range(0, rank).Select(_ => random.Next(1, 6)).ToArray();
            Layout x = Layouts.Random(random, sizes, expanded: false);
            Layout before = Layout.Strided(x.Sizes[..dim], x.Strides[..dim], x.Offset);
            Layout after = Layout.Strided(x.Sizes[(dim + 1)..], x.Strides[(dim + 1)..], 0);
            long[] indices = Enumerable.Range(0, random.Next(7)).Select(_ => (long)random.Next(-sizes[dim], sizes[dim])).ToArray();
            var offsets = new int[indices.Length];
            GatherIndex.Offsets(indices, Layout.Contiguous([indices.Length]), sizes[dim], x.Strides[dim], offsets);
            double[] data = Values(random, Layouts.Extent(x));
            int[] places = (from b in Layouts.Offsets(before) from m in offsets from a in Layouts.Offsets(after) select b + m + a).ToArray();

            var read = new double[places.Length];
            GatherKernel.Read<double>(data, before, offsets, after, read);
            Assert.Equal(places.Select(at => data[at]), read);

            double[] values = Values(random, places.Length);
            double[] written = (double[])data.Clone();
            double[] added = (double[])data.Clone();
            double[] writtenOurs = (double[])data.Clone();
            double[] addedOurs = (double[])data.Clone();
            for (int i = 0; i < places.Length; i++)
            {
                written[places[i]] = values[i];
                added[places[i]] += values[i];
            }
            BlockKernel.Write<double>(writtenOurs, before, offsets, after, values);
            BlockKernel.Accumulate<double>(addedOurs, before, offsets, after, values);
            Assert.Equal(written, writtenOurs);
            Assert.Equal(added, addedOurs);
        }
    }

    [Fact]
    public void RowsOfABatchAreCopied()
    {
        float[] images = Enumerable.Range(0, 1000 * 784).Select(i => (float)i).ToArray();
        var random = new System.Random(3);
        long[] order = Enumerable.Range(0, 640).Select(_ => (long)random.Next(1000)).ToArray();
        var offsets = new int[640];
        GatherIndex.Offsets(order, Layout.Contiguous([640]), 1000, 784, offsets);
        var batch = new float[640 * 784];
        GatherKernel.Read<float>(images, Layout.Scalar, offsets, Layout.Contiguous([784]), batch);
        for (int i = 0; i < batch.Length; i++) Assert.Equal(((float)order[i / 784] * 784) + (i % 784), batch[i]);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(3)]
    [InlineData(-4)]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    [InlineData(1L << 32)]
    public void AnIndexOutsideIsReportedWhereverItStands(long outside)
    {
        foreach (int count in (int[])[1, 3, 9, 40_000])
        {
            foreach (int at in (int[])[0, count / 2, count - 1])
            {
                foreach (int step in (int[])[1, 2])
                {
                    Layout layout = Layout.Strided([count], [step], 0);
                    long[] indices = Enumerable.Range(0, count * step).Select(i => (long)(i % 6) - 3).ToArray();
                    Assert.True(GatherIndex.AllInside(indices, layout, 3));
                    Assert.True(GatherKernel.TryGather<float>([1, 2, 3], Layout.Contiguous([3]), 0, indices, layout, new float[count]));
                    indices[at * step] = outside;
                    Assert.False(GatherIndex.AllInside(indices, layout, 3));
                    Assert.False(GatherKernel.TryGather<float>([1, 2, 3], Layout.Contiguous([3]), 0, indices, layout, new float[count]));
                    Assert.Equal(outside, GatherIndex.FirstOutside(indices, layout, 3));
                }
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void ThreadsKeepTheOrderOfWhatMeetsAtOneElement(int dim)
    {
        var random = new System.Random(6);
        int[] sizes = [30, 40, 300];
        Layout x = Layout.Contiguous(sizes);
        double[] values = Enumerable.Range(0, x.Count).Select(_ => random.NextDouble()).ToArray();
        long[] indices = Enumerable.Range(0, x.Count).Select(_ => (long)random.Next(-3, 3)).ToArray();
        int[] places = Places(x, dim, x, indices);
        double[] added = new double[x.Count], written = new double[x.Count], addedOurs = new double[x.Count], writtenOurs = new double[x.Count];
        for (int i = 0; i < values.Length; i++)
        {
            added[places[i]] += values[i];
            written[places[i]] = values[i];
        }
        ScatterKernel.ScatterAdd<double>(addedOurs, x, dim, indices, x, values, x);
        ScatterKernel.Scatter<double>(writtenOurs, x, dim, indices, x, values, x);
        Assert.Equal(added, addedOurs);
        Assert.Equal(written, writtenOurs);
        var gathered = new double[x.Count];
        Assert.True(GatherKernel.TryGather<double>(values, x, dim, indices, x, gathered));
        Assert.Equal(places.Select(at => values[at]), gathered);
    }

    [Fact]
    public void MasksAreCountedAndLocated()
    {
        var random = new System.Random(4);
        for (int trial = 0; trial < 200; trial++)
        {
            Layout x = Layouts.Random(random);
            Layout maskLayout = Layouts.Random(random, x.Sizes.ToArray());
            byte[] mask = Enumerable.Range(0, Layouts.Extent(maskLayout)).Select(_ => (byte)random.Next(2)).ToArray();
            byte[] flat = Layouts.Read(mask, maskLayout);
            int expected = flat.Count(m => m == 1);
            Assert.Equal(expected, MaskKernel.Count(mask, maskLayout));

            var coordinates = new long[expected * x.Rank];
            MaskKernel.NonZero(mask, maskLayout, coordinates);
            int[] strides = Layout.RowMajorStrides(x.Sizes);
            int[] positions = Enumerable.Range(0, flat.Length).Where(i => flat[i] == 1).ToArray();
            for (int i = 0; i < positions.Length; i++)
            {
                long at = 0;
                for (int d = 0; d < x.Rank; d++) at += coordinates[(i * x.Rank) + d] * strides[d];
                Assert.Equal(positions[i], at);
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(-3)]
    [InlineData(40)]
    [InlineData(-40)]
    public void TrianglesKeepTheirSideOfADiagonal(int diagonal)
    {
        float[] x = Enumerable.Range(1, 2 * 5 * 7).Select(i => (float)i).ToArray();
        Layout layout = Layout.Strided([2, 5, 7], [35, 1, 5], 0);
        float[] flat = Layouts.Read(x, layout);
        var lower = new float[x.Length];
        var upper = new float[x.Length];
        TriangleKernel.Keep<float>(x, layout, diagonal, upper: false, lower);
        TriangleKernel.Keep<float>(x, layout, diagonal, upper: true, upper);
        for (int i = 0; i < x.Length; i++)
        {
            int row = i / 7 % 5;
            int column = i % 7;
            Assert.Equal(column - row <= diagonal ? flat[i] : 0, lower[i]);
            Assert.Equal(column - row >= diagonal ? flat[i] : 0, upper[i]);
        }
    }

    private static double[] Values(System.Random random, int n) => Enumerable.Range(0, n).Select(_ => (double)random.Next(1000)).ToArray();

    private static int[] Places(Layout x, int dim, Layout index, long[] indices)
    {
        var places = new int[index.Count];
        int[] from = Layouts.Offsets(index);
        var at = new int[x.Rank];
        for (int i = 0; i < places.Length; i++)
        {
            long chosen = indices[from[i]];
            chosen = chosen < 0 ? chosen + x.Sizes[dim] : chosen;
            places[i] = x.Offset;
            for (int d = 0; d < x.Rank; d++) places[i] += (d == dim ? (int)chosen : at[d]) * x.Strides[d];
            for (int d = x.Rank - 1; d >= 0 && ++at[d] == index.Sizes[d]; d--) at[d] = 0;
        }
        return places;
    }
}
