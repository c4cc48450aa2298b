using Autograd.Kernels;
using Autograd.Memory;

namespace Autograd;

/// <summary>
/// y_i = table[index_i] for a table [V, D] and a vector of n indices, with the gradient of each y_i times a factor: 0 for padding, 1 / frequency.
/// </summary>
/// <remarks>The factors are a convention of training and no derivative of the value; tangents are multiplied by the same, so that both modes agree.</remarks>
internal struct EmbeddingOp : IOp, IBatches, IElementBody, IBuiltInLinear
{
    private Layout sizes;
    private Saved index;
    private Saved factors;

    public static string Name => "Embedding";

    /// <summary>Reads rows.</summary>
    /// <param name="table"><c>[V, D]</c>.</param>
    /// <param name="index">int64, a vector.</param>
    /// <param name="factors"><c>[n, 1]</c>, or none for 1.</param>
    public static Tensor Run(Tensor table, Tensor index, Tensor? factors) => Op.Call(default(EmbeddingOp), table, index, factors);

    public Form Infer(ref OpCall c)
    {
        sizes = c.X.Layout;
        return new Form([c.Y.Numel, sizes.Sizes[1]], c.X.DType);
    }

    public void Compute(in OpCall c) => c.Element(ref this);

    public readonly void Run<T>(in OpCall c)
        where T : unmanaged
    {
        var wanted = c.Elements<long>(1);
        using var room = new Scratch<int>(wanted.Length);
        var offsets = room.Span;
        for (int i = 0; i < offsets.Length; i++) offsets[i] = TableRow.Checked(Name, wanted[i], sizes.Sizes[0], c.X) * sizes.Strides[0];
        GatherKernel.Read(c.In<T>(0), Layout.Strided([], [], sizes.Offset), offsets, Layout.Strided(sizes.Sizes[1..], sizes.Strides[1..], 0), c.Out<T>());
    }

    public Node Record(in OpCall c)
    {
        index = Saved.Of(c.Y);
        if (c.InputOrNull(2) is { } given) factors = Saved.Of(given);
        return c.Linear(this);
    }

    public readonly Tensor[] Batch(in BatchOperands c)
    {
        if (c.IsBatch(0)) throw new AutogradException("Vmap: Embedding has no rule for a batch of tables; read them with IndexSelect, or call it outside of the mapped function");
        return [c.Unfolded(Run(c[0]!, c.Folded(1).Contiguous(), c[2] is null ? null : c.Folded(2)))];
    }

    public readonly Tensor Apply(Tensor x) => Times(x.IndexSelect(0, index.Value));

    public readonly Tensor Adjoint(Tensor g) => IndexSpreadOp<BlockAddress>.Apply(Times(g), index.Value, 0, sizes);

    public void Visit(ref SavedVisitor saved) => saved.Add(ref index, ref factors);

    private readonly Tensor Times(Tensor rows) => factors.ValueOrNull is { } f ? rows * f : rows;
}

/// <summary>A row of a table by its number, counted from 0.</summary>
internal static class TableRow
{
    /// <summary>The number of a row that is there.</summary>
    /// <exception cref="ShapeException">There is no such row.</exception>
    public static int Checked(string op, long row, int rows, Tensor table) => (ulong)row < (ulong)rows
        ? (int)row
        : throw new ShapeException($"{op}: {row} is no row of a table of shape {table.Shape}; indices lie in [0, {rows - 1}]");
}
