using Autograd.Memory;

namespace Autograd.NN;

public static partial class Functional
{
    /// <summary>
    /// softmax(scale q k^T + mask) v (Vaswani et al., 2017; <c>torch.nn.functional.scaled_dot_product_attention</c>). Computed by blocks, forward and
    /// backward (Dao et al., 2022): memory does not grow with L S. Dropout and derivatives of second order keep the probabilities.
    /// </summary>
    /// <param name="query">q: <c>[.., L, E]</c>, float32 or float64.</param>
    /// <param name="key">k: <c>[.., S, E]</c>.</param>
    /// <param name="value">v: <c>[.., S, V]</c>.</param>
    /// <param name="attnMask">Numbers that are added to the scores, or bools: true takes part. It broadcasts to <c>[.., L, S]</c>.</param>
    /// <param name="dropoutP">The probability with which a probability is dropped, in [0, 1].</param>
    /// <param name="isCausal">Whether query i sees the keys 0 to i alone.</param>
    /// <param name="scale">What scores are multiplied by; 1 / sqrt(E) when not given.</param>
    /// <param name="generator">The source of the draws of dropout; the thread's default one when not given.</param>
    /// <returns><c>[.., L, V]</c>; zeros for a query that sees no key.</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    /// <exception cref="DTypeException">The dtypes differ, or are not float32 or float64.</exception>
    /// <exception cref="ArgumentException">A mask is given to a causal attention.</exception>
    public static Tensor ScaledDotProductAttention(
        Tensor query, Tensor key, Tensor value, Tensor? attnMask = null, double dropoutP = 0, bool isCausal = false, double? scale = null, Generator? generator = null)
    {
        const string op = "ScaledDotProductAttention";
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(value);
        CheckedProbability(op, dropoutP);
        int[] lead = Lead(op, query, key, value);
        int queries = query.Shape[-2], keys = key.Shape[-2];
        if (attnMask is not null) NeedMask(op, attnMask, query, isCausal, [.. lead, queries, keys]);
        double factor = scale ?? 1 / Math.Sqrt(Math.Max(1, query.Shape[-1]));
        var q = query.Expand([.. lead, queries, query.Shape[-1]]);
        var k = key.Expand([.. lead, keys, key.Shape[-1]]);
        var v = value.Expand([.. lead, keys, value.Shape[-1]]);
        if (dropoutP == 0) return AttentionOp.Apply(q, k, v, attnMask, factor, isCausal);
        return Dropout(AttentionWeights(q, k, attnMask, factor, isCausal), dropoutP, training: true, generator).MatMul(v);
    }

    /// <summary>softmax(scale q k^T + mask) as a whole, <c>[.., L, S]</c>; zeros for a query that sees no key.</summary>
    internal static Tensor AttentionWeights(Tensor q, Tensor k, Tensor? mask, double scale, bool isCausal = false)
    {
        var scores = AttentionOp.Scores(q, k, mask, scale, isCausal);
        var logSum = scores.LogSumExp(-1, keepDim: true);
        return (scores - logSum.MaskedFill(logSum.Detach().Eq(double.NegativeInfinity), 0)).Exp();
    }

    /// <summary>The leading sizes of all three together, after a look at the others.</summary>
    private static int[] Lead(string op, Tensor query, Tensor key, Tensor value)
    {
        string shapes = $"{query.Shape}, {key.Shape} and {value.Shape}";
        if (query.Rank < 2 || key.Rank < 2 || value.Rank < 2)
            throw new ShapeException($"{op}: query, key and value have shapes {shapes}; they must be [.., L, E], [.., S, E] and [.., S, V]");
        if (query.DType != key.DType || query.DType != value.DType)
            throw new DTypeException($"{op}: query, key and value are {query.DType.Name}, {key.DType.Name} and {value.DType.Name}; convert with To");
        if (query.Shape[-1] != key.Shape[-1])
            throw new ShapeException($"{op}: query, key and value have shapes {shapes}: the last sizes of query and key, {query.Shape[-1]} and {key.Shape[-1]}, differ");
        if (key.Shape[-2] != value.Shape[-2])
            throw new ShapeException($"{op}: query, key and value have shapes {shapes}: key and value have {key.Shape[-2]} and {value.Shape[-2]} positions");
        int[]? lead = LayoutViews.TryBroadcast(query.Layout.Sizes[..^2], key.Layout.Sizes[..^2]);
        if (lead is not null) lead = LayoutViews.TryBroadcast(lead, value.Layout.Sizes[..^2]);
        return lead ?? throw new ShapeException($"{op}: query, key and value have shapes {shapes}: the leading sizes do not broadcast");
    }

    private static void NeedMask(string op, Tensor mask, Tensor query, bool isCausal, int[] scores)
    {
        if (isCausal) throw new ArgumentException($"{op}: a causal attention has its mask; leave attnMask out, or isCausal", nameof(mask));
        if (mask.DType != DType.Bool && mask.DType != query.DType)
            throw new DTypeException($"{op}: the mask is {mask.DType.Name}; it must be bool, or {query.DType.Name} as the query");
        if (mask.Layout.TryExpand(scores) is null)
            throw new ShapeException($"{op}: a mask of shape {mask.Shape} does not broadcast to the scores, {Layout.Describe(scores)}");
    }
}
