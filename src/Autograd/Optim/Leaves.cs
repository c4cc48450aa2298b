namespace Autograd.Optim;

/// <summary>What an optimiser can learn.</summary>
internal static class Leaves
{
    /// <summary>Tensors that are leaves with gradients, none of them known or given twice.</summary>
    /// <exception cref="ArgumentException">One is not.</exception>
    public static Tensor[] Check(string optimizer, IEnumerable<Tensor> parameters, IEnumerable<Tensor> known)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var seen = known.ToHashSet(ReferenceEqualityComparer.Instance);
        Tensor[] added = [.. parameters];
        foreach (var parameter in added)
        {
            ArgumentNullException.ThrowIfNull(parameter, nameof(parameters));
            if (!parameter.IsLeaf) throw new ArgumentException($"{optimizer}: a tensor of shape {parameter.Shape} was computed; only leaves can be learned", nameof(parameters));
            if (!parameter.DType.IsDifferentiable) throw new ArgumentException($"{optimizer}: a {parameter.DType.Name} tensor has no gradient", nameof(parameters));
            if (!seen.Add(parameter)) throw new ArgumentException($"{optimizer}: a parameter of shape {parameter.Shape} is given twice", nameof(parameters));
        }
        return added;
    }
}
