using Autograd.Memory;

namespace Autograd;

/// <summary>What lies beyond the edge of a padded tensor (<c>mode</c> of <c>torch.nn.functional.pad</c>).</summary>
public enum PadMode
{
    /// <summary>One number.</summary>
    Constant,

    /// <summary>The tensor mirrored at its first and last elements, which are not repeated.</summary>
    Reflect,

    /// <summary>The first and last elements.</summary>
    Replicate,

    /// <summary>The tensor from its other end on.</summary>
    Circular,
}

/// <summary>A box inside of a tensor: from a start, of a length, in every dimension.</summary>
internal readonly struct BoxView(int[] starts, int[] lengths) : IView
{
    public static string Name => "Box";

    public Layout Map(Layout x)
    {
        for (int d = 0; d < starts.Length; d++) x = x.Slice(d, starts[d], lengths[d]);
        return x;
    }

    public Tensor Adjoint(Tensor g, Layout x) => ViewScatter.Apply(g, x, this);
}

public partial class Tensor
{
    /// <summary>A copy with edges added, or cut off where a number is negative (<c>torch.nn.functional.pad</c>).</summary>
    /// <param name="pad">Pairs (before, after), those of the last dimension first.</param>
    /// <param name="mode">What lies beyond the edge.</param>
    /// <param name="value">The number of <see cref="PadMode.Constant"/>.</param>
    /// <exception cref="ShapeException">
    /// The list is odd or too long, more is cut than there is, or there is not enough to mirror or to go around.
    /// </exception>
    public Tensor Pad(ReadOnlySpan<int> pad, PadMode mode = PadMode.Constant, double value = 0)
    {
        if (pad.Length % 2 != 0 || pad.Length > 2 * Rank)
            throw new ShapeException($"Pad: {Layout.Describe(pad)} are not pairs for the dimensions of {Shape}");
        for (int i = 0; i < pad.Length; i += 2)
        {
            int size = layout.Sizes[^(i / 2 + 1)];
            if (size + (long)pad[i] + pad[i + 1] < 0)
                throw new ShapeException($"Pad: {Layout.Describe(pad)} cuts off more of {Shape} than there is");
        }
        return mode == PadMode.Constant ? PadConstant(pad, value) : PadAround(pad, mode);
    }

    private Tensor PadConstant(ReadOnlySpan<int> pad, double value)
    {
        var x = this;
        var (starts, result) = (new int[Rank], Padded(pad));
        for (int i = 0; i < pad.Length; i += 2)
        {
            int d = Rank - 1 - i / 2, size = layout.Sizes[d];
            var (cutBefore, cutAfter) = Cuts(pad, i);
            if (cutBefore + cutAfter > 0)
            {
                // More may be cut at one side than there is, when the other side adds.
                if (cutBefore + cutAfter >= size) return Full(result, value, DType);
                x = x.Narrow(d, (int)cutBefore, (int)(size - cutBefore - cutAfter));
            }
            starts[d] = Math.Max(pad[i], 0);
        }
        if (x.Layout.Sizes.SequenceEqual(result)) return ReferenceEquals(x, this) ? Clone() : x.Clone();
        return ViewWrite.Functional(Full(result, value, DType), x, new BoxView(starts, x.Shape.ToArray()));
    }

    private int[] Padded(ReadOnlySpan<int> pad)
    {
        var sizes = Shape.ToArray();
        for (int i = 0; i < pad.Length; i += 2)
            sizes[^(i / 2 + 1)] = Dims.Size("Pad", sizes[^(i / 2 + 1)] + (long)pad[i] + pad[i + 1]);
        return sizes;
    }

    /// <summary>Every padded dimension picks its elements by index, so that gradients add up where an element was repeated.</summary>
    private Tensor PadAround(ReadOnlySpan<int> pad, PadMode mode)
    {
        var (x, sizes) = (this, Padded(pad));
        for (int i = 0; i < pad.Length; i += 2)
        {
            int d = Rank - 1 - i / 2, most = Math.Max(pad[i], pad[i + 1]);
            long before = pad[i], n = layout.Sizes[d];
            if (pad[i] == 0 && pad[i + 1] == 0) continue;
            var (cutBefore, cutAfter) = mode == PadMode.Circular ? Cuts(pad, i) : default;
            n -= cutBefore + cutAfter;
            if (n <= 0 || (mode == PadMode.Reflect && most >= n) || (mode == PadMode.Circular && most > n))
                throw new ShapeException($"Pad: dimension {d} of {Shape} has too few elements to pad by {most} in mode {mode}");
            if (n < layout.Sizes[d])
            {
                // What is cut off does not come back at the other end.
                x = x.Narrow(d, (int)cutBefore, (int)n);
                before = Math.Max(before, 0);
            }
            var index = Empty([sizes[d]], DType.Int64);
            using (var lease = index.Lease<long>())
            {
                for (int k = 0; k < sizes[d]; k++) lease.Span[k] = Source(k - before, n, mode);
            }
            x = x.IndexSelect(d, index);
        }
        return ReferenceEquals(x, this) ? Clone() : x;
    }

    /// <summary>What a pair cuts off: in 64 bits, where the smallest integer has an opposite.</summary>
    private static (long Before, long After) Cuts(ReadOnlySpan<int> pad, int i) => (Math.Max(-(long)pad[i], 0), Math.Max(-(long)pad[i + 1], 0));

    private static long Source(long i, long n, PadMode mode) => mode switch
    {
        PadMode.Reflect => n - 1 - Math.Abs(n - 1 - Math.Abs(i)),
        PadMode.Replicate => Math.Clamp(i, 0, n - 1),
        _ => (i + n) % n,
    };
}
