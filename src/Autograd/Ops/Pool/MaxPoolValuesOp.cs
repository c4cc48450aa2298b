using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

/// <summary>
/// The largest element of every window, without its place: what a pass that nobody records computes. The bits are those of
/// <see cref="MaxPoolOp{TAxis}"/>, and so are the derivatives: where one is asked for after all (forward mode), the places are found then.
/// </summary>
/// <typeparam name="TAxis">Which inputs an output sees along a dimension.</typeparam>
internal struct MaxPoolValuesOp<TAxis>(PoolGeometry<TAxis> geometry) : IOp, IBatches, IPiecewise, INumberBody, IBuiltInRule
    where TAxis : struct, IPoolAxis
{
    private Saved input;

    public static string Name => MaxPoolOp<TAxis>.Name;

    /// <summary>The values by the op that does no more than is asked for.</summary>
    public static Tensor Apply(Tensor x, PoolGeometry<TAxis> geometry) => x.RequiresGrad && GradMode.IsEnabled
        ? MaxPoolOp<TAxis>.Apply(x, geometry).Values
        : Op.Call(new MaxPoolValuesOp<TAxis>(geometry), x.Contiguous());

    public readonly Form Infer(ref OpCall c)
    {
        DTypes.NeedNumber(Name, c.X.DType);
        c.Flops = geometry.Flops;
        return new Form(geometry.Output, c.X.DType);
    }

    public void Compute(in OpCall c) => c.Number(ref this);

    public readonly void Run<T>(in OpCall c)
        where T : unmanaged, INumber<T> => MaxPoolKernel.Run(geometry.Shape, geometry.Planes, c.Elements<T>(0), c.Out<T>());

    /// <summary>Which elements are picked, as the op with places shows it by its second result.</summary>
    public readonly int Branches(in OpCall c)
    {
        var places = default(HashCode);
        places.Add(BranchHash.Of(MaxPoolOp<TAxis>.Apply(c.X.Detach(), geometry).Indices));
        return places.ToHashCode();
    }

    public Node Record(in OpCall c)
    {
        input = Saved.Of(c.X);
        return c.Node(this);
    }

    public readonly Tensor[] Batch(in BatchOperands c) => [Apply(c[0]!, geometry.ForBatch(c.Size))];

    public readonly void Backward(in Cotangents c)
    {
        if (c[0] is { } g) c.Add(0, PlanePutOp<PlaneAdd>.Apply(g, Places(), geometry.Input, geometry.Rank));
    }

    public readonly void Forward(in Tangents t)
    {
        if (t[0] is { } dx) t.Set(0, PlaneGatherOp.Apply(dx, Places(), geometry.Rank));
    }

    public void Visit(ref SavedVisitor saved) => saved.Add(ref input);

    private readonly Tensor Places() => MaxPoolOp<TAxis>.Apply(input.Value.Detach(), geometry).Indices;
}
