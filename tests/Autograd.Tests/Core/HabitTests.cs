using System.Globalization;

namespace Autograd.Tests.Core;

/// <summary>What a C# programmer writes without looking it up.</summary>
public sealed class HabitTests
{
    [Fact]
    public void Tensors_are_made_of_numbers_rows_and_sequences()
    {
        Assert.Equal(3.0, Tensor.From(3.0).Item<double>());
        Assert.Equal(0, Tensor.From(3.0).Rank);
        var rows = Tensor.From([[1, 2], [3, 4]]);
        Assert.Equal(new Shape(2, 2), rows.Shape);
        Assert.Equal([1, 2, 3, 4], rows.ToArray<int>());
        Assert.Equal([0, 1, 2], Tensor.From(Enumerable.Range(0, 3)).ToArray<int>());
        Assert.Equal([1.5f], Tensor.From(new List<float> { 1.5f }).ToArray<float>());
        Assert.Equal(
            "From: row 1 has 1 elements, row 0 has 2; a matrix has rows of one length",
            Assert.Throws<ShapeException>(() => Tensor.From([[1, 2], [3]])).Message);
    }

    [Fact]
    public void Factories_say_whether_they_require_a_gradient()
    {
        Tensor[] all =
        [
            Tensor.Zeros([2], requiresGrad: true), Tensor.Ones([2], DType.Float64, requiresGrad: true), Tensor.Full([2], 3, requiresGrad: true),
            Tensor.Rand([2], requiresGrad: true), Tensor.Randn([2], requiresGrad: true), Tensor.From([1.0, 2.0], requiresGrad: true), Tensor.Empty([2], requiresGrad: true),
        ];
        Assert.All(all, x => Assert.True(x.RequiresGrad && x.IsLeaf));
        Assert.Throws<DTypeException>(() => Tensor.Zeros([2], DType.Int64, requiresGrad: true));
    }

    [Fact]
    public void Any_sequence_is_joined()
    {
        var list = new List<Tensor> { Tensor.Ones(2), Tensor.Zeros(2) };
        Assert.Equal([1f, 1f, 0f, 0f], Tensor.Cat(list).ToArray<float>());
        Assert.Equal([1f, 0f, 1f, 0f], Tensor.Stack(list.Select(x => x), 1).ToArray<float>());
        Assert.Equal(new Shape(4), Tensor.Cat([list[0], list[1]]).Shape);
        Assert.Equal(new Shape(4), Tensor.Cat(list.ToArray()).Shape);
        Assert.Equal("tensors", Assert.Throws<ArgumentNullException>(() => Tensor.Cat([list[0], null!])).ParamName);
    }

    [Fact]
    public void Rows_are_enumerated_as_views()
    {
        var x = Tensor.From([[1.0, 2.0], [3.0, 4.0]]);
        var sums = new List<double>();
        foreach (var row in x)
        {
            sums.Add(row.Sum().Item());
            row.ZeroInPlace();
        }
        Assert.Equal([3.0, 7.0], sums);
        Assert.Equal(0, x.Abs().Sum().Item());
        Assert.Throws<ShapeException>(() => Tensor.From(1.0).GetEnumerator());
    }

    [Theory]
    [InlineData("en-US")]
    [InlineData("de-DE")]
    public void Formats_are_those_of_numbers(string culture)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            Assert.Equal("tensor([1.235, 2.000,   nan])", $"{Tensor.From([1.23456f, 2f, float.NaN]):F3}");
            Assert.Equal("tensor([007, 042])", $"{Tensor.From([7L, 42L]):D3}");
            Assert.Equal(Tensor.From([1.5f]).ToString(), $"{Tensor.From([1.5f])}");
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Indices_at_the_ends_of_their_types_are_out_of_range_by_name()
    {
        var x = Tensor.Ones(2, 3);
        Action[] wrong =
        [
            () => _ = x[int.MinValue], () => _ = x[int.MaxValue], () => _ = x[Tensor.From(long.MaxValue)], () => _ = x[Tensor.From(long.MinValue)],
            () => _ = x[Tensor.From([long.MaxValue])], () => x.DiagEmbed(int.MinValue), () => x[0].Diag(int.MaxValue),
        ];
        Assert.All(wrong, act => Assert.Throws<ShapeException>(act));
        Assert.Equal(new Shape(0), x.Diagonal(int.MinValue).Shape);
        Assert.Equal(new Shape(0, 3), x[TensorIndex.Slice(0, int.MinValue)].Shape);
        Assert.Equal(new Shape(2, 3), x[TensorIndex.Slice(int.MinValue, int.MaxValue)].Shape);
    }
}
