using Autograd.NN;
using F = Autograd.NN.Functional;

namespace Autograd.Tests.NN;

public class ResampleTests
{
    [Fact]
    public void An_element_that_does_not_count_leaks_no_NaN()
    {
        var x = Tensor.From([1.0, 2, double.NaN]).Reshape(1, 1, 3);
        Assert.Equal([1, 1.5, 2.0], F.Interpolate(x, [5], mode: InterpolationMode.Linear, alignCorners: true).ToArray<double>()[..3]);
        var image = Tensor.From([1.0, 2, double.NaN, 4]).Reshape(1, 1, 2, 2);
        var grid = Tensor.From([-1.0, -1, double.NaN, 0, 1e300, 0]).Reshape(1, 1, 3, 2);
        Assert.Equal([1, 0, 0.0], F.GridSample(image, grid, alignCorners: true).ToArray<double>());
    }

    [Fact]
    public void Down_and_up_by_whole_factors_are_exact()
    {
        var x = Tensor.Arange(12.0).Reshape(1, 1, 3, 4);
        Assert.Equal(x.ToArray<float>(), F.Interpolate(F.Interpolate(x, scaleFactor: [2]), scaleFactor: [0.5], mode: InterpolationMode.Area).ToArray<float>());
        Assert.Equal(x.ToArray<float>(), F.Interpolate(x, [3, 4], mode: InterpolationMode.Bicubic).ToArray<float>());
    }

    [Fact]
    public void The_identity_map_samples_the_image()
    {
        var theta = Tensor.From([1.0, 0, 0, 0, 1, 0]).Reshape(1, 2, 3);
        var x = Tensor.Randn([1, 2, 3, 5], DType.Float64, new Generator(1));
        foreach (bool corners in new[] { false, true })
        {
            foreach (var mode in Enum.GetValues<GridSampleMode>())
            {
                var y = F.GridSample(x, F.AffineGrid(theta, [1, 2, 3, 5], corners), mode, GridPadding.Border, corners);
                Assert.True(y.AllClose(x, 1e-12, 1e-12), $"{mode}, {corners}");
            }
        }
    }

    [Fact]
    public void Modules_print_as_in_PyTorch()
    {
        Assert.Equal("Upsample(scale_factor=2.0, mode=nearest)", new Upsample(scaleFactor: [2]).ToString());
        Assert.Equal("Upsample(size=(4, 5), mode=bilinear)", new Upsample([4, 5], mode: InterpolationMode.Bilinear).ToString());
        Assert.Equal("Upsample(scale_factor=(2.0, 3.0), mode=nearest-exact)", new Upsample(scaleFactor: [2, 3], mode: InterpolationMode.NearestExact).ToString());
    }

    [Fact]
    public void What_does_not_fit_is_refused_by_name()
    {
        var x = Tensor.Zeros(1, 2, 3, 4);
        Refused<ShapeException>("Interpolate: mode Linear takes 3 dimensions, not an input of shape [1, 2, 3, 4]", () => F.Interpolate(x, [2], mode: InterpolationMode.Linear));
        Refused<ShapeException>("Interpolate: 3 sizes and 0 factors for an input of shape [1, 2, 3, 4]", () => F.Interpolate(x, [2, 3, 4]));
        Refused<ShapeException>("Interpolate: 0 sizes and 0 factors", () => F.Interpolate(x));
        Refused<ShapeException>("cannot become 0 elements", () => F.Interpolate(x, scaleFactor: [0.1]));
        Refused<ArgumentException>("Interpolate: mode Nearest has no corners to align", () => F.Interpolate(x, [2], alignCorners: true));
        Refused<ShapeException>("GridSample: a grid of shape [1, 2, 2, 3] does not fit an input of shape [1, 2, 3, 4]", () => F.GridSample(x, Tensor.Zeros(1, 2, 2, 3)));
        Refused<ShapeException>("GridSample: bicubic is of [N, C, H, W]", () => F.GridSample(Tensor.Zeros(1, 1, 2, 2, 2), Tensor.Zeros(1, 1, 1, 1, 3), GridSampleMode.Bicubic));
        Refused<DTypeException>("GridSample: the input is float32, the grid float64", () => F.GridSample(x, Tensor.Zeros([1, 2, 2, 2], DType.Float64)));
        Refused<ShapeException>("AffineGrid: maps of shape [1, 3, 3] do not fit images of shape [1, 2, 3, 4]", () => F.AffineGrid(Tensor.Zeros(1, 3, 3), [1, 2, 3, 4]));
    }

    private static void Refused<E>(string message, Action action)
        where E : Exception => Assert.Contains(message, Assert.Throws<E>(action).Message, StringComparison.Ordinal);
}
