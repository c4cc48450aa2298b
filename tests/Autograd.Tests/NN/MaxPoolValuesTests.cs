using Autograd.Checks;
using Autograd.Kernels;
using F = Autograd.NN.Functional;

namespace Autograd.Tests.NN;

/// <summary>The pool that nobody records writes values alone: the same bits, and the same derivatives where somebody asks it after all.</summary>
public sealed class MaxPoolValuesTests
{
    [Fact]
    public void A_pass_without_recording_has_the_bits_of_one_with_it()
    {
        float[] elements = Tensor.Randn([2, 3, 9, 33], generator: new Generator(1)).ToArray<float>();
        (elements[0], elements[34]) = (-0f, float.NaN);
        var x = Tensor.From(elements).Reshape(2, 3, 9, 33);
        Tensor alone = F.MaxPool2d(x, 2), adaptive = F.AdaptiveMaxPool2d(x, (4, 5));
        x.RequiresGrad = true;
        Assert.Equal(Bits(F.MaxPool2d(x, 2)), Bits(alone));
        Assert.Equal(Bits(F.AdaptiveMaxPool2d(x, (4, 5))), Bits(adaptive));
    }

    [Fact]
    public void Its_rule_finds_the_places_to_every_order()
    {
        var x = Tensor.Randn([2, 2, 7, 8], DType.Float64, new Generator(2));
        x.RequiresGrad = true;
        var geometry = PoolGeometry.Strided("MaxPool2d", 2, x, 3, 2, 1, default, false);
        var report = GradCheck.Run(inputs => Op.Call(new MaxPoolValuesOp<StridedAxis>(geometry), inputs[0]).Square(), [x]);
        Assert.True(report.Passed, report.ToString());
    }

    private static int[] Bits(Tensor x) => Array.ConvertAll(x.Detach().ToArray<float>(), BitConverter.SingleToInt32Bits);
}
