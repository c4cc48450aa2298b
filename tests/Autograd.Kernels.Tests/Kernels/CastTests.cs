using Autograd.Memory;

namespace Autograd.Kernels.Tests;

public class CastTests
{
    [Fact]
    public void FloatingToIntegerDropsTheFraction()
    {
        Assert.Equal([1, -1, 0, 0, 2_000_000_000], Cast<double, int>(1.9, -1.9, 0.5, -0.5, 2e9));
        Assert.Equal([1L, -1L, 1L << 40], Cast<float, long>(1.9f, -1.9f, 1L << 40));
        Assert.Equal(new byte[] { 200, 255, 44 }, Cast<float, byte>(200.7f, -1f, 300f));
        Assert.Equal(new byte[] { 255, 44 }, Cast<int, byte>(-1, 300));
    }

    [Fact]
    public void BoolMeansDifferentFromZero()
    {
        Assert.Equal([true, false, false, true, true], Cast<float, bool>(0.25f, 0f, -0f, float.NaN, -3f));
        Assert.Equal([true, false], Cast<long, bool>(1L << 40, 0));
        Assert.Equal([true, false], Cast<Half, bool>((Half)0.1, Half.NegativeZero));
        Assert.Equal([1f, 0f], Cast<bool, float>(true, false));
        Assert.Equal([1L, 0L], Cast<bool, long>(true, false));
    }

    [Fact]
    public void HalvesGoThroughFloat32()
    {
        Assert.Equal([(Half)0.1f, Half.PositiveInfinity], Cast<double, Half>(0.1, 1e6));
        Assert.Equal([(float)(Half)0.1f], Cast<Half, float>((Half)0.1f));
        // 1 + 2^-8 lies between 1 and 1 + 2^-7: the tie goes to the even one, 1.
        Assert.Equal([1f, 1.0078125f, 1.015625f], Cast<BFloat16, float>(Cast<float, BFloat16>(1.00390625f, 1.0059f, 1.01171875f)));
        Assert.True(float.IsNaN(Cast<BFloat16, float>(Cast<float, BFloat16>(float.NaN))[0]));
        Assert.Equal([float.PositiveInfinity], Cast<BFloat16, float>(Cast<double, BFloat16>(double.MaxValue)));
    }

    [Fact]
    public void LongToFloatRoundsOnce()
    {
        long[] values = [(1L << 53) + 1, (1L << 24) + 1, long.MaxValue, -7];
        Assert.Equal(values.Select(v => (float)v), Cast<long, float>(values));
        Assert.Equal(values.Select(v => (double)v), Cast<long, double>(values));
    }

    [Fact]
    public void StridedInputBecomesContiguous()
    {
        var random = new System.Random(3);
        for (int trial = 0; trial < 100; trial++)
        {
            Layout from = Layouts.Random(random);
            float[] data = Enumerable.Range(0, Layouts.Extent(from)).Select(i => i - 0.5f).ToArray();
            var target = new double[from.Count];
            CastKernel.Cast<float, double>(data, from, target);
            Assert.Equal(Layouts.Read(data, from).Select(x => (double)x), target);
        }
    }

    [Fact]
    public void LongVectorsAreCutWithoutLoss()
    {
        int[] data = Enumerable.Range(0, 100_003).ToArray();
        Assert.Equal(data.Select(x => (float)x), Cast<int, float>(data));
    }

    private static TTo[] Cast<TFrom, TTo>(params TFrom[] values)
        where TFrom : unmanaged
        where TTo : unmanaged
    {
        var target = new TTo[values.Length];
        CastKernel.Cast<TFrom, TTo>(values, Layout.Contiguous([values.Length]), target);
        return target;
    }
}
