using System.Numerics;
using Autograd.Kernels;

namespace Autograd.Kernels.Tests.Kernels;

/// <summary>The convolutions of several images at a time against those of patches, tile by tile: all three maps, in another order of sums.</summary>
public class ConvWideTests
{
    [Theory]
    [InlineData(5, 1, 49, 40, 1, 4, 4, 3, 1, 1, 1)]
    [InlineData(40, 1, 64, 72, 1, 8, 7, 3, 1, 1, 1)]
    [InlineData(3, 2, 40, 36, 1, 9, 10, 3, 2, 1, 1)]
    [InlineData(4, 1, 36, 65, 1, 13, 11, 5, 3, 2, 1)]
    [InlineData(3, 1, 80, 64, 1, 16, 16, 1, 2, 0, 1)]
    [InlineData(3, 1, 30, 48, 1, 12, 12, 3, 1, 1, 2)]
    [InlineData(2, 1, 24, 40, 5, 6, 7, 3, 2, 1, 1)]
    [InlineData(7, 1, 90, 33, 1, 1, 70, 5, 1, 2, 1)]
    [InlineData(2, 1, 36, 400, 1, 8, 7, 3, 1, 1, 1)]
    public void TheMapsAreThoseOfThePatches(int n, int groups, int c, int m, int d, int h, int w, int kernel, int stride, int padding, int dilation)
    {
        WindowAxis Axis(int input)
        {
            if (input == 1) return WindowAxis.None;
            return new(input, ((input + (2 * padding) - (dilation * (kernel - 1)) - 1) / stride) + 1, kernel, stride, padding, dilation);
        }
        var shape = new ConvShape(n, groups, c, m, new WindowShape(Axis(d), Axis(h), Axis(w)));
        Assert.True(ConvWide.Pays<float>(shape) && ConvWidePatches.Pays<double>(shape));
        Same<float>(shape, 1e-2);
        Same<double>(shape, 1e-10);
    }

    private static unsafe void Same<T>(in ConvShape s, double tolerance)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] x = ConvNumbers.Of<T>(s.InputCount, 1), w = ConvNumbers.Of<T>(s.WeightCount, 2), y = ConvNumbers.Of<T>(s.OutputCount, 3), bias = ConvNumbers.Of<T>(s.Groups * Math.Max(s.Filters, s.Channels), 4);
        T[] expectedX = new T[x.Length], expectedW = new T[w.Length], expectedY = new T[y.Length];
        T[] actualX = new T[x.Length], actualW = new T[w.Length], actualY = new T[y.Length];
        fixed (T* px = x, pw = w, py = y, pb = bias, ex = expectedX, ew = expectedW, ey = expectedY, ax = actualX, aw = actualW, ay = actualY)
        {
            foreach (bool hasBias in new[] { true, false })
            {
                T* b = hasBias ? pb : null;
                new ConvForward<T> { S = s, X = px, W = pw, Bias = b, Y = ey }.RunAll();
                ConvWide.Run(s, px, ConvFilters<T>.Of(s, pw), b, ay);
                ConvNumbers.Near(expectedY, actualY, tolerance);
                new ConvTranspose<T> { S = s, Y = py, W = pw, Bias = b, X = ex }.RunAll();
                ConvWidePatches.Transpose(s, py, pw, b, ax);
                ConvNumbers.Near(expectedX, actualX, tolerance);
                Array.Clear(actualX);
                if (!ConvFlipped.TryRun(s, py, pw, b, ax)) continue;
                ConvNumbers.Near(expectedX, actualX, tolerance);
            }
            new ConvWeight<T> { S = s, X = px, Y = py, W = ew }.RunAll();
            ConvWidePatches.Weight(s, px, py, aw);
            ConvNumbers.Near(expectedW, actualW, tolerance);
        }
    }
}
