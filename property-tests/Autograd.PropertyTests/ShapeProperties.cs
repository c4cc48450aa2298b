using Autograd.Testing;

namespace Autograd.PropertyTests;

/// <summary>Every op takes empty inputs, and runs on shapes alone, forward and backward, with the shapes and dtypes of the real run.</summary>
public sealed class ShapeProperties
{
    [Theory]
    [MemberData(nameof(RowData.All), MemberType = typeof(RowData))]
    public void A_run_on_shapes_agrees_with_the_real_one(string name) => ShapeChecks.OnShapes(OpTable.Find(name));

    [Theory]
    [MemberData(nameof(RowData.All), MemberType = typeof(RowData))]
    public void Empty_inputs_are_taken(string name) => ShapeChecks.OnEmpty(OpTable.Find(name));
}
