using Autograd.Kernels;
using Autograd.Memory;

namespace Autograd;

/// <summary>
/// The sizes of a convolution and the three maps between x: <c>[N, C, ..]</c>, w: <c>[M, C / groups, ..]</c> and y: <c>[N, M, ..]</c>.
/// Each map is linear in both of its operands and its two transposes are the others, so that derivatives of every order are made of
/// these three.
/// </summary>
internal sealed class ConvGeometry
{
    private ConvGeometry(string op, ConvShape shape, int[] input, int[] weight, int[] output) =>
        (Shape, Input, Weight, Output) = (shape, Layout.Contiguous(input, op), Layout.Contiguous(weight, op), Layout.Contiguous(output, op));

    /// <summary>The sizes as kernels take them.</summary>
    public ConvShape Shape { get; }

    /// <summary>x.</summary>
    public Layout Input { get; }

    /// <summary>w.</summary>
    public Layout Weight { get; }

    /// <summary>y.</summary>
    public Layout Output { get; }

    /// <summary>A multiplication and an addition for each product.</summary>
    public long MultiplyAdds => Shape.Products;

    /// <summary>The same convolution of so many batches as one.</summary>
    public ConvGeometry ForSamples(int batch) => new(
        "Vmap", Shape with { Batch = batch * Shape.Batch }, Times(Input, batch, 0), Weight.SizesArray, Times(Output, batch, 0));

    /// <summary>So many convolutions, each with a weight of its own, as groups of one.</summary>
    public ConvGeometry ForGroups(int batch) => new(
        "Vmap", Shape with { Groups = batch * Shape.Groups }, Times(Input, batch, 1), Times(Weight, batch, 0), Times(Output, batch, 1));

    /// <summary>y = x * w + b.</summary>
    public Tensor Forward(Tensor x, Tensor w, Tensor? bias = null) => Op.Call(new ConvOp(this), x.Contiguous(), w.Contiguous(), bias?.Contiguous());

    /// <summary>The transpose by x, of y and w, + b.</summary>
    public Tensor Transpose(Tensor y, Tensor w, Tensor? bias = null) => Op.Call(new ConvTransposeOp(this), y.Contiguous(), w.Contiguous(), bias?.Contiguous());

    /// <summary>The transpose by w, of x and y.</summary>
    public Tensor WeightOf(Tensor x, Tensor y) => Op.Call(new ConvWeightOp(this), x.Contiguous(), y.Contiguous());

    /// <summary>The sum over the batch and all positions, one number a channel: the gradient of a bias.</summary>
    public static Tensor SumOfChannels(Tensor g)
    {
        var dims = Enumerable.Range(1, g.Rank - 1).ToArray();
        dims[0] = 0;
        return g.Sum(dims);
    }

    /// <summary>One number a channel, repeated over a batch and all positions: the tangent of a bias.</summary>
    public static Tensor SpreadOverChannels(Tensor bias, Shape shape)
    {
        var sizes = new int[shape.Rank];
        Array.Fill(sizes, 1);
        sizes[1] = shape[1];
        return bias.Reshape(sizes).Expand(shape);
    }

    /// <summary>A convolution of x with w.</summary>
    /// <exception cref="ShapeException">The shapes or arguments do not fit.</exception>
    public static ConvGeometry Of(string op, Tensor x, Tensor w, PerDim stride, ConvPadding padding, PerDim dilation, int groups)
    {
        int rank = w.Rank - 2;
        CheckChannels(op, x, (long)w.Shape[1] * groups, w, groups);
        int[] s = stride.Each(op, "stride", rank, [1], 1), d = dilation.Each(op, "dilation", rank, [1], 1);
        int[] p = padding.IsSame ? [] : padding.Sizes.Each(op, "padding", rank, [0], 0);
        int[] sizes = [x.Shape[0], w.Shape[0], .. new int[rank]];
        var axes = new WindowAxis[rank];
        for (int i = 0; i < rank; i++)
        {
            int n = x.Shape[i + 2], k = w.Shape[i + 2];
            long extent = (k - 1L) * d[i] + 1;
            if (padding.IsSame && s[i] != 1) throw new ShapeException($"{op}: padding 'same' keeps the size, which a stride of {stride} does not; give the padding in numbers");
            // Same: what is odd of the (k - 1) d zeros comes at the end.
            long before = padding.IsSame ? (extent - 1) / 2 : p[i], all = padding.IsSame ? extent - 1 : 2L * p[i];
            if (extent > n + all)
                throw new ShapeException($"{op}: a kernel of shape {Spatial(w)}{Dilated(d)} is larger than an input of shape {x.Shape} with padding {padding}, in dimension {i + 2}: {extent} > {n + all}");
            sizes[i + 2] = Dims.Size(op, (n + all - extent) / s[i] + 1);
            axes[i] = new WindowAxis(n, sizes[i + 2], k, s[i], Dims.Size(op, before), d[i]);
        }
        var shape = new ConvShape(x.Shape[0], groups, w.Shape[1], w.Shape[0] / groups, WindowShape.Of(axes));
        return new ConvGeometry(op, shape, x.Shape.ToArray(), w.Shape.ToArray(), sizes);
    }

    /// <summary>The transpose of a convolution with w, of y.</summary>
    /// <exception cref="ShapeException">The shapes or arguments do not fit.</exception>
    public static ConvGeometry OfTransposed(string op, Tensor y, Tensor w, PerDim stride, PerDim padding, PerDim outputPadding, int groups, PerDim dilation)
    {
        int rank = w.Rank - 2;
        CheckChannels(op, y, w.Shape[0], w, groups);
        int[] s = stride.Each(op, "stride", rank, [1], 1), d = dilation.Each(op, "dilation", rank, [1], 1);
        int[] p = padding.Each(op, "padding", rank, [0], 0), extra = outputPadding.Each(op, "outputPadding", rank, [0], 0);
        int[] sizes = [y.Shape[0], Dims.Size(op, (long)w.Shape[1] * groups), .. new int[rank]];
        var axes = new WindowAxis[rank];
        for (int i = 0; i < rank; i++)
        {
            int n = y.Shape[i + 2], k = w.Shape[i + 2];
            if (extra[i] >= s[i] && extra[i] >= d[i])
                throw new ShapeException($"{op}: outputPadding {outputPadding} must be less than the stride {s[i]} or the dilation {d[i]}, in dimension {i + 2}");
            // Products of 31 bits: their sum fits 64.
            long size = (n - 1L) * s[i] - 2L * p[i] + (k - 1L) * d[i] + extra[i] + 1;
            if (size is < 1 or > int.MaxValue)
                throw new ShapeException($"{op}: an input of shape {y.Shape}, a kernel of shape {Spatial(w)}{Dilated(d)}, stride {s[i]} and padding {p[i]} make an output of size {size} in dimension {i + 2}; it must be at least 1");
            sizes[i + 2] = (int)size;
            axes[i] = new WindowAxis(sizes[i + 2], n, k, s[i], p[i], d[i]);
        }
        var shape = new ConvShape(y.Shape[0], groups, w.Shape[1], w.Shape[0] / groups, WindowShape.Of(axes));
        return new ConvGeometry(op, shape, sizes, w.Shape.ToArray(), y.Shape.ToArray());
    }

    private static int[] Times(Layout sizes, int factor, int dim)
    {
        int[] result = [.. sizes.Sizes];
        result[dim] = Dims.Size("Vmap", (long)factor * result[dim]);
        return result;
    }

    private static void CheckChannels(string op, Tensor x, long expected, Tensor w, int groups)
    {
        if (groups < 1) throw new ShapeException($"{op}: there are {groups} groups; there must be at least one");
        if (w.Shape[0] % groups != 0) throw new ShapeException($"{op}: the {w.Shape[0]} channels of dimension 0 of a weight of shape {w.Shape} are no multiple of {groups} groups");
        if (x.Shape[1] != expected) throw new ShapeException($"{op}: an input of shape {x.Shape} has {x.Shape[1]} channels; a weight of shape {w.Shape} with {groups} group{(groups == 1 ? "" : "s")} needs {expected}");
        if (w.Shape[0] == 0) throw new ShapeException($"{op}: a weight of shape {w.Shape} has no filters");
        for (int i = 2; i < w.Rank; i++)
        {
            if (w.Shape[i] == 0) throw new ShapeException($"{op}: a weight of shape {w.Shape} has a kernel without elements");
            if (x.Shape[i] == 0) throw new ShapeException($"{op}: an input of shape {x.Shape} has no positions in dimension {i}; only the batch and the channels may be empty");
        }
    }

    private static string Spatial(Tensor w) => Layout.Describe(w.Layout.Sizes[2..]);

    private static string Dilated(int[] dilation) => Array.TrueForAll(dilation, d => d == 1) ? "" : $" with dilation {Layout.Describe(dilation)}";
}
