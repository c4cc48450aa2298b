namespace Autograd.Golden;

/// <summary>Reductions over all elements or over dimensions, and running sums and products.</summary>
internal static class ReduceBindings
{
    public static BindingTable Table { get; } = new()
    {
        { "sum", a => a.Tensor("input").Sum(Dims(a), Keep(a)) },
        { "mean", a => a.Tensor("input").Mean(Dims(a), Keep(a)) },
        { "amax", a => a.Tensor("input").AMax(Dims(a), Keep(a)) },
        { "amin", a => a.Tensor("input").AMin(Dims(a), Keep(a)) },
        { "any", a => a.Tensor("input").Any(Dims(a), Keep(a)) },
        { "all", a => a.Tensor("input").All(Dims(a), Keep(a)) },
        { "count_nonzero", a => a.Tensor("input").CountNonZero(Dims(a)) },
        { "nansum", a => a.Tensor("input").NanSum(Dims(a), Keep(a)) },
        { "nanmean", a => a.Tensor("input").NanMean(Dims(a), Keep(a)) },
        { "aminmax", a => Both(a.Tensor("input").AMinMax(Dims(a), Keep(a))) },
        { "var_mean", a => Both(a.Tensor("input").VarMean(Dims(a), Correction(a), Keep(a))) },
        { "std_mean", a => Both(a.Tensor("input").StdMean(Dims(a), Correction(a), Keep(a))) },
        { "linalg.vector_norm", a => a.Tensor("x").VectorNorm(a.Double("ord", 2), Dims(a), Keep(a)) },
        { "norm", a => Norm(a) },
        { "logsumexp", a => a.Tensor("input").LogSumExp(Dims(a), Keep(a)) },
        { "var", a => a.Tensor("input").Var(Dims(a), Correction(a), Keep(a)) },
        { "std", a => a.Tensor("input").Std(Dims(a), Correction(a), Keep(a)) },
        { "prod", a => a.Has("dim") ? a.Tensor("input").Prod(a.Int("dim"), Keep(a)) : a.Tensor("input").Prod() },
        { "argmax", a => a.Has("dim") ? a.Tensor("input").ArgMax(a.Int("dim"), Keep(a)) : a.Tensor("input").ArgMax() },
        { "argmin", a => a.Has("dim") ? a.Tensor("input").ArgMin(a.Int("dim"), Keep(a)) : a.Tensor("input").ArgMin() },
        { "max", a => a.Has("dim") ? Pair(a.Tensor("input").Max(a.Int("dim"), Keep(a))) : [a.Tensor("input").Max()] },
        { "min", a => a.Has("dim") ? Pair(a.Tensor("input").Min(a.Int("dim"), Keep(a))) : [a.Tensor("input").Min()] },
        { "cummax", a => Pair(a.Tensor("input").CumMax(a.Int("dim"))) },
        { "cummin", a => Pair(a.Tensor("input").CumMin(a.Int("dim"))) },
        { "median", a => a.Has("dim") ? Pair(a.Tensor("input").Median(a.Int("dim"), Keep(a))) : [a.Tensor("input").Median()] },
        { "nanmedian", a => a.Has("dim") ? Pair(a.Tensor("input").NanMedian(a.Int("dim"), Keep(a))) : [a.Tensor("input").NanMedian()] },
        { "quantile", a => Quantile(a) },
        { "diff", a => a.Tensor("input").Diff(a.Int("n", 1), a.Int("dim", -1), a.OptionalTensor("prepend"), a.OptionalTensor("append")) },
        { "trapezoid", a => a.OptionalTensor("x") is { } x ? a.Tensor("y").Trapezoid(x, a.Int("dim", -1)) : a.Tensor("y").Trapezoid(a.Double("dx", 1), a.Int("dim", -1)) },
        { "logcumsumexp", a => a.Tensor("input").LogCumSumExp(a.Int("dim")) },
        { "cumsum", a => a.Tensor("input").CumSum(a.Int("dim")) },
        { "cumprod", a => a.Tensor("input").CumProd(a.Int("dim")) },
    };

    /// <summary>No dimensions, in the case as in the library, are all of them.</summary>
    private static int[] Dims(CaseArguments a) => a.OptionalInts("dim") ?? [];

    private static bool Keep(CaseArguments a) => a.Bool("keepdim");

    /// <summary><c>unbiased=False</c> is the older spelling of <c>correction=0</c>.</summary>
    private static double Correction(CaseArguments a) => a.Double("correction", a.Bool("unbiased", true) ? 1 : 0);

    private static Tensor Quantile(CaseArguments a)
    {
        var x = a.Tensor("input");
        var q = a.OptionalTensor("q") ?? Tensor.Scalar(a.Double("q"), x.DType);
        var between = Enum.Parse<QuantileInterpolation>(a.Text("interpolation", "linear"), ignoreCase: true);
        return a.Has("dim") ? x.Quantile(q, a.Int("dim"), Keep(a), between) : x.Quantile(q, between);
    }

    private static Tensor Norm(CaseArguments a)
    {
        var x = a.Tensor("input");
        // "fro" is the norm of all elements as one vector.
        string word = a.Argument("p") is { ValueKind: System.Text.Json.JsonValueKind.String } text ? text.GetString()! : "";
        if (word == "nuc") return Linalg.MatrixNorm(x, MatrixNormKind.Nuc, Dims(a), Keep(a));
        double p = word == "fro" ? 2 : a.Double("p", 2);
        return x.Norm(p, Dims(a), Keep(a));
    }

    private static Tensor[] Both((Tensor First, Tensor Second) pair) => [pair.First, pair.Second];

    private static Tensor[] Pair((Tensor Values, Tensor Indices) found) => [found.Values, found.Indices];
}
