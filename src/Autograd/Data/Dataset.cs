namespace Autograd.Data;

/// <summary>The tensors of one element of a dataset, or of one batch: <c>foreach (var (x, y) in loader)</c>.</summary>
/// <param name="tensors">The tensors, in the dataset's order.</param>
public readonly struct Batch(params Tensor[] tensors)
{
    private readonly Tensor[] tensors = Given(tensors);

    /// <summary>The number of tensors.</summary>
    public int Count => tensors?.Length ?? 0;

    /// <summary>One of the tensors.</summary>
    public Tensor this[int index] => tensors[index];

    /// <summary>Takes the two tensors apart.</summary>
    /// <exception cref="AutogradException">There are not two.</exception>
    public void Deconstruct(out Tensor first, out Tensor second)
    {
        Need(2);
        (first, second) = (tensors[0], tensors[1]);
    }

    /// <summary>Takes the three tensors apart.</summary>
    /// <exception cref="AutogradException">There are not three.</exception>
    public void Deconstruct(out Tensor first, out Tensor second, out Tensor third)
    {
        Need(3);
        (first, second, third) = (tensors[0], tensors[1], tensors[2]);
    }

    /// <summary>Elements as one batch: their tensors stacked along a new first dimension (<c>torch.utils.data.default_collate</c>).</summary>
    /// <param name="elements">The elements, of as many tensors each.</param>
    /// <exception cref="ArgumentException">An element has another number of tensors than the first.</exception>
    /// <exception cref="ShapeException">Tensors in one place differ in shape: pad or crop them before, or collate them otherwise.</exception>
    public static Batch Stack(IReadOnlyList<Batch> elements)
    {
        ArgumentNullException.ThrowIfNull(elements);
        var stacked = new Tensor[elements.Count == 0 ? 0 : elements[0].Count];
        for (int i = 1; i < elements.Count; i++)
        {
            if (elements[i].Count != stacked.Length)
                throw new ArgumentException(FormattableString.Invariant($"Batch.Stack: element {i} has {elements[i].Count} tensors, element 0 has {stacked.Length}"), nameof(elements));
        }
        for (int t = 0; t < stacked.Length; t++) stacked[t] = Tensor.Stack(elements.Select(element => element[t]));
        return new Batch(stacked);
    }

    /// <summary>The tensors in a list, as PyTorch prints a batch.</summary>
    public override string ToString() => $"[{string.Join(", ", tensors.Select(static t => t.ToString()))}]";

    private void Need(int count)
    {
        if (tensors.Length != count) throw new AutogradException($"A batch of {tensors.Length} tensors cannot be taken apart into {count}");
    }

    private static Tensor[] Given(Tensor[] tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        return tensors;
    }
}

/// <summary>Elements by number, each some tensors (<c>torch.utils.data.Dataset</c>).</summary>
public abstract partial class Dataset
{
    /// <summary>The number of elements.</summary>
    public abstract int Count { get; }

    /// <summary>One element.</summary>
    public abstract Batch this[int index] { get; }

    /// <summary>Several elements as one batch: their tensors stacked along a new first dimension; override it where there is a faster way.</summary>
    /// <param name="indices">The numbers of the elements, int64: <c>[batch]</c>.</param>
    public virtual Batch Fetch(Tensor indices)
    {
        ArgumentNullException.ThrowIfNull(indices);
        return Batch.Stack(Elements(indices.ToArray<long>()));
    }

    /// <summary>Several elements one by one, where a loader fetches them each with a generator of its own.</summary>
    internal Batch[] Elements(long[] indices)
    {
        var elements = new Batch[indices.Length];
        for (int i = 0; i < elements.Length; i++)
        {
            int index = checked((int)indices[i]);
            using (Fetching.Element(i, index)) elements[i] = this[index];
        }
        Fetching.Done();
        return elements;
    }
}

/// <summary>The rows of tensors with a common first dimension (<c>torch.utils.data.TensorDataset</c>).</summary>
public sealed class TensorDataset : Dataset
{
    private readonly Tensor[] tensors;

    /// <summary>Makes the dataset; the tensors are shared, not copied.</summary>
    /// <exception cref="ShapeException">The tensors have no first dimension of one size.</exception>
    public TensorDataset(params Tensor[] tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        foreach (var tensor in tensors) ArgumentNullException.ThrowIfNull(tensor, nameof(tensors));
        if (tensors.Length == 0 || Array.Exists(tensors, t => t.Rank == 0 || t.Shape[0] != tensors[0].Shape[0]))
            throw new ShapeException($"TensorDataset: the tensors must have one number of rows; their shapes are {string.Join(", ", tensors.Select(static t => t.Shape.ToString()))}");
        this.tensors = tensors;
    }

    /// <inheritdoc/>
    public override int Count => tensors[0].Shape[0];

    /// <summary>All rows as one batch, the tensors themselves.</summary>
    public Batch All => new(tensors);

    /// <summary>One row of each tensor, views.</summary>
    public override Batch this[int index] => new(Array.ConvertAll(tensors, t => t.Select(0, index)));

    /// <inheritdoc/>
    public override Batch Fetch(Tensor indices) => new(Array.ConvertAll(tensors, t => t.IndexSelect(0, indices)));
}
