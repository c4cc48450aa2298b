using System.Numerics;
using Autograd.Kernels;
using Autograd.Memory;

namespace Autograd;

/// <summary>Which reduction a kernel runs, for every element type.</summary>
internal interface IReducer
{
    static abstract string Name { get; }

    static abstract void Run<T>(ReadOnlySpan<T> data, Layout layout, ulong mask, Span<T> output)
        where T : unmanaged, INumber<T>;
}

/// <summary>Reduces some dimensions of a tensor; no place in the graph: the ops that use it give one.</summary>
internal static class ReduceOp
{
    public static Tensor Run<TReducer>(Tensor x, ReadOnlySpan<bool> mask, bool keepDim)
        where TReducer : IReducer
    {
        var y = Tensor.Allocate(Layout.Contiguous(Dims.Reduced(x.Layout.Sizes, mask, keepDim)), x.DType);
        var work = new Work<TReducer>(x, Bits(mask), y);
        DTypes.Number(TReducer.Name, x.DType, ref work);
        return y;
    }

    /// <summary>What the reduced first input of a call looks like.</summary>
    public static Form Reduced(in OpCall c, ReadOnlySpan<bool> mask, bool keepDim)
    {
        DTypes.NeedNumber(c.Name, c.X.DType);
        return new Form(Layout.Contiguous(Dims.Reduced(c.X.Layout.Sizes, mask, keepDim)), c.X.DType);
    }

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

    private readonly ref struct Work<TReducer>(Tensor x, ulong mask, Tensor y) : INumberWork
        where TReducer : IReducer
    {
        public void Run<T>()
            where T : unmanaged, INumber<T>
        {
            using var xs = x.Lease<T>();
            using var ys = y.Lease<T>();
            TReducer.Run<T>(xs.Span, x.Layout, mask, ys.Span[..y.Numel]);
        }
    }
}
