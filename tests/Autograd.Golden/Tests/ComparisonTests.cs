using System.Text.Json;
using Xunit;

namespace Autograd.Golden.Tests;

public class ComparisonTests
{
    [Theory]
    [InlineData(1, 1 + 5e-10, true)]
    [InlineData(1, 1 + 5e-9, false)]
    [InlineData(0, 5e-10, true)]
    [InlineData(double.NaN, double.NaN, true)]
    [InlineData(double.NaN, 1, false)]
    [InlineData(1, double.NaN, false)]
    [InlineData(double.PositiveInfinity, double.PositiveInfinity, true)]
    [InlineData(double.PositiveInfinity, double.NegativeInfinity, false)]
    [InlineData(double.PositiveInfinity, 1e300, false)]
    [InlineData(-0.0, 0.0, true)]
    public void A_value_is_the_same_within_the_tolerance(double expected, double actual, bool same) =>
        Assert.Equal(same, Difference([expected], [actual], new Tolerance(1e-9)) is null);

    [Fact]
    public void The_measure_is_the_tensors_largest_element()
    {
        Assert.Null(Difference([1e6, 0], [1e6, 5e-4], new Tolerance(1e-9)));
        Assert.NotNull(Difference([1e6, 1e-3], [1e6, 5e-4], new Tolerance(1e-9, Elementwise: true)));
        Assert.NotNull(Difference([1e-300], [2e-300], new Tolerance(1e-9, Floor: 0)));
    }

    [Fact]
    public void Shapes_dtypes_and_integers_are_exact()
    {
        var reference = Golden(DType.Int64, [2], [3.0, 4.0]);
        var loose = new Tolerance(0.5);
        Assert.Null(Comparison.Difference(reference, DType.Int64, [2], [3, 4], loose));
        Assert.NotNull(Comparison.Difference(reference, DType.Int64, [2], [3, 5], loose));
        Assert.NotNull(Comparison.Difference(reference, DType.Float64, [2], [3, 4], loose));
        Assert.NotNull(Comparison.Difference(reference, DType.Int64, [2, 1], [3, 4], loose));
    }

    [Fact]
    public void Words_stand_for_what_is_not_finite()
    {
        using var json = JsonDocument.Parse("""{"name":"x","dtype":"float64","shape":[4],"data":[1,"NaN","Infinity","-Infinity"]}""");
        Assert.Equal([1, double.NaN, double.PositiveInfinity, double.NegativeInfinity], GoldenTensor.Parse(json.RootElement)!.Values());
    }

    private static string? Difference(double[] expected, double[] actual, Tolerance tolerance) =>
        Comparison.Difference(Golden(DType.Float64, [expected.Length], expected), DType.Float64, [actual.Length], actual, tolerance);

    private static GoldenTensor Golden(DType dtype, int[] shape, double[] values)
    {
        object[] words = [.. values.Select(v => double.IsFinite(v) ? (object)v : double.IsNaN(v) ? "NaN" : v > 0 ? "Infinity" : "-Infinity")];
        return new GoldenTensor("output", dtype, shape, JsonSerializer.SerializeToElement(words));
    }
}
