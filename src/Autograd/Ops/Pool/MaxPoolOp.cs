using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

/// <summary>
/// The largest element of every window, and its flat index in its plane, int64. The gradient goes to the elements picked, and adds up
/// where windows picked the same; derivatives of higher order follow from the pair of reading and adding by indices.
/// </summary>
/// <typeparam name="TAxis">Which inputs an output sees along a dimension.</typeparam>
internal struct MaxPoolOp<TAxis>(PoolGeometry<TAxis> geometry) : IOp, IBatches, INumberBody, IBuiltInRule
    where TAxis : struct, IPoolAxis
{
    private const int IndexSlot = 1;

    private Saved indices;

    public static string Name => "MaxPool";

    public static (Tensor Values, Tensor Indices) Apply(Tensor x, PoolGeometry<TAxis> geometry) => Op.CallTwo(new MaxPoolOp<TAxis>(geometry), x.Contiguous());

    public readonly Form Infer(ref OpCall c)
    {
        DTypes.NeedNumber(Name, c.X.DType);
        c.Flops = geometry.Flops;
        c.Also(new Form(geometry.Output, DType.Int64));
        return new Form(geometry.Output, c.X.DType);
    }

    public void Compute(in OpCall c) => c.Number(ref this);

    public readonly void Run<T>(in OpCall c)
        where T : unmanaged, INumber<T> => MaxPoolKernel.Run(geometry.Shape, geometry.Planes, c.Elements<T>(0), c.Out<T>(), c.Out<long>(IndexSlot));

    public Node Record(in OpCall c)
    {
        indices = c.Save(IndexSlot);
        return c.Node(this);
    }

    public readonly Tensor[] Batch(in BatchOperands c)
    {
        var (values, indices) = Apply(c[0]!, geometry.ForBatch(c.Size));
        return [values, indices];
    }

    public readonly void Backward(in Cotangents c)
    {
        if (c[0] is { } g) c.Add(0, PlanePutOp<PlaneAdd>.Apply(g, indices.Value, geometry.Input, geometry.Rank));
    }

    public readonly void Forward(in Tangents t)
    {
        if (t[0] is { } dx) t.Set(0, PlaneGatherOp.Apply(dx, indices.Value, geometry.Rank));
    }

    public void Visit(ref SavedVisitor saved) => saved.Add(ref indices);
}
