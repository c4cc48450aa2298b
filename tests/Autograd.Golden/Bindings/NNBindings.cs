namespace Autograd.Golden;

/// <summary>Functions of neural networks.</summary>
internal static class NNBindings
{
    public static BindingTable Table { get; } = new()
    {
        { "softmax", a => a.Tensor("input").Softmax(a.Int("dim")) },
        { "log_softmax", a => a.Tensor("input").LogSoftmax(a.Int("dim")) },
        { "nn.functional.softmin", a => (-Cast(a)).Softmax(a.Int("dim")) },
    };

    private static Tensor Cast(CaseArguments a)
    {
        var x = a.Tensor("input");
        return x.To(a.DType("dtype", x.DType));
    }
}
