using Autograd.NN;

namespace Autograd.Optim;

/// <summary>Which parameters weight decay is for.</summary>
public static class WeightDecay
{
    /// <summary>
    /// Parts the parameters of a model: those that decay, and those that do not, which are all vectors and scalars (biases, gains of norms) and the gains
    /// of norms over several dimensions. A tied parameter is counted once, where it is first.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <example>
    /// <code>
    /// var (decayed, free) = WeightDecay.Split(net);
    /// var adamw = new AdamW(decayed, weightDecay: 0.1);
    /// adamw.AddParamGroup(free, o => o with { WeightDecay = 0 });
    /// </code>
    /// </example>
    public static (IReadOnlyList<Parameter> Decayed, IReadOnlyList<Parameter> Free) Split(Module model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var ofNorms = model.Modules().Where(static m => m is RunningNorm or LayerNorm or GroupNorm or RMSNorm).SelectMany(static m => m.Parameters()).ToHashSet(ReferenceEqualityComparer.Instance);
        var parts = model.Parameters().ToLookup(p => p.Rank > 1 && !ofNorms.Contains(p));
        return ([.. parts[true]], [.. parts[false]]);
    }
}
