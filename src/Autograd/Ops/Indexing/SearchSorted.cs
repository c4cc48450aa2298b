using System.Numerics;
using Autograd.Formulas;
using Autograd.Memory;

namespace Autograd;

/// <summary>
/// Binary search of values (the second input) in rising rows (the first); NaN stands above every number. Both are
/// contiguous and of one dtype; one row serves all values, or each row its own.
/// </summary>
internal struct SearchOp(bool shared, bool right) : IOp, IBatches, IRowMajor, INumberBody
{
    public static string Name => "SearchSorted";

    public readonly Form Infer(ref OpCall c)
    {
        DTypes.NeedNumber(Name, c.X.DType);
        return new Form(c.Y.Shape, DType.Int64);
    }

    public void Compute(in OpCall c) => c.Number(ref this);

    public readonly void Run<T>(in OpCall c)
        where T : unmanaged, INumber<T>
    {
        var (rows, values) = (c.X, c.Y);
        var sequence = c.Elements<T>(0);
        var wanted = c.Elements<T>(1);
        var places = c.Out<long>();
        int n = rows.Shape[^1], width = shared ? values.Numel : values.Shape[^1];
        for (int i = 0; i < places.Length; i++) places[i] = Place(sequence.Slice(i / width * n, n), wanted[i]);
    }

    public readonly Node? Record(in OpCall c) => null;

    public readonly Tensor[] Batch(in BatchOperands c)
    {
        if (!shared) return [Op.Call(this, c.Front(0), c.Front(1))];
        if (!c.IsBatch(0)) return [Op.Call(this, c[0]!.Contiguous(), c.Front(1))];
        var values = c.Front(1);
        return [Op.Call(new SearchOp(shared: false, right), c.Front(0), values.Reshape(c.Size, values.Numel / c.Size)).Reshape(values.Shape)];
    }

    private readonly int Place<T>(ReadOnlySpan<T> row, T value)
        where T : unmanaged, INumber<T>
    {
        int low = 0;
        for (int high = row.Length; low < high;)
        {
            int middle = low + (high - low) / 2;
            if (right ? !Below(value, row[middle]) : Below(row[middle], value)) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    private static bool Below<T>(T x, T y)
        where T : unmanaged, INumber<T> => x < y || (T.IsNaN(y) && !T.IsNaN(x));
}

public partial class Tensor
{
    /// <summary>For each element the place where it would stand among rising boundaries, int64 (<c>torch.bucketize</c>). Not differentiable.</summary>
    /// <param name="boundaries">A vector in rising order.</param>
    /// <param name="right">Behind equal boundaries, otherwise before them.</param>
    /// <exception cref="ShapeException">The boundaries are no vector.</exception>
    public Tensor Bucketize(Tensor boundaries, bool right = false)
    {
        using var face = Face.Of(nameof(Bucketize));
        ArgumentNullException.ThrowIfNull(boundaries);
        if (boundaries.Rank != 1) throw new ShapeException($"Bucketize: boundaries of shape {boundaries.Shape}; a vector is needed");
        return boundaries.SearchSorted(this, right);
    }

    /// <summary>
    /// For each value the place where it would stand in this rising sequence, int64 (<c>torch.searchsorted</c>): one sequence for
    /// all values, or one for each row along the last dimension. Not differentiable.
    /// </summary>
    /// <param name="values">What is looked for.</param>
    /// <param name="right">Behind equal elements, otherwise before them.</param>
    /// <param name="sorter">The indices that sort this tensor along the last dimension, if it is not sorted.</param>
    /// <exception cref="ShapeException">The tensor is no vector, and its leading sizes are not those of the values.</exception>
    public Tensor SearchSorted(Tensor values, bool right = false, Tensor? sorter = null)
    {
        using var face = Face.Of(nameof(SearchSorted));
        ArgumentNullException.ThrowIfNull(values);
        bool shared = Rank == 1;
        if (Rank == 0 || (!shared && (values.Rank != Rank || !values.layout.Sizes[..^1].SequenceEqual(layout.Sizes[..^1]))))
            throw new ShapeException($"SearchSorted: values of shape {values.Shape} do not fit a sequence of shape {Shape}: a vector, or the same leading sizes");
        var dtype = DTypes.Promote(DType, values.DType);
        using var scope = NoGrad.Scope;
        var sequence = (sorter is null ? this : Gather(-1, sorter)).To(dtype).Contiguous();
        return Op.Call(new SearchOp(shared, right), sequence, values.To(dtype).Contiguous());
    }
}
