using Autograd.Kernels;
using Autograd.Memory;

namespace Autograd;

/// <summary>Moves elements from one layout to another, broadcast and cast; the loops that every copy shares.</summary>
internal readonly struct CopyBody(Layout from, Layout to) : IElementBody
{
    public void Run<TFrom>(in OpCall c)
        where TFrom : unmanaged
    {
        if (c.X.DType == c.Result.DType)
        {
            CopyKernel.Copy(c.In<TFrom>(0), from, c.Target<TFrom>(), to);
            return;
        }
        var cast = new Cast<TFrom>(from, to);
        c.Element(c.Result.DType, ref cast);
    }

    private readonly struct Cast<TFrom>(Layout from, Layout to) : IElementBody
        where TFrom : unmanaged
    {
        public void Run<TTo>(in OpCall c)
            where TTo : unmanaged
        {
            var target = c.Target<TTo>();
            if (to.IsContiguous)
            {
                CastKernel.Cast(c.In<TFrom>(0), from, target.Slice(to.Offset, to.Count));
                return;
            }
            using var converted = new Scratch<TTo>(to.Count);
            CastKernel.Cast(c.In<TFrom>(0), from, converted.Span);
            CopyKernel.Copy(converted.Span, to.ToContiguous(), target, to);
        }
    }
}

/// <summary>Writes a tensor, broadcast and cast, into memory that exists; no place in the graph.</summary>
internal struct CopyOp : IOp
{
    private Layout from;

    public static string Name => "Copy";

    /// <summary>Writes to the elements of <paramref name="target"/>.</summary>
    /// <exception cref="ShapeException">The source does not broadcast.</exception>
    public static void Into(Tensor source, Tensor target) => Op.Into(default(CopyOp), target, target.Layout, source);

    /// <summary>Writes to the elements of <paramref name="target"/> at a layout.</summary>
    /// <exception cref="ShapeException">The source does not broadcast.</exception>
    public static void Into(Tensor source, Tensor target, Layout at) => Op.Into(default(CopyOp), target, at, source);

    public Form Infer(ref OpCall c)
    {
        var to = c.At;
        from = c.X.Layout.TryExpand(to.Sizes) ?? throw new ShapeException($"Copy: shape {c.X.Shape} does not broadcast to {to}");
        return new Form(to, c.Result.DType);
    }

    public readonly void Compute(in OpCall c)
    {
        var body = new CopyBody(from, c.At);
        c.Element(ref body);
    }

    public readonly Node? Record(in OpCall c) => null;
}

/// <summary>A contiguous copy: the identity on values.</summary>
internal struct CloneOp : IOp, IBroadcasts, IBuiltInLinear
{
    public static string Name => "Clone";

    public readonly Form Infer(ref OpCall c) => Form.Like(c.X);

    public readonly void Compute(in OpCall c)
    {
        var body = new CopyBody(c.X.Layout, c.Result.Layout);
        c.Element(ref body);
    }

    public readonly Node Record(in OpCall c) => c.Linear(this);

    public readonly Tensor Apply(Tensor x) => x;

    public readonly Tensor Adjoint(Tensor g) => g;

    public readonly void Visit(ref SavedVisitor saved)
    {
    }
}

/// <summary>A contiguous copy in another dtype: linear, and its transpose casts back.</summary>
internal struct CastOp(DType to) : IOp, IBroadcasts, IBuiltInLinear
{
    private DType from;

    public static string Name => "To";

    public Form Infer(ref OpCall c)
    {
        from = c.X.DType;
        return new Form(c.X.Layout.ToContiguous(), to);
    }

    public readonly void Compute(in OpCall c)
    {
        var body = new CopyBody(c.X.Layout, c.Result.Layout);
        c.Element(ref body);
    }

    public readonly Node? Record(in OpCall c) => to.IsDifferentiable ? c.Linear(this) : null;

    public readonly Tensor Apply(Tensor x) => x.To(to);

    public readonly Tensor Adjoint(Tensor g) => g.To(from);

    public readonly void Visit(ref SavedVisitor saved)
    {
    }
}

public partial class Tensor
{
    /// <summary>A contiguous copy with its place in the graph (<c>Tensor.clone</c>).</summary>
    public Tensor Clone() => Op.Call(default(CloneOp), this);

    /// <summary>This tensor if its elements lie in row-major order, otherwise a copy (<c>Tensor.contiguous</c>).</summary>
    public Tensor Contiguous() => IsContiguous ? this : Clone();

    /// <summary>This tensor in a dtype: itself when it has it already (<c>Tensor.to</c>). Floats become integers by truncation, anything not 0 is true.</summary>
    public Tensor To(DType target) => target == DType ? this : Op.Call(new CastOp(target), this);

    /// <summary>This tensor as float32 (<c>Tensor.float()</c>).</summary>
    public Tensor Float() => To(DType.Float32);

    /// <summary>This tensor as float64 (<c>Tensor.double()</c>).</summary>
    public Tensor Double() => To(DType.Float64);

    /// <summary>This tensor as int64 (<c>Tensor.long()</c>).</summary>
    public Tensor Long() => To(DType.Int64);

    /// <summary>This tensor as bool: true where it is not 0 (<c>Tensor.bool()</c>).</summary>
    public Tensor Bool() => To(DType.Bool);

    /// <summary>The same memory outside of any graph (<c>Tensor.detach</c>).</summary>
    public Tensor Detach() => Hidden is { } batch ? batch.With(batch.Physical.Detach()) : Cut();
}
