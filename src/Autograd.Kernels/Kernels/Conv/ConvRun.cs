using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd.Kernels;

/// <summary>
/// Several images of one group side by side: their outputs are the columns of one matrix, <c>[.., images * outputs]</c>, and each has a
/// <see cref="ConvGrid"/> of its own, which gives every tap its outputs as they lie, whatever the stride.
/// </summary>
internal readonly unsafe struct ConvRun(in ConvShape s, in ConvGrid grid, int group, int image, int images)
{
    // The columns that one pass over the other operand serves.
    private const int MostColumns = 1024;

    // Packed columns at a time: they stay in the third cache.
    private const int MostBytes = 8 << 20;

    private readonly ConvShape s = s;
    private readonly ConvGrid grid = grid;

    /// <summary>How many images there are.</summary>
    public int Images { get; } = images;

    /// <summary>The positions of an image.</summary>
    public int Outputs => (int)s.Window.OutputCount;

    /// <summary>The columns of all.</summary>
    public int Columns => Images * Outputs;

    /// <summary>The elements of the grid of one image.</summary>
    public nint GridCount => s.Channels * grid.ChannelCount;

    /// <summary>Whether the columns of one image fit: they are at most so many bytes.</summary>
    public static bool Fits<T>(in ConvShape s)
        where T : unmanaged =>
        s.Window.OutputCount is > 0 and <= int.MaxValue && s.Channels > 0 && (Int128)s.Rows * s.Window.OutputCount * sizeof(T) <= MostBytes
        && ConvGrid.Of<T>(s, 1, nint.MaxValue) is { Bands: 1 } grid && (Int128)grid.ChannelCount * s.Channels * sizeof(T) <= MostBytes;

    /// <summary>How many images go together, in runs of nearly the same size.</summary>
    public static int ImagesOf<T>(in ConvShape s)
        where T : unmanaged
    {
        long columns = Math.Clamp(MostBytes / sizeof(T) / s.Rows, 1, MostColumns);
        long together = Math.Max(1, columns / s.Window.OutputCount);
        long runs = Math.Max(1, (s.Batch + together - 1) / together);
        return (int)((s.Batch + runs - 1) / runs);
    }

    /// <summary>The first input of an image.</summary>
    public T* Inputs<T>(T* x, int index)
        where T : unmanaged => x + (Plane(index, s.Channels) * s.Window.InputCount);

    /// <summary>The first output of an image.</summary>
    public T* OutputsOf<T>(T* y, int index)
        where T : unmanaged => y + (Plane(index, s.Filters) * s.Window.OutputCount);

    /// <summary>The first channel's grid of an image.</summary>
    public void Fill<T>(T* x, int index, T* grids)
        where T : unmanaged => grid.Fill(Inputs(x, index), s.Channels, 0, grids + (index * GridCount));

    /// <summary>Brings the planes of y of one image to its columns, rows <paramref name="pitch"/> apart.</summary>
    public void Gather<T>(T* y, int index, T* matrix, nint pitch)
        where T : unmanaged
    {
        T* from = OutputsOf(y, index), to = matrix + ((nint)index * Outputs);
        for (int m = 0; m < s.Filters; m++, from += Outputs, to += pitch) Unsafe.CopyBlockUnaligned(to, from, (uint)(Outputs * sizeof(T)));
    }

    /// <summary>Brings the columns of one image to its planes of y.</summary>
    public void Spread<T>(T* matrix, nint pitch, int index, T* y)
        where T : unmanaged
    {
        T* to = OutputsOf(y, index), from = matrix + ((nint)index * Outputs);
        for (int m = 0; m < s.Filters; m++, to += Outputs, from += pitch) Unsafe.CopyBlockUnaligned(to, from, (uint)(Outputs * sizeof(T)));
    }

    private nint Plane(int index, int planes) => ((((nint)image + index) * s.Groups) + group) * planes;
}
