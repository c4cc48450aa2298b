namespace Autograd.Golden;

/// <summary>Functions of neural networks.</summary>
internal static class NNBindings
{
    public static BindingTable Table { get; } = new()
    {
        { "softmax", a => a.Tensor("input").Softmax(a.Int("dim")) },
        { "log_softmax", a => a.Tensor("input").LogSoftmax(a.Int("dim")) },
        { "nn.functional.one_hot", a => NN.Functional.OneHot(a.Tensor("tensor"), a.OptionalInt("num_classes")) },
        { "nn.functional.prelu", a => NN.Functional.PReLU(a.Tensor("input"), a.Tensor("weight")) },
        { "nn.functional.softmin", a => (-Cast(a)).Softmax(a.Int("dim")) },
    };

    private static Tensor Cast(CaseArguments a)
    {
        var x = a.Tensor("input");
        return x.To(a.DType("dtype", x.DType));
    }
}
