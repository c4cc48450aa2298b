namespace Autograd.Kernels;

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

    /// <summary>The images whose planes, too small for a tile each, share one; 1 where a plane makes tiles of its own.</summary>
    public required int Images { get; init; }

    /// <summary>The runs of that many images.</summary>
    public required int Runs { get; init; }

    /// <summary>The output positions of a tile, of one image.</summary>
    public required int Columns { get; init; }

    /// <summary>The tiles of a plane of outputs.</summary>
    public required int Count { get; init; }

    /// <summary>The distance of the rows of patches: whole cache lines and an odd number of them, so that rows lie in different sets.</summary>
    public required int Pitch { get; init; }

    /// <summary>The elements of a block of patches.</summary>
    public required nint PatchCount { get; init; }

    /// <summary>The elements of a tile of y, gathered from several images; 0 where one image lies as it is.</summary>
    public required nint GatheredCount { get; init; }

    /// <summary>Whether patches are packed: a pointwise product of one image reads the input as it lies.</summary>
    public required bool Packs { get; init; }

    /// <summary>How many images a run has; the last may have fewer.</summary>
    public int ImagesOf(int run, int batch) => Math.Min(Images, batch - (run * Images));

    public static unsafe ConvTiles Of<T>(in ConvShape s)
        where T : unmanaged
    {
        nint taps = s.Window.KernelCount, positions = s.Window.OutputCount;
        int channels = (int)Math.Clamp(BlockRows / taps, 1, Math.Max(1, s.Channels));
        nint rows = channels * taps;
        nint columns = Math.Clamp(PatchBytes / sizeof(T) / rows / LeastColumns * LeastColumns, LeastColumns, MostColumns);
        columns = Math.Min(columns, positions);
        int images = positions is 0 or >= LeastColumns ? 1 : (int)Math.Clamp((LeastColumns + positions - 1) / positions, 1, Math.Max(1, s.Batch));
        int line = 64 / sizeof(T);
        int pitch = ((((int)columns * images) + line - 1) / line | 1) * line;
        bool packs = !s.IsPointwise || images > 1;
        return new ConvTiles
        {
            Channels = channels,
            Blocks = (s.Channels + channels - 1) / channels,
            Images = images,
            Runs = (s.Batch + images - 1) / images,
            Columns = (int)columns,
            Count = columns == 0 ? 0 : (int)((positions + columns - 1) / columns),
            Pitch = pitch,
            PatchCount = packs ? rows * pitch : 0,
            GatheredCount = images > 1 ? s.Filters * (nint)pitch : 0,
            Packs = packs,
        };
    }
}
