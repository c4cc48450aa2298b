using Autograd.Testing;

namespace Autograd.PropertyTests;

/// <summary>Every op runs on shapes alone, forward and backward, and gives the shapes and dtypes of the real run.</summary>
public sealed class ShapeProperties
{
    [Theory]
    [MemberData(nameof(RowData.All), MemberType = typeof(RowData))]
    public void A_run_on_shapes_agrees_with_the_real_one(string name) => OpProperty.Check(OpTable.Find(name), 10, (@case, draw) =>
    {
        if (@case.DependsOnValues)
        {
            var thrown = Assert.Throws<AutogradException>(() => OnShapes(@case, draw));
            Assert.Contains(": a tensor without values was read", thrown.Message, StringComparison.Ordinal);
            return;
        }
        var real = Run.Of(@case, @case.Inputs(draw.Dice()));
        var shapes = OnShapes(@case, draw);
        Assert.Equal(Forms(real.Outputs), Forms(shapes.Outputs));
        Assert.Equal(Forms(real.Gradients), Forms(shapes.Gradients));
        Assert.Equal(real.Outputs.Select(y => y.RequiresGrad), shapes.Outputs.Select(y => y.RequiresGrad));
    });

    private static Run OnShapes(OpCase @case, Draw draw)
    {
        var inputs = Array.ConvertAll(@case.Inputs(draw.Dice()), x => Tensor.Hollow(x.Layout.ToContiguous(), x.DType));
        Run? run = null;
        ShapesOnly.Run(() => run = Run.Of(@case, inputs));
        return run!;
    }

    private static IEnumerable<string> Forms(IEnumerable<Tensor?> tensors) => tensors.Select(x => x is null ? "none" : $"{x.DType} {x.Shape}");
}
