namespace Autograd.Tests.Core;

/// <summary>Shapes are values: indexed from both ends, compared by sizes, made from collection expressions.</summary>
public sealed class ShapeTests
{
    [Fact]
    public void Sizes_are_read_from_both_ends()
    {
        Shape shape = [2, 3, 4];
        Assert.Equal(3, shape.Rank);
        Assert.Equal(24, shape.Numel);
        Assert.Equal(2, shape[0]);
        Assert.Equal(4, shape[-1]);
        Assert.Equal(3, shape[^2]);
        Assert.Equal([2, 3, 4], shape);
        Assert.Equal([2, 3, 4], shape.ToArray());
        Assert.Equal("[2, 3, 4]", shape.ToString());
        Assert.Equal(
            "Shape: dimension 3 is out of range for the shape [2, 3, 4], which has 3",
            Assert.Throws<ShapeException>(() => shape[3]).Message);
    }

    [Fact]
    public void A_shape_without_sizes_is_that_of_a_scalar()
    {
        Shape none = [];
        Assert.Equal(none, default);
        Assert.Equal(1, default(Shape).Numel);
        Assert.Equal("[]", default(Shape).ToString());
        Assert.Equal(0, none.Rank);
        Assert.Throws<ShapeException>(() => none[0]);
        Assert.Throws<ShapeException>(() => none[^1]);
    }

    [Fact]
    public void Equal_sizes_are_equal_shapes()
    {
        var shape = new Shape(2, 3);
        Assert.True(shape == Tensor.Zeros(2, 3).Shape);
        Assert.True(shape != new Shape(3, 2));
        Assert.False(shape.Equals(null));
        Assert.Equal(shape.GetHashCode(), new Shape(2, 3).GetHashCode());
        Assert.Equal(new Shape(2, 3), Tensor.Zeros(shape).Shape);
    }
}
