using Autograd.Memory;

namespace Autograd;

/// <summary>
/// What stands behind a tensor inside of Vmap: a batch, of which the tensor shows one sample. The tensor has the shape of a sample, a
/// place in the graph of the level, and no memory; the batch has the dimension that is hidden in front, the values, and a place in
/// the graphs outside.
/// </summary>
/// <remarks>
/// It hangs on the storage and so goes wherever a value goes: into what a rule saves, through <c>Cut</c>, into a node. The tensor
/// always shows all of it in row-major order.
/// </remarks>
internal sealed class Batched
{
    private Batched(OpInterceptor level, Tensor physical) => (Level, Physical) = (level, physical);

    /// <summary>The level of Vmap at which the dimension is hidden.</summary>
    public OpInterceptor Level { get; }

    /// <summary>The batch: <c>[B, ...]</c> for a sample of shape <c>[...]</c>. Itself a sample of a batch where Vmaps are nested.</summary>
    public Tensor Physical { get; }

    /// <summary>The tensor that shows a sample of a batch.</summary>
    public static Tensor Sample(OpInterceptor level, Tensor physical) => Show(new Batched(level, physical));

    /// <summary>A sample of another batch of the same shape.</summary>
    public Tensor With(Tensor physical) => Sample(Level, physical);

    /// <summary>Where the batch stands in the graphs outside, without its values.</summary>
    public Batched Place()
    {
        var place = Tensor.Hollow(Physical.Layout.ToContiguous(), Physical.DType, Physical.Hidden?.Place());
        if (Physical.Edge is { Node: { } node } edge) place.Stand(node, edge.Slot);
        return new Batched(Level, place);
    }

    private static Tensor Show(Batched batch) =>
        Tensor.Hollow(Layout.Contiguous(batch.Physical.Layout.Sizes[1..]), batch.Physical.DType, batch);
}
