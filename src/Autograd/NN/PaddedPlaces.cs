namespace Autograd.NN;

/// <summary>Where the steps of sequences stand among the rows of a padded batch, <c>[T * N]</c> or <c>[N * T]</c>.</summary>
/// <param name="order">The sequences, longest first.</param>
/// <param name="lengths">The length of each sequence, in the order given.</param>
/// <param name="steps">T.</param>
/// <param name="batchFirst">Whether a sequence's steps follow each other.</param>
internal readonly struct PaddedPlaces(int[] order, int[] lengths, int steps, bool batchFirst)
{
    /// <summary>T and N in their order.</summary>
    public int[] Sizes => batchFirst ? [lengths.Length, steps] : [steps, lengths.Length];

    /// <summary>T N.</summary>
    public int Rows => new Shape(Sizes).Numel;

    /// <summary>How many sequences have a first step, a second one and so on.</summary>
    public long[] BatchSizes()
    {
        var sizes = new long[lengths.Length == 0 ? 0 : lengths.Max()];
        foreach (int length in lengths)
        {
            for (int t = 0; t < length; t++) sizes[t]++;
        }
        return sizes;
    }

    /// <summary>Step after step, the longest sequence first.</summary>
    public long[] ByStep()
    {
        var places = new List<long>();
        long[] sizes = BatchSizes();
        for (int t = 0; t < sizes.Length; t++)
        {
            for (int k = 0; k < sizes[t]; k++) places.Add(Place(t, order[k]));
        }
        return [.. places];
    }

    /// <summary>Sequence after sequence.</summary>
    public long[] BySequence()
    {
        var places = new List<long>();
        for (int n = 0; n < lengths.Length; n++)
        {
            for (int t = 0; t < lengths[n]; t++) places.Add(Place(t, n));
        }
        return [.. places];
    }

    private long Place(int t, int n) => batchFirst ? n * (long)steps + t : t * (long)lengths.Length + n;
}
