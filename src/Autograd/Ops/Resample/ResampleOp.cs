using System.Numerics;
using Autograd.Kernels;
using Autograd.Memory;

namespace Autograd;

/// <summary>Which inputs an output position of one dimension is made of, and with which weights.</summary>
internal interface ISampling
{
    /// <summary>At most so many taps do all outputs have.</summary>
    long MostTaps(int inputs, int outputs);

    /// <summary>Adds the taps of an output.</summary>
    void Taps(int output, int inputs, int outputs, ref TapTable table);
}

/// <summary>A linear map along one dimension, of as many weights an output as its sampling says; its transpose is the transposed table.</summary>
/// <typeparam name="S">The sampling.</typeparam>
/// <param name="sampling">Its parameters.</param>
/// <param name="dim">The dimension.</param>
/// <param name="inputs">Positions of the sampled tensor.</param>
/// <param name="outputs">Positions of the result.</param>
/// <param name="adjoint">Whether this is the transpose, from outputs to inputs.</param>
internal struct ResampleOp<S>(S sampling, int dim, int inputs, int outputs, bool adjoint) : IOp, IShifts<ResampleOp<S>>, IRowMajor, IFloatBody, IBuiltInLinear
    where S : struct, ISampling
{
    public static string Name => "Interpolate";

    public readonly ResampleOp<S> Shifted() => new(sampling, dim + 1, inputs, outputs, adjoint);

    public readonly Form Infer(ref OpCall c)
    {
        DTypes.NeedFloat(Name, c.X.DType);
        var sizes = c.X.Shape.ToArray();
        sizes[dim] = adjoint ? inputs : outputs;
        return new Form(sizes, c.X.DType);
    }

    public void Compute(in OpCall c) => c.Float(ref this);

    public readonly void Run<T>(in OpCall c)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (c.X.Numel == 0)
        {
            c.Out<T>().Clear();
            return;
        }
        long room = sampling.MostTaps(inputs, outputs);
        using Scratch<int> starts = new(outputs + 1L), taps = new(room);
        using Scratch<double> weights = new(room);
        var table = new TapTable(starts.Span, taps.Span, weights.Span);
        for (int o = 0; o < outputs; o++)
        {
            sampling.Taps(o, inputs, outputs, ref table);
            table.EndOutput();
        }
        if (!adjoint)
        {
            Run<T>(c, table);
            return;
        }
        using Scratch<int> ends = new(inputs + 1L), sources = new(table.Count);
        using Scratch<double> same = new(table.Count);
        Run<T>(c, table.Transposed(inputs, new TapTable(ends.Span, sources.Span, same.Span)));
    }

    public readonly Node Record(in OpCall c) => c.Linear(this);

    public readonly Tensor Apply(Tensor x) => Op.Call(this, x.Contiguous());

    public readonly Tensor Adjoint(Tensor g) => Op.Call(new ResampleOp<S>(sampling, dim, inputs, outputs, !adjoint), g.Contiguous());

    public readonly void Visit(ref SavedVisitor saved)
    {
    }

    private readonly void Run<T>(in OpCall c, in TapTable table)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var sizes = c.X.Layout.Sizes;
        int outer = Layout.Contiguous(sizes[..dim]).Count, inner = Layout.Contiguous(sizes[(dim + 1)..]).Count;
        ResampleKernel.Run(c.Elements<T>(0), table, outer, sizes[dim], inner, c.Out<T>());
    }
}
