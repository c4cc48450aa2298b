using Autograd.Kernels;

namespace Autograd.Kernels.Tests.Kernels;

/// <summary>Rows of outputs that are tiles of their own, against the patches: ends of rows, of bands and of planes, and what lies behind the outputs.</summary>
public class ConvRowsTests
{
    /// <summary>Batch, groups, channels, filters, then input, kernel, stride, padding, dilation of depth, height and width.</summary>
    public static TheoryData<int[]> Shapes =>
    [
        [3, 1, 1, 32, 1, 1, 1, 0, 1, 28, 3, 1, 1, 1, 28, 3, 1, 1, 1],
        [2, 2, 3, 9, 1, 1, 1, 0, 1, 30, 3, 1, 1, 1, 31, 3, 1, 1, 1],
        [1, 1, 3, 17, 1, 1, 1, 0, 1, 45, 7, 2, 3, 1, 64, 7, 2, 3, 1],
        [2, 1, 8, 8, 1, 1, 1, 0, 1, 21, 3, 1, 2, 2, 48, 5, 1, 4, 2],
        [2, 1, 2, 12, 5, 3, 1, 1, 1, 6, 2, 1, 0, 1, 46, 3, 1, 1, 1],
        [4, 1, 5, 24, 1, 1, 1, 0, 1, 1, 1, 1, 0, 1, 900, 9, 3, 4, 2],
        [1, 1, 1, 8, 1, 1, 1, 0, 1, 1, 1, 1, 0, 1, 16, 3, 1, 1, 1],
    ];

    [Theory]
    [MemberData(nameof(Shapes))]
    public unsafe void TheSameSumsAsThePatches(int[] sizes)
    {
        WindowAxis Axis(int at) =>
            new(sizes[at], ((sizes[at] + (2 * sizes[at + 3]) - (sizes[at + 4] * (sizes[at + 1] - 1)) - 1) / sizes[at + 2]) + 1, sizes[at + 1], sizes[at + 2], sizes[at + 3], sizes[at + 4]);
        var shape = new ConvShape(sizes[0], sizes[1], sizes[2], sizes[3], new WindowShape(Axis(4), Axis(9), Axis(14)));
        Assert.True(ConvRows.Pays<float>(shape) && ConvRows.Pays<double>(shape));
        ConvAgainstPatches.Same<float>(shape, ConvRows.Run, hasBias: true, 1e-4);
        ConvAgainstPatches.Same<float>(shape, ConvRows.Run, hasBias: false, 1e-4);
        ConvAgainstPatches.Same<double>(shape, ConvRows.Run, hasBias: true, 1e-12);
    }

    [Fact]
    public void RowsOfFewOutputsAndLongSumsGoOtherWays()
    {
        ConvShape Of(int channels, int width) => new(1, 1, channels, 16, new WindowShape(WindowAxis.None, new WindowAxis(20, 20, 3, 1, 1, 1), new WindowAxis(width, width, 3, 1, 1, 1)));
        Assert.True(ConvRows.Pays<float>(Of(1, 16)));
        Assert.False(ConvRows.Pays<float>(Of(1, 3)));
        Assert.False(ConvRows.Pays<float>(Of(64, 32)));
    }
}
