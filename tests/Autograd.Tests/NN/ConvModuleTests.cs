using Autograd.Checks;
using Autograd.NN;
using F = Autograd.NN.Functional;

namespace Autograd.Tests.NN;

/// <summary>Layers of convolutions, pools and paddings: what they print, what is in their state, and PyTorch's numbers where padding is more than zeros.</summary>
public sealed class ConvModuleTests
{
    public static TheoryData<string, string> Printed
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var (module, text) in Modules()) data.Add(text, module.ToString());
            return data;
        }
    }

    private static IEnumerable<(Module Module, string Text)> Modules()
    {
        yield return (new Conv2d(2, 4, 3, padding: ConvPadding.Same, groups: 2, bias: false, paddingMode: PadMode.Reflect), "Conv2d(2, 4, kernel_size=(3, 3), stride=(1, 1), padding=same, groups=2, bias=False, padding_mode=reflect)");
        yield return (new Conv1d(2, 4, 3, 2, 1, 2), "Conv1d(2, 4, kernel_size=(3,), stride=(2,), padding=(1,), dilation=(2,))");
        yield return (new ConvTranspose2d(2, 3, (2, 3), 2, outputPadding: 1), "ConvTranspose2d(2, 3, kernel_size=(2, 3), stride=(2, 2), output_padding=(1, 1))");
        yield return (new MaxPool2d((2, 1)), "MaxPool2d(kernel_size=(2, 1), stride=(2, 1), padding=0, dilation=1, ceil_mode=False)");
        yield return (new MaxPool1d(2, 1, ceilMode: true), "MaxPool1d(kernel_size=2, stride=1, padding=0, dilation=1, ceil_mode=True)");
        yield return (new AvgPool1d(2), "AvgPool1d(kernel_size=(2,), stride=(2,), padding=(0,))");
        yield return (new AvgPool2d(2), "AvgPool2d(kernel_size=2, stride=2, padding=0)");
        yield return (new AvgPool3d((1, 2, 2), divisorOverride: 3), "AvgPool3d(kernel_size=(1, 2, 2), stride=(1, 2, 2), padding=0)");
        yield return (new AdaptiveAvgPool2d((3, null)), "AdaptiveAvgPool2d(output_size=(3, None))");
        yield return (new AdaptiveMaxPool1d(3), "AdaptiveMaxPool1d(output_size=3)");
        yield return (new LPPool1d(1.5, 3), "LPPool1d(norm_type=1.5, kernel_size=3, stride=None, ceil_mode=False)");
        yield return (new MaxUnpool2d(2), "MaxUnpool2d(kernel_size=(2, 2), stride=(2, 2), padding=(0, 0))");
        yield return (new MaxUnpool1d(2, 1, 1), "MaxUnpool1d(kernel_size=(2,), stride=(1,), padding=(1,))");
        yield return (new Fold((3, 4), 2), "Fold(output_size=(3, 4), kernel_size=2, dilation=1, padding=0, stride=1)");
        yield return (new Unfold((2, 3)), "Unfold(kernel_size=(2, 3), dilation=1, padding=0, stride=1)");
        yield return (new ConstantPad1d(2, 1.5), "ConstantPad1d(padding=(2, 2), value=1.5)");
        yield return (new ZeroPad2d(1), "ZeroPad2d((1, 1, 1, 1))");
        yield return (new ReflectionPad1d(1, 2), "ReflectionPad1d((1, 2))");
        yield return (new ReplicationPad3d(1), "ReplicationPad3d((1, 1, 1, 1, 1, 1))");
    }

    [Theory]
    [MemberData(nameof(Printed))]
    public void Modules_print_as_PyTorch_prints_them(string expected, string actual) => Assert.Equal(expected, actual);

    [Fact]
    public void The_state_is_a_weight_and_a_bias()
    {
        var layer = new Conv2d(4, 6, (3, 2), groups: 2);
        Assert.Equal(["weight", "bias"], layer.StateDict().Keys);
        Assert.Equal(new Shape(6, 2, 3, 2), layer.Weight.Shape);
        Assert.Equal(new Shape(4, 3, 3, 2), new ConvTranspose2d(4, 6, (3, 2), groups: 2).Weight.Shape);
        Assert.Null(new Conv3d(1, 1, 1, bias: false).Bias);
        Assert.Throws<ShapeException>(() => layer.Weight = new Parameter(Tensor.Zeros(6, 2, 3, 3)));
        Assert.Throws<ShapeException>(() => new Conv1d(3, 4, 2, groups: 2));
    }

    [Theory]
    [InlineData(PadMode.Reflect, new float[] { 58, 67, 82, 83, 118, 127, 142, 143, 178, 187, 202, 203, 142, 151, 166, 167 })]
    [InlineData(PadMode.Circular, new float[] { 64, 67, 82, 69, 124, 127, 142, 129, 184, 187, 202, 189, 52, 55, 70, 57 })]
    public void Padding_that_keeps_the_size_may_be_more_of_the_input(PadMode mode, float[] expected)
    {
        var layer = new Conv2d(1, 1, (2, 3), padding: ConvPadding.Same, bias: false, paddingMode: mode) { Weight = new Parameter(Tensor.Arange(6).Float().Reshape(1, 1, 2, 3)) };
        Assert.Equal(expected, layer.Forward(Tensor.Arange(16).Float().Reshape(1, 1, 4, 4)).Flatten().ToArray<float>());
    }

    [Fact]
    public void The_odd_zero_of_an_even_kernel_comes_at_the_end() =>
        Assert.Equal([20.0, 30, 40, 26, 14], F.Conv1d(Tensor.From([1.0, 2, 3, 4, 5]).Reshape(1, 1, -1), Tensor.From([1.0, 2, 3, 4]).Reshape(1, 1, -1), padding: ConvPadding.Same).ToArray<double>());

    [Fact]
    public void A_transposed_convolution_goes_to_either_size_that_its_stride_maps_to_the_input()
    {
        var layer = new ConvTranspose1d(1, 1, 3, stride: 2, padding: 1, bias: false) { Weight = new Parameter(Tensor.Ones(1, 1, 3)) };
        Assert.Equal([1f, 2, 1, 2, 1], layer.Forward(Tensor.Ones(1, 1, 3)).ToArray<float>());
        Assert.Equal([1f, 2, 1, 2, 1, 1], layer.Forward(Tensor.Ones(1, 1, 3), [6]).ToArray<float>());
        var wrong = Assert.Throws<ShapeException>(() => layer.Forward(Tensor.Ones(1, 1, 3), [7]));
        Assert.Equal("ConvTranspose1d: an output of size 7 in dimension 0 of 1 does not fit an input of shape [1, 1, 3]: it must lie in [5, 6]", wrong.Message);
    }

    [Fact]
    public void The_first_of_equal_elements_counts_and_the_last_of_NaNs()
    {
        var x = Tensor.From([1.0, double.NaN, 3, double.NaN, 2, 5]).Reshape(1, 1, -1);
        var (values, indices) = F.MaxPool1dWithIndices(x, 4, 1);
        Assert.All(values.ToArray<double>(), v => Assert.True(double.IsNaN(v)));
        Assert.Equal([3L, 3, 3], indices.ToArray<long>());
        Assert.Equal([0L], F.MaxPool2dWithIndices(Tensor.Ones(1, 2, 2), 2).Indices.ToArray<long>());
        Assert.Equal([0L, 2], F.AdaptiveMaxPool1dWithIndices(Tensor.Full([1, 4], double.NegativeInfinity), 2).Indices.ToArray<long>());
    }

    [Fact]
    public void What_two_windows_picked_comes_back_once()
    {
        // Both windows pick element 1: as in PyTorch, the last value is written and both get the gradient.
        var (_, indices) = F.MaxPool1dWithIndices(Tensor.From([1.0, 5, 3, 4]).Reshape(1, 1, -1), 3, 1);
        var x = Tensor.From([2.0, 3]).Reshape(1, 1, -1).RequiresGradInPlace();
        var y = F.MaxUnpool1d(x, indices, 3, 1);
        Assert.Equal([0.0, 3, 0, 0], y.ToArray<double>());
        Assert.Equal([1.0, 1], Gradient.Of(y.Sum(), x).ToArray<double>());
    }

    [Fact]
    public void A_small_network_agrees_with_differences_by_its_parameters_and_its_input()
    {
        Generator.ManualSeed(3);
        var net = new Sequential(
            new Conv2d(2, 3, 3, padding: 1, paddingMode: PadMode.Replicate), new Tanh(), new AvgPool2d(2), new ConvTranspose2d(3, 2, 2, stride: 2), new AdaptiveAvgPool2d((2, null)));
        net.To(DType.Float64);
        var x = Tensor.Randn([2, 2, 4, 5], DType.Float64).RequiresGradInPlace();
        Tensor[] leaves = [x, .. net.Parameters()];
        GradCheck.Run(_ => net.Forward(x), leaves, new GradCheckOptions { Order = 2 }).ThrowIfFailed();
    }

    [Theory]
    [InlineData(1, 1, 0, 1)]
    [InlineData(2, 1, 1, 2)]
    [InlineData(1, 2, 2, 1)]
    [InlineData(4, 2, 1, 1)]
    public void A_convolution_is_the_product_of_its_filters_with_the_patches(int groups, int stride, int padding, int dilation)
    {
        var random = new Generator(5);
        var x = Tensor.Randn([2, 4, 7, 6], DType.Float64, random).RequiresGradInPlace();
        var w = Tensor.Randn([8, 4 / groups, 3, 2], DType.Float64, random).RequiresGradInPlace();
        var fused = F.Conv2d(x, w, null, stride, padding, dilation, groups);
        // [N, G, 1, C K, L] under [G, M, C K]: a product for each group.
        var patches = F.Unfold(x, (3, 2), dilation, padding, stride).Unflatten(1, groups, -1);
        var composed = w.Reshape(groups, 8 / groups, -1).MatMul(patches).Reshape(fused.Shape);
        Close(composed, fused);
        var g = Tensor.Randn(fused.Shape, DType.Float64, random);
        var (expected, actual) = (Gradient.Of([composed], [x, w], [g]), Gradient.Of([fused], [x, w], [g]));
        for (int i = 0; i < 2; i++) Close(expected[i]!, actual[i]!);

        static void Close(Tensor expected, Tensor actual) => Assert.True(expected.AllClose(actual, rtol: 1e-12, atol: 1e-12));
    }
}
