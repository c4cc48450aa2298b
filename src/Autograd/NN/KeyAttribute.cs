namespace Autograd.NN;

/// <summary>The state-dict key of a member where it is not the member's name in snake_case.</summary>
/// <param name="name">The key, without dots.</param>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public sealed class KeyAttribute(string name) : Attribute
{
    /// <summary>The key.</summary>
    public string Name { get; } = NotNull.Of(name);
}

/// <summary>
/// Marks a tensor that belongs to a module's state and is not learned, such as a running mean: it is saved in the state
/// dict and follows <see cref="Module.To"/> (<c>register_buffer</c>).
/// </summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public sealed class BufferAttribute : Attribute
{
    /// <summary>Whether the state dict holds it; true when not said.</summary>
    public bool Persistent { get; init; } = true;
}
