namespace Autograd.Kernels;

/// <summary>
/// The sizes of a convolution, per group: x: <c>[Batch, Groups * Channels, ..]</c>, w: <c>[Groups * Filters, Channels, ..]</c>,
/// y: <c>[Batch, Groups * Filters, ..]</c>, all row-major. The three maps between them read the same sizes.
/// </summary>
internal readonly record struct ConvShape(int Batch, int Groups, int Channels, int Filters, WindowShape Window)
{
    /// <summary>The elements of one filter, and the rows of a group's matrix of patches.</summary>
    public nint Rows => Channels * Window.KernelCount;

    /// <summary>The elements of w.</summary>
    public nint WeightCount => (nint)Groups * Filters * Rows;

    /// <summary>The elements of y.</summary>
    public nint OutputCount => (nint)Batch * Groups * Filters * Window.OutputCount;

    /// <summary>The elements of x.</summary>
    public nint InputCount => (nint)Batch * Groups * Channels * Window.InputCount;

    /// <summary>Whether the matrix of patches is the input as it lies: a window of one element that is moved by one.</summary>
    public bool IsPointwise => Window.IsIdentity;

    /// <summary>Whether every filter reads one channel of its own: too little for a matrix product.</summary>
    public bool IsDepthwise => Channels == 1 && Groups > 1;

    /// <summary>The multiplications of any of the three maps.</summary>
    public long Products => (long)OutputCount * Rows;
}

/// <summary>How a convolution is cut: blocks of channels by tiles of output positions. A function of sizes alone.</summary>
internal readonly struct ConvTiles
{
    // Rows of patches that are multiplied at a time: with the columns below they are 256 KB of float32, a part of the second cache.
    private const int BlockRows = 512;

    private const int PatchBytes = 256 << 10;

    // A tile is at least two strips of the widest matrix kernel, and at most what keeps many tiles for many threads.
    private const int LeastColumns = 64;

    private const int MostColumns = 1024;

    /// <summary>The channels of a block.</summary>
    public required int Channels { get; init; }

    /// <summary>The blocks of a group.</summary>
    public required int Blocks { get; init; }

    /// <summary>The output positions of a tile.</summary>
    public required int Columns { get; init; }

    /// <summary>The tiles of a plane of outputs.</summary>
    public required int Count { get; init; }

    /// <summary>The distance of the rows of patches: whole cache lines and an odd number of them, so that rows lie in different sets.</summary>
    public required int Pitch { get; init; }

    /// <summary>The elements of a block of patches.</summary>
    public required nint PatchCount { get; init; }

    public static unsafe ConvTiles Of<T>(in ConvShape s)
        where T : unmanaged
    {
        nint taps = s.Window.KernelCount, positions = s.Window.OutputCount;
        int channels = (int)Math.Clamp(BlockRows / taps, 1, Math.Max(1, s.Channels));
        nint rows = channels * taps;
        nint columns = Math.Clamp(PatchBytes / sizeof(T) / rows / LeastColumns * LeastColumns, LeastColumns, MostColumns);
        columns = Math.Min(columns, positions);
        int line = 64 / sizeof(T);
        int pitch = (((int)columns + line - 1) / line | 1) * line;
        return new ConvTiles
        {
            Channels = channels,
            Blocks = (s.Channels + channels - 1) / channels,
            Columns = (int)columns,
            Count = columns == 0 ? 0 : (int)((positions + columns - 1) / columns),
            Pitch = pitch,
            PatchCount = rows * pitch,
        };
    }
}
