using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd.Kernels;

/// <summary>
/// A depthwise map with a stride of 1 along the width, by registers: planes are copied with the zeros around them, so that every tap is
/// an offset, and a register of outputs takes all taps before it is stored.
/// </summary>
internal static unsafe class DepthwisePlane
{
    // Zeros that are more than this many planes would cost more than they save.
    private const int MostPlanes = 4;

    /// <summary>Whether this way is open: outputs fill a register, and the zeros are no multiple of the planes.</summary>
    public static bool Fits<T>(in WindowShape window)
        where T : unmanaged =>
        window.Width.Stride == 1 && window.Width.Output >= Vector<T>.Count && Count(window) <= MostPlanes * (window.InputCount + window.OutputCount);

    /// <summary>The elements of a plane with its zeros: what the window passes.</summary>
    public static nint Count(in WindowShape window) => Extent(window.Depth) * Extent(window.Height) * Extent(window.Width);

    /// <summary>Copies a plane of the input, zeros around it.</summary>
    public static void Pad<T>(in WindowShape window, T* x, T* padded)
        where T : unmanaged
    {
        nint depth = Extent(window.Depth), height = Extent(window.Height), width = Extent(window.Width);
        int before = (int)Math.Clamp(window.Width.Padding, 0, width), start = Math.Max(-window.Width.Padding, 0);
        int copied = (int)Math.Clamp(width - before, 0, window.Width.Input - start);
        for (nint d = -window.Depth.Padding; d < depth - window.Depth.Padding; d++)
        {
            for (nint h = -window.Height.Padding; h < height - window.Height.Padding; h++, padded += width)
            {
                var row = new Span<T>(padded, (int)width);
                if ((nuint)d >= (nuint)window.Depth.Input || (nuint)h >= (nuint)window.Height.Input)
                {
                    row.Clear();
                    continue;
                }
                row[..before].Clear();
                new ReadOnlySpan<T>(x + (((d * window.Height.Input) + h) * window.Width.Input) + start, copied).CopyTo(row[before..]);
                row[(before + copied)..].Clear();
            }
        }
    }

    /// <summary>Where every tap reads, from the place of the first.</summary>
    public static void Offsets(in WindowShape window, nint plane, nint* offsets)
    {
        nint height = Extent(window.Height), width = Extent(window.Width);
        for (int d = 0; d < window.Depth.Kernel; d++)
        {
            for (int h = 0; h < window.Height.Kernel; h++)
            {
                for (int w = 0; w < window.Width.Kernel; w++)
                    *offsets++ = plane + ((((nint)d * window.Depth.Dilation * height) + ((nint)h * window.Height.Dilation)) * width) + ((nint)w * window.Width.Dilation);
            }
        }
    }

    /// <summary>y = bias + the sum over taps of weight times what it reads, taps ascending.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Correlate<T>(in WindowShape window, T* padded, nint* offsets, T* weights, int taps, T bias, T* y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nint height = Extent(window.Height), width = Extent(window.Width);
        int outputs = window.Width.Output, lanes = Vector<T>.Count;
        for (int d = 0; d < window.Depth.Output; d++)
        {
            for (int h = 0; h < window.Height.Output; h++, y += outputs)
            {
                T* row = padded + ((((nint)d * window.Depth.Stride * height) + ((nint)h * window.Height.Stride)) * width);
                for (int i = 0; i < outputs; i += lanes)
                {
                    // The last register overlaps the one before: the same values are written twice.
                    int at = Math.Min(i, outputs - lanes);
                    var sum = new Vector<T>(bias);
                    for (int k = 0; k < taps; k++) sum += new Vector<T>(weights[k]) * Unsafe.ReadUnaligned<Vector<T>>(row + at + offsets[k]);
                    Unsafe.WriteUnaligned(y + at, sum);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint Extent(WindowAxis axis) => ((axis.Output - (nint)1) * axis.Stride) + ((axis.Kernel - (nint)1) * axis.Dilation) + 1;
}
