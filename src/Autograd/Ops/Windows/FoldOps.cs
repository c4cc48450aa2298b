using System.Numerics;
using Autograd.Kernels;
using Autograd.Memory;

namespace Autograd;

/// <summary>The sizes of the matrices of patches, <c>[N, C K, positions]</c>, of images <c>[N, C, H, W]</c>.</summary>
internal sealed class FoldGeometry
{
    /// <summary>Windows over images of given sizes.</summary>
    /// <exception cref="ShapeException">An argument is out of range, or no window fits.</exception>
    public FoldGeometry(string op, int batch, int channels, ReadOnlySpan<int> size, PerDim kernel, PerDim dilation, PerDim padding, PerDim stride)
    {
        if (kernel.Count == 0) throw new ShapeException($"{op}: the size of the kernel was not given");
        int[] k = kernel.Each(op, "kernelSize", 2, [], 1), d = dilation.Each(op, "dilation", 2, [1], 1);
        int[] p = padding.Each(op, "padding", 2, [0], 0), s = stride.Each(op, "stride", 2, [1], 1);
        var axes = new WindowAxis[2];
        for (int i = 0; i < 2; i++)
        {
            long room = size[i] + 2L * p[i] - (k[i] - 1L) * d[i] - 1;
            if (room < 0) throw new ShapeException($"{op}: a kernel of {kernel} with dilation {dilation.Or(1)} does not fit images of sizes {Layout.Describe(size)} with padding {padding.Or(0)}");
            axes[i] = new WindowAxis(size[i], Dims.Size(op, room / s[i] + 1), k[i], s[i], p[i], d[i]);
        }
        Window = WindowShape.Of(axes);
        Planes = batch * channels;
        Images = Layout.Contiguous([batch, channels, .. size], op);
        Patches = Layout.Contiguous([batch, Dims.Size(op, (long)channels * Dims.Size(op, Window.KernelCount)), Dims.Size(op, Window.OutputCount)], op);
    }

    private FoldGeometry(FoldGeometry sample, int batch)
    {
        (Window, Planes) = (sample.Window, batch * sample.Planes);
        Images = Layout.Contiguous([batch * sample.Images.Sizes[0], .. sample.Images.Sizes[1..]]);
        Patches = Layout.Contiguous([batch * sample.Patches.Sizes[0], .. sample.Patches.Sizes[1..]]);
    }

    /// <summary>The windows.</summary>
    public WindowShape Window { get; }

    /// <summary>The channels of all images.</summary>
    public int Planes { get; }

    /// <summary>The images.</summary>
    public Layout Images { get; }

    /// <summary>The matrices of patches.</summary>
    public Layout Patches { get; }

    /// <summary>The same windows over so many batches of images as one.</summary>
    public FoldGeometry ForBatch(int batch) => new(this, batch);
}

/// <summary>Images to matrices of patches: column l of <c>[N, C K, positions]</c> is what window l sees (<c>im2col</c>). Linear.</summary>
internal readonly struct UnfoldOp(FoldGeometry geometry) : IOp, IBatches, INumberBody, IBuiltInLinear
{
    public static string Name => "UnfoldPatches";

    public Form Infer(ref OpCall c)
    {
        DTypes.NeedNumber(Name, c.X.DType);
        return new Form(geometry.Patches, c.X.DType);
    }

    public void Compute(in OpCall c)
    {
        var body = this;
        c.Number(ref body);
    }

    public void Run<T>(in OpCall c)
        where T : unmanaged, INumber<T> => FoldKernel.Unfold(geometry.Window, geometry.Planes, c.Elements<T>(0), c.Out<T>());

    public Node Record(in OpCall c) => c.Linear(this);

    public Tensor[] Batch(in BatchOperands c) => [c.Unfolded(new UnfoldOp(geometry.ForBatch(c.Size)).Apply(c.Folded(0)))];

    public Tensor Apply(Tensor x) => Op.Call(this, x.Contiguous());

    public Tensor Adjoint(Tensor g) => new FoldOp(geometry).Apply(g);

    public void Visit(ref SavedVisitor saved)
    {
    }
}

/// <summary>The transpose of <see cref="UnfoldOp"/>: every patch is added where it was read (<c>col2im</c>).</summary>
internal readonly struct FoldOp(FoldGeometry geometry) : IOp, IBatches, INumberBody, IBuiltInLinear
{
    public static string Name => "Fold";

    public Form Infer(ref OpCall c)
    {
        DTypes.NeedNumber(Name, c.X.DType);
        return new Form(geometry.Images, c.X.DType);
    }

    public void Compute(in OpCall c)
    {
        var body = this;
        c.Number(ref body);
    }

    public void Run<T>(in OpCall c)
        where T : unmanaged, INumber<T> => FoldKernel.Fold(geometry.Window, geometry.Planes, c.Elements<T>(0), c.Out<T>());

    public Node Record(in OpCall c) => c.Linear(this);

    public Tensor[] Batch(in BatchOperands c) => [c.Unfolded(new FoldOp(geometry.ForBatch(c.Size)).Apply(c.Folded(0)))];

    public Tensor Apply(Tensor x) => Op.Call(this, x.Contiguous());

    public Tensor Adjoint(Tensor g) => new UnfoldOp(geometry).Apply(g);

    public void Visit(ref SavedVisitor saved)
    {
    }
}
