using System.Runtime.CompilerServices;

namespace Autograd.NN;

/// <summary>Announces a module's forward pass to the thread's listener, by its name below the module whose pass is the outermost.</summary>
internal readonly ref struct ModuleScope
{
    private static readonly ConditionalWeakTable<Module, Dictionary<Module, string>> Names = [];

    /// <summary>The module whose pass is the outermost on this thread.</summary>
    [ThreadStatic]
    private static Module? outermost;

    private readonly ScopeListener? listener;
    private readonly bool isOutermost;

    /// <summary>Enters the pass of a module; nothing where nobody listens.</summary>
    public ModuleScope(Module module)
    {
        listener = ScopeListener.Current;
        if (listener is null) return;
        isOutermost = outermost is null;
        outermost ??= module;
        listener.Enter(isOutermost ? Module.NameOf(module.GetType()) : NameOf(module, outermost), module);
    }

    public void Dispose()
    {
        if (listener is null) return;
        if (isOutermost) outermost = null;
        listener.Exit();
    }

    // A layer may have been added since the names were read; one made in the pass itself has only that of its type.
    private static string NameOf(Module module, Module root)
    {
        if (Names.TryGetValue(root, out var names) && names.TryGetValue(module, out string? name)) return name;
        names = new Dictionary<Module, string>(ReferenceEqualityComparer.Instance);
        foreach (var (path, part) in root.NamedModules()) names.Add(part, path);
        Names.AddOrUpdate(root, names);
        return names.TryGetValue(module, out name) ? name : Module.NameOf(module.GetType());
    }
}
