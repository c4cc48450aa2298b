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

/// <summary>A plane of y: for each row of outputs, y += w[k] x, tap after tap.</summary>
internal readonly unsafe struct DepthwiseForward<T> : IDepthwiseMap<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static nint Planes(in ConvShape s) => (nint)s.Batch * s.Groups * s.Filters;

    public static void Plane(in ConvShape s, nint plane, T* x, T* w, T* bias, T* y)
    {
        nint filter = plane % ((nint)s.Groups * s.Filters);
        x += plane / s.Filters * s.Window.InputCount;
        y += plane * s.Window.OutputCount;
        ConvProduct.Fill(y, 0, 1, (int)s.Window.OutputCount, bias == null ? null : bias + filter);
        w += filter * s.Window.KernelCount;
        foreach (var row in new DepthwiseRows(s.Window))
            DepthwiseLoops.Axpy(w[row.Tap], x + row.Input, row.Stride, y + row.Output, 1, row.Count);
    }
}

/// <summary>A plane of x: x += w[k] y for every row of outputs of every filter of the channel.</summary>
internal readonly unsafe struct DepthwiseTranspose<T> : IDepthwiseMap<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static nint Planes(in ConvShape s) => (nint)s.Batch * s.Groups;

    public static void Plane(in ConvShape s, nint plane, T* x, T* w, T* bias, T* y)
    {
        nint group = plane % s.Groups;
        x += plane * s.Window.InputCount;
        ConvProduct.Fill(x, 0, 1, (int)s.Window.InputCount, bias == null ? null : bias + group);
        for (int f = 0; f < s.Filters; f++)
        {
            T* filter = w + (((group * s.Filters) + f) * s.Window.KernelCount);
            T* plane0 = y + (((plane * s.Filters) + f) * s.Window.OutputCount);
            foreach (var row in new DepthwiseRows(s.Window))
                DepthwiseLoops.Axpy(filter[row.Tap], plane0 + row.Output, 1, x + row.Input, row.Stride, row.Count);
        }
    }
}

/// <summary>The taps of one filter: sums of products of rows, over rows and images in double precision.</summary>
internal readonly unsafe struct DepthwiseWeight<T> : IDepthwiseMap<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static nint Planes(in ConvShape s) => (nint)s.Groups * s.Filters;

    public static void Plane(in ConvShape s, nint plane, T* x, T* w, T* bias, T* y)
    {
        int taps = (int)s.Window.KernelCount;
        using var scratch = new Scratch<double>(taps);
        double* sums = scratch.Start;
        scratch.Span.Clear();
        for (nint n = 0; n < s.Batch; n++)
        {
            T* channel = x + (((n * s.Groups) + (plane / s.Filters)) * s.Window.InputCount);
            T* filter = y + (((n * s.Groups * s.Filters) + plane) * s.Window.OutputCount);
            foreach (var row in new DepthwiseRows(s.Window))
                sums[row.Tap] += double.CreateTruncating(DepthwiseLoops.Dot(filter + row.Output, channel + row.Input, row.Stride, row.Count));
        }
        for (int k = 0; k < taps; k++) w[(plane * taps) + k] = T.CreateTruncating(sums[k]);
    }
}
