using Autograd.Kernels;

namespace Autograd.Kernels.Tests.Kernels;

/// <summary>Windows of one element against the matrix product: rests of strips, several runs of channels, and what lies behind the outputs.</summary>
public class ConvPointwiseTests
{
    [Theory]
    [InlineData(2, 1, 128, 40, 28, 28)]
    [InlineData(3, 2, 37, 65, 15, 17)]
    [InlineData(1, 1, 800, 16, 12, 13)]
    [InlineData(1, 1, 64, 64, 56, 56)]
    [InlineData(17, 1, 128, 16, 1, 131)]
    public unsafe void TheSameAsTheMatrixProduct(int n, int groups, int c, int m, int h, int w)
    {
        var shape = new ConvShape(n, groups, c, m, new WindowShape(WindowAxis.None, Axis(h), Axis(w)));
        Assert.True(ConvPointwise.Pays<float>(shape) && ConvPointwise.Pays<double>(shape));
        ConvAgainstPatches.Same<float>(shape, ConvPointwise.Run, hasBias: true, 1e-3);
        ConvAgainstPatches.Same<float>(shape, ConvPointwise.Run, hasBias: false, 1e-3);
        ConvAgainstPatches.Same<double>(shape, ConvPointwise.Run, hasBias: true, 1e-11);
    }

    private static WindowAxis Axis(int input) => new(input, input, 1, 1, 0, 1);
}
