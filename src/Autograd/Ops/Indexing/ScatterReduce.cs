using Autograd.Kernels;
using Autograd.Memory;

namespace Autograd;

/// <summary>How elements that meet at one place are combined (<c>reduce</c> of <c>torch.scatter_reduce</c>).</summary>
public enum ScatterReduction
{
    /// <summary>Their sum.</summary>
    Sum,

    /// <summary>Their product.</summary>
    Prod,

    /// <summary>Their mean; of integers rounded down.</summary>
    Mean,

    /// <summary>The largest; ties share the gradient.</summary>
    AMax,

    /// <summary>The smallest; ties share the gradient.</summary>
    AMin,
}

/// <summary>
/// Products and extremes of what meets at one place: the k-th element to arrive at a place is written to row k of a table,
/// without collisions, and the table is reduced by rows. So each reduction's own rule is exact here too, zeros and ties included.
/// </summary>
internal static class ScatterTable
{
    /// <summary>Row 0 is <paramref name="first"/>; where nothing arrives the table holds the reduction's identity.</summary>
    public static Tensor Of(Tensor first, Tensor places, Tensor source, double identity)
    {
        int width = first.Numel;
        var cells = Tensor.EmptyLike(places);
        int rows = Cells(places, cells, width);
        var rest = Tensor.Full([rows - 1, width], identity, first.DType);
        var table = Tensor.Cat([first.Unsqueeze(0), rest], 0).Ravel();
        return table.IndexCopy(0, cells, source).Reshape(rows, width);
    }

    /// <summary>Writes to which cell of the table each element goes; returns its rows.</summary>
    private static int Cells(Tensor places, Tensor cells, int width)
    {
        using var arrived = new Scratch<int>(width);
        using var place = Op.Read<long>("ScatterReduce", places);
        using var cell = cells.Lease<long>();
        var at = place.Span.Slice(places.Layout.Offset, places.Numel);
        arrived.Span.Clear();
        int rows = 1;
        for (int i = 0; i < at.Length; i++)
        {
            int row = ++arrived.Span[(int)at[i]];
            rows = Math.Max(rows, row + 1);
            cell.Span[i] = at[i] + (long)row * width;
        }
        return rows;
    }
}

public partial class Tensor
{
    /// <summary>
    /// A copy with source combined into it: y[i, index[i, j]] is the reduction of what meets there, for dimension 1 of a matrix
    /// (<c>torch.scatter_reduce</c>). Products and extremes make a table of as many rows as elements meet at one place.
    /// </summary>
    /// <param name="dim">The dimension.</param>
    /// <param name="index">Indices of the rank of this tensor.</param>
    /// <param name="source">At least as large as the index.</param>
    /// <param name="reduce">How elements are combined.</param>
    /// <param name="includeSelf">Whether what is there takes part; places that no index names keep it anyway.</param>
    /// <exception cref="ShapeException">Index or source do not fit, or an index is out of range.</exception>
    /// <exception cref="DTypeException">The indices are not integers, or the source has another dtype.</exception>
    public Tensor ScatterReduce(int dim, Tensor index, Tensor source, ScatterReduction reduce, bool includeSelf = true)
    {
        using var face = Face.Of(nameof(ScatterReduce));
        ArgumentNullException.ThrowIfNull(index);
        ArgumentNullException.ThrowIfNull(source);
        int d = Dims.Wrap("ScatterReduce", dim, Rank);
        if (Rank == 0) return Unsqueeze(0).ScatterReduce(0, index, source, reduce, includeSelf).Squeeze([0]);
        index = IndexBounds.Need("ScatterReduce", index);
        source = source.AtLeastVector();
        ElementAddress.CheckSource("ScatterReduce", this, d, index, source);
        if (source.DType != DType) throw new DTypeException($"ScatterReduce: the source is {source.DType.Name}, the tensor {DType.Name}; convert with To");
        if (index.Numel == 0) return Clone();
        for (int i = 0; i < index.Rank; i++) source = source.Narrow(i, 0, index.Shape[i]);
        double identity = reduce switch
        {
            ScatterReduction.Prod => 1,
            ScatterReduction.AMax => double.NegativeInfinity,
            ScatterReduction.AMin => double.PositiveInfinity,
            _ => 0,
        };
        var start = this;
        if (!includeSelf)
        {
            var named = Zeros(Shape, DType.Bool).Scatter(d, index, Ones(index.Shape, DType.Bool));
            start = MaskedFill(named, identity);
        }
        switch (reduce)
        {
            case ScatterReduction.Sum:
                return start.ScatterAdd(d, index, source);
            case ScatterReduction.Mean:
                var counts = Full(Shape, includeSelf ? 1 : 0, DType).ScatterAdd(d, index, Ones(index.Shape, DType));
                var sum = start.ScatterAdd(d, index, source);
                counts = counts.Clamp(1);
                return DType.IsFloat ? sum / counts : sum.FloorDivide(counts);
        }
        var places = Arange(Numel).Reshape(Shape).Gather(d, index).Ravel();
        var table = ScatterTable.Of(start.Ravel(), places, source.Reshape(-1), identity);
        var result = reduce switch
        {
            ScatterReduction.Prod => table.Prod(0),
            ScatterReduction.AMax => table.AMax(0),
            _ => table.AMin(0),
        };
        return result.To(DType).Reshape(Shape);
    }
}
