namespace Autograd.Data;

/// <summary>Several datasets one after the other (<c>torch.utils.data.ConcatDataset</c>).</summary>
public sealed class ConcatDataset : Dataset
{
    private readonly Dataset[] datasets;

    // Where each dataset ends.
    private readonly int[] ends;

    /// <summary>Makes the dataset.</summary>
    /// <param name="datasets">The parts; at least one.</param>
    /// <exception cref="ArgumentException">There is none.</exception>
    /// <exception cref="OverflowException">Together they have more elements than an index can name.</exception>
    public ConcatDataset(params IEnumerable<Dataset> datasets)
    {
        ArgumentNullException.ThrowIfNull(datasets);
        this.datasets = [.. datasets];
        foreach (var dataset in this.datasets) ArgumentNullException.ThrowIfNull(dataset, nameof(datasets));
        if (this.datasets.Length == 0) throw new ArgumentException("ConcatDataset: there is no dataset to begin with", nameof(datasets));
        ends = new int[this.datasets.Length];
        int end = 0;
        for (int i = 0; i < ends.Length; i++) ends[i] = end = checked(end + this.datasets[i].Count);
    }

    /// <inheritdoc/>
    public override int Count => ends[^1];

    /// <inheritdoc/>
    public override Batch this[int index]
    {
        get
        {
            if ((uint)index >= (uint)Count) throw new ArgumentOutOfRangeException(nameof(index), index, FormattableString.Invariant($"ConcatDataset: the datasets have {Count} elements together"));
            int place = Array.BinarySearch(ends, index + 1);
            // The first part that ends at or behind the element; empty parts end with the one before.
            if (place < 0) place = ~place;
            while (place > 0 && ends[place - 1] > index) place--;
            return datasets[place][index - (place == 0 ? 0 : ends[place - 1])];
        }
    }
}
