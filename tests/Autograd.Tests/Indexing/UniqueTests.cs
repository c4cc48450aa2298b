namespace Autograd.Tests.Indexing;

/// <summary>Different elements and slices. Expected is PyTorch's.</summary>
public class UniqueTests
{
    [Fact]
    public void Rows_are_ordered_by_their_elements_from_the_first()
    {
        var (values, inverse, counts) = Tensor.From([[1L, 2], [0, 5], [1, 2], [0, 1]]).Unique(0);
        Assert.Equal([0, 1, 0, 5, 1, 2], values.ToArray<long>());
        Assert.Equal([2, 1, 2, 0], inverse.ToArray<long>());
        Assert.Equal([1, 1, 2], counts.ToArray<long>());
    }

    [Fact]
    public void Columns_that_repeat_the_one_before_are_left_out()
    {
        var (values, inverse, counts) = Tensor.From([[1.0, 1, 2, 1], [3, 3, 3, 3]]).UniqueConsecutive(1);
        Assert.Equal([1.0, 2, 1, 3, 3, 3], values.ToArray<double>());
        Assert.Equal([0, 0, 1, 2], inverse.ToArray<long>());
        Assert.Equal([2, 1, 1], counts.ToArray<long>());
    }

    [Fact]
    public void Every_NaN_is_an_element_of_its_own()
    {
        var (values, inverse, counts) = Tensor.From([double.NaN, 1, double.NaN, 1]).Unique();
        Assert.Equal([1, double.NaN, double.NaN], values.ToArray<double>());
        Assert.Equal([1, 0, 2, 0], inverse.ToArray<long>());
        Assert.Equal([2, 1, 1], counts.ToArray<long>());
    }

    [Fact]
    public void Of_nothing_there_is_nothing()
    {
        var (values, inverse, counts) = Tensor.Zeros(0).Unique();
        Assert.Equal((0, 0, 0), (values.Numel, inverse.Numel, counts.Numel));
        Assert.Equal(new Shape(0, 3), Tensor.Zeros(0, 3).Unique(0).Values.Shape);
    }

    [Fact]
    public void Slices_without_elements_are_refused() => Assert.Equal(
        "Unique: the slices of dimension 0 of shape [3, 0] have no elements to compare",
        Assert.Throws<ShapeException>(() => Tensor.Zeros(3, 0).Unique(0)).Message);
}
