using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Autograd.Kernels;

/// <summary>
/// The largest elements of windows of one size, a register of outputs at a time, without a branch by values. Rows of a plane are copied
/// with what lies a stride apart side by side (<see cref="ConvGridAxis"/>) and the least value around them, so that a tap of
/// neighbouring outputs is one load.
/// </summary>
/// <typeparam name="T">The elements.</typeparam>
/// <typeparam name="TIndex">The integer of their size: places within a plane.</typeparam>
internal readonly unsafe struct MaxPoolRows<T, TIndex>
    where T : unmanaged, INumber<T>
    where TIndex : unmanaged, IBinaryInteger<TIndex>
{
    private readonly PoolShape<StridedAxis> shape;
    private readonly ConvGridAxis width;
    private readonly T least;

    public MaxPoolRows(in PoolShape<StridedAxis> shape, T least)
    {
        (this.shape, this.least) = (shape, least);
        StridedAxis w = shape.Width;
        width = new(new WindowAxis(w.Input, w.Output, w.Kernel, w.Stride, w.Padding, w.Step), w.Output);
    }

    private static int Lanes => Vector512<T>.Count;

    /// <summary>The elements of the copied rows of a plane; the last register reads beyond the last one.</summary>
    public nint RowsCount => (RowPitch * shape.Depth.Input * shape.Height.Input) + Lanes;

    /// <summary>The first inputs that outputs of a row see, in whole registers.</summary>
    public nint FirstsCount => (shape.Width.Output + Lanes - 1) / Lanes * Lanes;

    public int TapsCount => width.Axis.Kernel;

    private nint RowPitch => width.Extent * width.Phases;

    public void Firsts(TIndex* firsts)
    {
        for (int w = 0; w < FirstsCount; w++) firsts[w] = w < shape.Width.Output ? TIndex.CreateTruncating(shape.Width.At(w).First) : TIndex.Zero;
    }

    /// <summary>Where in a copied row each tap reads the first output.</summary>
    public void Taps(nint* taps)
    {
        for (int k = 0; k < width.Axis.Kernel; k++) taps[k] = (width.PhaseOf(k) * width.Extent) + width.ShiftOf(k);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public void Copy(T* x, T* rows)
    {
        nint count = (nint)shape.Depth.Input * shape.Height.Input;
        for (int phase = 0; phase < width.Phases; phase++)
        {
            ConvGridRange inside = width.Inside(width.Start(phase, 0));
            T* from = x, to = rows + (phase * width.Extent);
            for (nint row = 0; row < count; row++, from += width.Axis.Input, to += RowPitch) width.Copy(from, inside, least, to);
        }
        new Span<T>(rows + (count * RowPitch), Lanes).Fill(least);
    }

    /// <summary>All outputs of a plane from its copied rows.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public void Plane(T* rows, nint* taps, TIndex* firsts, T* y, long* indices)
    {
        T* lastY = stackalloc T[Lanes];
        long* lastIndices = stackalloc long[Lanes];
        T* end = y + shape.OutputCount;
        for (int d = 0; d < shape.Depth.Output; d++)
        {
            PoolSpan depth = shape.Depth.At(d);
            for (int h = 0; h < shape.Height.Output; h++, y += shape.Width.Output, indices += shape.Width.Output)
            {
                PoolSpan height = shape.Height.At(h);
                for (int w = 0; w < shape.Width.Output; w += Lanes)
                {
                    int left = shape.Width.Output - w;
                    // What is written beyond the row is written over by the next one.
                    if (y + w + Lanes <= end)
                    {
                        Register(rows, depth, height, taps, firsts, w, y + w, indices + w);
                        continue;
                    }
                    Register(rows, depth, height, taps, firsts, w, lastY, lastIndices);
                    for (int i = 0; i < left; i++) (y[w + i], indices[w + i]) = (lastY[i], lastIndices[i]);
                }
            }
        }
    }

    /// <summary>The outputs of one register.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void Register(T* rows, PoolSpan depth, PoolSpan height, nint* taps, TIndex* firsts, int w, T* y, long* indices)
    {
        Vector512<TIndex> lanes = Vector512<TIndex>.Indices * TIndex.CreateTruncating(width.Axis.Stride);
        Vector512<TIndex> tap = Vector512.Create(TIndex.CreateTruncating(width.Axis.Dilation));
        Vector512<T> most = Vector512.Create(least);
        Vector512<TIndex> at = Vector512.Load(firsts + w) + Vector512.Create(TIndex.CreateTruncating((((nint)depth.First * shape.Height.Input) + height.First) * shape.Width.Input));
        nint before = ((nint)w * width.Axis.Stride) - width.Axis.Padding;
        for (int d = depth.First; d < depth.End; d += shape.Depth.Step)
        {
            for (int h = height.First; h < height.End; h += shape.Height.Step)
            {
                nint row = ((nint)d * shape.Height.Input) + h;
                T* from = rows + (row * RowPitch) + w;
                Vector512<TIndex> place = lanes + Vector512.Create(TIndex.CreateTruncating((row * shape.Width.Input) + before));
                for (int k = 0; k < width.Axis.Kernel; k++, place += tap)
                {
                    Vector512<T> value = Vector512.Load(from + taps[k]);
                    Vector512<T> larger = Vector512.GreaterThan(value, most) | ~Vector512.Equals(value, value);
                    most = Vector512.ConditionalSelect(larger, value, most);
                    at = Vector512.ConditionalSelect(larger.As<T, TIndex>(), place, at);
                }
            }
        }
        most.Store(y);
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
