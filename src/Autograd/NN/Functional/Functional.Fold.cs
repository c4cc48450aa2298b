namespace Autograd.NN;

public static partial class Functional
{
    /// <summary>
    /// What every window of an image sees, as columns: <c>[N, C, H, W] -> [N, C KH KW, positions]</c>, positions row after row
    /// (<c>torch.nn.functional.unfold</c>, im2col). A convolution is a product with this matrix, and never makes it.
    /// </summary>
    /// <param name="input"><c>[N, C, H, W]</c>, or <c>[C, H, W]</c> without a batch; any dtype with arithmetic.</param>
    /// <param name="kernelSize">The size of a window.</param>
    /// <param name="dilation">The distance of the elements of a window; 1 when not given.</param>
    /// <param name="padding">Zeros on both sides; none when not given.</param>
    /// <param name="stride">How far the window moves; 1 when not given.</param>
    /// <exception cref="ShapeException">The shapes do not fit, or an argument is out of range.</exception>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public static Tensor Unfold(Tensor input, PerDim kernelSize, PerDim dilation = default, PerDim padding = default, PerDim stride = default)
    {
        var x = Batched("Unfold", 2, input);
        var y = new UnfoldOp(new FoldGeometry("Unfold", x.Shape[0], x.Shape[1], x.Layout.Sizes[2..], kernelSize, dilation, padding, stride)).Apply(x);
        return input.Rank == 4 ? y : y.Squeeze([0]);
    }

    /// <summary>
    /// The transpose of <see cref="Unfold"/>: columns are added up where windows of an image see them,
    /// <c>[N, C KH KW, positions] -> [N, C, H, W]</c> (<c>torch.nn.functional.fold</c>, col2im).
    /// </summary>
    /// <param name="input"><c>[N, C KH KW, positions]</c>, or <c>[C KH KW, positions]</c> without a batch; any dtype with arithmetic.</param>
    /// <param name="outputSize">H and W.</param>
    /// <param name="kernelSize">The size of a window.</param>
    /// <param name="dilation">The distance of the elements of a window; 1 when not given.</param>
    /// <param name="padding">Zeros on both sides; none when not given.</param>
    /// <param name="stride">How far the window moves; 1 when not given.</param>
    /// <exception cref="ShapeException">The shapes do not fit, or an argument is out of range.</exception>
    /// <exception cref="DTypeException">The dtype is float16 or bfloat16.</exception>
    public static Tensor Fold(Tensor input, PerDim outputSize, PerDim kernelSize, PerDim dilation = default, PerDim padding = default, PerDim stride = default)
    {
        if (Given(input).Rank is not (2 or 3)) throw new ShapeException($"Fold: an input of shape {input.Shape} must be [N, C KH KW, positions], or [C KH KW, positions] without a batch");
        if (outputSize.Count == 0) throw new ShapeException("Fold: the size of the output was not given");
        int[] size = outputSize.Each("Fold", "outputSize", 2, [], 1);
        long taps = 1;
        foreach (int k in kernelSize.Each("Fold", "kernelSize", 2, [0], 1)) taps *= k;
        var x = input.Rank == 3 ? input : input.Unsqueeze(0);
        if (x.Shape[1] % taps != 0) throw new ShapeException($"Fold: the {x.Shape[1]} rows of an input of shape {input.Shape} are no multiple of the {taps} elements of a kernel of {kernelSize}");
        var geometry = new FoldGeometry("Fold", x.Shape[0], (int)(x.Shape[1] / taps), size, kernelSize, dilation, padding, stride);
        if (x.Shape[2] != geometry.Patches.Sizes[2])
            throw new ShapeException($"Fold: an input of shape {input.Shape} has {x.Shape[2]} columns; images of sizes {outputSize} have {geometry.Patches.Sizes[2]} windows of {kernelSize} with dilation {dilation.Or(1)}, padding {padding.Or(0)} and stride {stride.Or(1)}");
        var y = new FoldOp(geometry).Apply(x);
        return input.Rank == 3 ? y : y.Squeeze([0]);
    }
}
