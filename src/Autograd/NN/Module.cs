using System.Diagnostics.CodeAnalysis;

namespace Autograd.NN;

/// <summary>A layer or a model (<c>torch.nn.Module</c>).</summary>
/// <remarks>
/// Derive from it, hold parameters, buffers and other modules in fields or automatic properties (or in lists, arrays,
/// dictionaries and tuples in them), and override a <c>ForwardCore</c>. Nothing is registered: members are found in the order of
/// declaration, base class first; their keys are PyTorch's, the member's name in snake_case.
/// </remarks>
/// <example>
/// <code>
/// sealed class Mlp : Module
/// {
///     private readonly Linear fc1 = new(2, 64);
///     private readonly Linear fc2 = new(64, 2);
///     protected override Tensor ForwardCore(Tensor x) => fc2.Forward(fc1.Forward(x).Tanh());
/// }
/// </code>
/// </example>
[DynamicallyAccessedMembers(Reflected)]
public abstract partial class Module
{
    /// <summary>What reflection reads of module types: trimming keeps it.</summary>
    internal const DynamicallyAccessedMemberTypes Reflected = DynamicallyAccessedMemberTypes.AllFields | DynamicallyAccessedMemberTypes.AllProperties;

    /// <summary>Whether the module is training: dropout drops, statistics run (<c>Module.training</c>).</summary>
    public bool Training { get; private set; } = true;

    /// <summary>Every parameter once, this module's first, then its children's, in the order of declaration (<c>Module.parameters()</c>).</summary>
    public IEnumerable<Parameter> Parameters() => NamedParameters().Select(static p => p.Parameter);

    /// <summary>Every parameter once, with its key, <c>layers.0.weight</c> (<c>Module.named_parameters()</c>).</summary>
    public IEnumerable<(string Name, Parameter Parameter)> NamedParameters()
    {
        var seen = new HashSet<Parameter>(ReferenceEqualityComparer.Instance);
        foreach (var (name, module) in NamedModules())
        {
            foreach (var entry in MemberWalk.Of(module))
            {
                if (entry.Value is Parameter parameter && seen.Add(parameter)) yield return (Join(name, entry.Key), parameter);
            }
        }
    }

    /// <summary>Every buffer, with its key (<c>Module.named_buffers()</c>).</summary>
    public IEnumerable<(string Name, Tensor Buffer)> NamedBuffers()
    {
        foreach (var (name, module) in NamedModules())
        {
            foreach (var entry in MemberWalk.Of(module))
            {
                if (entry.Buffer is not null) yield return (Join(name, entry.Key), (Tensor)entry.Value);
            }
        }
    }

    /// <summary>The modules that are members of this one (<c>Module.children()</c>).</summary>
    public IEnumerable<Module> Children() => NamedChildren().Select(static c => c.Module);

    /// <summary>The modules that are members of this one, with their keys (<c>Module.named_children()</c>).</summary>
    public IEnumerable<(string Name, Module Module)> NamedChildren()
    {
        foreach (var entry in MemberWalk.Of(this))
        {
            if (entry.Value is Module child) yield return (entry.Key, child);
        }
    }

    /// <summary>This module and every module below it, each once (<c>Module.modules()</c>).</summary>
    public IEnumerable<Module> Modules() => NamedModules().Select(static m => m.Module);

    /// <summary>This module, named by an empty string, and every module below it, each once, parents first (<c>Module.named_modules()</c>).</summary>
    public IEnumerable<(string Name, Module Module)> NamedModules()
    {
        var seen = new HashSet<Module>(ReferenceEqualityComparer.Instance);
        var waiting = new Stack<(string, Module)>();
        waiting.Push(("", this));
        while (waiting.TryPop(out var next))
        {
            var (name, module) = next;
            if (!seen.Add(module)) continue;
            yield return (name, module);
            foreach (var (key, child) in module.NamedChildren().Reverse()) waiting.Push((Join(name, key), child));
        }
    }

    /// <summary>Sets training mode here and below (<c>Module.train()</c>).</summary>
    /// <param name="mode">Training, or evaluation.</param>
    /// <returns>This module.</returns>
    public Module Train(bool mode = true)
    {
        foreach (var module in Modules()) module.Training = mode;
        return this;
    }

    /// <summary>Sets evaluation mode here and below (<c>Module.eval()</c>).</summary>
    /// <returns>This module.</returns>
    public Module Eval() => Train(false);

    /// <summary>Freezes the parameters here and below, or learns them again (<c>Module.requires_grad_()</c>).</summary>
    /// <returns>This module.</returns>
    public Module RequiresGrad(bool requiresGrad = true)
    {
        foreach (var parameter in Parameters()) parameter.RequiresGrad = requiresGrad;
        return this;
    }

    /// <summary>Forgets the gradients of all parameters (<c>Module.zero_grad()</c>).</summary>
    public void ZeroGrad()
    {
        foreach (var parameter in Parameters()) parameter.Grad = null;
    }

    /// <summary>Calls an action on every module, children before their parents (<c>Module.apply()</c>).</summary>
    /// <returns>This module.</returns>
    public Module Apply(Action<Module> action)
    {
        ArgumentNullException.ThrowIfNull(action);
        foreach (var module in Modules().Reverse()) action(module);
        return this;
    }

    /// <summary>
    /// A table of the layers: output shapes, parameters, multiply-adds, memory. A forward pass on shapes alone, in the mode of the module: nothing
    /// is computed, no values change.
    /// </summary>
    /// <param name="input">An input; only its shape and dtype count.</param>
    /// <exception cref="AutogradException">A layer asks for values, or the module does not take one tensor.</exception>
    /// <example><c>Console.WriteLine(model.Summary(Tensor.Zeros(1, 3, 224, 224)));</c></example>
    public ModuleSummary Summary(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return Summary(() => Forward(input));
    }

    /// <summary>The same of a call of any form: <c>model.Summary(() => model.Forward(tokens, mask))</c>.</summary>
    /// <param name="forward">Calls the module.</param>
    /// <exception cref="AutogradException">A layer asks for values, or the module is not called.</exception>
    public ModuleSummary Summary(Action forward)
    {
        ArgumentNullException.ThrowIfNull(forward);
        return Summarizer.Run(this, forward);
    }

    /// <summary>The arguments shown by <see cref="ToString"/>: <c>in_features=2, out_features=3</c>.</summary>
    protected virtual string ExtraRepr() => "";

    /// <summary>The module as PyTorch prints it, one line a layer.</summary>
    public override string ToString()
    {
        var lines = NamedChildren().Select(static c => $"  ({c.Name}): {c.Module.ToString().ReplaceLineEndings("\n  ")}").ToList();
        string extra = ExtraRepr();
        if (lines.Count == 0) return $"{NameOf(GetType())}({extra})";
        if (extra.Length > 0) lines.Insert(0, "  " + extra);
        return $"{NameOf(GetType())}(\n{string.Join('\n', lines)}\n)";
    }

    /// <summary>The name of a type without the number of its parameters: ModuleList, not ModuleList`1.</summary>
    internal static string NameOf(Type type) => type.Name.Split('`')[0];

    internal static string Join(string prefix, string key) => prefix.Length == 0 ? key : key.Length == 0 ? prefix : $"{prefix}.{key}";
}
