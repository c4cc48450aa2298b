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
        var (starts, sizes) = (new int[Rank], Shape.ToArray());
        for (int i = 0; i < pad.Length; i += 2)
        {
            int d = Rank - 1 - i / 2, cutBefore = Math.Max(-pad[i], 0), cutAfter = Math.Max(-pad[i + 1], 0);
            if (cutBefore + cutAfter > 0)
            {
                // More may be cut at one side than there is, when the other side adds.
                int first = Math.Min(cutBefore, sizes[d]), length = Math.Max(sizes[d] - cutBefore - cutAfter, 0);
                if (length == 0) return Full(Padded(pad), value, DType);
                x = x.Narrow(d, first, length);
            }
            starts[d] = Math.Max(pad[i], 0);
        }
        var result = Padded(pad);
        if (x.Layout.Sizes.SequenceEqual(result)) return ReferenceEquals(x, this) ? Clone() : x.Clone();
        return ViewWrite.Functional(Full(result, value, DType), x, new BoxView(starts, x.Shape.ToArray()));
    }

    private int[] Padded(ReadOnlySpan<int> pad)
    {
        var sizes = Shape.ToArray();
        for (int i = 0; i < pad.Length; i++) sizes[^(i / 2 + 1)] += pad[i];
        return sizes;
    }

    /// <summary>Every padded dimension picks its elements by index, so that gradients add up where an element was repeated.</summary>
    private Tensor PadAround(ReadOnlySpan<int> pad, PadMode mode)
    {
        var x = this;
        for (int i = 0; i < pad.Length; i += 2)
        {
            int d = Rank - 1 - i / 2, n = layout.Sizes[d], before = pad[i], after = pad[i + 1], most = Math.Max(before, after);
            if (before == 0 && after == 0) continue;
            if (mode == PadMode.Circular && Math.Min(before, after) < 0)
            {
                // What is cut off does not come back at the other end.
                int cut = Math.Max(-before, 0);
                n -= cut + Math.Max(-after, 0);
                x = x.Narrow(d, cut, Math.Max(n, 0));
                (before, after) = (Math.Max(before, 0), Math.Max(after, 0));
            }
            if (n <= 0 || (mode == PadMode.Reflect && most >= n) || (mode == PadMode.Circular && most > n))
                throw new ShapeException($"Pad: dimension {d} of {Shape} has too few elements to pad by {most} in mode {mode}");
            var index = new long[n + before + after];
            for (int k = 0; k < index.Length; k++) index[k] = Source(k - before, n, mode);
            x = x.IndexSelect(d, From(index));
        }
        return ReferenceEquals(x, this) ? Clone() : x;
    }

    private static int Source(int i, int n, PadMode mode) => mode switch
    {
        PadMode.Reflect => n - 1 - Math.Abs(n - 1 - Math.Abs(i)),
        PadMode.Replicate => Math.Clamp(i, 0, n - 1),
        _ => (i + n) % n,
    };
}
