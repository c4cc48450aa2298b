using Autograd.Memory;

namespace Autograd;

/// <summary>An op that picks elements along a dimension and says where they were.</summary>
internal interface IPicker
{
    static abstract string Name { get; }
}

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

/// <summary>
/// Values and their indices along a dimension as one node: the gradient goes to the elements picked, and adds up where
/// one was picked twice.
/// </summary>
internal struct PickRule<TPicker> : IBuiltInRule
    where TPicker : struct, IPicker
{
    private readonly int dim;
    private readonly int[] sizes;
    private readonly bool keepDim;
    private Saved indices;

    private PickRule(Tensor x, Tensor indices, int dim, bool keepDim)
    {
        this.dim = dim;
        sizes = x.Layout.SizesArray;
        this.keepDim = keepDim;
        this.indices = Saved.Of(indices);
    }

    public static string Name => TPicker.Name;

    /// <summary>Gives values and indices of <paramref name="x"/> their place in the graph.</summary>
    /// <param name="x">The input.</param>
    /// <param name="values">What was picked.</param>
    /// <param name="indices">Where along the dimension it was.</param>
    /// <param name="dim">The dimension.</param>
    /// <param name="keepDim">Whether the results have the dimension.</param>
    public static (Tensor Values, Tensor Indices) Record(Tensor x, Tensor values, Tensor indices, int dim, bool keepDim)
    {
        if (Op.Records(Name, x)) Op.RecordAll(Name, [values, indices], new PickRule<TPicker>(x, indices, dim, keepDim), x);
        else Op.PassAll(Name, [values, indices], x);
        return (values, indices);
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
