using Autograd.Memory;

namespace Autograd.Kernels.Tests.Memory;

public class LayoutTests
{
    [Fact]
    public void TheEndIsOneMoreThanTheHighestIndex()
    {
        var random = new System.Random(1);
        for (int trial = 0; trial < 400; trial++)
        {
            Layout layout = Layouts.Random(random);
            Assert.Equal(layout.Count == 0 ? 0 : Layouts.Offsets(layout).Max() + 1, layout.End);
        }
        Assert.Equal(6, Layout.Strided([2, 3], [-3, -1], 5).End);
        Assert.Equal(0, Layout.Strided([0, 3], [3, 1], 7).End);
    }

    [Fact]
    public void ALayoutStaysInsideOfWhatCanBeIndexed()
    {
        AssertRefused("from index -1", () => Layout.Strided([2], [-1], 0));
        AssertRefused("to 2147483647", () => Layout.Strided([2], [1], int.MaxValue - 1));
        AssertRefused("from index", () => Layout.Strided([3, 3], [int.MaxValue, int.MaxValue], int.MaxValue));
        AssertRefused("from index", () => Layout.Strided([3, 3], [int.MinValue, int.MaxValue], 0));
        Assert.Equal(int.MaxValue, Layout.Strided([2], [1], int.MaxValue - 2).End);
    }

    [Fact]
    public void ThereIsOneLimitOfRanks()
    {
        int[] most = Enumerable.Repeat(1, Layout.MaxRank).ToArray(), more = [.. most, 1];
        Assert.Equal(64, Layout.Contiguous(most).Rank);
        AssertRefused("65 dimensions", () => Layout.Contiguous(more));
        AssertRefused("65 dimensions", () => Layout.Strided(more, more, 0));
        AssertRefused("65 dimensions", () => Layout.Contiguous(most).Unsqueeze(3));
        AssertRefused("65 dimensions", () => Layout.Scalar.TryExpand(more));
        // A list that would not fit the stack is refused before anything is taken from it.
        AssertRefused("100000000 dimensions", () => Layout.Scalar.TryView(new int[100_000_000]));
        AssertRefused("100000000 dimensions", () => Layout.Scalar.TryExpand(new int[100_000_000]));
    }

    [Fact]
    public void StridesOfAShapeWithoutElementsDoNotOverflow()
    {
        Layout layout = Layout.Contiguous([0, int.MaxValue, int.MaxValue, int.MaxValue]);
        Assert.Equal(0, layout.Count);
        Assert.Equal([int.MaxValue, int.MaxValue, int.MaxValue, 1], layout.Strides.ToArray());
    }

    [Fact]
    public void TheDiagonalOfAnExtremeShiftIsEmpty()
    {
        Layout square = Layout.Contiguous([3, 4]);
        Assert.Equal([0], square.Diagonal(int.MinValue, 0, 1).Sizes.ToArray());
        Assert.Equal([0], square.Diagonal(int.MaxValue, 0, 1).Sizes.ToArray());
        Assert.Equal([4, 9], Layouts.Offsets(square.Diagonal(-1, 0, 1)));
    }

    private static void AssertRefused(string message, Func<object?> make) =>
        Assert.Contains(message, Assert.Throws<ShapeException>(make).Message, StringComparison.Ordinal);
}
