namespace Autograd.NN;

/// <summary>
/// Marks a member that <see cref="ModuleClone.DeepClone{M}"/> does not copy: the clone refers to the same object. For what cannot be
/// copied, such as a log or a file, and for what is to be shared, such as a cache.
/// </summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public sealed class SharedAttribute : Attribute;
