using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Autograd.NN;
using Module = Autograd.NN.Module;

namespace Autograd.Checks;

/// <summary>
/// What a model changes when it runs: running statistics and other buffers, and the generators that it draws from. Noted once, and put
/// back before each call, so that every call sees the same masks and the same statistics.
/// </summary>
internal sealed class StateKeeper
{
    private const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private readonly (Generator Generator, byte[] State)[] generators;

    /// <summary>The buffers of each module that has some: the tensor that stood there, and its values.</summary>
    private readonly (Module Owner, Dictionary<string, (Tensor Buffer, Tensor Values)> Buffers)[] owners;

    /// <summary>Notes the state of a model and of the thread's default generator.</summary>
    public StateKeeper(Module model)
    {
        var found = new HashSet<Generator>(ReferenceEqualityComparer.Instance) { Generator.Default };
        foreach (var module in model.Modules()) found.UnionWith(Generators(module));
        generators = [.. found.Select(static g => (g, g.GetState()))];
        owners = [.. model.Modules().Select(static m => (m, Buffers(m))).Where(static o => o.Item2.Count > 0)];
    }

    /// <summary>Puts the state back. A buffer that was replaced by another tensor is put back as the tensor that it was.</summary>
    public void Restore()
    {
        foreach (var (generator, state) in generators) generator.SetState(state);
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

    /// <summary>The generators that a module holds in fields, captured arguments of its constructor among them.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "The fields of modules are kept.")]
    [UnconditionalSuppressMessage("Trimming", "IL2072", Justification = "The same.")]
    private static IEnumerable<Generator> Generators(Module module)
    {
        for (Type? type = module.GetType(); type is not null && type != typeof(Module); type = type.BaseType)
        {
            foreach (var field in type.GetFields(Declared))
            {
                if (field.FieldType == typeof(Generator) && field.GetValue(module) is Generator generator) yield return generator;
            }
        }
    }
}
