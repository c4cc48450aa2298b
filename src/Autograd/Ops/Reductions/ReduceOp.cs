using Autograd.Kernels;
using Autograd.Memory;

namespace Autograd;

/// <summary>What reductions have in common: their form, their groups, and the way back to the sizes they came from.</summary>
internal static class ReduceOp
{
    /// <summary>What the reduced first input of a call looks like.</summary>
    public static Form Reduced(in OpCall c, ReadOnlySpan<bool> mask, bool keepDim)
    {
        DTypes.NeedNumber(c.Name, c.X.DType);
        return new Form(Layout.Contiguous(Dims.Reduced(c.X.Layout.Sizes, mask, keepDim)), c.X.DType);
    }

    /// <summary>The mask as the kernels take it: bit d for dimension d.</summary>
    public static ulong Bits(ReadOnlySpan<bool> mask)
    {
        ulong bits = 0;
        for (int d = 0; d < mask.Length; d++)
        {
            if (mask[d]) bits |= 1UL << d;
        }
        return bits;
    }

    /// <summary>The number of elements in each reduced group.</summary>
    public static int GroupSize(Tensor x, ReadOnlySpan<bool> mask) => ReduceKernel.GroupLength(x.Layout, Bits(mask));

    /// <summary>A reduced tensor seen at the sizes it was reduced from: sizes of 1 put back, then repeated.</summary>
    public static Tensor Spread(Tensor y, Layout sizes, bool[] mask) =>
        (y.Rank is 0 || y.Rank == sizes.Rank ? y : y.Reshape(Dims.Reduced(sizes.Sizes, mask, true))).Expand(sizes.Sizes);

    /// <summary>The layout of reduced numbers seen at the sizes they were reduced from, for a loop over both.</summary>
    public static Layout Spread(Layout sizes, ReadOnlySpan<bool> mask) =>
        Layout.Contiguous(Dims.Reduced(sizes.Sizes, mask, true)).TryExpand(sizes.Sizes)!;
}
