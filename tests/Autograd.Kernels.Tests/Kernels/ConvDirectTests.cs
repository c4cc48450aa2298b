using System.Numerics;
using Autograd.Kernels;

namespace Autograd.Kernels.Tests.Kernels;

/// <summary>The convolution without patches against the one with, which sums in another order.</summary>
public class ConvDirectTests
{
    [Theory]
    [InlineData(2, 1, 64, 40, 56, 56, 3, 3, 1, 1, 1)]
    [InlineData(3, 2, 8, 16, 30, 33, 3, 5, 1, 2, 1)]
    [InlineData(2, 1, 3, 64, 64, 60, 7, 7, 2, 3, 1)]
    [InlineData(2, 1, 32, 33, 31, 31, 3, 3, 2, 1, 1)]
    [InlineData(2, 1, 16, 24, 40, 40, 3, 3, 1, 2, 2)]
    [InlineData(4, 1, 20, 24, 1, 900, 1, 9, 3, 4, 2)]
    [InlineData(1, 1, 40, 240, 30, 61, 4, 1, 3, 0, 1)]
    public unsafe void TheSameSumsAsThePatches(int n, int groups, int c, int m, int h, int w, int kh, int kw, int stride, int padding, int dilation)
    {
        WindowAxis Axis(int input, int kernel)
        {
            int pad = input == 1 ? 0 : padding, step = input == 1 ? 1 : stride;
            return new WindowAxis(input, ((input + (2 * pad) - (dilation * (kernel - 1)) - 1) / step) + 1, kernel, step, pad, dilation);
        }
        var shape = new ConvShape(n, groups, c, m, new WindowShape(WindowAxis.None, Axis(h, kh), Axis(w, kw)));
        Assert.True(ConvDirect.Pays<float>(shape) && ConvDirect.Pays<double>(shape));
        ConvAgainstPatches.Same<float>(shape, ConvDirect.Run, hasBias: true, 1e-3);
        ConvAgainstPatches.Same<float>(shape, ConvDirect.Run, hasBias: false, 1e-3);
        ConvAgainstPatches.Same<double>(shape, ConvDirect.Run, hasBias: true, 1e-11);
    }

    [Theory]
    [InlineData(2, 1, 24, 40, 30, 33, 3, 1)]
    [InlineData(3, 2, 16, 16, 28, 28, 5, 2)]
    [InlineData(2, 1, 32, 24, 20, 30, 3, 4)]
    public void TheTransposeIsThatOfThePatches(int n, int groups, int c, int m, int h, int w, int kernel, int padding)
    {
        WindowAxis Axis(int input) => new(input, input + (2 * padding) - (kernel - 1), kernel, 1, padding, 1);
        var shape = new ConvShape(n, groups, c, m, new WindowShape(WindowAxis.None, Axis(h), Axis(w)));
        Turned(shape);
    }

    private static unsafe void Turned(in ConvShape shape)
    {
        double[] y = ConvNumbers.Of<double>(shape.OutputCount, 1), w = ConvNumbers.Of<double>(shape.WeightCount, 2), bias = ConvNumbers.Of<double>(shape.Groups * shape.Channels, 3);
        double[] direct = new double[shape.InputCount], patches = new double[shape.InputCount];
        fixed (double* py = y, pw = w, pb = bias, pd = direct, pp = patches)
        {
            Assert.True(ConvFlipped.TryRun(shape, py, pw, pb, pd));
            new ConvTranspose<double> { S = shape, Y = py, W = pw, Bias = pb, X = pp }.RunAll();
        }
        for (int i = 0; i < direct.Length; i++) Assert.InRange(direct[i] - patches[i], -1e-11, 1e-11);
    }

    [Theory]
    [InlineData(2, 1, 24, 40, 30, 33, 3, 1, 1)]
    [InlineData(3, 2, 17, 15, 28, 28, 5, 2, 2)]
    [InlineData(1, 1, 3, 65, 64, 61, 7, 3, 2)]
    [InlineData(20, 1, 32, 24, 20, 30, 3, 4, 1)]
    public void TheFiltersAreThoseOfThePatches(int n, int groups, int c, int m, int h, int w, int kernel, int padding, int stride)
    {
        WindowAxis Axis(int input) => new(input, ((input + (2 * padding) - kernel) / stride) + 1, kernel, stride, padding, 1);
        var shape = new ConvShape(n, groups, c, m, new WindowShape(WindowAxis.None, Axis(h), Axis(w)));
        Filters<float>(shape, 1e-2, []);
        Filters<double>(shape, 1e-10, []);
        // Infinite at the last input of a row, beside the first of the next.
        Filters<double>(shape, 1e-10, [w - 1]);
    }

    private static unsafe void Filters<T>(in ConvShape shape, double tolerance, int[] infinite)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] x = ConvNumbers.Of<T>(shape.InputCount, 1), y = ConvNumbers.Of<T>(shape.OutputCount, 2);
        T[] direct = new T[shape.WeightCount], patches = new T[shape.WeightCount];
        foreach (int i in infinite) x[i] = T.PositiveInfinity;
        fixed (T* px = x, py = y, pd = direct, pp = patches)
        {
            ConvWeightDirect.Run(shape, px, py, pd);
            new ConvWeight<T> { S = shape, X = px, Y = py, W = pp }.RunAll();
        }
        for (int i = 0; i < direct.Length; i++)
        {
            if (T.IsFinite(patches[i])) Assert.InRange(double.CreateChecked(direct[i] - patches[i]), -tolerance, tolerance);
            else Assert.Equal(patches[i], direct[i]);
        }
    }
}
