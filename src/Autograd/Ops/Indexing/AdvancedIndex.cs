using Autograd.Memory;

namespace Autograd;

/// <summary>
/// Picking by index tensors: the indexed dimensions go to the front and become one, in which all indices together are
/// one index vector; so reading is IndexSelect, adding IndexAdd, and every derivative theirs.
/// </summary>
internal static class AdvancedIndex
{
    public static Tensor Read(Tensor x, Tensor?[] indices)
    {
        var plan = new Plan(x, indices);
        var picked = plan.Front(x).IndexSelect(0, plan.Vector);
        return plan.Back(picked.Reshape([.. plan.Common, .. plan.Rest]));
    }

    /// <summary>A copy of x with a value, broadcast, written (or added) at the indices.</summary>
    public static Tensor Write(Tensor x, Tensor?[] indices, Tensor value, bool accumulate)
    {
        var plan = new Plan(x, indices);
        var sizes = plan.ResultSizes();
        if (value.Layout.TryExpand(sizes) is null)
            throw new ShapeException($"IndexPut: a value of shape {value.Shape} does not broadcast to the {Layout.Describe(sizes)} elements written in a tensor of shape {x.Shape}");
        var front = plan.Front(x);
        var source = plan.Forth(value.To(x.DType).Expand(sizes)).Reshape([plan.Vector.Numel, .. front.Shape.ToArray()[1..]]);
        var written = accumulate ? front.IndexAdd(0, plan.Vector, source) : front.IndexCopy(0, plan.Vector, source);
        return plan.Restore(written, x);
    }

    private readonly struct Plan
    {
        private readonly int[] order;
        private readonly int indexed;
        private readonly int place;

        public Plan(Tensor x, Tensor?[] indices)
        {
            var front = new List<int>();
            var back = new List<int>();
            for (int d = 0; d < indices.Length; d++) (indices[d] is null ? back : front).Add(d);
            order = [.. front, .. back];
            indexed = front.Count;
            bool sideBySide = front[^1] - front[0] == front.Count - 1;
            place = sideBySide ? front[0] : 0;
            Rest = back.ConvertAll(d => x.Shape[d]);

            Common = [];
            foreach (int d in front)
                Common = LayoutViews.TryBroadcast(Common, indices[d]!.Shape) ?? throw new ShapeException($"Index: index tensors of shapes {string.Join(", ", front.ConvertAll(i => indices[i]!.Shape.ToString()))} do not broadcast");
            Vector = Tensor.Zeros(Common, DType.Int64);
            foreach (int d in front)
            {
                int size = x.Shape[d];
                var index = indices[d]!;
                Check(index, x, d);
                Vector = Vector * size + Tensor.Where(index.Lt(0), index + (long)size, index);
            }
            Vector = Vector.Ravel();
        }

        public int[] Common { get; }

        public List<int> Rest { get; }

        /// <summary>One index for each picked block.</summary>
        public Tensor Vector { get; }

        /// <summary>The indexed dimensions first, as one.</summary>
        public Tensor Front(Tensor x)
        {
            long size = 1;
            for (int i = 0; i < indexed; i++) size *= x.Shape[order[i]];
            return x.Permute(order).Reshape([checked((int)size), .. Rest]);
        }

        /// <summary>From [indices, rest] to the order of the result.</summary>
        public Tensor Back(Tensor picked) => picked.Permute(ResultOrder());

        /// <summary>From the order of the result to [indices, rest].</summary>
        public Tensor Forth(Tensor result)
        {
            var to = ResultOrder();
            var inverse = new int[to.Length];
            for (int d = 0; d < to.Length; d++) inverse[to[d]] = d;
            return result.Permute(inverse);
        }

        public int[] ResultSizes()
        {
            int[] sizes = [.. Common, .. Rest];
            return Array.ConvertAll(ResultOrder(), d => sizes[d]);
        }

        public Tensor Restore(Tensor front, Tensor x)
        {
            var inverse = new int[order.Length];
            for (int d = 0; d < order.Length; d++) inverse[order[d]] = d;
            return front.Reshape(Array.ConvertAll(order, d => x.Shape[d])).Permute(inverse);
        }

        private static void Check(Tensor index, Tensor x, int dim)
        {
            index = index.Whole;
            if (index.Numel == 0 || !index.HasValues) return;
            long low = index.AMin().Item<long>(), high = index.AMax().Item<long>();
            int size = x.Shape[dim];
            if (low < -size || high >= size)
                throw new ShapeException($"Index: {(high >= size ? high : low)} is out of range for dimension {dim} of shape {x.Shape}: it must lie in [{-size}, {size - 1}]");
        }

        private int[] ResultOrder()
        {
            var result = new List<int>();
            for (int d = 0; d < place; d++) result.Add(Common.Length + d);
            for (int d = 0; d < Common.Length; d++) result.Add(d);
            for (int d = place; d < Rest.Count; d++) result.Add(Common.Length + d);
            return [.. result];
        }
    }
}

public partial class Tensor
{
    /// <summary>
    /// Elements by index (<c>x[...]</c>): integers and <see cref="Index"/> take one, <see cref="Range"/> and
    /// <see cref="TensorIndex.Slice"/> some, <see cref="TensorIndex.NewAxis"/> adds a dimension; these are views. Bool
    /// masks and int64 tensors pick elements into a copy. Setting writes a tensor or a number in place, broadcast and cast,
    /// and is recorded.
    /// </summary>
    /// <exception cref="ShapeException">There are too many indices, one is out of range, or shapes do not fit.</exception>
    /// <exception cref="AutogradException">The write would change a leaf that requires a gradient, or a view inside a graph.</exception>
    [System.Runtime.CompilerServices.IndexerName("At")]
    public Tensor this[params ReadOnlySpan<TensorIndex> index]
    {
        get
        {
            var indexer = Indexer.Resolve(this, index);
            if (!indexer.IsBasic) return AdvancedIndex.Read(indexer.View, indexer.Indices);
            return ReferenceEquals(indexer.View, this) ? ViewOp.Apply(this, new ReshapeView(layout.SizesArray)) : indexer.View;
        }
        set => SetItemInPlace(value, index);
    }

    /// <summary>The same for languages that have no spans of arguments.</summary>
    /// <exception cref="ShapeException">There are too many indices, one is out of range, or shapes do not fit.</exception>
    /// <exception cref="AutogradException">The write would change a leaf that requires a gradient, or a view inside a graph.</exception>
    [System.Runtime.CompilerServices.IndexerName("At")]
    public Tensor this[params TensorIndex[] index]
    {
        get => this[NotNull.Of(index).AsSpan()];
        set => this[NotNull.Of(index).AsSpan()] = value;
    }

    /// <summary>A copy with a value written at an index: <c>x[index] = value</c> as a function (<c>torch.index_put</c> and slices).</summary>
    /// <exception cref="ShapeException">There are too many indices, one is out of range, or the value does not broadcast.</exception>
    public Tensor SetItem(Tensor value, params ReadOnlySpan<TensorIndex> index)
    {
        ArgumentNullException.ThrowIfNull(value);
        // Every index names elements by their number in row-major order: the write is one scatter.
        Indexer indexer;
        Tensor numbers;
        using (NoGrad.Scope)
        {
            indexer = Indexer.Resolve(Arange(Numel).Reshape(Shape), index);
            numbers = indexer.IsBasic ? indexer.View : AdvancedIndex.Read(indexer.View, indexer.Indices);
        }
        if (value.Layout.TryExpand(numbers.Shape) is null && value.Rank > numbers.Rank) value = DropLeadingOnes(value, numbers.Rank);
        if (value.Layout.TryExpand(numbers.Shape) is null)
            throw new ShapeException($"SetItem: a value of shape {value.Shape} does not broadcast to the {numbers.Shape} elements written in a tensor of shape {Shape}");
        return Ravel().IndexCopy(0, numbers.Ravel(), value.To(DType).Expand(numbers.Shape).Reshape(-1)).Reshape(Shape);
    }

    /// <summary>
    /// A copy with values written, or added, where index tensors say, one a leading dimension (<c>torch.index_put</c>).
    /// </summary>
    /// <exception cref="ShapeException">There are too many indices, one is out of range, or the values do not broadcast.</exception>
    public Tensor IndexPut(ReadOnlySpan<Tensor> indices, Tensor values, bool accumulate = false)
    {
        using var face = Face.Of(nameof(IndexPut));
        ArgumentNullException.ThrowIfNull(values);
        var items = new TensorIndex[indices.Length];
        for (int i = 0; i < items.Length; i++) items[i] = indices[i] is { Rank: 0, DType: not DType.Bool } one ? one.Unsqueeze(0) : indices[i];
        var indexer = Indexer.Resolve(this, items);
        return AdvancedIndex.Write(indexer.View, indexer.Indices, values, accumulate);
    }

    private void SetItemInPlace(Tensor value, ReadOnlySpan<TensorIndex> index)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (Writes.Records("SetItem", this, value) || ReferenceEquals(value.Storage, Storage))
        {
            Op.Move("SetItem", this, SetItem(value, index));
            return;
        }
        var indexer = Indexer.Resolve(this, index);
        // A view of this memory is written directly; what was flipped or picked is a copy.
        if (!indexer.IsBasic || !ReferenceEquals(indexer.View.Storage, Storage))
        {
            Op.Move("SetItem", this, SetItem(value, index));
            return;
        }
        Writes.Check("SetItem", this, false);
        var target = indexer.View.layout;
        if (value.Rank > target.Rank) value = DropLeadingOnes(value, target.Rank);
        if (value.layout.TryExpand(target.Sizes) is null)
            throw new ShapeException($"SetItem: a value of shape {value.Shape} does not broadcast to the {target} elements written in a tensor of shape {Shape}");
        CopyOp.Into(value, this, target);
        Storage.Bump("SetItem");
    }

    /// <summary>Leading sizes of 1 beyond the target's rank are dropped, as PyTorch does when it writes.</summary>
    private static Tensor DropLeadingOnes(Tensor value, int rank)
    {
        while (value.Rank > rank && value.Shape[0] == 1) value = value.Squeeze([0]);
        return value;
    }
}
