using Autograd.Kernels;
using Autograd.Memory;

namespace Autograd;

/// <summary>Some dimensions backward: its own inverse and its own transpose.</summary>
internal struct FlipOp(bool[] mask) : IOp, IShifts<FlipOp>, IElementBody, IBuiltInLinear
{
    public static string Name => "Flip";

    public readonly FlipOp Shifted() => new(Dims.Shifted(mask));

    public readonly Form Infer(ref OpCall c) => Form.Like(c.X);

    public void Compute(in OpCall c) => c.Element(ref this);

    /// <summary>The result is seen with negated strides from the last element of each flipped dimension.</summary>
    public readonly void Run<T>(in OpCall c)
        where T : unmanaged
    {
        var x = c.In<T>(0);
        var y = c.Out<T>();
        var to = c.Result.Layout;
        if (y.Length == 0) return;
        var strides = to.Strides.ToArray();
        int last = 0;
        for (int d = 0; d < mask.Length; d++)
        {
            if (!mask[d]) continue;
            last += (to.Sizes[d] - 1) * strides[d];
            strides[d] = -strides[d];
        }
        var walk = new Strided(c.X.Layout, Layout.Strided(to.Sizes, strides, last));
        while (walk.Next())
        {
            int from = walk.Offset(0), at = walk.Offset(1);
            for (int i = 0; i < walk.RunLength; i++, from += walk.Stride(0), at += walk.Stride(1)) y[at] = x[from];
        }
    }

    public readonly Node Record(in OpCall c) => c.Linear(this);

    public readonly Tensor Apply(Tensor x) => Op.Call(this, x);

    public readonly Tensor Adjoint(Tensor g) => Op.Call(this, g);

    public readonly void Visit(ref SavedVisitor saved)
    {
    }
}

public partial class Tensor
{
    /// <summary>A copy with some dimensions backward (<c>torch.flip</c>).</summary>
    /// <exception cref="ShapeException">There is no such dimension, or one is named twice.</exception>
    public Tensor Flip(params ReadOnlySpan<int> dims) => dims.Length == 0 ? Clone() : Op.Call(new FlipOp(Dims.Mask("Flip", dims, Rank)), this);

    /// <summary>A copy rolled along a dimension: element i goes to i + shift, and around the end (<c>torch.roll</c>).</summary>
    /// <exception cref="ShapeException">There is no such dimension.</exception>
    public Tensor Roll(int shift, int dim)
    {
        int d = NeedDim("Roll", dim), size = layout.Sizes[d];
        if (size == 0) return Clone();
        int first = (int)(((long)(shift % size) + size) % size);
        return first == 0 ? Clone() : Cat([Narrow(d, size - first, first), Narrow(d, 0, size - first)], d);
    }

    /// <summary>A copy repeated along every dimension; more counts than dimensions add new ones on the left (<c>Tensor.repeat</c>).</summary>
    /// <exception cref="ShapeException">There are fewer counts than dimensions, or one is negative.</exception>
    public Tensor Repeat(params ReadOnlySpan<int> repeats)
    {
        if (repeats.Length < Rank) throw new ShapeException($"Repeat: {repeats.Length} counts are too few for shape {Shape}");
        int added = repeats.Length - Rank;
        // [n] -> [1, n] -> [r, n] -> [r n] for each dimension; sizes and counts of 1 are left out, so that no rank is too large for it.
        var split = new List<int>();
        var wide = new List<int>();
        var sizes = new List<int>();
        for (int d = 0; d < repeats.Length; d++)
        {
            if (repeats[d] < 0) throw new ShapeException($"Repeat: a count of {repeats[d]} is negative");
            int size = d < added ? 1 : layout.Sizes[d - added];
            if (repeats[d] != 1)
            {
                split.Add(1);
                wide.Add(repeats[d]);
            }
            if (size != 1)
            {
                split.Add(size);
                wide.Add(size);
            }
            sizes.Add(Dims.Size("Repeat", (long)repeats[d] * size));
        }
        return Reshape([.. split]).Expand([.. wide]).Reshape([.. sizes]);
    }
}
