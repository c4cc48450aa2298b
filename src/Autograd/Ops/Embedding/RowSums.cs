using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

/// <summary>
/// y[to_i] += s_i table[from_i] for i = 0, 1, ..: sums of rows of a table [R, D] in bags, [B, D]. A negative to_i or from_i leaves i out; without s
/// the factors are 1.
/// </summary>
/// <remarks>Its transpose is the same op with from and to exchanged; the derivative along s is <see cref="RowDotOp"/>.</remarks>
internal struct RowSumOp(int bags) : IOp, IBatches, IFloatBody, IBuiltInRule
{
    private Saved table;
    private Saved scale;
    private Saved from;
    private Saved to;
    private int rows;

    public static string Name => "EmbeddingBag";

    /// <summary>Sums rows.</summary>
    /// <param name="table"><c>[R, D]</c>.</param>
    /// <param name="scale"><c>[n]</c>, or none.</param>
    /// <param name="from">int64, <c>[n]</c>: rows of the table.</param>
    /// <param name="to">int64, <c>[n]</c>: rows of the result.</param>
    /// <param name="bags">B, the rows of the result.</param>
    public static Tensor Run(Tensor table, Tensor? scale, Tensor from, Tensor to, int bags) =>
        Op.Call(new RowSumOp(bags), table.Contiguous(), scale?.Contiguous(), from, to);

    public readonly Form Infer(ref OpCall c)
    {
        DTypes.NeedFloat(Name, c.X.DType);
        c.MultiplyAdds = (long)c.Input(2).Numel * c.X.Layout.Sizes[1];
        return new Form([bags, c.X.Layout.Sizes[1]], c.X.DType);
    }

    public void Compute(in OpCall c) => c.Float(ref this);

    public readonly void Run<T>(in OpCall c)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ReadOnlySpan<long> read = c.Elements<long>(2), write = c.Elements<long>(3);
        for (int i = 0; i < read.Length; i++)
        {
            if (read[i] < 0 || write[i] < 0) continue;
            TableRow.Checked(Name, read[i], c.X.Layout.Sizes[0], c.X);
            TableRow.Checked(Name, write[i], bags, c.Result);
        }
        ReadOnlySpan<T> s = c.InputOrNull(1) is null ? default : c.Elements<T>(1);
        c.Out<T>().Clear();
        RowSumKernel.Run(c.Elements<T>(0), s, read, write, c.X.Layout.Sizes[1], c.Out<T>());
    }

    public Node Record(in OpCall c)
    {
        rows = c.X.Layout.Sizes[0];
        if (c.InputOrNull(1) is { } given)
        {
            scale = Saved.Of(given);
            if (given.RequiresGrad) table = Saved.Of(c.X);
        }
        from = Saved.Of(c.Input(2));
        to = Saved.Of(c.Input(3));
        return c.Node(this);
    }

    public readonly Tensor[] Batch(in BatchOperands c)
    {
        var factors = c[1] is null ? null : c.Folded(1);
        return [c.Unfolded(Run(BatchedRows.Table(c, 0), factors, BatchedRows.Of(c, 2, table: 0), BatchedRows.Shifted(c, 3, bags), c.Size * bags))];
    }

    public readonly void Backward(in Cotangents c)
    {
        if (c[0] is not { } g) return;
        if (c.Needs(0)) c.Add(0, Run(g, scale.ValueOrNull, to.Value, from.Value, rows));
        if (!scale.IsEmpty && c.Needs(1)) c.Add(1, RowDotOp.Run(table.Value, g, from.Value, to.Value));
    }

    public readonly void Forward(in Tangents t)
    {
        if (t[0] is { } dt) t.Set(0, Run(dt, scale.ValueOrNull, from.Value, to.Value, bags));
        if (!scale.IsEmpty && t[1] is { } ds) t.Set(0, Run(table.Value, ds, from.Value, to.Value, bags));
    }

    public void Visit(ref SavedVisitor saved)
    {
        saved.Add(ref table, ref scale);
        saved.Add(ref from, ref to);
    }
}

/// <summary>y_i = &lt;a[from_i], b[to_i]&gt; for rows of a: [R, D] and b: [B, D]; 0 where an index is negative.</summary>
internal struct RowDotOp : IOp, IBatches, IFloatBody, IBuiltInRule
{
    private Saved a;
    private Saved b;
    private Saved from;
    private Saved to;

    public static string Name => "EmbeddingBagDot";

    public static Tensor Run(Tensor a, Tensor b, Tensor from, Tensor to) => Op.Call(default(RowDotOp), a.Contiguous(), b.Contiguous(), from, to);

    public readonly Form Infer(ref OpCall c)
    {
        c.MultiplyAdds = (long)c.Input(2).Numel * c.X.Layout.Sizes[1];
        return new Form([c.Input(2).Numel], c.X.DType);
    }

    public void Compute(in OpCall c) => c.Float(ref this);

    public readonly void Run<T>(in OpCall c)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int width = c.X.Layout.Sizes[1];
        ReadOnlySpan<long> read = c.Elements<long>(2), other = c.Elements<long>(3);
        ReadOnlySpan<T> left = c.Elements<T>(0), right = c.Elements<T>(1);
        var y = c.Out<T>();
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = T.Zero;
            if (read[i] < 0 || other[i] < 0) continue;
            ReadOnlySpan<T> u = left.Slice((int)read[i] * width, width), v = right.Slice((int)other[i] * width, width);
            double sum = 0;
            for (int j = 0; j < width; j++) sum += double.CreateTruncating(u[j]) * double.CreateTruncating(v[j]);
            y[i] = T.CreateTruncating(sum);
        }
    }

    public Node Record(in OpCall c)
    {
        (a, b) = (Saved.Of(c.X), Saved.Of(c.Y));
        (from, to) = (Saved.Of(c.Input(2)), Saved.Of(c.Input(3)));
        return c.Node(this);
    }

    public readonly Tensor[] Batch(in BatchOperands c) =>
        [c.Unfolded(Run(BatchedRows.Table(c, 0), BatchedRows.Table(c, 1), BatchedRows.Of(c, 2, table: 0), BatchedRows.Of(c, 3, table: 1)))];

    public readonly void Backward(in Cotangents c)
    {
        if (c[0] is not { } g) return;
        if (c.Needs(0)) c.Add(0, RowSumOp.Run(b.Value, g, to.Value, from.Value, a.Value.Shape[0]));
        if (c.Needs(1)) c.Add(1, RowSumOp.Run(a.Value, g, from.Value, to.Value, b.Value.Shape[0]));
    }

    public readonly void Forward(in Tangents t)
    {
        if (t[0] is { } da) t.Set(0, Run(da, b.Value, from.Value, to.Value));
        if (t[1] is { } db) t.Set(0, Run(a.Value, db, from.Value, to.Value));
    }

    public void Visit(ref SavedVisitor saved)
    {
        saved.Add(ref a, ref b);
        saved.Add(ref from, ref to);
    }
}

/// <summary>
/// For each bag and column the row of a table [V, D] whose element is the largest, int64 [B, D]: the first of equal ones, -1 for an empty bag. NaN is larger
/// than every number.
/// </summary>
internal struct BagMaxOp(int bags) : IOp, IBatches, IFloatBody
{
    public static string Name => "EmbeddingBagMax";

    public readonly Form Infer(ref OpCall c)
    {
        DTypes.NeedFloat(Name, c.X.DType);
        return new Form([bags, c.X.Layout.Sizes[1]], DType.Int64);
    }

    public void Compute(in OpCall c) => c.Float(ref this);

    public readonly void Run<T>(in OpCall c)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int width = c.X.Layout.Sizes[1];
        ReadOnlySpan<long> read = c.Elements<long>(1), write = c.Elements<long>(2);
        var table = c.Elements<T>(0);
        var best = c.Out<long>();
        best.Fill(-1);
        for (int i = 0; i < read.Length; i++)
        {
            if (write[i] < 0) continue;
            int row = TableRow.Checked("EmbeddingBag", read[i], c.X.Layout.Sizes[0], c.X);
            var found = best.Slice((int)write[i] * width, width);
            for (int j = 0; j < width; j++)
            {
                if (found[j] < 0 || IsLarger(table[(row * width) + j], table[((int)found[j] * width) + j])) found[j] = row;
            }
        }
    }

    public readonly Node? Record(in OpCall c) => null;

    public readonly Tensor[] Batch(in BatchOperands c)
    {
        var best = c.Unfolded(Op.Call(
            new BagMaxOp(c.Size * bags), BatchedRows.Table(c, 0).Contiguous(), BatchedRows.Of(c, 1, table: 0), BatchedRows.Shifted(c, 2, bags)));
        if (!c.IsBatch(0)) return [best];
        return [Tensor.Where(best.Lt(0L), -1L, best - BatchedRows.Starts(c, c[0]!.Shape[1]).Unsqueeze(2))];
    }

    private static bool IsLarger<T>(T x, T y)
        where T : unmanaged, IFloatingPointIeee754<T> => x > y || (T.IsNaN(x) && !T.IsNaN(y));
}
