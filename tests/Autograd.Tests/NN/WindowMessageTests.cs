using F = Autograd.NN.Functional;

namespace Autograd.Tests.NN;

/// <summary>What convolutions and pools say of arguments that do not fit: the function, both sides, the way out.</summary>
public sealed class WindowMessageTests
{
    public static TheoryData<string, string> Table
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var (name, (_, text)) in Mistakes) data.Add(name, text);
            return data;
        }
    }

    private static Dictionary<string, (Action Do, string Text)> Mistakes { get; } = new(StringComparer.Ordinal)
    {
        ["rank of the input"] = (() => F.Conv2d(Zeros(3, 4), Zeros(2, 3, 2, 2)), "Conv2d: an input of shape [3, 4] must be [N, C, H, W], or [C, H, W] without a batch"),
        ["rank of the weight"] = (() => F.Conv1d(Zeros(1, 3, 4), Zeros(2, 3)), "Conv1d: the weight has shape [2, 3]; it must be [M, C / groups, ..] with 1 spatial dimension"),
        ["channels"] = (() => F.Conv1d(Zeros(1, 3, 4), Zeros(2, 2, 2)), "Conv1d: an input of shape [1, 3, 4] has 3 channels; a weight of shape [2, 2, 2] with 1 group needs 2"),
        ["groups"] = (() => F.Conv1d(Zeros(1, 3, 4), Zeros(4, 1, 2), groups: 3), "Conv1d: the 4 channels of dimension 0 of a weight of shape [4, 1, 2] are no multiple of 3 groups"),
        ["no groups"] = (() => F.Conv1d(Zeros(1, 3, 4), Zeros(4, 1, 2), groups: 0), "Conv1d: there are 0 groups; there must be at least one"),
        ["bias"] = (() => F.Conv1d(Zeros(1, 3, 4), Zeros(4, 3, 2), Zeros(3)), "Conv1d: a bias of shape [3] does not fit a weight of shape [4, 3, 2]: it must be [4]"),
        ["dtypes"] = (() => F.Conv1d(Zeros(1, 3, 4), Zeros(4, 3, 2).Double()), "Conv1d: the input is float32, the weight float64; convert with To, or the module with To(DType)"),
        ["integers"] = (() => F.Conv1d(Zeros(1, 3, 4).Long(), Zeros(4, 3, 2).Long()), "Conv1d: a tensor of int64 is not supported: it computes in float32 and float64; convert with To(DType.Float32)"),
        ["kernel"] = (() => F.Conv2d(Zeros(1, 1, 4, 4), Zeros(1, 1, 3, 2), padding: (0, 1), dilation: 2), "Conv2d: a kernel of shape [3, 2] with dilation [2, 2] is larger than an input of shape [1, 1, 4, 4] with padding (0, 1), in dimension 2: 5 > 4"),
        ["stride"] = (() => F.Conv1d(Zeros(1, 1, 4), Zeros(1, 1, 3), stride: 0), "Conv1d: stride 0 must be at least 1 in every dimension"),
        ["padding"] = (() => F.Conv1d(Zeros(1, 1, 4), Zeros(1, 1, 3), padding: -1), "Conv1d: padding -1 must be at least 0 in every dimension"),
        ["dimensions"] = (() => F.Conv3d(Zeros(1, 1, 4, 4, 4), Zeros(1, 1, 3, 3, 3), stride: (1, 2)), "Conv3d: stride (1, 2) has 2 numbers; it takes one, or one for each of 3 spatial dimensions"),
        ["same with a stride"] = (() => F.Conv1d(Zeros(1, 1, 4), Zeros(1, 1, 3), stride: 2, padding: ConvPadding.Same), "Conv1d: padding 'same' keeps the size, which a stride of 2 does not; give the padding in numbers"),
        ["no positions"] = (() => F.Conv1d(Zeros(1, 1, 0), Zeros(1, 1, 3), padding: 2), "Conv1d: an input of shape [1, 1, 0] has no positions in dimension 2; only the batch and the channels may be empty"),
        ["no output"] = (() => F.ConvTranspose1d(Zeros(1, 2, 1), Zeros(2, 3, 2), padding: 1), "ConvTranspose1d: an input of shape [1, 2, 1], a kernel of shape [2], stride 1 and padding 1 make an output of size 0 in dimension 2; it must be at least 1"),
        ["output padding"] = (() => F.ConvTranspose1d(Zeros(1, 2, 1), Zeros(2, 3, 2), outputPadding: 1), "ConvTranspose1d: outputPadding 1 must be less than the stride 1 or the dilation 1, in dimension 2"),
        ["far too large"] = (() => F.ConvTranspose1d(Zeros(1, 2, 9), Zeros(2, 3, 2), stride: int.MaxValue), "ConvTranspose1d: an input of shape [1, 2, 9], a kernel of shape [2], stride 2147483647 and padding 0 make an output of size 17179869178 in dimension 2; it must be at least 1"),
        ["rank of a pool's input"] = (() => F.MaxPool2d(Zeros(3, 4), 2), "MaxPool2d: an input of shape [3, 4] must be [N, C, H, W], or [C, H, W] without a batch"),
        ["an empty plane"] = (() => F.AvgPool2d(Zeros(1, 3, 0, 4), 2), "AvgPool2d: an input of shape [1, 3, 0, 4] has no positions in dimension 2; only the batch and the channels may be empty"),
        ["padding of a pool"] = (() => F.MaxPool1d(Zeros(1, 1, 4), 2, padding: 2), "MaxPool1d: padding 2 is more than half of a kernel of 2, in dimension 0 of 1"),
        ["a pool too large"] = (() => F.MaxPool2d(Zeros(1, 4, 4), (2, 5)), "MaxPool2d: a kernel of (2, 5) with padding 0 and dilation 1 does not fit an input of shape [1, 4, 4]: no window fits dimension 1 of 2"),
        ["padding alone"] = (() => F.MaxPool1d(Zeros(1, 1, 2), 2, 1, 1, 3), "MaxPool1d: the window of output 0 passes an input of shape [1, 1, 2] by: of a kernel of 2 with dilation 3 and padding 1 no element lies in it"),
        ["no kernel"] = (() => F.AvgPool1d(Zeros(1, 1, 2), default), "AvgPool1d: the size of the kernel was not given"),
        ["an order without a norm"] = (() => F.LPPool1d(Zeros(1, 1, 2), 0, 2), "LPPool1d: the order of the norm is finite and not 0; the largest magnitude is a MaxPool of Abs() (Parameter 'normType')\nActual value was 0."),
        ["integers of a mean"] = (() => F.AvgPool1d(Zeros(1, 1, 2).Long(), 2), "AvgPool1d: a tensor of int64 is not supported: it computes in float32 and float64; convert with To(DType.Float32)"),
        ["divisor"] = (() => F.AvgPool2d(Zeros(1, 1, 2, 2), 2, divisorOverride: 0), "AvgPool2d: the divisor is not 0 (Parameter 'divisorOverride')"),
        ["sizes of an adaptive pool"] = (() => F.AdaptiveAvgPool3d(Zeros(1, 2, 2, 2), (1, 2)), "AdaptiveAvgPool3d: outputSize (1, 2) has 2 sizes; it takes one, or one for each of 3 spatial dimensions"),
        ["indices of another shape"] = (() => F.MaxUnpool1d(Zeros(1, 1, 2), Longs(0), 2), "MaxUnpool1d: indices of shape [1, 1, 1] do not fit an input of shape [1, 1, 2]: they must be the same"),
        ["an index outside"] = (() => F.MaxUnpool1d(Zeros(1, 1, 2), Longs(0, 9), 2), "MaxUnpool: index 9 is out of range for a plane of sizes [4], which has 4 elements"),
        ["the size of an inverse"] = (() => F.MaxUnpool1d(Zeros(1, 1, 2), Longs(0, 1), 2, outputSize: [6]), "MaxUnpool1d: an output of size 6 in dimension 0 of 1 does not fit an input of shape [1, 1, 2]: with kernel 2, stride 2 and padding 0 it must be 4, or differ by less than the stride"),
        ["rows of patches"] = (() => F.Fold(Zeros(1, 4, 9), (4, 4), 3), "Fold: the 4 rows of an input of shape [1, 4, 9] are no multiple of the 9 elements of a kernel of 3"),
        ["columns of patches"] = (() => F.Fold(Zeros(1, 9, 5), (4, 4), 3), "Fold: an input of shape [1, 9, 5] has 5 columns; images of sizes (4, 4) have 4 windows of 3 with dilation 1, padding 0 and stride 1"),
        ["a window too large"] = (() => F.Unfold(Zeros(1, 2, 2), 3), "Unfold: a kernel of 3 with dilation 1 does not fit images of sizes [2, 2] with padding 0"),
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void A_mistake_names_the_function_both_sides_and_the_way_out(string name, string text) =>
        Assert.Equal(text, Assert.ThrowsAny<Exception>(Mistakes[name].Do).Message);

    private static Tensor Longs(params long[] values) => Tensor.From(values).Reshape(1, 1, -1);

    private static Tensor Zeros(params int[] shape) => Tensor.Zeros(shape);
}
