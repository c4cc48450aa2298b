using Autograd.NN;

namespace Autograd;

public static partial class Func
{
    /// <summary>Calls a module with other tensors in the place of its parameters and buffers (<c>torch.func.functional_call</c>).</summary>
    /// <inheritdoc cref="FunctionalCall{T}(Module, IReadOnlyDictionary{string, Tensor}, Func{T})"/>
    /// <param name="module">Not to be used by another thread at the same time.</param>
    /// <param name="parameters">By the keys of the module's parameters and buffers, of the shapes there; what is not given is the module's own.</param>
    /// <param name="input">What the module is called with.</param>
    public static Tensor FunctionalCall(Module module, IReadOnlyDictionary<string, Tensor> parameters, Tensor input)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(input);
        return FunctionalCall(module, parameters, () => module.Forward(input));
    }

    /// <summary>
    /// Calls a module in any form, <c>() => model.Forward(tokens, mask)</c>, with other tensors in the place of its parameters and buffers
    /// (<c>torch.func.functional_call</c>). Derivatives flow to those tensors; the module's own stay as they are.
    /// </summary>
    /// <typeparam name="T">What the call gives: a tensor, or several in a tuple.</typeparam>
    /// <param name="module">Not to be used by another thread at the same time.</param>
    /// <param name="parameters">
    /// By the keys of <see cref="Module.NamedParameters"/> and <see cref="Module.NamedBuffers"/>, of the shapes there; what is not given is the module's own.
    /// A parameter that several modules share is replaced in all of them. What the module writes into a buffer goes to the tensor given.
    /// </param>
    /// <param name="call">Calls the module.</param>
    /// <exception cref="AutogradException">A key is not the module's, or a shape differs; the message names them all.</exception>
    public static T FunctionalCall<T>(Module module, IReadOnlyDictionary<string, Tensor> parameters, Func<T> call)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(call);
        var places = Replaced(module, parameters);
        var lent = new List<(Tensor Own, Tensor Before)>();
        try
        {
            // A view: a leaf would be recognised by what it is, not by what its values are.
            foreach (var (own, given) in places) lent.Add((own, own.Lend(given.Reshape(given.Shape))));
            return call();
        }
        finally
        {
            foreach (var (own, before) in lent) own.ComeBack(before);
        }
    }

    private static List<(Tensor Own, Tensor Given)> Replaced(Module module, IReadOnlyDictionary<string, Tensor> parameters)
    {
        var own = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (var (name, parameter) in module.NamedParameters()) own.Add(name, parameter);
        foreach (var (name, buffer) in module.NamedBuffers()) own.Add(name, buffer);
        var places = new List<(Tensor, Tensor)>();
        var problems = new List<string>();
        foreach (var (name, given) in parameters)
        {
            if (given is null) throw new ArgumentException($"FunctionalCall: '{name}' is null", nameof(parameters));
            if (!own.TryGetValue(name, out var place)) problems.Add($"there is no '{name}'");
            else if (place.Shape != given.Shape) problems.Add($"'{name}' has shape {given.Shape} there and {place.Shape} here");
            else places.Add((place, given));
        }
        if (problems.Count > 0)
            throw new AutogradException($"FunctionalCall: the parameters do not fit {Module.NameOf(module.GetType())}: {string.Join("; ", problems)}");
        return places;
    }
}
