using Autograd.Kernels;
using Autograd.Memory;

namespace Autograd;

/// <summary>Copies and casts: the identity on values, linear, so that its own transpose is a copy back.</summary>
internal static class CopyOp
{
    /// <summary>Writes <paramref name="source"/>, broadcast and cast, to the elements of <paramref name="target"/> at a layout; no place in the graph.</summary>
    public static void Into(Tensor source, Tensor target, Layout at)
    {
        var from = source.Layout.TryExpand(at.Sizes)
            ?? throw new ShapeException($"Copy: shape {source.Shape} does not broadcast to {at}");
        var work = new FromWork(source, from, target, at);
        DTypes.Element(source.DType, ref work);
    }

    private readonly ref struct FromWork(Tensor source, Layout from, Tensor target, Layout at) : IElementWork
    {
        public void Run<TFrom>()
            where TFrom : unmanaged
        {
            using var lease = source.Lease<TFrom>();
            if (source.DType == target.DType)
            {
                using var same = target.Lease<TFrom>();
                CopyKernel.Copy(lease.Span, from, same.Span, at);
                return;
            }
            var work = new ToWork<TFrom>(lease.Span, from, target, at);
            DTypes.Element(target.DType, ref work);
        }
    }

    private readonly ref struct ToWork<TFrom>(ReadOnlySpan<TFrom> source, Layout from, Tensor target, Layout at) : IElementWork
        where TFrom : unmanaged
    {
        private readonly ReadOnlySpan<TFrom> source = source;

        public void Run<TTo>()
            where TTo : unmanaged
        {
            using var lease = target.Lease<TTo>();
            if (at.IsContiguous)
            {
                CastKernel.Cast(source, from, lease.Span.Slice(at.Offset, at.Count));
                return;
            }
            var converted = new TTo[at.Count];
            CastKernel.Cast<TFrom, TTo>(source, from, converted);
            CopyKernel.Copy<TTo>(converted, at.ToContiguous(), lease.Span, at);
        }
    }

    /// <summary>A contiguous copy in a dtype, recorded.</summary>
    public static Tensor To(Tensor x, DType dtype)
    {
        var y = Tensor.Allocate(x.Layout, dtype);
        Into(x, y, y.Layout);
        string name = x.DType == dtype ? "Clone" : "To";
        bool records = Op.Records(name, x) && dtype.IsDifferentiable;
        return !records ? Op.Pass(name, y, x)
            : x.DType == dtype ? Op.Record(name, y, new LinearRule<Cloning>(default), x)
            : Op.Record(name, y, new LinearRule<Casting>(new(x.DType, dtype)), x);
    }

    private readonly struct Cloning : ILinear
    {
        public static string Name => "Clone";

        public Tensor Apply(Tensor x) => x;

        public Tensor Adjoint(Tensor g) => g;

        public void Visit(ref SavedVisitor saved)
        {
        }
    }

    private readonly struct Casting(DType from, DType to) : ILinear
    {
        public static string Name => "To";

        public Tensor Apply(Tensor x) => x.To(to);

        public Tensor Adjoint(Tensor g) => g.To(from);

        public void Visit(ref SavedVisitor saved)
        {
        }
    }
}

public partial class Tensor
{
    /// <summary>A contiguous copy with its place in the graph (<c>Tensor.clone</c>).</summary>
    public Tensor Clone() => CopyOp.To(this, DType);

    /// <summary>This tensor if its elements lie in row-major order, otherwise a copy (<c>Tensor.contiguous</c>).</summary>
    public Tensor Contiguous() => IsContiguous ? this : Clone();

    /// <summary>This tensor in a dtype: itself when it has it already (<c>Tensor.to</c>). Floats become integers by truncation, anything not 0 is true.</summary>
    public Tensor To(DType target) => target == DType ? this : CopyOp.To(this, target);

    /// <summary>This tensor as float32 (<c>Tensor.float()</c>).</summary>
    public Tensor Float() => To(DType.Float32);

    /// <summary>This tensor as float64 (<c>Tensor.double()</c>).</summary>
    public Tensor Double() => To(DType.Float64);

    /// <summary>This tensor as int64 (<c>Tensor.long()</c>).</summary>
    public Tensor Long() => To(DType.Int64);

    /// <summary>This tensor as bool: true where it is not 0 (<c>Tensor.bool()</c>).</summary>
    public Tensor Bool() => To(DType.Bool);

    /// <summary>The same memory outside of any graph (<c>Tensor.detach</c>).</summary>
    public Tensor Detach() => Op.Pass("Detach", new Tensor(Storage, layout, dtype, owner) { traits = traits & Traits.Inference }, this);
}
