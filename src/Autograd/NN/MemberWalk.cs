using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Autograd.NN;

/// <summary>One piece of state or one child of a module, with the way to replace it.</summary>
/// <param name="Key">Its key within the module, <c>weight</c> or <c>layers.0</c>.</param>
/// <param name="Value">A <see cref="Module"/> or a <see cref="Tensor"/>.</param>
/// <param name="Buffer">The mark of a buffer; null for parameters and modules.</param>
/// <param name="Replace">Puts another value in its place.</param>
internal readonly record struct Entry(string Key, object Value, BufferAttribute? Buffer, Action<object> Replace);

/// <summary>Goes through the members of a module as they are now: fields, and what lies in lists, dictionaries and tuples.</summary>
internal static class MemberWalk
{
    /// <summary>The state and the children of a module: parameters that are computed give way to those they are computed from, which come last.</summary>
    /// <exception cref="AutogradException">Something that learns would be missed.</exception>
    public static IEnumerable<Entry> Of(Module module)
    {
        List<Entry>? computed = null;
        foreach (var entry in Members(module))
        {
            if (entry.Value is Parameter { Source: not null }) (computed ??= []).Add(entry);
            else yield return entry;
        }
        foreach (var entry in computed ?? [])
        {
            foreach (var state in ((Parameter)entry.Value).Source!.State(entry.Key)) yield return state;
        }
    }

    /// <summary>What the members of a module hold.</summary>
    /// <exception cref="AutogradException">Something that learns would be missed: a tensor that is no parameter, an object that is no module.</exception>
    public static IEnumerable<Entry> Members(Module module)
    {
        var found = new HashSet<object>(ReferenceEqualityComparer.Instance) { module };
        var others = new List<(string Key, object Value)>();
        foreach (var member in MemberPlan.Of(module.GetType()))
        {
            if (member.Field.GetValue(module) is not { } value) continue;
            foreach (var entry in Expand(member.Key, value, member.Buffer, v => member.Field.SetValue(module, v), others))
            {
                found.Add(entry.Value);
                yield return entry;
            }
        }
        foreach (var (key, value) in others) UnregisteredState.Refuse(module, key, value, found);
    }

    private static IEnumerable<Entry> Expand(string key, object value, BufferAttribute? buffer, Action<object> replace, List<(string, object)> others)
    {
        switch (value)
        {
            case Module or Parameter:
                yield return new Entry(key, value, null, replace);
                break;
            case Tensor when buffer is not null:
                yield return new Entry(key, value, buffer, replace);
                break;
            case IDictionary dictionary:
                // Enumerated over a copy of the keys: replacing a value would otherwise end the walk.
                foreach (object name in dictionary.Keys.Cast<object>().ToArray())
                {
                    string part = Convert.ToString(name, CultureInfo.InvariantCulture)!;
                    if (dictionary[name] is not { } item) continue;
                    foreach (var entry in Expand(Module.Join(key, part), item, buffer, v => dictionary[name] = v, others)) yield return entry;
                }
                break;
            case IList list:
                for (int i = 0; i < list.Count; i++)
                {
                    int at = i;
                    if (list[i] is not { } item) continue;
                    string part = i.ToString(CultureInfo.InvariantCulture);
                    foreach (var entry in Expand(Module.Join(key, part), item, buffer, v => list[at] = v, others)) yield return entry;
                }
                break;
            case ITuple tuple:
                for (int i = 0; i < tuple.Length; i++)
                {
                    if (tuple[i] is not { } item) continue;
                    string part = Module.Join(key, i.ToString(CultureInfo.InvariantCulture));
                    foreach (var entry in Expand(part, item, buffer, _ => throw new AutogradException($"A buffer in a tuple ({part}) cannot be replaced; hold it in a field or a list"), others)) yield return entry;
                }
                break;
            default:
                if (MemberPlan.MayHold(value.GetType())) others.Add((key, value));
                break;
        }
    }
}
