namespace Autograd.Golden;

/// <summary>Reads and writes by index.</summary>
internal static class IndexBindings
{
    public static BindingTable Table { get; } = new()
    {
        { "index_select", a => a.Tensor("input").IndexSelect(a.Int("dim"), a.Tensor("index")) },
        { "index_add", a => IndexAdd(a) },
        { "gather", a => a.Tensor("input").Gather(a.Int("dim"), a.Tensor("index")) },
        { "scatter", a => Scatter(a) },
        { "scatter_add", a => a.Tensor("input").ScatterAdd(a.Int("dim"), a.Tensor("index"), a.Tensor("src")) },
        { "masked_fill", a => MaskedFill(a) },
    };

    private static Tensor IndexAdd(CaseArguments a) => a.Double("alpha", 1) == 1
        ? a.Tensor("input").IndexAdd(a.Int("dim"), a.Tensor("index"), a.Tensor("source"))
        : throw new UnboundException("alpha");

    private static Tensor Scatter(CaseArguments a) => a.IsTensor("src")
        ? a.Tensor("input").Scatter(a.Int("dim"), a.Tensor("index"), a.Tensor("src"))
        : throw new UnboundException("a number to scatter");

    private static Tensor MaskedFill(CaseArguments a)
    {
        var (x, mask) = (a.Tensor("input"), a.Tensor("mask"));
        return a.OptionalTensor("value") is { } value ? x.MaskedFill(mask, value) : x.MaskedFill(mask, a.Double("value"));
    }
}
