using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd.Kernels;

/// <summary>
/// The three maps where every filter reads one channel of its own: rows of the output beside rows of the input, tap by tap. One
/// thread computes a plane of the result, taps ascending.
/// </summary>
internal unsafe struct ConvDepthwise<T, TMap> : IJob
    where T : unmanaged, IFloatingPointIeee754<T>
    where TMap : struct, IDepthwiseMap<T>
{
    public ConvShape S;
    public T* X;
    public T* W;
    public T* Bias;
    public T* Y;
    private nint planes;
    private nint perPart;

    public void RunAll()
    {
        planes = TMap.Planes(S);
        perPart = WorkParts.PiecesOf(S.Products, planes);
        Workers.For((int)((planes + perPart - 1) / perPart), this);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Run(int part)
    {
        nint first = part * perPart, end = Math.Min(planes, first + perPart);
        for (nint plane = first; plane < end; plane++) TMap.Plane(S, plane, X, W, Bias, Y);
    }
}

/// <summary>One plane of a depthwise map.</summary>
internal unsafe interface IDepthwiseMap<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The planes of the result.</summary>
    static abstract nint Planes(in ConvShape s);

    /// <summary>Computes one of them; the operands are those of the whole convolution.</summary>
    static abstract void Plane(in ConvShape s, nint plane, T* x, T* w, T* bias, T* y);
}

/// <summary>A plane of y: by registers where they fit, and otherwise for each row of outputs, y += w[k] x, tap after tap.</summary>
internal readonly unsafe struct DepthwiseForward<T> : IDepthwiseMap<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static nint Planes(in ConvShape s) => (nint)s.Batch * s.Groups * s.Filters;

    public static void Plane(in ConvShape s, nint plane, T* x, T* w, T* bias, T* y)
    {
        nint filter = plane % ((nint)s.Groups * s.Filters);
        x += plane / s.Filters * s.Window.InputCount;
        y += plane * s.Window.OutputCount;
        w += filter * s.Window.KernelCount;
        if (DepthwisePlane.Fits<T>(s.Window))
        {
            int taps = (int)s.Window.KernelCount;
            using var padded = new Scratch<T>(DepthwisePlane.Count(s.Window));
            using var offsets = new Scratch<nint>(taps);
            DepthwisePlane.Pad(s.Window, x, padded.Start);
            DepthwisePlane.Offsets(s.Window, 0, offsets.Start);
            DepthwisePlane.Correlate(s.Window, padded.Start, offsets.Start, w, taps, bias == null ? T.Zero : bias[filter], y);
            return;
        }
        ConvProduct.Fill(y, 0, 1, (int)s.Window.OutputCount, bias == null ? null : bias + filter);
        foreach (var row in new DepthwiseRows(s.Window))
            DepthwiseLoops.Axpy(w[row.Tap], x + row.Input, row.Stride, y + row.Output, 1, row.Count);
    }
}

/// <summary>
/// A plane of x. With strides of 1 it is the correlation of the planes of y with the taps in the opposite order; otherwise x += w[k] y for
/// every row of outputs of every filter of the channel.
/// </summary>
internal readonly unsafe struct DepthwiseTranspose<T> : IDepthwiseMap<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static nint Planes(in ConvShape s) => (nint)s.Batch * s.Groups;

    public static void Plane(in ConvShape s, nint plane, T* x, T* w, T* bias, T* y)
    {
        nint group = plane % s.Groups;
        x += plane * s.Window.InputCount;
        var reverse = new WindowShape(Reverse(s.Window.Depth), Reverse(s.Window.Height), Reverse(s.Window.Width));
        if (s.Window is { Depth.Stride: 1, Height.Stride: 1, Width.Stride: 1 } && DepthwisePlane.Fits<T>(reverse))
        {
            Correlate(s, reverse, plane, x, w + (group * s.Filters * s.Window.KernelCount), bias == null ? T.Zero : bias[group], y);
            return;
        }
        ConvProduct.Fill(x, 0, 1, (int)s.Window.InputCount, bias == null ? null : bias + group);
        for (int f = 0; f < s.Filters; f++)
        {
            T* filter = w + (((group * s.Filters) + f) * s.Window.KernelCount);
            T* plane0 = y + (((plane * s.Filters) + f) * s.Window.OutputCount);
            foreach (var row in new DepthwiseRows(s.Window))
                DepthwiseLoops.Axpy(filter[row.Tap], plane0 + row.Output, 1, x + row.Input, row.Stride, row.Count);
        }
    }

    private static void Correlate(in ConvShape s, in WindowShape reverse, nint plane, T* x, T* w, T bias, T* y)
    {
        int taps = (int)reverse.KernelCount;
        nint size = DepthwisePlane.Count(reverse);
        using var padded = new Scratch<T>(s.Filters * size);
        using var offsets = new Scratch<nint>(s.Filters * (nint)taps);
        using var weights = new Scratch<T>(s.Filters * (nint)taps);
        for (int f = 0; f < s.Filters; f++)
        {
            DepthwisePlane.Pad(reverse, y + (((plane * s.Filters) + f) * reverse.InputCount), padded.Start + (f * size));
            DepthwisePlane.Offsets(reverse, f * size, offsets.Start + ((nint)f * taps));
            for (int k = 0; k < taps; k++) weights.Start[(f * taps) + k] = w[(f * taps) + taps - 1 - k];
        }
        DepthwisePlane.Correlate(reverse, padded.Start, offsets.Start, weights.Start, s.Filters * taps, bias, x);
    }

    private static WindowAxis Reverse(WindowAxis axis) =>
        axis with { Input = axis.Output, Output = axis.Input, Padding = (int)(((axis.Kernel - 1L) * axis.Dilation) - axis.Padding) };
}

/// <summary>
/// The taps of one filter: sums of products over images in double precision. Where planes are padded, an image's is one scalar product a tap
/// of y, spread to the places of the padded plane, and that plane; otherwise one a row.
/// </summary>
internal readonly unsafe struct DepthwiseWeight<T> : IDepthwiseMap<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static nint Planes(in ConvShape s) => (nint)s.Groups * s.Filters;

    public static void Plane(in ConvShape s, nint plane, T* x, T* w, T* bias, T* y)
    {
        int taps = (int)s.Window.KernelCount;
        using var sums = new Scratch<double>(taps);
        if (!DepthwisePlane.Fits<T>(s.Window) || !TryDots(s, plane, x, y, sums.Span)) RowByRow(s, plane, x, y, sums.Span);
        for (int k = 0; k < taps; k++) w[(plane * taps) + k] = T.CreateTruncating(sums.Start[k]);
    }

    // A place between rows multiplies an input that the tap does not read by zero: NaN, where that is not finite.
    private static bool TryDots(in ConvShape s, nint plane, T* x, T* y, Span<double> sums)
    {
        nint places = DepthwisePlane.Places<T>(s.Window), size = DepthwisePlane.Count(s.Window);
        // The last register of the last tap reads beyond the plane.
        using var padded = new Scratch<T>(size + Vector<T>.Count);
        using var spread = new Scratch<T>(places);
        using var offsets = new Scratch<nint>(sums.Length);
        new Span<T>(padded.Start + size, Vector<T>.Count).Clear();
        DepthwisePlane.Offsets(s.Window, 0, offsets.Start);
        sums.Clear();
        for (nint n = 0; n < s.Batch; n++)
        {
            DepthwisePlane.Pad(s.Window, Input(s, n, plane, x), padded.Start);
            DepthwisePlane.Spread(s.Window, Output(s, n, plane, y), spread.Start);
            fixed (double* to = sums) DepthwiseLoops.Dots(spread.Start, padded.Start, offsets.Start, sums.Length, places, to);
        }
        foreach (double sum in sums)
            if (!double.IsFinite(sum)) return false;
        return true;
    }

    private static void RowByRow(in ConvShape s, nint plane, T* x, T* y, Span<double> sums)
    {
        sums.Clear();
        for (nint n = 0; n < s.Batch; n++)
        {
            T* channel = Input(s, n, plane, x), filter = Output(s, n, plane, y);
            foreach (var row in new DepthwiseRows(s.Window))
                sums[(int)row.Tap] += double.CreateTruncating(DepthwiseLoops.Dot(filter + row.Output, channel + row.Input, row.Stride, row.Count));
        }
    }

    private static T* Input(in ConvShape s, nint n, nint plane, T* x) => x + (((n * s.Groups) + (plane / s.Filters)) * s.Window.InputCount);

    private static T* Output(in ConvShape s, nint n, nint plane, T* y) => y + (((n * s.Groups * s.Filters) + plane) * s.Window.OutputCount);
}
