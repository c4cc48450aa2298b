using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

/// <summary>The mean of every window: the sum of what lies in it, divided by how many there are or by a number. Linear.</summary>
/// <typeparam name="TAxis">Which inputs an output sees along a dimension.</typeparam>
internal readonly struct AvgPoolOp<TAxis>(PoolGeometry<TAxis> geometry, PoolDivisor divisor) : IOp, IBatches, IFloatBody, IBuiltInLinear
    where TAxis : struct, IPoolAxis
{
    public static string Name => "AvgPool";

    public Form Infer(ref OpCall c)
    {
        DTypes.NeedFloat(Name, c.X.DType);
        c.Flops = geometry.Flops;
        return new Form(geometry.Output, c.X.DType);
    }

    public void Compute(in OpCall c)
    {
        var body = this;
        c.Float(ref body);
    }

    public void Run<T>(in OpCall c)
        where T : unmanaged, IFloatingPointIeee754<T> => AvgPoolKernel.Average(geometry.Shape, divisor, geometry.Planes, c.Elements<T>(0), c.Out<T>());

    public Node Record(in OpCall c) => c.Linear(this);

    public Tensor[] Batch(in BatchOperands c) => [new AvgPoolOp<TAxis>(geometry.ForBatch(c.Size), divisor).Apply(c[0]!)];

    public Tensor Apply(Tensor x) => Op.Call(this, x.Contiguous());

    public Tensor Adjoint(Tensor g) => new AvgPoolSpreadOp<TAxis>(geometry, divisor).Apply(g);

    public void Visit(ref SavedVisitor saved)
    {
    }
}

/// <summary>The transpose of <see cref="AvgPoolOp{TAxis}"/>: every output gives a share to each element of its window.</summary>
/// <typeparam name="TAxis">Which inputs an output sees along a dimension.</typeparam>
internal readonly struct AvgPoolSpreadOp<TAxis>(PoolGeometry<TAxis> geometry, PoolDivisor divisor) : IOp, IBatches, IFloatBody, IBuiltInLinear
    where TAxis : struct, IPoolAxis
{
    public static string Name => "AvgPoolSpread";

    public Form Infer(ref OpCall c)
    {
        DTypes.NeedFloat(Name, c.X.DType);
        c.Flops = geometry.Flops;
        return new Form(geometry.Input, c.X.DType);
    }

    public void Compute(in OpCall c)
    {
        var body = this;
        c.Float(ref body);
    }

    public void Run<T>(in OpCall c)
        where T : unmanaged, IFloatingPointIeee754<T> => AvgPoolKernel.Spread(geometry.Shape, divisor, geometry.Planes, c.Elements<T>(0), c.Out<T>());

    public Node Record(in OpCall c) => c.Linear(this);

    public Tensor[] Batch(in BatchOperands c) => [new AvgPoolSpreadOp<TAxis>(geometry.ForBatch(c.Size), divisor).Apply(c[0]!)];

    public Tensor Apply(Tensor x) => Op.Call(this, x.Contiguous());

    public Tensor Adjoint(Tensor g) => new AvgPoolOp<TAxis>(geometry, divisor).Apply(g);

    public void Visit(ref SavedVisitor saved)
    {
    }
}
