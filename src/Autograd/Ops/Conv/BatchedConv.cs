namespace Autograd;

/// <summary>Convolutions of a batch: with one weight it is more samples, with weights of their own it is more groups.</summary>
internal static class BatchedConv
{
    /// <summary>A map with a weight, of a batch.</summary>
    /// <param name="c">The operand, the weight, and the bias or none.</param>
    /// <param name="geometry">The convolution of a sample.</param>
    /// <param name="map">The map.</param>
    public static Tensor[] Run(in BatchOperands c, ConvGeometry geometry, Func<ConvGeometry, Tensor, Tensor, Tensor?, Tensor> map)
    {
        if (!c.IsBatch(1) && !c.IsBatch(2)) return [c.Unfolded(map(geometry.ForSamples(c.Size), c.Folded(0), c[1]!, c[2]))];
        var y = map(geometry.ForGroups(c.Size), AsChannels(c.Front(0)), c.Folded(1), c[2] is null ? null : c.Folded(2));
        return [FromChannels(y, c.Size)];
    }

    /// <summary><c>[B, N, C, ..] -> [N, B C, ..]</c>.</summary>
    public static Tensor AsChannels(Tensor x) => x.MoveDim(0, 1).Flatten(1, 2);

    private static Tensor FromChannels(Tensor x, int batch) => x.Unflatten(1, batch, x.Shape[1] / batch).MoveDim(1, 0);
}
