using Autograd.Checks;
using Autograd.Memory;

namespace Autograd.Testing;

/// <summary>The same values under another layout.</summary>
internal static class Embedding
{
    /// <summary>A tensor of its own memory with the values of <paramref name="x"/>, laid out as asked.</summary>
    /// <remarks>Expanded needs values that repeat: those of index 0 of one dimension are taken for all of it.</remarks>
    public static Tensor Embed(Tensor x, InputLayout layout, SplitMix random)
    {
        using var scope = NoGrad.Scope;
        if (layout == InputLayout.Mixed) layout = (InputLayout)random.Below((int)InputLayout.Mixed);
        var sizes = x.Shape.ToArray();
        var place = layout switch
        {
            InputLayout.Offset => Layout.Strided(sizes, Layout.RowMajorStrides(sizes), 1 + random.Below(15)),
            InputLayout.Permuted => Permuted(sizes, random),
            InputLayout.Sliced => Sliced(sizes),
            InputLayout.Expanded => Expanded(sizes, random),
            _ => Layout.Contiguous(sizes),
        };
        int extent = place.Count == 0 ? 0 : place.Offset + 1;
        for (int d = 0; d < place.Rank && place.Count > 0; d++) extent += (sizes[d] - 1) * place.Strides[d];
        var memory = x.DType.IsFloat ? Tensor.Full([extent], double.NaN, x.DType) : Tensor.Zeros([extent], x.DType);
        var y = layout == InputLayout.Contiguous ? memory.Reshape(sizes) : memory.Alias(place);
        CopyOp.Into(x, y, y.Layout);
        return y.Detach();
    }

    private static Layout Permuted(int[] sizes, SplitMix random)
    {
        var order = Enumerable.Range(0, sizes.Length).ToArray();
        for (int i = order.Length - 1; i > 0; i--)
        {
            int j = random.Below(i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }
        // Two dimensions left in place would be no permutation.
        if (sizes.Length > 1 && order.AsSpan().SequenceEqual(Enumerable.Range(0, sizes.Length).ToArray())) Array.Reverse(order);
        var dense = Layout.RowMajorStrides(Array.ConvertAll(order, d => sizes[d]));
        var strides = new int[sizes.Length];
        for (int i = 0; i < order.Length; i++) strides[order[i]] = dense[i];
        return Layout.Strided(sizes, strides, 0);
    }

    private static Layout Sliced(int[] sizes) =>
        Layout.Strided(sizes, Layout.RowMajorStrides(Array.ConvertAll(sizes, n => 2 * n)).Select(s => 2 * s).ToArray(), 1);

    private static Layout Expanded(int[] sizes, SplitMix random)
    {
        if (sizes.Length == 0) return Layout.Scalar;
        int repeated = random.Below(sizes.Length);
        var kept = sizes.ToArray();
        kept[repeated] = 1;
        var strides = Layout.RowMajorStrides(kept);
        strides[repeated] = 0;
        return Layout.Strided(sizes, strides, 0);
    }
}
