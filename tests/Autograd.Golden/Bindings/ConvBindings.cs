using F = Autograd.NN.Functional;

namespace Autograd.Golden;

/// <summary>Convolutions, their transposes and the matrices of patches.</summary>
internal static class ConvBindings
{
    private delegate Tensor Convolution(Tensor input, Tensor weight, Tensor? bias, PerDim stride, ConvPadding padding, PerDim dilation, int groups);

    private delegate Tensor TransposedConvolution(Tensor input, Tensor weight, Tensor? bias, PerDim stride, PerDim padding, PerDim outputPadding, int groups, PerDim dilation);

    public static BindingTable Table { get; } = new()
    {
        { "nn.functional.conv1d", a => Run(a, F.Conv1d) },
        { "nn.functional.conv2d", a => Run(a, F.Conv2d) },
        { "nn.functional.conv3d", a => Run(a, F.Conv3d) },
        { "nn.functional.conv_transpose1d", a => Run(a, F.ConvTranspose1d) },
        { "nn.functional.conv_transpose2d", a => Run(a, F.ConvTranspose2d) },
        { "nn.functional.conv_transpose3d", a => Run(a, F.ConvTranspose3d) },
        { "nn.functional.unfold", a => F.Unfold(a.Tensor("input"), Each(a, "kernel_size"), Each(a, "dilation"), Each(a, "padding"), Each(a, "stride")) },
        { "nn.functional.fold", a => F.Fold(a.Tensor("input"), Each(a, "output_size"), Each(a, "kernel_size"), Each(a, "dilation"), Each(a, "padding"), Each(a, "stride")) },
    };

    /// <summary>A number, a list of them, or none.</summary>
    public static PerDim Each(Arguments a, string name) => a.OptionalInts(name) is { } values ? new PerDim(values) : default;

    public static ConvPadding Padding(Arguments a) => a.Argument("padding") is { ValueKind: System.Text.Json.JsonValueKind.String } text
        ? text.GetString() == "same" ? ConvPadding.Same : ConvPadding.Valid
        : Each(a, "padding");

    private static Tensor Run(CaseArguments a, Convolution conv) => conv(
        a.Tensor("input"), a.Tensor("weight"), a.OptionalTensor("bias"), Each(a, "stride"), Padding(a), Each(a, "dilation"), a.Int("groups", 1));

    private static Tensor Run(CaseArguments a, TransposedConvolution conv) => conv(
        a.Tensor("input"), a.Tensor("weight"), a.OptionalTensor("bias"), Each(a, "stride"), Each(a, "padding"), Each(a, "output_padding"), a.Int("groups", 1), Each(a, "dilation"));
}
