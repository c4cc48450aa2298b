using Autograd.NN;

namespace Autograd.Checks;

/// <summary>
/// What a model changes when it runs: running statistics and other buffers. Noted once, and put back before each call, so that every call sees
/// the same statistics.
/// </summary>
internal sealed class StateKeeper
{
    /// <summary>The buffers of each module that has some: the tensor that stood there, and its values.</summary>
    private readonly (Module Owner, Dictionary<string, (Tensor Buffer, Tensor Values)> Buffers)[] owners;

    /// <summary>Notes the state of a model.</summary>
    public StateKeeper(Module model) => owners = [.. model.Modules().Select(static m => (m, Buffers(m))).Where(static o => o.Item2.Count > 0)];

    /// <summary>Puts the state back. A buffer that was replaced by another tensor is put back as the tensor that it was.</summary>
    public void Restore()
    {
        using var scope = NoGrad.Scope;
        foreach (var (owner, buffers) in owners)
        {
            foreach (var entry in MemberWalk.Of(owner))
            {
                if (entry.Buffer is null || !buffers.TryGetValue(entry.Key, out var kept)) continue;
                if (!ReferenceEquals(entry.Value, kept.Buffer)) entry.Replace(kept.Buffer);
                // What nobody wrote keeps its version: a graph may have saved it.
                if (!kept.Buffer.Equal(kept.Values)) kept.Buffer.CopyInPlace(kept.Values);
            }
        }
    }

    private static Dictionary<string, (Tensor Buffer, Tensor Values)> Buffers(Module module) => MemberWalk.Of(module)
        .Where(static e => e.Buffer is not null)
        .ToDictionary(static e => e.Key, static e => ((Tensor)e.Value, ((Tensor)e.Value).Detach().Clone()), StringComparer.Ordinal);
}
