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
        { "nonzero", a => a.Bool("as_tuple") ? a.Tensor("input").NonZeroAsTuple() : [a.Tensor("input").NonZero()] },
        { "index_select", a => a.Tensor("input").IndexSelect(a.Int("dim"), a.Tensor("index")) },
        { "index_add", a => IndexAdd(a) },
        { "gather", a => a.Tensor("input").Gather(a.Int("dim"), a.Tensor("index")) },
        { "scatter", a => Scatter(a) },
        { "scatter_add", a => a.Tensor("input").ScatterAdd(a.Int("dim"), a.Tensor("index"), a.Tensor("src")) },
        { "masked_fill", a => MaskedFill(a) },
        { "masked_scatter", a => a.Tensor("input").MaskedScatter(a.Tensor("mask"), a.Tensor("source")) },
        { "scatter_reduce", a => ScatterReduce(a) },
        { "index_fill", a => IndexFill(a) },
        { "put", a => a.Tensor("input").Put(a.Tensor("index"), a.Tensor("source"), a.Bool("accumulate")) },
        { "take", a => a.Tensor("input").Take(a.Tensor("index")) },
        { "take_along_dim", a => TakeAlongDim(a) },
        { "histc", a => a.Tensor("input").Histc(a.Int("bins", 100), a.Double("min", 0), a.Double("max", 0)) },
        { "unique", a => Asked(a, a.Argument("dim") is null ? a.Tensor("input").Unique() : a.Tensor("input").Unique(a.Int("dim"))) },
        { "unique_consecutive", a =>
            Asked(a, a.Argument("dim") is null ? a.Tensor("input").UniqueConsecutive() : a.Tensor("input").UniqueConsecutive(a.Int("dim"))) },
        { "bincount", a => a.Tensor("input").BinCount(a.OptionalTensor("weights"), a.Int("minlength", 0)) },
        { "bucketize", a => Places(a, a.Tensor("input").Bucketize(a.Tensor("boundaries"), a.Bool("right"))) },
        { "searchsorted", a => Places(a, a.Tensor("sorted_sequence").SearchSorted(a.Tensor("input"), a.Bool("right") || a.Text("side") == "right", a.OptionalTensor("sorter"))) },
        { "sort", a => Both(a.Tensor("input").Sort(a.Int("dim", -1), a.Bool("descending"))) },
        { "argsort", a => a.Tensor("input").ArgSort(a.Int("dim", -1), a.Bool("descending")) },
        { "topk", a => Both(a.Tensor("input").TopK(a.Int("k"), a.Int("dim", -1), a.Bool("largest", true))) },
        { "kthvalue", a => Both(a.Tensor("input").KthValue(a.Int("k"), a.Int("dim", -1), a.Bool("keepdim"))) },
    };

    private static Tensor SetItem(CaseArguments a)
    {
        var x = a.Tensor("input");
        return x.SetItem(BinaryBindings.Value(a, "value"), IndexItems.Of(a));
    }

    private static Tensor IndexAdd(CaseArguments a) => a.Double("alpha", 1) == 1
        ? a.Tensor("input").IndexAdd(a.Int("dim"), a.Tensor("index"), a.Tensor("source"))
        : throw new UnboundException("alpha");

    private static Tensor Scatter(CaseArguments a) => a.IsTensor("src")
        ? a.Tensor("input").Scatter(a.Int("dim"), a.Tensor("index"), a.Tensor("src"))
        : a.Tensor("input").Scatter(a.Int("dim"), a.Tensor("index"), BinaryBindings.Value(a, "value"));

    private static Tensor ScatterReduce(CaseArguments a) => a.Tensor("input").ScatterReduce(
        a.Int("dim"), a.Tensor("index"), a.Tensor("src"), Enum.Parse<ScatterReduction>(a.Text("reduce"), ignoreCase: true), a.Bool("include_self", true));

    private static Tensor IndexFill(CaseArguments a)
    {
        var (x, index) = (a.Tensor("input"), a.Tensor("index"));
        return x.IndexFill(a.Int("dim"), index, BinaryBindings.Value(a, "value"));
    }

    private static Tensor TakeAlongDim(CaseArguments a)
    {
        var (x, indices) = (a.Tensor("input"), a.Tensor("indices"));
        return a.Has("dim") ? x.TakeAlongDim(indices, a.Int("dim")) : x.Take(indices.Ravel());
    }

    private static Tensor Places(CaseArguments a, Tensor places) => a.Bool("out_int32") ? places.To(DType.Int32) : places;

    private static Tensor[] Both((Tensor Values, Tensor Indices) found) => [found.Values, found.Indices];

    private static Tensor MaskedFill(CaseArguments a)
    {
        var (x, mask) = (a.Tensor("input"), a.Tensor("mask"));
        return x.MaskedFill(mask, BinaryBindings.Value(a, "value"));
    }

    /// <summary>The values, and what of the inverse and the counts was asked for.</summary>
    private static Tensor[] Asked(CaseArguments a, (Tensor Values, Tensor Inverse, Tensor Counts) unique)
    {
        List<Tensor> all = [unique.Values];
        if (a.Bool("return_inverse")) all.Add(unique.Inverse);
        if (a.Bool("return_counts")) all.Add(unique.Counts);
        return [.. all];
    }
}
