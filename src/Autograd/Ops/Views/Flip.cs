using Autograd.Kernels;
using Autograd.Memory;

namespace Autograd;

/// <summary>Some dimensions backward: its own inverse and its own transpose.</summary>
internal readonly struct FlipOp(bool[] mask) : ILinear
{
    public static string Name => "Flip";

    public static Tensor Run(Tensor x, bool[] mask)
    {
        var y = Tensor.Allocate(x.Layout, x.DType);
        var work = new Work(x, mask, y);
        DTypes.Element(x.DType, ref work);
        return Op.Records(Name, x) ? Op.Record(Name, y, new LinearRule<FlipOp>(new(mask)), x) : Op.Pass(Name, y, x);
    }

    public Tensor Apply(Tensor x) => Run(x, mask);

    public Tensor Adjoint(Tensor g) => Run(g, mask);

    public void Visit(ref SavedVisitor saved)
    {
    }

    private readonly ref struct Work(Tensor x, bool[] mask, Tensor y) : IElementWork
    {
        /// <summary>The layout of the result seen with negated strides from the last element of each flipped dimension.</summary>
        public void Run<T>()
            where T : unmanaged
        {
            if (y.Numel == 0) return;
            using var xs = x.Lease<T>();
            using var ys = y.Lease<T>();
            var strides = y.Layout.Strides.ToArray();
            int offset = 0;
            for (int d = 0; d < mask.Length; d++)
            {
                if (!mask[d]) continue;
                offset += (y.Layout.Sizes[d] - 1) * strides[d];
                strides[d] = -strides[d];
            }
            var walk = new Strided(x.Layout, Layout.Strided(y.Layout.Sizes, strides, offset));
            while (walk.Next())
            {
                int from = walk.Offset(0), to = walk.Offset(1);
                for (int i = 0; i < walk.RunLength; i++, from += walk.Stride(0), to += walk.Stride(1)) ys.Span[to] = xs.Span[from];
            }
        }
    }
}

public partial class Tensor
{
    /// <summary>A copy with some dimensions backward (<c>torch.flip</c>).</summary>
    /// <exception cref="ShapeException">There is no such dimension, or one is named twice.</exception>
    public Tensor Flip(params ReadOnlySpan<int> dims) => dims.Length == 0 ? Clone() : FlipOp.Run(this, Dims.Mask("Flip", dims, Rank));

    /// <summary>A copy rolled along a dimension: element i goes to i + shift, and around the end (<c>torch.roll</c>).</summary>
    /// <exception cref="ShapeException">There is no such dimension.</exception>
    public Tensor Roll(int shift, int dim)
    {
        int d = NeedDim("Roll", dim), size = layout.Sizes[d];
        if (size == 0) return Clone();
        int first = ((shift % size) + size) % size;
        return first == 0 ? Clone() : Cat([Narrow(d, size - first, first), Narrow(d, 0, size - first)], d);
    }

    /// <summary>A copy repeated along every dimension; more counts than dimensions add new ones on the left (<c>Tensor.repeat</c>).</summary>
    /// <exception cref="ShapeException">There are fewer counts than dimensions, or one is negative.</exception>
    public Tensor Repeat(params ReadOnlySpan<int> repeats)
    {
        if (repeats.Length < Rank) throw new ShapeException($"Repeat: {repeats.Length} counts are too few for shape {Shape}");
        int added = repeats.Length - Rank;
        // [n] -> [1, n] -> [r, n] -> [r n] for each dimension.
        var split = new List<int>();
        var wide = new List<int>();
        var sizes = new List<int>();
        for (int d = 0; d < repeats.Length; d++)
        {
            if (repeats[d] < 0) throw new ShapeException($"Repeat: a count of {repeats[d]} is negative");
            int size = d < added ? 1 : layout.Sizes[d - added];
            split.AddRange([1, size]);
            wide.AddRange([repeats[d], size]);
            sizes.Add(repeats[d] * size);
        }
        return Reshape([.. split]).Expand([.. wide]).Reshape([.. sizes]);
    }
}
