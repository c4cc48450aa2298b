using Autograd.Memory;

namespace Autograd.Checks;

/// <content>Leaves with the values of other tensors, and where elements lie.</content>
internal sealed partial class Probe
{
    /// <summary>A leaf that requires a gradient.</summary>
    public static Tensor Leaf(Tensor x)
    {
        x.RequiresGrad = true;
        return x;
    }

    /// <summary>
    /// A leaf with the values and the strides of another tensor, in memory of its own; gaps hold NaN, so that a kernel
    /// that reads between the elements is seen.
    /// </summary>
    public static Tensor Twin(Tensor x)
    {
        var from = x.Layout;
        // What counts of the offset is how it lies to a vector.
        return Laid(x, Layout.Strided(from.Sizes, from.Strides, from.Offset % 16));
    }

    /// <summary>A leaf with the values of another tensor and a layout of its own; gaps hold NaN.</summary>
    public static Tensor Laid(Tensor x, Layout layout)
    {
        int extent = layout.Count == 0 ? 0 : layout.Offset + 1;
        for (int d = 0; d < layout.Rank && layout.Count > 0; d++) extent += (layout.Sizes[d] - 1) * layout.Strides[d];
        var twin = Tensor.Full([extent], double.NaN, x.DType).Alias(layout);
        CopyOp.Into(x, twin, layout);
        return Leaf(twin);
    }

    /// <summary>Whether two elements lie at the same place.</summary>
    public static bool Overlaps(Layout layout)
    {
        if (layout.IsContiguous) return false;
        var seen = new HashSet<int>(layout.Count);
        for (int i = 0; i < layout.Count; i++)
        {
            if (!seen.Add(Place(layout, i))) return true;
        }
        return false;
    }

    /// <summary>Where in the storage the element with row-major number <paramref name="element"/> lies.</summary>
    private static int Place(Layout layout, int element)
    {
        int place = layout.Offset;
        for (int d = layout.Rank - 1; d >= 0; d--)
        {
            place += element % layout.Sizes[d] * layout.Strides[d];
            element /= layout.Sizes[d];
        }
        return place;
    }
}
