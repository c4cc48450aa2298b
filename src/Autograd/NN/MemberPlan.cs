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

    private static readonly ConcurrentDictionary<Type, bool> Holding = [];

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

    /// <summary>The name in the text: of <c>&lt;Weight&gt;k__BackingField</c>, of <c>&lt;fc&gt;P</c>, a captured constructor parameter.</summary>
    public static string NameOf(FieldInfo field) => field.Name[0] == '<' ? field.Name[1..field.Name.IndexOf('>', StringComparison.Ordinal)] : field.Name;

    private static Member[] Build([DynamicallyAccessedMembers(Module.Reflected)] Type type)
    {
        var members = new List<Member>();
        if (type.BaseType is { } parent && parent != typeof(Module)) members.AddRange(Of(parent));
        var fields = type.GetFields(Declared);
        // Tokens number the members of a type in the order of its text.
        Array.Sort(fields, static (a, b) => a.MetadataToken.CompareTo(b.MetadataToken));
        foreach (var field in fields)
        {
            if (HasNoPlaces(field.FieldType))
                throw new AutogradException($"{Module.NameOf(type)}.{field.Name}: what lies in a {field.FieldType.Name} has no place and so no key; use a list, an array or a dictionary");
            if (!MayHold(field.FieldType)) continue;
            string name = NameOf(field);
            MemberInfo named = field.Name.EndsWith("k__BackingField", StringComparison.Ordinal) ? type.GetProperty(name, Declared) ?? (MemberInfo)field : field;
            string key = (named.GetCustomAttribute<KeyAttribute>() ?? field.GetCustomAttribute<KeyAttribute>())?.Name ?? SnakeCase(name);
            var buffer = named.GetCustomAttribute<BufferAttribute>() ?? field.GetCustomAttribute<BufferAttribute>();
            if (members.Exists(m => string.Equals(m.Key, key, StringComparison.Ordinal)))
                throw new AutogradException($"{Module.NameOf(type)}: two members have the key '{key}'; give one of them another with [Key]");
            members.Add(new Member(field, key, buffer));
        }
        return [.. members];
    }

    /// <summary>A set, a queue: found by the covariance of sequences.</summary>
    private static bool HasNoPlaces(Type type) =>
        (typeof(IEnumerable<Module>).IsAssignableFrom(type) || typeof(IEnumerable<Parameter>).IsAssignableFrom(type))
        && !(type.IsInterface || typeof(Module).IsAssignableFrom(type) || typeof(IList).IsAssignableFrom(type) || typeof(IDictionary).IsAssignableFrom(type));

    /// <summary>
    /// Whether a value of this type can be or contain state. What is not sealed may, since a class derived from it could; of the
    /// libraries' own types only those that hold what they are given.
    /// </summary>
    public static bool MayHold(Type type) => Holding.GetOrAdd(type, static t => MayHold(t, []));

    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "A field that trimming takes away holds nothing that anybody reads.")]
    private static bool MayHold(Type type, HashSet<Type> asked)
    {
        if (typeof(Module).IsAssignableFrom(type) || typeof(Tensor).IsAssignableFrom(type)) return true;
        if (type.IsPrimitive || type.IsEnum || type.IsPointer || type.IsByRefLike || type == typeof(string) || typeof(Delegate).IsAssignableFrom(type)) return false;
        if (!asked.Add(type)) return false;
        if (type.IsArray) return MayHold(type.GetElementType()!, asked);
        if (type.IsGenericType && type.GetGenericArguments() is { } arguments && !Array.Exists(arguments, a => MayHold(a, asked)) && IsLibrary(type)) return false;
        if (typeof(ITuple).IsAssignableFrom(type) || typeof(IList).IsAssignableFrom(type) || typeof(IDictionary).IsAssignableFrom(type)) return true;
        if (type.IsInterface || type == typeof(object) || type.IsAbstract) return true;
        if (IsLibrary(type)) return type.IsGenericType && typeof(IEnumerable).IsAssignableFrom(type);
        return !type.IsSealed || Array.Exists(type.GetFields(Declared), f => MayHold(f.FieldType, asked)) || (type.BaseType is { } parent && parent != typeof(object) && MayHold(parent, asked));
    }

    /// <summary>A type of the runtime, of its libraries or of this one: what it refers to is its own business.</summary>
    public static bool IsLibrary(Type type) => type.Assembly == typeof(Module).Assembly || IsForeign(type);

    /// <summary>A type of the runtime or of its libraries.</summary>
    public static bool IsForeign(Type type) =>
        type.Assembly.GetName().Name is { } name && (name.StartsWith("System", StringComparison.Ordinal) || name.StartsWith("Microsoft", StringComparison.Ordinal));
}
