using Autograd.Kernels;
using Autograd.Memory;

namespace Autograd;

/// <summary>Several tensors end to end along a dimension; each gradient is a slice.</summary>
internal struct CatOp(int dim) : IOp, IShifts<CatOp>, IElementBody, IBuiltInRule
{
    private int[] lengths = null!;

    public static string Name => "Cat";

    public readonly CatOp Shifted() => new(dim + 1);

    /// <summary>Of one dtype; an empty vector joins anything, as in PyTorch.</summary>
    public static Tensor Run(ReadOnlySpan<Tensor> tensors, int dim)
    {
        if (tensors.Length == 0) throw new ShapeException("Cat: there are no tensors to join");
        foreach (var x in tensors) ArgumentNullException.ThrowIfNull(x, nameof(tensors));
        var dtype = tensors[0].DType;
        foreach (var x in tensors) dtype = DTypes.Promote(dtype, x.DType);
        var parts = new List<Tensor>();
        foreach (var x in tensors)
        {
            if (!(x.Rank == 1 && x.Numel == 0) || tensors.Length == 1) parts.Add(x.To(dtype));
        }
        if (parts.Count == 0) return tensors[0].To(dtype);
        if (parts[0].Rank == 0) throw new ShapeException("Cat: scalars have no dimension to join; use Stack");
        return Op.Call(new CatOp(Dims.Wrap(Name, dim, parts[0].Rank)), [.. parts]);
    }

    public Form Infer(ref OpCall c)
    {
        lengths = new int[c.InputCount];
        long total = 0;
        for (int i = 0; i < lengths.Length; i++)
        {
            Check(c.X, c.Input(i), dim);
            total += lengths[i] = c.Input(i).Layout.Sizes[dim];
        }
        if (total > int.MaxValue) throw new ShapeException($"Cat: {total} elements along dimension {dim} are more than a tensor has");
        var sizes = c.X.Shape.ToArray();
        sizes[dim] = (int)total;
        return new Form(sizes, c.X.DType);
    }

    public void Compute(in OpCall c) => c.Element(ref this);

    public readonly void Run<T>(in OpCall c)
        where T : unmanaged
    {
        for (int i = 0, start = 0; i < lengths.Length; start += lengths[i++])
            CopyKernel.Copy(c.In<T>(i), c.Input(i).Layout, c.Out<T>(), c.Result.Layout.Slice(dim, start, lengths[i]));
    }

    public readonly Node Record(in OpCall c) => c.Node(this);

    public readonly void Backward(in Cotangents c)
    {
        if (c[0] is not { } g) return;
        for (int i = 0, start = 0; i < lengths.Length; start += lengths[i++])
        {
            if (c.Needs(i)) c.Add(i, g.Narrow(dim, start, lengths[i]));
        }
    }

    public readonly void Forward(in Tangents t)
    {
        var sizes = t.OutputShape(0).ToArray();
        var parts = new Tensor?[lengths.Length];
        Tensor? like = null;
        for (int i = 0; i < parts.Length; i++) like = (parts[i] = t[i]) ?? like;
        for (int i = 0; i < parts.Length; i++)
        {
            sizes[dim] = lengths[i];
            parts[i] ??= Tensor.Zeros(sizes, like!.DType);
        }
        t.Set(0, Run(parts!, dim));
    }

    public readonly void Visit(ref SavedVisitor saved)
    {
    }

    private static void Check(Tensor first, Tensor x, int dim)
    {
        bool fits = x.Rank == first.Rank;
        for (int d = 0; fits && d < x.Rank; d++) fits = d == dim || x.Layout.Sizes[d] == first.Layout.Sizes[d];
        if (!fits) throw new ShapeException($"Cat: shapes {first.Shape} and {x.Shape} differ outside of dimension {dim}");
    }
}

public partial class Tensor
{
    /// <summary>Tensors end to end along a dimension (<c>torch.cat</c>).</summary>
    /// <exception cref="ShapeException">There are none, or their shapes differ outside of the dimension.</exception>
    public static Tensor Cat(ReadOnlySpan<Tensor> tensors, int dim = 0) => CatOp.Run(tensors, dim);

    /// <summary>Any sequence of tensors end to end along a dimension (<c>torch.cat</c>).</summary>
    /// <exception cref="ShapeException">There are none, or their shapes differ outside of the dimension.</exception>
    public static Tensor Cat(IEnumerable<Tensor> tensors, int dim = 0) => Cat(Sequence(tensors), dim);

    /// <summary>Any sequence of tensors of one shape along a new dimension (<c>torch.stack</c>).</summary>
    /// <exception cref="ShapeException">There are none, or their shapes differ.</exception>
    public static Tensor Stack(IEnumerable<Tensor> tensors, int dim = 0) => Stack(Sequence(tensors), dim);

    /// <summary>Tensors of one shape along a new dimension (<c>torch.stack</c>).</summary>
    /// <exception cref="ShapeException">There are none, or their shapes differ.</exception>
    public static Tensor Stack(ReadOnlySpan<Tensor> tensors, int dim = 0)
    {
        if (tensors.Length == 0) throw new ShapeException("Stack: there are no tensors to join");
        foreach (var x in tensors) ArgumentNullException.ThrowIfNull(x, nameof(tensors));
        var parts = new Tensor[tensors.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            if (tensors[i].Shape != tensors[0].Shape)
                throw new ShapeException($"Stack: shapes {tensors[0].Shape} and {tensors[i].Shape} differ");
            parts[i] = tensors[i].Unsqueeze(Dims.Wrap("Stack", dim, tensors[0].Rank + 1));
        }
        return Cat(parts, Dims.Wrap("Stack", dim, tensors[0].Rank + 1));
    }

    private static ReadOnlySpan<Tensor> Sequence(IEnumerable<Tensor> tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        return tensors.ToArray();
    }
}
