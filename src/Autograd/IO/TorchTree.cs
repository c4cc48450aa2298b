namespace Autograd.IO;

/// <summary>
/// Looks through what a pickle has built: nothing of the reader's own may be left in it, nothing contain itself, and nothing be nested so
/// deep that who walks it recursively runs out of stack.
/// </summary>
internal sealed class TorchTree(string path, MemoryBudget budget)
{
    /// <summary>More than any checkpoint has.</summary>
    private const int MostDepth = 100;

    // A place in a table, and the smaller tables before.
    private const int SeenBytes = 96;

    // How deep each container is; one that is being looked through has no depth yet.
    private readonly Dictionary<object, int?> seen = new(ReferenceEqualityComparer.Instance);

    /// <summary>Looks through a tree.</summary>
    /// <exception cref="TensorFileException">It is not one of allowed things.</exception>
    public void Check(object? root) => Depth(root, 0);

    private int Depth(object? value, int above)
    {
        switch (value)
        {
            case null or bool or long or double or string or Tensor: return 0;
            case List<object?> list: return Look(list, list, above);
            case object?[] tuple: return Look(tuple, tuple, above);
            case OrderedDictionary<object, object?> table: return Look(table, table.Values, above);
            default: throw new TensorFileException(path, "a storage or a function as a value", PickleReader.Expected);
        }
    }

    private int Look(object container, IEnumerable<object?> children, int above)
    {
        // Sequences without elements are one and the same object.
        if (container is object?[] { Length: 0 }) return 1;
        if (!seen.TryGetValue(container, out int? depth))
        {
            budget.Take(SeenBytes);
            seen.Add(container, null);
            depth = 1;
            if (above < MostDepth)
            {
                foreach (object? child in children) depth = Math.Max(depth.Value, 1 + Depth(child, above + 1));
            }
            seen[container] = depth;
        }
        if (depth is null) throw new TensorFileException(path, "a list or a dictionary that contains itself", PickleReader.Expected);
        if (above + depth > MostDepth) throw new TensorFileException(path, "lists and dictionaries that are nested too deep", FormattableString.Invariant($"at most {MostDepth} in each other"));
        return depth.Value;
    }
}
