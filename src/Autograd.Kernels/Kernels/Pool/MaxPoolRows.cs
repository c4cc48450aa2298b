using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Autograd.Kernels;

/// <summary>
/// The largest elements of windows of one size, a register at a time, without a branch by values: along the rows first, then over the
/// rows of a window. Rows of a plane are copied with what lies a stride apart in a plane of its own (<see cref="ConvGridAxis"/>,
/// <c>[phases, rows, extent]</c>) and the least value around them, so that a tap of neighbouring windows is one load, and those of
/// narrow rows go on from row to row.
/// </summary>
/// <remarks>
/// "The first of equal ones, of NaNs the last" is kept: of two neighbours the later one counts if it is larger or NaN, and that rule is associative.
/// </remarks>
/// <typeparam name="T">The elements.</typeparam>
/// <typeparam name="TIndex">The integer of their size: places within a plane.</typeparam>
/// <typeparam name="TPlaces">Whether anybody reads the places.</typeparam>
internal readonly unsafe struct MaxPoolRows<T, TIndex, TPlaces>
    where T : unmanaged, INumber<T>
    where TIndex : unmanaged, IBinaryInteger<TIndex>
    where TPlaces : struct, IPoolPlaces
{
    private readonly PoolShape<StridedAxis> shape;
    private readonly ConvGridAxis width;
    private readonly ConvGridAxis copied;
    private readonly nint copies;
    private readonly T least;

    public MaxPoolRows(in PoolShape<StridedAxis> shape, T least)
    {
        (this.shape, this.least) = (shape, least);
        StridedAxis w = shape.Width;
        width = new(new WindowAxis(w.Input, w.Output, w.Kernel, w.Stride, w.Padding, w.Step), w.Output);
        (copied, copies) = (width, InputRows);
        // Without a rest at the ends of rows, the rows of a plane are one.
        if (w.Padding != 0 || w.Input != w.Stride * width.Extent) return;
        int rows = (int)InputRows;
        copied = new(width.Axis with { Input = rows * w.Input, Kernel = 1 }, rows * (int)width.Extent);
        copies = 1;
    }

    /// <summary>The elements of the copied rows of a plane; the last tap of the last register reads beyond the last one.</summary>
    public nint RowsCount => (width.Phases * Phase) + width.Extent + Lanes;

    /// <summary>The windows along all rows of a plane, with those between the rows and in whole registers.</summary>
    public nint WindowsCount => (Phase + Lanes - 1) / Lanes * Lanes + Lanes;

    public int TapsCount => width.Axis.Kernel;

    private static int Lanes => Vector512<T>.Count;

    private nint InputRows => (nint)shape.Depth.Input * shape.Height.Input;

    private nint Phase => InputRows * width.Extent;

    /// <summary>As <see cref="WindowsCount"/>, where places are wanted.</summary>
    public nint PlacesCount => TPlaces.Wanted ? WindowsCount : 0;

    /// <summary>Where in its plane the window of each place begins, inside of the row or not, and the first input that it sees.</summary>
    public void Starts(TIndex* starts, TIndex* firsts)
    {
        if (!TPlaces.Wanted) return;
        new Span<TIndex>(starts, (int)WindowsCount).Clear();
        new Span<TIndex>(firsts, (int)WindowsCount).Clear();
        for (nint row = 0; row < InputRows; row++)
        {
            for (int w = 0; w < shape.Width.Output; w++)
            {
                starts[(row * width.Extent) + w] = TIndex.CreateTruncating((row * shape.Width.Input) + ((nint)w * width.Axis.Stride) - width.Axis.Padding);
                firsts[(row * width.Extent) + w] = TIndex.CreateTruncating((row * shape.Width.Input) + shape.Width.At(w).First);
            }
        }
    }

    /// <summary>Where each tap reads the first window.</summary>
    public void Taps(nint* taps)
    {
        for (int k = 0; k < width.Axis.Kernel; k++) taps[k] = (width.PhaseOf(k) * Phase) + width.ShiftOf(k);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public void Copy(T* x, T* rows)
    {
        for (int phase = 0; phase < width.Phases; phase++)
        {
            ConvGridRange inside = copied.Inside(copied.Start(phase, 0));
            T* from = x, to = rows + (phase * Phase);
            for (nint row = 0; row < copies; row++, from += copied.Axis.Input, to += copied.Extent) copied.Copy(from, inside, least, to);
        }
    }

    /// <summary>The largest of every window along its row, and where it stands in the plane.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public void AlongRows(T* rows, nint* taps, TIndex* starts, TIndex* firsts, T* values, TIndex* places)
    {
        Vector512<TIndex> tap = Vector512.Create(TIndex.CreateTruncating(width.Axis.Dilation));
        nint kernel = width.Axis.Kernel;
        for (nint i = 0; i < Phase; i += Lanes)
        {
            Vector512<T> most = Vector512.Create(least);
            Vector512<TIndex> at = default, place = default;
            if (TPlaces.Wanted) (at, place) = (Vector512.Load(firsts + i), Vector512.Load(starts + i));
            for (nint k = 0; k < kernel; k++, place += tap)
            {
                Vector512<T> value = Vector512.Load(rows + taps[k] + i);
                Vector512<T> counts = Vector512.GreaterThan(value, most) | ~Vector512.Equals(value, value);
                most = Vector512.ConditionalSelect(counts, value, most);
                if (TPlaces.Wanted) at = Vector512.ConditionalSelect(counts.As<T, TIndex>(), place, at);
            }
            most.Store(values + i);
            if (TPlaces.Wanted) at.Store(places + i);
        }
    }

    /// <summary>All outputs of a plane.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public void OverRows(T* values, TIndex* places, T* y, long* indices)
    {
        T* lastY = stackalloc T[Lanes];
        long* lastIndices = stackalloc long[Lanes];
        T* end = y + shape.OutputCount;
        nint stepH = shape.Height.Step * width.Extent, stepD = (nint)shape.Depth.Step * shape.Height.Input * width.Extent;
        for (int d = 0; d < shape.Depth.Output; d++)
        {
            PoolSpan depth = shape.Depth.At(d);
            int depths = (depth.Count + shape.Depth.Step - 1) / shape.Depth.Step;
            for (int h = 0; h < shape.Height.Output; h++, y += shape.Width.Output, indices += shape.Width.Output)
            {
                PoolSpan height = shape.Height.At(h);
                int heights = (height.Count + shape.Height.Step - 1) / shape.Height.Step;
                nint first = (((nint)depth.First * shape.Height.Input) + height.First) * width.Extent;
                for (int w = 0; w < shape.Width.Output; w += Lanes)
                {
                    int left = shape.Width.Output - w;
                    // What is written beyond the row is written over by the next one.
                    if (y + w + Lanes <= end)
                    {
                        Register(values + first + w, places + first + w, depths, stepD, heights, stepH, y + w, indices + w);
                        continue;
                    }
                    Register(values + first + w, places + first + w, depths, stepD, heights, stepH, lastY, lastIndices);
                    for (int i = 0; i < left; i++) y[w + i] = lastY[i];
                    if (!TPlaces.Wanted) continue;
                    for (int i = 0; i < left; i++) indices[w + i] = lastIndices[i];
                }
            }
        }
    }

    /// <summary>The outputs of one register.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Register(T* values, TIndex* places, nint depths, nint stepD, nint heights, nint stepH, T* y, long* indices)
    {
        Vector512<T> most = Vector512.Load(values);
        Vector512<TIndex> at = TPlaces.Wanted ? Vector512.Load(places) : default;
        for (nint d = 0; d < depths; d++)
        {
            nint row = d * stepD;
            for (nint h = 0; h < heights; h++, row += stepH)
            {
                Vector512<T> value = Vector512.Load(values + row);
                Vector512<T> counts = Vector512.GreaterThan(value, most) | ~Vector512.Equals(value, value);
                most = Vector512.ConditionalSelect(counts, value, most);
                if (TPlaces.Wanted) at = Vector512.ConditionalSelect(counts.As<T, TIndex>(), Vector512.Load(places + row), at);
            }
        }
        most.Store(y);
        if (!TPlaces.Wanted) return;
        if (typeof(TIndex) == typeof(long))
        {
            at.AsInt64().Store(indices);
            return;
        }
        (Vector512<long> lower, Vector512<long> upper) = Vector512.Widen(at.AsInt32());
        lower.Store(indices);
        upper.Store(indices + Vector512<long>.Count);
    }
}
