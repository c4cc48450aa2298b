using Autograd.Kernels;
using Autograd.Memory;

namespace Autograd;

/// <summary>The sizes of a pool over the last dimensions of x; those before them are planes that do not see each other.</summary>
/// <typeparam name="TAxis">Which inputs an output sees along a dimension.</typeparam>
internal sealed class PoolGeometry<TAxis>
    where TAxis : struct, IPoolAxis
{
    public PoolGeometry(string op, Tensor x, ReadOnlySpan<TAxis> axes, TAxis none)
    {
        Rank = axes.Length;
        Shape = new PoolShape<TAxis>(axes.Length > 2 ? axes[^3] : none, axes.Length > 1 ? axes[^2] : none, axes[^1]);
        Input = Layout.Contiguous(x.Shape);
        var sizes = x.Shape.ToArray();
        for (int i = 0; i < axes.Length; i++) sizes[sizes.Length - axes.Length + i] = axes[i].Output;
        Output = Layout.Contiguous(sizes, op);
        Planes = 1;
        foreach (int size in sizes.AsSpan(0, sizes.Length - axes.Length)) Planes *= size;
    }

    private PoolGeometry(PoolGeometry<TAxis> sample, int batch)
    {
        (Rank, Shape, Planes) = (sample.Rank, sample.Shape, batch * sample.Planes);
        Input = Layout.Contiguous([batch, .. sample.Input.Sizes]);
        Output = Layout.Contiguous([batch, .. sample.Output.Sizes]);
    }

    /// <summary>The spatial dimensions.</summary>
    public int Rank { get; }

    /// <summary>The sizes as kernels take them.</summary>
    public PoolShape<TAxis> Shape { get; }

    /// <summary>x.</summary>
    public Layout Input { get; }

    /// <summary>The result.</summary>
    public Layout Output { get; }

    /// <summary>The planes of x.</summary>
    public int Planes { get; }

    /// <summary>An operation for each element that an output sees.</summary>
    public long Flops => Output.Count * Shape.Most;

    /// <summary>The same pool of a batch, <c>[batch, ...]</c>: more planes.</summary>
    public PoolGeometry<TAxis> ForBatch(int batch) => new(this, batch);
}

/// <summary>Makes the geometries of pools from PyTorch's arguments.</summary>
internal static class PoolGeometry
{
    /// <summary>Windows of one size.</summary>
    /// <exception cref="ShapeException">The arguments do not fit the input, or a window would see padding alone.</exception>
    public static PoolGeometry<StridedAxis> Strided(string op, int rank, Tensor x, PerDim kernel, PerDim stride, PerDim padding, PerDim dilation, bool ceilMode)
    {
        Check(op, rank, x);
        if (kernel.Count == 0) throw new ShapeException($"{op}: the size of the kernel was not given");
        int[] k = kernel.Each(op, "kernelSize", rank, [], 1), s = stride.Each(op, "stride", rank, k, 1);
        int[] p = padding.Each(op, "padding", rank, [0], 0), d = dilation.Each(op, "dilation", rank, [1], 1);
        var axes = new StridedAxis[rank];
        for (int i = 0; i < rank; i++)
        {
            int n = x.Shape[x.Rank - rank + i];
            long extent = (k[i] - 1L) * d[i] + 1;
            if (p[i] > extent / 2)
                throw new ShapeException($"{op}: padding {padding} is more than half of a kernel of {kernel}{(d[i] == 1 ? "" : $" with dilation {dilation}")}, in dimension {i} of {rank}");
            long room = n + 2L * p[i] - extent;
            long size = room < 0 ? (ceilMode && room + s[i] > 0 ? 1 : 0) : (room + (ceilMode ? s[i] - 1L : 0)) / s[i] + 1;
            // A window that would begin in the padding at the end is left out.
            if (ceilMode && (size - 1) * s[i] >= n + (long)p[i]) size--;
            if (size < 1) throw new ShapeException($"{op}: a kernel of {kernel} with padding {padding.Or(0)} and dilation {dilation.Or(1)} does not fit an input of shape {x.Shape}: no window fits dimension {i} of {rank}");
            axes[i] = new StridedAxis(n, Dims.Size(op, size), k[i], s[i], p[i], d[i]);
            if (n < d[i]) CheckSeen(op, axes[i], x);
        }
        return new PoolGeometry<StridedAxis>(op, x, axes, new StridedAxis(1, 1, 1, 1, 0, 1));
    }

    /// <summary>As many windows as outputs are asked for.</summary>
    /// <exception cref="ShapeException">The arguments do not fit the input.</exception>
    public static PoolGeometry<AdaptiveAxis> Adaptive(string op, int rank, Tensor x, OutputSize size)
    {
        Check(op, rank, x);
        var axes = new AdaptiveAxis[rank];
        for (int i = 0; i < rank; i++)
        {
            int n = x.Shape[x.Rank - rank + i];
            axes[i] = new AdaptiveAxis(n, size.At(op, i, rank) ?? n);
        }
        return new PoolGeometry<AdaptiveAxis>(op, x, axes, new AdaptiveAxis(1, 1));
    }

    /// <summary>The input is a batch of channels, or channels, with at least one position.</summary>
    public static void Check(string op, int rank, Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        string sizes = rank switch { 1 => "L", 2 => "H, W", _ => "D, H, W" };
        if (x.Rank != rank + 1 && x.Rank != rank + 2) throw new ShapeException($"{op}: an input of shape {x.Shape} must be [N, C, {sizes}], or [C, {sizes}] without a batch");
        for (int i = x.Rank - rank; i < x.Rank; i++)
        {
            if (x.Shape[i] == 0) throw new ShapeException($"{op}: an input of shape {x.Shape} has no positions in dimension {i}; only the batch and the channels may be empty");
        }
    }

    /// <summary>With steps larger than the input a window may pass it by.</summary>
    private static void CheckSeen(string op, StridedAxis axis, Tensor x)
    {
        for (int o = 0; o < axis.Output && (long)o * axis.Stride < axis.Padding; o++)
        {
            var seen = axis.At(o);
            if (seen.First >= seen.End)
                throw new ShapeException($"{op}: the window of output {o} passes an input of shape {x.Shape} by: of a kernel of {axis.Kernel} with dilation {axis.Step} and padding {axis.Padding} no element lies in it");
        }
    }
}
