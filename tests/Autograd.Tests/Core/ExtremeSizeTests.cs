namespace Autograd.Tests.Core;

/// <summary>Sizes, counts and ranks at the ends of what an integer holds: refused by name, never computed past the end.</summary>
public class ExtremeSizeTests
{
    private static readonly Tensor X = Tensor.Arange(6).Float().Reshape(2, 3);

    [Theory]
    [InlineData(PadMode.Constant)]
    [InlineData(PadMode.Replicate)]
    [InlineData(PadMode.Reflect)]
    [InlineData(PadMode.Circular)]
    public void A_pad_beyond_all_sizes_is_refused(PadMode mode)
    {
        AssertRefused("Pad: ", () => X.Pad([int.MaxValue, int.MaxValue], mode));
        AssertRefused("Pad: ", () => X.Pad([int.MinValue, int.MinValue], mode));
        AssertRefused("Pad: ", () => X.Pad([0, int.MinValue], mode));
        AssertRefused("Pad: ", () => X.Pad([0, 0, int.MaxValue, int.MaxValue], mode));
    }

    [Fact]
    public void A_pad_that_cuts_all_and_adds_more_is_all_edge()
    {
        // 3 - 2^31 + 2^31 - 1 = 2 columns, all of them far to the right of the tensor.
        Assert.Equal([7f, 7, 7, 7], X.Pad([int.MinValue, int.MaxValue], value: 7).ToArray<float>());
        Assert.Equal([2f, 2, 5, 5], X.Pad([int.MinValue, int.MaxValue], PadMode.Replicate).ToArray<float>());
        Assert.Equal([0f, 0, 3, 3], X.Pad([int.MaxValue, int.MinValue], PadMode.Replicate).ToArray<float>());
        AssertRefused("Pad: ", () => X.Pad([int.MinValue, int.MaxValue], PadMode.Circular));
        AssertRefused("Pad: ", () => X.Pad([int.MinValue, int.MaxValue], PadMode.Reflect));
    }

    [Fact]
    public void Repeats_and_joins_beyond_all_sizes_are_refused_by_name()
    {
        AssertRefused("Repeat: ", () => X.Repeat(int.MaxValue, 2));
        AssertRefused("RepeatInterleave: ", () => X.RepeatInterleave(int.MaxValue));
        AssertRefused("RepeatInterleave: ", () => X.RepeatInterleave(Tensor.From([1L << 32]), 0));
        AssertRefused("RepeatInterleave: ", () => X.RepeatInterleave(Tensor.From([long.MaxValue, long.MaxValue]), 0));
        AssertRefused("RepeatInterleave: ", () => X.RepeatInterleave(Tensor.From([-1L << 32]), 0));
        var wide = Tensor.Zeros(1).Expand(1 << 30);
        AssertRefused("Cat: ", () => Tensor.Cat([wide, wide]));
        AssertRefused("DiagEmbed: ", () => X.DiagEmbed(int.MinValue));
        AssertRefused("DiagEmbed: ", () => X.DiagEmbed(int.MaxValue));
        AssertRefused("Flatten: ", () => Tensor.Zeros(0, 1 << 20, 1 << 20).Flatten(1));
        AssertRefused("Reshape: ", () => Tensor.Zeros(0).Reshape(1 << 16, 1 << 16, 1 << 16, 1 << 16));
        Assert.Equal(new Shape(0), X.Diagonal(int.MinValue).Shape);
        Assert.Equal(new Shape(0), X.Diagonal(int.MaxValue).Shape);
    }

    [Fact]
    public void A_roll_goes_around_any_number_of_times()
    {
        var line = Tensor.Arange(5);
        Assert.Equal(line.Roll(int.MaxValue % 5, 0).ToArray<long>(), line.Roll(int.MaxValue, 0).ToArray<long>());
        Assert.Equal(line.Roll(5 + int.MinValue % 5, 0).ToArray<long>(), line.Roll(int.MinValue, 0).ToArray<long>());
    }

    [Fact]
    public void Sixty_four_dimensions_work()
    {
        int[] sizes = Enumerable.Range(0, 64).Select(d => d is 1 or 40 or 63 ? 2 : 1).ToArray();
        var x = Tensor.Arange(8).Float().Reshape(sizes);
        int[] backward = [.. Enumerable.Range(0, 64).Reverse()];
        Assert.Equal([0f, 4, 2, 6, 1, 5, 3, 7], x.Permute(backward).ToArray<float>());
        Assert.Equal(28, x.Sum().Item());
        Assert.Equal(7, x.AMax().Item());
        Assert.Equal([1f, 5, 9, 13], x.Sum(63).ToArray<float>());
        Assert.Equal([12f, 16], x.Sum([.. Enumerable.Range(0, 63)]).ToArray<float>());
        Assert.Equal([4f, 5, 6, 7], x.AMax(1).ToArray<float>());
        TensorIndex[] last = [.. Enumerable.Repeat<TensorIndex>(^1, 62)];
        Assert.Equal([6f, 7], x[last].Ravel().ToArray<float>());
        Assert.Equal([0f, 0, 1, 1], x.RepeatInterleave(2).ToArray<float>()[..4]);
        Assert.Equal(16, x.Tile(2).Numel);
        var y = x.Detach().RequiresGradInPlace();
        (y.Permute(backward) * y.Permute(backward)).Sum().Backward();
        Assert.Equal([0f, 2, 4, 6, 8, 10, 12, 14], y.Grad!.ToArray<float>());
        AssertRefused("dimension 1 appears twice", () => x.Permute([1, .. backward[..62], 1]));
    }

    [Fact]
    public void A_sixty_fifth_dimension_is_refused()
    {
        int[] sizes = [.. Enumerable.Repeat(1, 65)];
        var x = Tensor.Ones(sizes[1..]);
        AssertRefused("65 dimensions", () => x.Unsqueeze(0));
        AssertRefused("65 dimensions", () => x.Reshape(sizes));
        AssertRefused("65 dimensions", () => x.Expand(sizes));
        AssertRefused("65 dimensions", () => x.Repeat(sizes));
        AssertRefused("65 dimensions", () => x[TensorIndex.NewAxis]);
        AssertRefused("65 dimensions", () => x.Unfold(0, 1, 1));
        AssertRefused("65 dimensions", () => x.DiagEmbed());
        AssertRefused("65 dimensions", () => Tensor.Stack([x, x]));
        AssertRefused("65 dimensions", () => Tensor.Zeros(sizes));
        AssertRefused("65 dimensions", () => new Shape(sizes));
    }

    private static void AssertRefused(string message, Func<object> op) =>
        Assert.Contains(message, Assert.Throws<ShapeException>(op).Message, StringComparison.Ordinal);
}
