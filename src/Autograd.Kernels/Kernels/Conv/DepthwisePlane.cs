using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

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
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Pad<T>(in WindowShape window, T* x, T* padded)
        where T : unmanaged
    {
        nint depth = Extent(window.Depth), height = Extent(window.Height), width = Extent(window.Width);
        int before = (int)Math.Clamp(window.Width.Padding, 0, width), start = Math.Max(-window.Width.Padding, 0);
        int copied = (int)Math.Clamp(width - before, 0, window.Width.Input - start);
        new Span<T>(padded, checked((int)(depth * height * width))).Clear();
        for (nint d = -window.Depth.Padding; d < depth - window.Depth.Padding; d++)
        {
            for (nint h = -window.Height.Padding; h < height - window.Height.Padding; h++, padded += width)
            {
                if ((nuint)d >= (nuint)window.Depth.Input || (nuint)h >= (nuint)window.Height.Input) continue;
                Copy(x + (((d * window.Height.Input) + h) * window.Width.Input) + start, padded + before, copied);
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

    /// <summary>Copies a plane of outputs to the places that the taps read from: rows as far apart as those of <see cref="Pad"/>, zeros between.</summary>
    public static void Spread<T>(in WindowShape window, T* y, T* places)
        where T : unmanaged
    {
        nint height = Extent(window.Height), width = Extent(window.Width);
        int outputs = window.Width.Output;
        new Span<T>(places, checked((int)Places<T>(window))).Clear();
        for (nint d = 0; d < window.Depth.Output; d++)
        {
            for (nint h = 0; h < window.Height.Output; h++, y += outputs)
                Unsafe.CopyBlockUnaligned(places + (((d * window.Depth.Stride * height) + (h * window.Height.Stride)) * width), y, (uint)(outputs * sizeof(T)));
        }
    }

    /// <summary>From the first place to the last, in whole registers.</summary>
    public static nint Places<T>(in WindowShape window)
    {
        nint height = Extent(window.Height), width = Extent(window.Width);
        nint last = ((((window.Depth.Output - (nint)1) * window.Depth.Stride * height) + ((window.Height.Output - (nint)1) * window.Height.Stride)) * width) + window.Width.Output;
        return (last + Vector<T>.Count - 1) / Vector<T>.Count * Vector<T>.Count;
    }

    /// <summary>y = bias + the sum over taps of weight times what it reads, taps ascending, by the widest registers that a row fills.</summary>
    public static void Correlate<T>(in WindowShape window, T* padded, nint* offsets, T* weights, int taps, T bias, T* y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int outputs = window.Width.Output;
        if (Vector512.IsHardwareAccelerated && outputs >= Vector512<T>.Count) Rows<T, Vector512<T>>(window, padded, offsets, weights, taps, bias, y);
        else if (Vector256.IsHardwareAccelerated && outputs >= Vector256<T>.Count) Rows<T, Vector256<T>>(window, padded, offsets, weights, taps, bias, y);
        else Rows<T, Vector128<T>>(window, padded, offsets, weights, taps, bias, y);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows<T, V>(in WindowShape window, T* padded, nint* offsets, T* weights, int taps, T bias, T* y)
        where T : unmanaged
        where V : unmanaged
    {
        nint height = Extent(window.Height), width = Extent(window.Width), step = window.Height.Stride * width;
        int outputs = window.Width.Output;
        for (nint d = 0; d < window.Depth.Output; d++)
        {
            T* row = padded + (d * window.Depth.Stride * height * width);
            nint h = 0;
            for (; h <= window.Height.Output - 4; h += 4, row += 4 * step, y += 4 * outputs) FourRows<T, V>(row, step, offsets, weights, taps, bias, y, outputs);
            for (; h < window.Height.Output; h++, row += step, y += outputs) Row<T, V>(row, offsets, weights, taps, bias, y, outputs);
        }
    }

    // Eight sums hide the latency of each other's multiply-adds; one row alone has two.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void FourRows<T, V>(T* row, nint step, nint* offsets, T* weights, int taps, T bias, T* y, int outputs)
        where T : unmanaged
        where V : unmanaged
    {
        int lanes = MatMulTile<T, V>.Lanes, last = outputs - lanes;
        V start = MatMulSimd<T, V>.Splat(bias);
        for (int i = 0; i < outputs; i += 2 * lanes)
        {
            nint a = Math.Min(i, last), b = Math.Min(i + lanes, last);
            V a0 = start, a1 = start, a2 = start, a3 = start, b0 = start, b1 = start, b2 = start, b3 = start;
            for (int k = 0; k < taps; k++)
            {
                V weight = MatMulSimd<T, V>.Splat(weights[k]);
                T* at = row + offsets[k];
                a0 = MatMulSimd<T, V>.Fma(weight, Unsafe.ReadUnaligned<V>(at + a), a0);
                b0 = MatMulSimd<T, V>.Fma(weight, Unsafe.ReadUnaligned<V>(at + b), b0);
                at += step;
                a1 = MatMulSimd<T, V>.Fma(weight, Unsafe.ReadUnaligned<V>(at + a), a1);
                b1 = MatMulSimd<T, V>.Fma(weight, Unsafe.ReadUnaligned<V>(at + b), b1);
                at += step;
                a2 = MatMulSimd<T, V>.Fma(weight, Unsafe.ReadUnaligned<V>(at + a), a2);
                b2 = MatMulSimd<T, V>.Fma(weight, Unsafe.ReadUnaligned<V>(at + b), b2);
                at += step;
                a3 = MatMulSimd<T, V>.Fma(weight, Unsafe.ReadUnaligned<V>(at + a), a3);
                b3 = MatMulSimd<T, V>.Fma(weight, Unsafe.ReadUnaligned<V>(at + b), b3);
            }
            T* to = y;
            Unsafe.WriteUnaligned(to + a, a0);
            Unsafe.WriteUnaligned(to + b, b0);
            to += outputs;
            Unsafe.WriteUnaligned(to + a, a1);
            Unsafe.WriteUnaligned(to + b, b1);
            to += outputs;
            Unsafe.WriteUnaligned(to + a, a2);
            Unsafe.WriteUnaligned(to + b, b2);
            to += outputs;
            Unsafe.WriteUnaligned(to + a, a3);
            Unsafe.WriteUnaligned(to + b, b3);
        }
    }

    // Two registers at a time; the last ones overlap those before: the same values are written twice.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Row<T, V>(T* row, nint* offsets, T* weights, int taps, T bias, T* y, int outputs)
        where T : unmanaged
        where V : unmanaged
    {
        int lanes = MatMulTile<T, V>.Lanes, last = outputs - lanes;
        V start = MatMulSimd<T, V>.Splat(bias);
        for (int i = 0; i < outputs; i += 2 * lanes)
        {
            nint a = Math.Min(i, last), b = Math.Min(i + lanes, last);
            V sumA = start, sumB = start;
            for (int k = 0; k < taps; k++)
            {
                V weight = MatMulSimd<T, V>.Splat(weights[k]);
                T* at = row + offsets[k];
                sumA = MatMulSimd<T, V>.Fma(weight, Unsafe.ReadUnaligned<V>(at + a), sumA);
                sumB = MatMulSimd<T, V>.Fma(weight, Unsafe.ReadUnaligned<V>(at + b), sumB);
            }
            Unsafe.WriteUnaligned(y + a, sumA);
            Unsafe.WriteUnaligned(y + b, sumB);
        }
    }

    // The last register overlaps the one before: the same values are written twice.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy<T>(T* from, T* to, int count)
        where T : unmanaged
    {
        int last = count - Vector<T>.Count;
        if (last >= 0)
        {
            for (int i = 0; i < count; i += Vector<T>.Count) Vector.Load(from + Math.Min(i, last)).Store(to + Math.Min(i, last));
            return;
        }
        for (int i = 0; i < count; i++) to[i] = from[i];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint Extent(WindowAxis axis) => ((axis.Output - (nint)1) * axis.Stride) + ((axis.Kernel - (nint)1) * axis.Dilation) + 1;
}
