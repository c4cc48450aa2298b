namespace Autograd;

/// <content>
/// Writing into a tensor's own memory: the op is computed as its function, recorded as such, and its result moved in. The
/// version counter tells derivatives whose saved values were overwritten.
/// </content>
public static partial class Op
{
    /// <summary>
    /// Makes <paramref name="result"/> the new value of <paramref name="target"/>, and its place in the graph the new place: the
    /// only way into existing memory that a graph may know of. An op in place is its function and this move.
    /// </summary>
    /// <param name="name">The name of the op in place, for messages.</param>
    /// <param name="target">The tensor written to.</param>
    /// <param name="result">Its new value, of its shape; a dtype of the same kind is cast.</param>
    /// <returns><paramref name="target"/>.</returns>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    /// <exception cref="DTypeException">The result is of a kind that the target cannot hold.</exception>
    /// <exception cref="AutogradException">The target is a leaf that requires a gradient, a view inside a graph, or was expanded.</exception>
    public static Tensor Move(string name, Tensor target, Tensor result)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(result);
        if (!result.Shape.Equals(target.Shape))
            throw new ShapeException($"{name}: the result has shape {result.Shape}, which does not fit into {target.Shape}; an op in place cannot grow its target");
        if (result.DType.Category > target.DType.Category)
            throw new DTypeException($"{name}: a result of {result.DType.Name} does not fit into a tensor of {target.DType.Name}; use the form that is not in place");
        if (result.DType != target.DType) result = result.To(target.DType);
        Writes.Check(name, target, result.RequiresGrad);
        CopyOp.Into(result, target);
        target.Storage.Bump(name, result.GradFn is not null);
        if (result.GradFn is { } node) target.SetGradFn(node, result.Slot);
        return target;
    }
}

/// <summary>What every write into existing memory has to ask first.</summary>
internal static class Writes
{
    /// <summary>Whether a write of a value into a tensor is to be recorded; stale views throw.</summary>
    public static bool Records(string op, Tensor target, Tensor value)
    {
        target.CheckFresh(op);
        value.CheckFresh(op);
        return (target.RequiresGrad || value.RequiresGrad) && GradMode.IsEnabled;
    }

    /// <summary>Throws, by name, where writing would make a gradient wrong.</summary>
    /// <param name="op">The op's name.</param>
    /// <param name="target">The tensor written to.</param>
    /// <param name="records">Whether the write is part of a graph.</param>
    public static void Check(string op, Tensor target, bool records)
    {
        if (target.Hidden is not null) throw BatchLevel.HasNoMemory(op);
        for (int d = 0; d < target.Rank; d++)
        {
            if (target.Layout.Strides[d] == 0 && target.Layout.Sizes[d] > 1)
                throw new AutogradException($"{op}: several elements of this tensor of shape {target.Shape} share one place in memory (it was expanded); Clone() it first");
        }
        if (!GradMode.IsEnabled) return;
        if (target.IsInference && records)
            throw new AutogradException($"{op}: a tensor made in inference mode cannot enter a graph; Clone() it outside of inference mode, and write into that");
        if (target.IsLeaf && target.RequiresGrad)
            throw new AutogradException($"{op}: a leaf that requires a gradient cannot be changed in place; write under NoGrad, or use the form that is not in place");
        if (target.IsView && (target.RequiresGrad || records))
            throw new AutogradException($"{op}: this tensor is a view, and the write would be part of a graph that its base does not know; write through the base (base[...] = value), or Clone() the view");
    }
}
