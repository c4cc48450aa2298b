using System.Diagnostics.CodeAnalysis;

namespace Autograd.NN;

/// <summary>New collections of the runtime's own types with the elements of others, and their way to compare.</summary>
internal static class CollectionCopy
{
    /// <summary>Whether a collection of this type can be made anew, its elements being replaced afterwards or not able to hold state.</summary>
    public static bool Knows(Type type) => type.IsGenericType && IsKnown(type.GetGenericTypeDefinition(), type);

    private static bool IsKnown(Type definition, Type type) =>
        definition == typeof(List<>) || definition == typeof(Dictionary<,>) || definition == typeof(OrderedDictionary<,>) || definition == typeof(SortedDictionary<,>)
        || ((definition == typeof(HashSet<>) || definition == typeof(Queue<>)) && !MemberPlan.MayHold(type.GetGenericArguments()[0]));

    /// <summary>A new collection with the same elements.</summary>
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicConstructors, typeof(List<>))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicConstructors, typeof(Queue<>))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicConstructors | DynamicallyAccessedMemberTypes.PublicProperties, typeof(HashSet<>))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicConstructors | DynamicallyAccessedMemberTypes.PublicProperties, typeof(Dictionary<,>))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicConstructors | DynamicallyAccessedMemberTypes.PublicProperties, typeof(OrderedDictionary<,>))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicConstructors | DynamicallyAccessedMemberTypes.PublicProperties, typeof(SortedDictionary<,>))]
    [UnconditionalSuppressMessage("Trimming", "IL2072", Justification = "The constructors and properties of these types are kept by the attributes above.")]
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "The same.")]
    public static object Of(object collection)
    {
        var type = collection.GetType();
        object? comparer = type.GetProperty("Comparer")?.GetValue(collection);
        return Activator.CreateInstance(type, comparer is null ? [collection] : [collection, comparer])!;
    }
}
