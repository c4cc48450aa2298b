using System.Collections;
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace Autograd.NN;

/// <summary>A member of a module type that may hold parameters, buffers or modules.</summary>
/// <param name="Field">The field, or the one behind an automatic property.</param>
/// <param name="Key">Its name in state dicts.</param>
/// <param name="Buffer">Its buffer mark, if it has one.</param>
internal sealed record Member(FieldInfo Field, string Key, BufferAttribute? Buffer);

/// <summary>The members of a module type in declaration order, base class first; found once a type.</summary>
internal static class MemberPlan
{
    private const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly ConcurrentDictionary<Type, Member[]> Plans = [];

    public static Member[] Of([DynamicallyAccessedMembers(Module.Reflected)] Type type) =>
        Plans.TryGetValue(type, out var plan) ? plan : Plans.GetOrAdd(type, Build(type));

    /// <summary><c>InProj</c> and <c>inProj</c> give in_proj, <c>Conv2dA</c> conv2d_a, <c>MLPHead</c> mlp_head, <c>_fc1</c> fc1.</summary>
    public static string SnakeCase(string name)
    {
        name = name.TrimStart('_');
        var key = new StringBuilder(name.Length + 4);
        for (int i = 0; i < name.Length; i++)
        {
            char c = name[i];
            if (char.IsUpper(c) && i > 0 && name[i - 1] != '_')
            {
                bool beforeLower = i + 1 < name.Length && char.IsLower(name[i + 1]);
                if (char.IsLower(name[i - 1]) || beforeLower) key.Append('_');
            }
            key.Append(char.ToLowerInvariant(c));
        }
        return key.ToString();
    }

    private static Member[] Build([DynamicallyAccessedMembers(Module.Reflected)] Type type)
    {
        var members = new List<Member>();
        if (type.BaseType is { } parent && parent != typeof(Module)) members.AddRange(Of(parent));
        var fields = type.GetFields(Declared);
        // Tokens number the members of a type in the order of its text.
        Array.Sort(fields, static (a, b) => a.MetadataToken.CompareTo(b.MetadataToken));
        foreach (var field in fields)
        {
            if (!MayHold(field.FieldType))
            {
                // Found by the covariance of sequences: a set, a queue, a lazy sequence.
                if (typeof(IEnumerable<Module>).IsAssignableFrom(field.FieldType) || typeof(IEnumerable<Parameter>).IsAssignableFrom(field.FieldType))
                    throw new AutogradException($"{type.Name}.{field.Name}: what lies in a {field.FieldType.Name} has no place and so no key; use a list, an array or a dictionary");
                continue;
            }
            // <Weight>k__BackingField of a property, <fc>P of a captured constructor parameter.
            string name = field.Name[0] == '<' ? field.Name[1..field.Name.IndexOf('>', StringComparison.Ordinal)] : field.Name;
            MemberInfo named = field.Name.EndsWith("k__BackingField", StringComparison.Ordinal) ? type.GetProperty(name, Declared) ?? (MemberInfo)field : field;
            string key = (named.GetCustomAttribute<KeyAttribute>() ?? field.GetCustomAttribute<KeyAttribute>())?.Name ?? SnakeCase(name);
            var buffer = named.GetCustomAttribute<BufferAttribute>() ?? field.GetCustomAttribute<BufferAttribute>();
            if (members.Exists(m => string.Equals(m.Key, key, StringComparison.Ordinal)))
                throw new AutogradException($"{type.Name}: two members have the key '{key}'; give one of them another with [Key]");
            members.Add(new Member(field, key, buffer));
        }
        return [.. members];
    }

    /// <summary>Whether a value of this type can be or contain state; the values of lists, dictionaries and tuples are looked at when asked.</summary>
    private static bool MayHold(Type type)
    {
        if (typeof(Module).IsAssignableFrom(type) || typeof(Tensor).IsAssignableFrom(type)) return true;
        if (type.IsPrimitive || type.IsEnum || type == typeof(string) || typeof(Delegate).IsAssignableFrom(type)) return false;
        if (type.IsArray) return MayHold(type.GetElementType()!);
        if (typeof(ITuple).IsAssignableFrom(type) || typeof(IList).IsAssignableFrom(type) || typeof(IDictionary).IsAssignableFrom(type)) return true;
        return type.IsInterface || type == typeof(object) || type.IsAbstract;
    }
}
