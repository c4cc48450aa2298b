namespace Autograd.NN;

/// <summary>
/// How a parameter is computed from others. It stays a member of its module, where the layer reads it, and is no longer learned: in state dicts
/// and among the parameters stand those it is computed from, under its key and a suffix.
/// </summary>
/// <param name="original">The parameter whose place the computed one has taken; learned on, under another key.</param>
internal abstract class Reparametrization(Parameter original)
{
    /// <summary>The learned tensor behind the computed one.</summary>
    public Parameter Original { get; } = original;

    /// <summary>PyTorch's name, for messages.</summary>
    public abstract string Name { get; }

    /// <summary>Parameters, then buffers, by the suffix of their key.</summary>
    public abstract IEnumerable<Entry> State(string key);

    /// <summary>The value for the next forward pass.</summary>
    public abstract Tensor Compute(bool training);

    /// <summary>The learned parameter of a module by its key, with the way to put another in its place.</summary>
    /// <exception cref="AutogradException">There is none, or it is computed already.</exception>
    public static Entry Find(string function, Module module, string name)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(name);
        foreach (var entry in MemberWalk.Members(module))
        {
            if (entry.Value is not Parameter parameter || !string.Equals(entry.Key, name, StringComparison.Ordinal)) continue;
            return parameter.Source is { } source
                ? throw new AutogradException($"{function}: {Module.NameOf(module.GetType())}.{name} is computed by {source.Name} already; remove that first")
                : entry;
        }
        throw new AutogradException($"{function}: {Module.NameOf(module.GetType())} has no parameter '{name}'");
    }

    /// <summary>Puts a computed parameter in the place of a learned one.</summary>
    public static void Apply(Module module, Entry entry, Reparametrization source)
    {
        var computed = new Parameter(source.Original.Detach().Clone()) { Source = source };
        entry.Replace(computed);
        module.Add(new ReparametrizationHook(computed));
        computed.Become(source.Compute(training: false));
    }

    /// <summary>Puts the learned parameter back, with the value that was computed last.</summary>
    public static void Remove<R>(string function, Module module, string name)
        where R : Reparametrization
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(name);
        foreach (var entry in MemberWalk.Members(module))
        {
            if (entry.Value is not Parameter { Source: R source } computed || !string.Equals(entry.Key, name, StringComparison.Ordinal)) continue;
            using (NoGrad.Scope) source.Original.TakeData(source.Compute(training: false));
            module.Remove(hook => hook is ReparametrizationHook h && ReferenceEquals(h.Parameter, computed));
            entry.Replace(source.Original);
            return;
        }
        throw new AutogradException($"{function}: '{name}' of {Module.NameOf(module.GetType())} is not computed so");
    }
}

/// <summary>Computes a parameter before each forward pass of its module; unlike the hooks of users, a clone has it as well.</summary>
internal sealed class ReparametrizationHook(Parameter parameter) : ModuleHook
{
    public Parameter Parameter => parameter;

    public override TInput Before<TInput>(Module module, TInput input)
    {
        parameter.Become(parameter.Source!.Compute(module.Training));
        return input;
    }
}
