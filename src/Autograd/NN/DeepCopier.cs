using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Autograd.NN;

/// <summary>Copies objects and what they refer to, each once, so that what was one stays one.</summary>
internal sealed class DeepCopier
{
    private const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly MethodInfo Shallow = typeof(object).GetMethod(nameof(MemberwiseClone), BindingFlags.Instance | BindingFlags.NonPublic)!;

    private readonly Dictionary<object, object> copies = new(ReferenceEqualityComparer.Instance);

    /// <summary>The copy of an object.</summary>
    /// <param name="value">The object.</param>
    /// <param name="path">Where it stands, for messages.</param>
    /// <exception cref="AutogradException">It cannot be copied.</exception>
    [return: NotNullIfNotNull(nameof(value))]
    public object? Copy(object? value, string path)
    {
        if (value is null || IsImmutable(value)) return value;
        if (copies.TryGetValue(value, out object? copy)) return copy;
        return value switch
        {
            Parameter parameter => Copy(parameter, path),
            Tensor tensor => Keep(tensor, Copy(tensor, path)),
            Generator generator => Keep(generator, Copy(generator)),
            _ when value.GetType() == typeof(Lock) => Keep(value, Activator.CreateInstance(typeof(Lock))!),
            Array array => Copy(array, path),
            Delegate function => Copy(function, path),
            ITuple => Members(value, path),
            _ when CollectionCopy.Knows(value.GetType()) => Copy(CollectionCopy.Of(value), value, path),
            _ when !MemberPlan.IsForeign(value.GetType()) => Members(value, path),
            _ => throw new AutogradException(
                $"DeepClone: {path} is a {Module.NameOf(value.GetType())}, which cannot be copied; mark the member with [Shared] if the clone is to use the same"),
        };
    }

    /// <summary>What nobody can change, or what has no content but itself.</summary>
    private static bool IsImmutable(object value)
    {
        var type = value.GetType();
        return type.IsPrimitive || type.IsEnum || type == typeof(object)
            || (type.IsValueType && MemberPlan.IsForeign(type) && value is not ITuple && !MemberPlan.MayHold(type))
            || value is string or MemberInfo or Assembly or Version or Uri or IFormatProvider or IEqualityComparer or IComparer;
    }

    private Parameter Copy(Parameter parameter, string path)
    {
        var copy = Keep(parameter, new Parameter(parameter.Detach().Clone(), parameter.RequiresGrad));
        copy.Source = (Reparametrization?)Copy(parameter.Source, path);
        return copy;
    }

    private static Tensor Copy(Tensor tensor, string path)
    {
        if (!tensor.IsLeaf)
            throw new AutogradException($"DeepClone: {path} was computed by {tensor.GradFn!.Name} and is part of a graph, which is not copied; Detach() it");
        return tensor.Detach().Clone().RequiresGradInPlace(tensor.RequiresGrad);
    }

    private static Generator Copy(Generator generator)
    {
        var copy = new Generator(generator.Seed);
        copy.SetState(generator.GetState());
        return copy;
    }

    private Array Copy(Array array, string path)
    {
        var copy = Keep(array, (Array)array.Clone());
        if (array.GetType().GetElementType() is not { IsPrimitive: false }) return copy;
        var index = new int[array.Rank];
        for (long i = 0; i < array.LongLength; i++)
        {
            long left = i;
            for (int d = array.Rank - 1; d >= 0; d--)
            {
                index[d] = array.GetLowerBound(d) + (int)(left % array.GetLength(d));
                left /= array.GetLength(d);
            }
            copy.SetValue(Copy(array.GetValue(index), $"{path}[{Repr.Text(i)}]"), index);
        }
        return copy;
    }

    private object Copy(object copy, object value, string path)
    {
        Keep(value, copy);
        if (copy is IDictionary dictionary)
        {
            foreach (object key in dictionary.Keys.Cast<object>().ToArray()) dictionary[key] = Copy(dictionary[key], $"{path}[{Repr.Text(key)}]");
        }
        else if (copy is IList list)
        {
            for (int i = 0; i < list.Count; i++) list[i] = Copy(list[i], $"{path}[{Repr.Text(i)}]");
        }
        return copy;
    }

    /// <summary>A function that captured objects, of the copies of those; as others it is shared.</summary>
    private Delegate Copy(Delegate function, string path)
    {
        var parts = function.GetInvocationList();
        if (!Array.Exists(parts, static part => part.Target is not null && MemberPlan.MayHold(part.Target.GetType()))) return function;
        var copied = Array.ConvertAll(parts, part => part.Target is null ? part : Delegate.CreateDelegate(part.GetType(), Copy(part.Target, path), part.Method));
        return Keep(function, Delegate.Combine(copied)!);
    }

    /// <summary>A module, an object of the user's, a struct: all its fields.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "The fields of modules are kept; of another class, a field that trimming takes away holds nothing that anybody reads.")]
    [UnconditionalSuppressMessage("Trimming", "IL2072", Justification = "The same.")]
    private object Members(object value, string path)
    {
        object copy = Keep(value, Shallow.Invoke(value, null)!);
        for (var type = value.GetType(); type is not null && type != typeof(object) && type != typeof(Module); type = type.BaseType)
        {
            foreach (var field in type.GetFields(Declared))
            {
                if (!IsShared(type, field)) field.SetValue(copy, Copy(field.GetValue(value), $"{path}.{MemberPlan.NameOf(field)}"));
            }
        }
        (copy as Module)?.CopyHooks(hook => (ReparametrizationHook)Copy(hook, path));
        return copy;
    }

    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "The properties of modules are kept.")]
    private static bool IsShared(Type type, FieldInfo field) =>
        field.FieldType.IsPrimitive || field.IsDefined(typeof(SharedAttribute)) || type.GetProperty(MemberPlan.NameOf(field), Declared)?.IsDefined(typeof(SharedAttribute)) == true;

    private T Keep<T>(object value, T copy)
        where T : class
    {
        copies.Add(value, copy);
        return copy;
    }
}
