namespace Autograd.Golden;

/// <summary>Reads and writes by index.</summary>
internal static class IndexBindings
{
    public static BindingTable Table { get; } = new()
    {
        { "getitem", a => a.Tensor("input")[IndexItems.Of(a)] },
        { "setitem", a => SetItem(a) },
        { "index_put", a => a.Tensor("input").IndexPut(a.Tensors("indices"), a.Tensor("values"), a.Bool("accumulate")) },
        { "index_copy", a => a.Tensor("input").IndexCopy(a.Int("dim"), a.Tensor("index"), a.Tensor("source")) },
        { "masked_select", a => a.Tensor("input").MaskedSelect(a.Tensor("mask")) },
        { "nonzero", a => a.Bool("as_tuple") ? throw new UnboundException("as_tuple") : a.Tensor("input").NonZero() },
        { "index_select", a => a.Tensor("input").IndexSelect(a.Int("dim"), a.Tensor("index")) },
        { "index_add", a => IndexAdd(a) },
        { "gather", a => a.Tensor("input").Gather(a.Int("dim"), a.Tensor("index")) },
        { "scatter", a => Scatter(a) },
        { "scatter_add", a => a.Tensor("input").ScatterAdd(a.Int("dim"), a.Tensor("index"), a.Tensor("src")) },
        { "masked_fill", a => MaskedFill(a) },
    };

    private static Tensor SetItem(CaseArguments a)
    {
        var x = a.Tensor("input");
        return a.OptionalTensor("value") is { } value ? x.SetItem(value, IndexItems.Of(a)) : x.SetItem(a.Double("value"), IndexItems.Of(a));
    }

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
