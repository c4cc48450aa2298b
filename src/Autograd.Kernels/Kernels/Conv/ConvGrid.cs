using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Autograd.Kernels;

/// <summary>One dimension of a <see cref="ConvGrid"/>, for some of its outputs.</summary>
/// <remarks>
/// Tap k of output o reads o S + k D - P. With k D = q S + r that is place o + q of every S-th input from r - P on: the taps of one
/// remainder r read one phase of the input, as if with a stride of 1. Remainders repeat after the first tap that has none.
/// </remarks>
internal readonly struct ConvGridAxis
{
    public ConvGridAxis(in WindowAxis axis, int outputs)
    {
        Axis = axis;
        Outputs = outputs;
        Phases = 1;
        while (Phases < axis.Kernel && (long)Phases * axis.Dilation % axis.Stride != 0) Phases++;
        Extent = outputs + ShiftOf(axis.Kernel - 1);
    }

    public WindowAxis Axis { get; }

    /// <summary>The outputs that are computed together.</summary>
    public int Outputs { get; }

    /// <summary>How many phases of the input are read.</summary>
    public int Phases { get; }

    /// <summary>The places of a phase: the outputs, and as many more as the taps reach.</summary>
    public nint Extent { get; }

    public int PhaseOf(int tap) => tap % Phases;

    public nint ShiftOf(int tap) => (nint)((long)tap * Axis.Dilation / Axis.Stride);

    /// <summary>The input at place 0 of a phase, for outputs from <paramref name="from"/> on.</summary>
    public nint Start(int phase, int from) => ((nint)from * Axis.Stride) + (nint)((long)phase * Axis.Dilation % Axis.Stride) - Axis.Padding;

    /// <summary>The places of a phase that lie inside of a row of inputs, when place 0 is input <paramref name="start"/>.</summary>
    public ConvGridRange Inside(nint start)
    {
        nint stride = Axis.Stride;
        nint first = Math.Min(Extent, start >= 0 ? 0 : (-start + stride - 1) / stride);
        return new(start, first, Math.Clamp((Axis.Input - start + stride - 1) / stride, first, Extent));
    }

    /// <summary>Copies a phase of a row of inputs; <paramref name="outside"/> stands for what lies beside the row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe void Copy<T>(T* row, in ConvGridRange range, T outside, T* to)
        where T : unmanaged
    {
        nint stride = Axis.Stride, i = range.First;
        T* from = row + range.Start;
        for (nint j = 0; j < range.First; j++) to[j] = outside;
        if (stride == 1)
        {
            Unsafe.CopyBlockUnaligned(to + i, from + i, (uint)((range.End - i) * sizeof(T)));
        }
        else
        {
            if (stride == 2 && sizeof(T) == sizeof(uint)) i = EverySecond((uint*)from, i, range.End, (uint*)to);
            for (; i < range.End; i++) to[i] = from[i * stride];
        }
        for (nint j = range.End; j < Extent; j++) to[j] = outside;
    }

    /// <summary>Adds a phase to the row of inputs that it is copied from.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe void Add<T>(T* from, T* row, in ConvGridRange range)
        where T : unmanaged, INumber<T>
    {
        for (nint i = range.First; i < range.End; i++) row[range.Start + (i * Axis.Stride)] += from[i];
    }

    // The lower halves of pairs, registers of them while the pair of another one follows, so that nothing behind the row is read.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static unsafe nint EverySecond(uint* from, nint i, nint end, uint* to)
    {
        for (; i + Vector256<uint>.Count < end; i += Vector256<uint>.Count)
            Vector256.Narrow(Vector256.Load((ulong*)(from + (2 * i))), Vector256.Load((ulong*)(from + (2 * i) + Vector256<uint>.Count))).Store(to + i);
        for (; i + Vector128<uint>.Count < end; i += Vector128<uint>.Count)
            Vector128.Narrow(Vector128.Load((ulong*)(from + (2 * i))), Vector128.Load((ulong*)(from + (2 * i) + Vector128<uint>.Count))).Store(to + i);
        return i;
    }
}

/// <summary>Places <paramref name="First"/> to <paramref name="End"/> of a phase lie inside of the inputs, of which place 0 is <paramref name="Start"/>.</summary>
internal readonly record struct ConvGridRange(nint Start, nint First, nint End);

/// <summary>
/// A copy of the inputs that a band of outputs reads, with zeros where they lie outside, in which every tap reads all outputs as they lie,
/// at an offset of its own: <c>[channels, phases, depth, height, width]</c>. Output (d, h, w) stands at <c>(d height + h) width + w</c>;
/// the few positions between, at the end of rows, are computed and dropped. No patch is ever written.
/// </summary>
internal readonly unsafe struct ConvGrid
{
    // With the filters that pass by it is most of a second cache.
    private const int Bytes = 512 << 10;

    // A band is at least two strips of the widest matrix kernel.
    private const int LeastPositions = 64;

    private ConvGrid(in ConvShape s, int rows)
    {
        WindowShape window = s.Window;
        BandAxis = window.Depth.Output > 1 ? 0 : window.Height.Output > 1 ? 1 : 2;
        Depth = new(window.Depth, BandAxis == 0 ? rows : window.Depth.Output);
        Height = new(window.Height, BandAxis == 1 ? rows : window.Height.Output);
        Width = new(window.Width, BandAxis == 2 ? rows : window.Width.Output);
        Rows = rows;
        Outputs = BandAxis switch { 0 => window.Depth.Output, 1 => window.Height.Output, _ => window.Width.Output };
        Bands = (Outputs + rows - 1) / rows;
    }

    public ConvGridAxis Depth { get; }

    public ConvGridAxis Height { get; }

    public ConvGridAxis Width { get; }

    /// <summary>The outputs of a band along the first dimension that has more than one.</summary>
    public int Rows { get; }

    /// <summary>All outputs along that dimension.</summary>
    public int Outputs { get; }

    public int Bands { get; }

    private int BandAxis { get; }

    /// <summary>The elements of a phase of one channel.</summary>
    public nint PlaneCount => Depth.Extent * Height.Extent * Width.Extent;

    /// <summary>The elements of one channel.</summary>
    public nint ChannelCount => PlaneCount * Depth.Phases * Height.Phases * Width.Phases;

    /// <summary>The positions from the first output of a band to the last.</summary>
    public nint Positions => Place(Depth.Outputs - 1, Height.Outputs - 1) + Width.Outputs;

    /// <summary>The bands of a convolution: at most so many positions, and a copy of <paramref name="channels"/> that fits the second cache.</summary>
    public static ConvGrid Of<T>(in ConvShape s, int channels, nint mostPositions)
        where T : unmanaged
    {
        var one = new ConvGrid(s, 1);
        nint outputsOfRow = Math.Max(1, s.Window.OutputCount / Math.Max(1, one.Outputs));
        long bytesOfRow = Math.Max(1, (new ConvGrid(s, 2).ChannelCount - one.ChannelCount) * channels * sizeof(T));
        long rows = 1 + Math.Max(0, (Bytes - ((long)one.ChannelCount * channels * sizeof(T))) / bytesOfRow);
        rows = Math.Min(rows, mostPositions / outputsOfRow);
        rows = Math.Clamp(rows, Math.Min(one.Outputs, (LeastPositions + outputsOfRow - 1) / outputsOfRow), one.Outputs);
        long bands = (one.Outputs + rows - 1) / rows;
        return new ConvGrid(s, (int)((one.Outputs + bands - 1) / bands));
    }

    /// <summary>The outputs of a band along each dimension; the last band may have fewer than the others.</summary>
    public (int Depths, int Heights, int Widths) OutputsOf(int band)
    {
        int rows = Math.Min(Rows, Outputs - (band * Rows));
        return (BandAxis == 0 ? rows : Depth.Outputs, BandAxis == 1 ? rows : Height.Outputs, BandAxis == 2 ? rows : Width.Outputs);
    }

    /// <summary>Where the row (d, h) of outputs begins.</summary>
    public nint Place(nint d, nint h) => ((d * Height.Extent) + h) * Width.Extent;

    /// <summary>Where each tap of each channel reads the first output: <c>[channels * taps]</c>.</summary>
    public void Offsets(int channels, nint* offsets)
    {
        for (int c = 0; c < channels; c++)
        {
            for (int kd = 0; kd < Depth.Axis.Kernel; kd++)
            {
                for (int kh = 0; kh < Height.Axis.Kernel; kh++)
                {
                    for (int kw = 0; kw < Width.Axis.Kernel; kw++)
                    {
                        nint phase = (((nint)Depth.PhaseOf(kd) * Height.Phases) + Height.PhaseOf(kh)) * Width.Phases + Width.PhaseOf(kw);
                        *offsets++ = (c * ChannelCount) + (phase * PlaneCount) + Place(Depth.ShiftOf(kd), Height.ShiftOf(kh)) + Width.ShiftOf(kw);
                    }
                }
            }
        }
    }

    /// <summary>Copies what band <paramref name="band"/> reads of the channels at <paramref name="x"/>.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public void Fill<T>(T* x, int channels, int band, T* to)
        where T : unmanaged
    {
        int from = band * Rows;
        for (int c = 0; c < channels; c++, x += (nint)Depth.Axis.Input * Height.Axis.Input * Width.Axis.Input)
        {
            for (int pd = 0; pd < Depth.Phases; pd++)
            {
                for (int ph = 0; ph < Height.Phases; ph++)
                {
                    for (int pw = 0; pw < Width.Phases; pw++, to += PlaneCount)
                        Plane(x, Depth.Start(pd, BandAxis == 0 ? from : 0), Height.Start(ph, BandAxis == 1 ? from : 0), Width.Start(pw, BandAxis == 2 ? from : 0), to);
                }
            }
        }
    }

    /// <summary>Adds the grid of the only band to the inputs that it was copied from; what stands for places beside them is dropped.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public void Drain<T>(T* from, int channels, T* x)
        where T : unmanaged, INumber<T>
    {
        for (int c = 0; c < channels; c++, x += (nint)Depth.Axis.Input * Height.Axis.Input * Width.Axis.Input)
        {
            for (int pd = 0; pd < Depth.Phases; pd++)
            {
                for (int ph = 0; ph < Height.Phases; ph++)
                {
                    for (int pw = 0; pw < Width.Phases; pw++, from += PlaneCount) AddPlane(from, Depth.Start(pd, 0), Height.Start(ph, 0), Width.Start(pw, 0), x);
                }
            }
        }
    }

    /// <summary>Brings the outputs of a band, without the places between them, to the planes of y.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public void Store<T>(T* places, nint pitch, int planes, int band, T* y)
        where T : unmanaged
    {
        nint perRow = Depth.Axis.Output * (nint)Height.Axis.Output * Width.Axis.Output / Outputs;
        var (depths, heights, widths) = OutputsOf(band);
        for (int m = 0; m < planes; m++, places += pitch, y += perRow * Outputs)
        {
            T* to = y + (perRow * band * Rows);
            for (int d = 0; d < depths; d++)
            {
                for (int h = 0; h < heights; h++, to += widths) Unsafe.CopyBlockUnaligned(to, places + Place(d, h), (uint)(widths * sizeof(T)));
            }
        }
    }

    /// <summary>Brings the outputs of a band from the planes of y to their places, with zeros between them.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public void Spread<T>(T* y, int planes, int band, T* places, nint pitch)
        where T : unmanaged
    {
        nint perRow = Depth.Axis.Output * (nint)Height.Axis.Output * Width.Axis.Output / Outputs;
        var (depths, heights, widths) = OutputsOf(band);
        new Span<T>(places, checked((int)(planes * pitch))).Clear();
        for (int m = 0; m < planes; m++, places += pitch, y += perRow * Outputs)
        {
            T* from = y + (perRow * band * Rows);
            for (int d = 0; d < depths; d++)
            {
                for (int h = 0; h < heights; h++, from += widths) Unsafe.CopyBlockUnaligned(places + Place(d, h), from, (uint)(widths * sizeof(T)));
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void Plane<T>(T* x, nint d0, nint h0, nint w0, T* to)
        where T : unmanaged
    {
        nint extent = Width.Extent;
        var inside = Width.Inside(w0);
        for (nint d = 0; d < Depth.Extent; d++)
        {
            nint atD = d0 + (d * Depth.Axis.Stride);
            for (nint h = 0; h < Height.Extent; h++, to += extent)
            {
                nint atH = h0 + (h * Height.Axis.Stride);
                if ((nuint)atD >= (nuint)Depth.Axis.Input || (nuint)atH >= (nuint)Height.Axis.Input)
                {
                    new Span<T>(to, (int)extent).Clear();
                    continue;
                }
                Width.Copy(x + (((atD * Height.Axis.Input) + atH) * Width.Axis.Input), inside, default, to);
            }
        }
    }

    // The same places as above, the other way.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void AddPlane<T>(T* from, nint d0, nint h0, nint w0, T* x)
        where T : unmanaged, INumber<T>
    {
        var inside = Width.Inside(w0);
        for (nint d = 0; d < Depth.Extent; d++)
        {
            nint atD = d0 + (d * Depth.Axis.Stride);
            for (nint h = 0; h < Height.Extent; h++, from += Width.Extent)
            {
                nint atH = h0 + (h * Height.Axis.Stride);
                if ((nuint)atD >= (nuint)Depth.Axis.Input || (nuint)atH >= (nuint)Height.Axis.Input) continue;
                Width.Add(from, x + (((atD * Height.Axis.Input) + atH) * Width.Axis.Input), inside);
            }
        }
    }
}
