namespace Autograd.NN;

/// <summary>w = g v / ||v||: the length and the direction of a weight, apart (Salimans and Kingma, 2016, equation 2).</summary>
/// <param name="v">v, of the weight's shape.</param>
/// <param name="dim">The dimension of which each index has a length of its own; null for one length of all.</param>
internal sealed class WeightNorm(Parameter v, int? dim) : Reparametrization(v)
{
    private Parameter g = new(NoGrad.Run(() => Length(v, dim)));

    public override string Name => "weight_norm";

    public override IEnumerable<Entry> State(string key) =>
    [
        new Entry(key + "_g", g, null, value => g = (Parameter)value),
        new Entry(key + "_v", Original, null, static _ => throw new AutogradException("WeightNorm: the direction cannot be replaced; remove the normalisation first")),
    ];

    public override Tensor Compute(bool training) => Original * (g / Length(Original, dim));

    /// <summary>The norm over all dimensions but one, which stays: <c>[O, I, K] -> [O, 1, 1]</c>; over all of them a scalar.</summary>
    private static Tensor Length(Tensor v, int? dim)
    {
        if (dim is not { } kept) return Linalg.VectorNorm(v);
        int[] others = [.. Enumerable.Range(0, v.Rank).Where(d => d != kept)];
        // Without other dimensions the norm is the magnitude; no dimensions would mean all.
        return others.Length == 0 ? v.Abs() : Linalg.VectorNorm(v, 2, others, keepDim: true);
    }
}
