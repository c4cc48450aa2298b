using Autograd.Memory;

namespace Autograd;

/// <content>The way from a tensor to its values outside of a computation.</content>
public static partial class Op
{
    /// <summary>The memory of a tensor for reading, until the lease is disposed.</summary>
    /// <exception cref="AutogradException">The tensor has no values, or is a view that an in-place write has made stale.</exception>
    internal static Lease<T> Read<T>(string op, Tensor x)
        where T : unmanaged
    {
        if (x.NeedsFreshCheck) x.CheckFresh(op);
        if (!x.HasValues) ThrowNoValues(op, x);
        return x.Lease<T>();
    }

    /// <summary>Throws, by name, where the shape of a result depends on values that a tensor does not have.</summary>
    internal static void NeedValues(string op, Tensor x)
    {
        if (!x.HasValues) ThrowNoValues(op, x);
    }

    private static void ThrowNoValues(string op, Tensor x)
    {
        if (x.Hidden is not null)
            throw new AutogradException($"{op}: inside of Vmap this {x.DType.Name} {x.Shape} stands for all samples at once and has no one value to read; decide by Where, and by masks instead of shapes that depend on values");
        throw new AutogradException($"{op}: a tensor without values was read: this one, {x.DType.Name} {x.Shape}, comes from a run on shapes alone or stands for a place in the graph");
    }
}
