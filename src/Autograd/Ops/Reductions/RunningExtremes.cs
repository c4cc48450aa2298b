using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

/// <summary>Running extremes along a dimension; the gradient of each goes to the element it is.</summary>
internal struct RunningExtremeOp(string op, int dim, bool largest) : IOp, IShifts<RunningExtremeOp>, IRowMajor, INumberBody, IBuiltInRule
{
    private Picked picked;

    public static string Name => "CumExtreme";

    public readonly RunningExtremeOp Shifted() => new(op, dim + 1, largest);

    public static (Tensor Values, Tensor Indices) Run(string op, Tensor x, int dim, bool largest)
    {
        int d = Dims.Wrap(op, dim, x.Rank);
        if (x.Rank > 0) return Op.CallTwo(new RunningExtremeOp(op, d, largest), x.Contiguous());
        var (value, index) = Run(op, x.Unsqueeze(0), 0, largest);
        return (value.Squeeze([0]), index.Squeeze([0]));
    }

    public readonly Form Infer(ref OpCall c)
    {
        DTypes.NeedNumber(op, c.X.DType);
        c.Also(new Form(c.X.Layout.Sizes, DType.Int64));
        return new Form(c.X.Layout.Sizes, c.X.DType);
    }

    public void Compute(in OpCall c) => c.Number(ref this);

    public readonly void Run<T>(in OpCall c)
        where T : unmanaged, INumber<T>
    {
        if (c.X.Numel == 0) return;
        int inner = 1;
        foreach (int size in c.X.Layout.Sizes[(dim + 1)..]) inner *= size;
        ScanExtreme.Run(c.Elements<T>(0), c.X.Layout.Sizes[dim], inner, largest, c.Out<T>(), c.Out<long>(1));
    }

    public Node Record(in OpCall c)
    {
        picked = new Picked(c, dim, keepDim: true);
        return c.Node(this);
    }

    public readonly void Backward(in Cotangents c) => picked.Backward(c);

    public readonly void Forward(in Tangents t) => picked.Forward(t);

    public void Visit(ref SavedVisitor saved) => picked.Visit(ref saved);
}

public partial class Tensor
{
    /// <summary>The largest of the elements so far along a dimension, and its index, the last of equals (<c>torch.cummax</c>).</summary>
    /// <exception cref="ShapeException">There is no such dimension.</exception>
    public (Tensor Values, Tensor Indices) CumMax(int dim) => RunningExtremeOp.Run("CumMax", this, dim, true);

    /// <summary>The smallest of the elements so far along a dimension, and its index, the last of equals (<c>torch.cummin</c>).</summary>
    /// <exception cref="ShapeException">There is no such dimension.</exception>
    public (Tensor Values, Tensor Indices) CumMin(int dim) => RunningExtremeOp.Run("CumMin", this, dim, false);
}
