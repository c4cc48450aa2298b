using System.Collections;
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Autograd.NN;

/// <summary>
/// What a module holds besides modules, parameters and buffers: objects of other classes, plain tensors. What learns in
/// there has no key and would be missed; it is refused by name.
/// </summary>
internal static class UnregisteredState
{
    private const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly ConcurrentDictionary<Type, FieldInfo[]> Fields = [];

    /// <summary>Looks through an object and what it refers to.</summary>
    /// <param name="owner">The module.</param>
    /// <param name="key">Where the object stands in it.</param>
    /// <param name="value">The object.</param>
    /// <param name="found">What the module has found by itself, and will not miss.</param>
    /// <exception cref="AutogradException">A parameter, a module or a leaf that requires a gradient is in there.</exception>
    public static void Refuse(Module owner, string key, object value, HashSet<object> found)
    {
        var seen = new HashSet<object>(found, ReferenceEqualityComparer.Instance);
        var waiting = new Stack<(string Path, object Value)>();
        waiting.Push((key, value));
        while (waiting.TryPop(out var next))
        {
            if (!seen.Add(next.Value)) continue;
            if (next.Value is Module or Parameter or Tensor { RequiresGrad: true, IsLeaf: true }) Throw(owner, key, next.Path, value, next.Value);
            foreach (var part in Parts(next.Value)) waiting.Push(($"{next.Path}.{part.Name}", part.Value));
        }
    }

    private static IEnumerable<(string Name, object Value)> Parts(object value) => value switch
    {
        Tensor => [],
        IDictionary dictionary => dictionary.Values.Cast<object?>().Where(Holds).Select(static v => ("Values", v!)),
        IEnumerable items when MemberPlan.IsLibrary(value.GetType()) => items.Cast<object?>().Where(Holds).Select(static (v, i) => (i.ToString(CultureInfo.InvariantCulture), v!)),
        ITuple tuple => Enumerable.Range(0, tuple.Length).Select(i => tuple[i]).Where(Holds).Select(static (v, i) => (i.ToString(CultureInfo.InvariantCulture), v!)),
        _ => FieldsOf(value.GetType()).Select(f => (f.Name, Value: f.GetValue(value))).Where(static f => Holds(f.Value)).Select(static f => (f.Name, f.Value!)),
    };

    private static bool Holds(object? value) => value is not null && MemberPlan.MayHold(value.GetType());

    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "A field that trimming takes away holds nothing that anybody reads: a refusal is lost, not a parameter.")]
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "The same.")]
    private static FieldInfo[] FieldsOf(Type type) => Fields.GetOrAdd(type, static t =>
    {
        var fields = new List<FieldInfo>();
        for (Type? level = t; level is not null && level != typeof(object); level = level.BaseType)
            fields.AddRange(level.GetFields(Declared).Where(static f => MemberPlan.MayHold(f.FieldType)));
        return [.. fields];
    });

    [DoesNotReturn]
    private static void Throw(Module owner, string key, string path, object holder, object held)
    {
        string module = Module.NameOf(owner.GetType());
        if (ReferenceEquals(holder, held))
            throw new AutogradException($"{module}.{key}: a tensor that requires a gradient is no parameter, and would not be learned; make it a Parameter, or mark it with [Buffer] if it is none");
        string what = held is Tensor ? "a parameter" : $"a {Module.NameOf(held.GetType())}";
        throw new AutogradException($"{module}.{key}: {Module.NameOf(holder.GetType())} is no module and holds {what} ({path}), which would not be learned; derive it from Module");
    }
}
