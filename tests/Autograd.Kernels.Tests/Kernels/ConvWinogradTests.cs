using System.Numerics;
using Autograd.Kernels;

namespace Autograd.Kernels.Tests.Kernels;

/// <summary>Winograd's convolutions against those of patches: edges of odd planes, strips across rows and images, blocks of filters and runs of channels.</summary>
public class ConvWinogradTests
{
    [Theory]
    [InlineData(2, 1, 32, 64, 8, 8, 1)]
    [InlineData(3, 1, 63, 65, 13, 9, 1)]
    [InlineData(2, 2, 52, 70, 10, 11, 0)]
    [InlineData(1, 1, 34, 70, 57, 71, 1)]
    [InlineData(2, 1, 400, 76, 8, 7, 1)]
    [InlineData(40, 1, 32, 134, 16, 16, 2)]
    [InlineData(1, 1, 33, 64, 4, 4, 1)]
    [InlineData(3, 2, 17, 33, 5, 31, 1)]
    [InlineData(2, 1, 40, 16, 9, 66, 2)]
    [InlineData(5, 1, 160, 203, 4, 4, 1)]
    [InlineData(9, 1, 513, 136, 4, 6, 1)]
    [InlineData(1, 2, 391, 70, 7, 6, 1)]
    public void TheMapsAreThoseOfThePatches(int n, int groups, int c, int m, int h, int w, int padding)
    {
        WindowAxis Axis(int input) => new(input, input + (2 * padding) - 2, 3, 1, padding, 1);
        var shape = new ConvShape(n, groups, c, m, new WindowShape(WindowAxis.None, Axis(h), Axis(w)));
        Assert.True(ConvWinograd.Pays<float>(shape));
        Same<float>(shape, 1e-4);
        Same<double>(shape, 1e-12);
    }

    /// <summary>Whether filters or squares are transformed first depends on the batch: an image must not see it.</summary>
    [Theory]
    [InlineData(400, 76, 9)]
    [InlineData(40, 130, 4)]
    public unsafe void AnImageHasTheSameBitsInAnyBatch(int channels, int filters, int side)
    {
        const int Images = 24;
        var axis = new WindowAxis(side, side, 3, 1, 1, 1);
        var batch = new ConvShape(Images, 1, channels, filters, new WindowShape(WindowAxis.None, axis, axis));
        ConvShape single = batch with { Batch = 1 };
        float[] x = ConvNumbers.Of<float>(batch.InputCount, 1), w = ConvNumbers.Of<float>(batch.WeightCount, 2);
        float[] together = new float[batch.OutputCount], alone = new float[batch.OutputCount];
        fixed (float* px = x, pw = w, pt = together, pa = alone)
        {
            ConvWinograd.Run(batch, px, ConvFilters<float>.Of(batch, pw), null, pt);
            for (int i = 0; i < Images; i++) ConvWinograd.Run(single, px + (i * single.InputCount), ConvFilters<float>.Of(single, pw), null, pa + (i * single.OutputCount));
        }
        Assert.Equal(together, alone);
    }

    /// <summary>What an output does not read by definition cannot touch it.</summary>
    [Fact]
    public unsafe void AnOutputReadsItsWindowAndNothingElse()
    {
        var axis = new WindowAxis(12, 12, 3, 1, 1, 1);
        var s = new ConvShape(1, 1, 32, 64, new WindowShape(WindowAxis.None, axis, axis));
        float[] x = ConvNumbers.Of<float>(s.InputCount, 1), w = ConvNumbers.Of<float>(s.WeightCount, 2), y = new float[s.OutputCount];
        for (int place = 0; place < 144; place++)
        {
            float kept = x[place];
            x[place] = float.NaN;
            fixed (float* px = x, pw = w, py = y) ConvWinograd.Run(s, px, ConvFilters<float>.Of(s, pw), null, py);
            x[place] = kept;
            for (int o = 0; o < 144; o++)
                Assert.Equal(Math.Abs((o / 12) - (place / 12)) <= 1 && Math.Abs((o % 12) - (place % 12)) <= 1, float.IsNaN(y[o]));
        }
    }

    [Theory]
    [InlineData(4, 1, 32, 64, 8, 8, 1)]
    [InlineData(3, 1, 63, 65, 13, 9, 1)]
    [InlineData(5, 2, 52, 70, 10, 11, 0)]
    [InlineData(1, 1, 34, 140, 57, 71, 1)]
    [InlineData(40, 1, 32, 33, 3, 4, 2)]
    [InlineData(20, 1, 40, 32, 2, 2, 3)]
    [InlineData(1, 1, 32, 32, 2, 133, 1)]
    public void TheFiltersGradientIsThatOfThePatches(int n, int groups, int c, int m, int h, int w, int padding)
    {
        WindowAxis Axis(int input) => new(input, input + (2 * padding) - 2, 3, 1, padding, 1);
        var shape = new ConvShape(n, groups, c, m, new WindowShape(WindowAxis.None, Axis(h), Axis(w)));
        Assert.True(ConvWeightWinograd.Pays<float>(shape));
        SameWeight<float>(shape, 1e-4);
        SameWeight<double>(shape, 1e-12);
    }

    /// <summary>An infinite input is infinite in the taps that read it, and nowhere else.</summary>
    [Fact]
    public unsafe void AFilterIsNotTouchedByWhatItDoesNotRead()
    {
        var axis = new WindowAxis(16, 16, 3, 1, 0, 1) with { Output = 14 };
        var s = new ConvShape(2, 1, 32, 32, new WindowShape(WindowAxis.None, axis, axis));
        Assert.True(ConvWeightWinograd.Pays<float>(s));
        float[] x = ConvNumbers.Of<float>(s.InputCount, 1), y = ConvNumbers.Of<float>(s.OutputCount, 2);
        float[] expected = new float[s.WeightCount], actual = new float[s.WeightCount];
        x[0] = float.PositiveInfinity;
        fixed (float* px = x, py = y, pe = expected, pa = actual)
        {
            new ConvWeight<float> { S = s, X = px, Y = py, W = pe }.RunAll();
            ConvWeightWinograd.Run(s, px, py, pa);
        }
        Assert.Equal(s.Filters, expected.Count(v => !float.IsFinite(v)));
        Assert.Equal(expected, actual);
    }

    private static unsafe void SameWeight<T>(in ConvShape s, double tolerance)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] x = ConvNumbers.Of<T>(s.InputCount, 1), y = ConvNumbers.Of<T>(s.OutputCount, 3), expected = new T[s.WeightCount], actual = new T[s.WeightCount];
        fixed (T* px = x, py = y, pe = expected, pa = actual)
        {
            new ConvWeight<T> { S = s, X = px, Y = py, W = pe }.RunAll();
            ConvWeightWinograd.Run(s, px, py, pa);
        }
        ConvNumbers.Near(expected, actual, tolerance);
    }

    private static unsafe void Same<T>(in ConvShape s, double tolerance)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] x = ConvNumbers.Of<T>(s.InputCount, 1), w = ConvNumbers.Of<T>(s.WeightCount, 2), y = ConvNumbers.Of<T>(s.OutputCount, 3);
        T[] bias = ConvNumbers.Of<T>(s.Groups * Math.Max(s.Filters, s.Channels), 4);
        T[] expectedX = new T[x.Length], expectedY = new T[y.Length], actualX = new T[x.Length], actualY = new T[y.Length];
        fixed (T* px = x, pw = w, py = y, pb = bias, ex = expectedX, ey = expectedY, ax = actualX, ay = actualY)
        {
            foreach (bool hasBias in new[] { true, false })
            {
                T* b = hasBias ? pb : null;
                new ConvForward<T> { S = s, X = px, W = pw, Bias = b, Y = ey }.RunAll();
                ConvWinograd.Run(s, px, ConvFilters<T>.Of(s, pw), b, ay);
                ConvNumbers.Near(expectedY, actualY, tolerance);
                if (!ConvFlipped.TryRun(s, py, pw, b, ax)) continue;
                new ConvTranspose<T> { S = s, Y = py, W = pw, Bias = b, X = ex }.RunAll();
                ConvNumbers.Near(expectedX, actualX, tolerance);
            }
        }
    }
}
