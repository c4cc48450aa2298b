using System.Text;

namespace Autograd.Training;

/// <summary>States of tensors by name, as checkpoints hold them.</summary>
internal static class States
{
    /// <summary>The same values in memory of their own.</summary>
    public static Dictionary<string, Tensor> Copy(IReadOnlyDictionary<string, Tensor> state)
    {
        using var scope = NoGrad.Scope;
        return state.ToDictionary(static s => s.Key, static s => s.Value.Clone(), StringComparer.Ordinal);
    }

    /// <summary>What stands under a prefix, without it.</summary>
    public static Dictionary<string, Tensor> Under(string prefix, IReadOnlyDictionary<string, Tensor> state) =>
        state.Where(s => s.Key.StartsWith(prefix, StringComparison.Ordinal)).ToDictionary(s => s.Key[prefix.Length..], static s => s.Value, StringComparer.Ordinal);

    public static Tensor FromText(string text) => Tensor.From<byte>(Encoding.UTF8.GetBytes(text));

    public static string ToText(Tensor bytes) => Encoding.UTF8.GetString(bytes.ToArray<byte>());

    /// <summary>A tensor of a state.</summary>
    /// <exception cref="AutogradException">It is missing, of another dtype, or of another number of elements.</exception>
    public static Tensor Need(string whose, IReadOnlyDictionary<string, Tensor> state, string key, DType dtype, int? count = null)
    {
        if (!state.TryGetValue(key, out var value)) throw new AutogradException($"{whose}: the saved state has no '{key}'; it has {History.Listed(state.Keys)}");
        if (value.DType != dtype || (count is { } n && value.Numel != n))
            throw new AutogradException(FormattableString.Invariant($"{whose}: the saved '{key}' is {value.DType} {value.Shape}, which is not what is kept there"));
        return value;
    }
}
