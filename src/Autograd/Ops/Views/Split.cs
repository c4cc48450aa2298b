using Autograd.Memory;

namespace Autograd;

/// <summary>A dimension cut into pieces: one node of n outputs, whose backward joins the gradients once.</summary>
internal struct SplitOp(int dim, int[] lengths) : IOp, IShifts<SplitOp>, IBuiltInRule
{
    private Layout sizes = null!;
    private DType dtype;

    public static string Name => "Split";

    public readonly SplitOp Shifted() => new(dim + 1, lengths);

    public static Tensor[] Run(Tensor x, int dim, int[] lengths) => lengths.Length == 0 ? [] : Op.CallAll(new SplitOp(dim, lengths), x);

    public Form Infer(ref OpCall c)
    {
        sizes = c.X.Layout;
        dtype = c.X.DType;
        for (int i = 1, start = lengths[0]; i < lengths.Length; start += lengths[i++])
            c.Also(Form.View(sizes.Slice(dim, start, lengths[i]), c.X));
        return Form.View(sizes.Slice(dim, 0, lengths[0]), c.X);
    }

    public readonly void Compute(in OpCall c)
    {
    }

    public readonly Node Record(in OpCall c) => c.Node(this);

    public readonly void Backward(in Cotangents c)
    {
        var parts = new Tensor[lengths.Length];
        for (int i = 0; i < parts.Length; i++) parts[i] = c[i] ?? Zeros(i);
        c.Add(0, Tensor.Cat(parts, dim));
    }

    public readonly void Forward(in Tangents t)
    {
        if (t[0] is not { } dx) return;
        for (int i = 0, start = 0; i < lengths.Length; start += lengths[i++]) t.Set(i, dx.Narrow(dim, start, lengths[i]));
    }

    public readonly void Visit(ref SavedVisitor saved)
    {
    }

    /// <summary>A piece on which nothing depends.</summary>
    private readonly Tensor Zeros(int i)
    {
        var piece = sizes.Sizes.ToArray();
        piece[dim] = lengths[i];
        return Tensor.Zeros(piece, dtype);
    }
}

public partial class Tensor
{
    /// <summary>Views of <paramref name="size"/> elements each along a dimension, the last perhaps smaller (<c>torch.split</c>).</summary>
    /// <exception cref="ShapeException">There is no such dimension, or the size is not positive.</exception>
    public Tensor[] Split(int size, int dim = 0)
    {
        int d = NeedDim("Split", dim), length = layout.Sizes[d];
        if (size < 0 || (size == 0 && length > 0)) throw new ShapeException($"Split: pieces of {size} elements do not cover dimension {dim} of {Shape}");
        var lengths = new int[length == 0 ? 1 : (length - 1) / size + 1];
        for (int i = 0; i < lengths.Length; i++) lengths[i] = Math.Min(size, length - i * size);
        return SplitOp.Run(this, d, lengths);
    }

    /// <summary>Views of the given lengths along a dimension (<c>torch.split</c>).</summary>
    /// <exception cref="ShapeException">There is no such dimension, or the lengths do not add up to it.</exception>
    public Tensor[] Split(ReadOnlySpan<int> sizes, int dim = 0)
    {
        int d = NeedDim("Split", dim);
        long sum = 0;
        foreach (int size in sizes) sum += size < 0 ? long.MinValue / 2 : size;
        if (sum != layout.Sizes[d]) throw new ShapeException($"Split: lengths {Layout.Describe(sizes)} do not add up to dimension {dim} of {Shape}");
        return SplitOp.Run(this, d, sizes.ToArray());
    }

    /// <summary>At most <paramref name="chunks"/> views of one length along a dimension, the last perhaps smaller (<c>torch.chunk</c>).</summary>
    /// <exception cref="ShapeException">There is no such dimension, or the number is not positive.</exception>
    /// <exception cref="AllocationException">There is no memory for so many pieces.</exception>
    public Tensor[] Chunk(int chunks, int dim = 0)
    {
        int d = NeedDim("Chunk", dim), length = layout.Sizes[d];
        if (chunks <= 0) throw new ShapeException($"Chunk: {chunks} pieces of dimension {dim} of {Shape} make no sense");
        // Of an empty dimension there are that many empty pieces.
        if (length == 0) return SplitOp.Run(this, d, PieceLengths("Chunk", chunks, d));
        return Split((length - 1) / chunks + 1, dim);
    }

    /// <summary>Every index of a dimension as a view without it (<c>torch.unbind</c>).</summary>
    /// <exception cref="ShapeException">There is no such dimension.</exception>
    public Tensor[] Unbind(int dim = 0)
    {
        int d = NeedDim("Unbind", dim);
        if (layout.Sizes[d] == 0) return [];
        return Array.ConvertAll(Split(1, d), piece => piece.Select(d, 0));
    }

    /// <summary>Room for the lengths of pieces; some 256 bytes a piece are asked for before, as most may be empty and there may be any number.</summary>
    private int[] PieceLengths(string op, int pieces, int dim)
    {
        if (pieces > Array.MaxLength || pieces > GC.GetGCMemoryInfo(GCKind.Any).TotalAvailableMemoryBytes / 256)
            AllocationException.Throw<int[]>(new(FormattableString.Invariant($"{op}: there is no memory for {pieces} pieces of dimension {dim} of {Shape}")));
        return new int[pieces];
    }
}
