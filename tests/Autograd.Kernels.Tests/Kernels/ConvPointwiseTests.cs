using System.Numerics;
using Autograd.Kernels;

namespace Autograd.Kernels.Tests.Kernels;

/// <summary>Windows of one element against the matrix product: rests of strips, several runs of channels, and what lies behind the outputs.</summary>
public class ConvPointwiseTests
{
    private const int Guard = 64;

    [Theory]
    [InlineData(2, 1, 128, 40, 28, 28)]
    [InlineData(3, 2, 37, 65, 15, 17)]
    [InlineData(1, 1, 800, 16, 12, 13)]
    [InlineData(1, 1, 64, 64, 56, 56)]
    [InlineData(17, 1, 128, 16, 1, 131)]
    public void TheSameAsTheMatrixProduct(int n, int groups, int c, int m, int h, int w)
    {
        var shape = new ConvShape(n, groups, c, m, new WindowShape(WindowAxis.None, Axis(h), Axis(w)));
        Assert.True(ConvPointwise.Pays<float>(shape) && ConvPointwise.Pays<double>(shape));
        Same<float>(shape, hasBias: true, 1e-3);
        Same<float>(shape, hasBias: false, 1e-3);
        Same<double>(shape, hasBias: true, 1e-11);
        Assert.True(ConvFlipped.Pays<double>(shape with { Channels = m, Filters = c }));
    }

    private static WindowAxis Axis(int input) => new(input, input, 1, 1, 0, 1);

    private static unsafe void Same<T>(in ConvShape shape, bool hasBias, double tolerance)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] x = ConvNumbers.Of<T>(shape.InputCount, 1), w = ConvNumbers.Of<T>(shape.WeightCount, 2), bias = ConvNumbers.Of<T>(shape.Groups * shape.Filters, 3);
        T[] pointwise = new T[shape.OutputCount + Guard], product = new T[shape.OutputCount];
        Array.Fill(pointwise, T.One, (int)shape.OutputCount, Guard);
        fixed (T* px = x, pw = w, pb = bias, pr = pointwise, pp = product)
        {
            ConvPointwise.Run(shape, px, ConvFilters<T>.Of(shape, pw), hasBias ? pb : null, pr);
            new ConvForward<T> { S = shape, X = px, W = pw, Bias = hasBias ? pb : null, Y = pp }.RunAll();
        }
        for (int i = 0; i < product.Length; i++) Assert.InRange(double.CreateChecked(pointwise[i] - product[i]), -tolerance, tolerance);
        Assert.All(pointwise[product.Length..], guard => Assert.Equal(T.One, guard));
    }
}
