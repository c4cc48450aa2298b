namespace Autograd.Data;

/// <summary>The elements of a dataset after a function: a preparation, or an augmentation drawn anew each time.</summary>
internal sealed class MapDataset(Dataset dataset, Func<Batch, Generator, Batch> function) : Dataset
{
    public override int Count => dataset.Count;

    public override Batch this[int index] => function(dataset[index], Generator.Default);
}

/// <summary>The items of a list, each made into tensors when it is asked for.</summary>
internal sealed class ListDataset<T>(IReadOnlyList<T> items, Func<T, Batch> tensors) : Dataset
{
    public override int Count => items.Count;

    public override Batch this[int index] => tensors(items[index]);
}

public abstract partial class Dataset
{
    /// <summary>A dataset of the items of a list: files that are read when they are wanted, records of an application.</summary>
    /// <param name="items">The items.</param>
    /// <param name="tensors">Makes the tensors of an item; of one shape for all of them, where they are to be stacked.</param>
    /// <typeparam name="T">The items.</typeparam>
    public static Dataset Of<T>(IReadOnlyList<T> items, Func<T, Batch> tensors)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(tensors);
        return new ListDataset<T>(items, tensors);
    }

    /// <summary>The elements after a function, called each time an element is asked for.</summary>
    /// <param name="function">From the tensors of an element to those of the new one; called by several threads at once where a loader has workers.</param>
    public Dataset Map(Func<Batch, Batch> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return new MapDataset(this, (element, _) => function(element));
    }

    /// <summary>
    /// The elements after a function that draws: an augmentation. In a <see cref="DataLoader"/> each element has a generator of its own, seeded by the epoch and the
    /// element's place in it, so that what is drawn does not depend on the number of workers; elsewhere it is the thread's default one.
    /// </summary>
    /// <param name="function">From the tensors of an element, and the generator to draw from, to those of the new one.</param>
    public Dataset Map(Func<Batch, Generator, Batch> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return new MapDataset(this, function);
    }
}
