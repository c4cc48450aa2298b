using Autograd.Memory;

namespace Autograd;

/// <summary>
/// What an op saves that picks elements along a dimension and gives their indices as its second result: the gradient goes to
/// the elements picked, and adds up where one was picked twice.
/// </summary>
internal struct Picked
{
    private readonly int dim;
    private readonly int[] sizes;
    private readonly bool keepDim;
    private Saved indices;

    /// <summary>Notes what the rule needs.</summary>
    /// <param name="c">The call; its second result are the indices.</param>
    /// <param name="dim">The dimension.</param>
    /// <param name="keepDim">Whether the results have the dimension.</param>
    public Picked(in OpCall c, int dim, bool keepDim)
    {
        this.dim = dim;
        this.keepDim = keepDim;
        sizes = c.X.Layout.SizesArray;
        indices = c.Save(1);
    }

    public readonly void Backward(in Cotangents c)
    {
        if (c[0] is not { } g) return;
        var index = Index();
        c.Add(0, Tensor.Zeros(sizes, g.DType).ScatterAdd(dim, index, g.Reshape(index.Shape)));
    }

    public readonly void Forward(in Tangents t)
    {
        if (t[0] is { } dx) t.Set(0, dx.Gather(dim, Index()).Reshape(t.OutputShape(0)));
    }

    public void Visit(ref SavedVisitor saved) => saved.Add(ref indices);

    private readonly Tensor Index() => keepDim ? indices.Value : indices.Value.Unsqueeze(dim);
}
