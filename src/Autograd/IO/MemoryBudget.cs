using Autograd.Memory;

namespace Autograd.IO;

/// <summary>
/// What loading a file may allocate. Whoever allocates by the word of a file asks here first: a few bytes that promise gigabytes are
/// refused before anything is taken.
/// </summary>
internal sealed class MemoryBudget
{
    /// <summary>What is not counted one by one: readers, buffers, the machinery of the runtime's zip and JSON readers.</summary>
    private const long Fixed = 256 << 10;

    private const long Slack = 1 << 20;
    private const int Times = 4;

    /// <summary>A tensor with its storage and its layout, but for its elements.</summary>
    private const long TensorBytes = 320;

    private readonly string path;
    private readonly long limit;
    private long left;

    /// <summary>Makes the budget of a file.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="length">Its length, and that of the files that belong to it.</param>
    /// <param name="maxBytes">What the caller allows; four times the length and 1 MB when not given.</param>
    public MemoryBudget(string path, long length, long? maxBytes)
    {
        if (maxBytes is { } given) ArgumentOutOfRangeException.ThrowIfNegative(given, nameof(maxBytes));
        this.path = path;
        limit = maxBytes ?? (Times * length) + Slack;
        left = limit - Fixed;
    }

    /// <summary>Asks for bytes.</summary>
    /// <exception cref="TensorFileException">They are more than are left.</exception>
    public void Take(long bytes)
    {
        if (bytes > left)
            throw new TensorFileException(path, $"what it describes takes more than {limit} bytes of memory", FormattableString.Invariant($"at most {Times} times the length of the file and 1 MB, or what maxBytes allows"));
        left -= bytes;
    }

    /// <summary>Asks for a tensor: a small array, or a block of the pool.</summary>
    /// <exception cref="TensorFileException">It takes more than is left.</exception>
    public void TakeTensor(long elementBytes)
    {
        // A block is at most a quarter larger than what is asked for.
        Take(TensorBytes + (elementBytes <= Storage.SmallLimit || elementBytes > left ? elementBytes : SizeClass.Bytes(SizeClass.Of(elementBytes))));
    }
}
