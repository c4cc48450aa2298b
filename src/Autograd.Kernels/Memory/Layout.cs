using System.Globalization;

namespace Autograd.Memory;

/// <summary>Where the elements of a tensor lie in its storage: sizes, strides and an offset, all counted in elements.</summary>
/// <remarks>Immutable, so that tensors and saved values share it. A view is a function from one layout to another.</remarks>
internal sealed class Layout
{
    /// <summary>The largest rank, PyTorch's: a set of dimensions is then the bits of one 64-bit number.</summary>
    public const int MaxRank = 64;

    /// <summary>The layout of a scalar: rank 0, one element.</summary>
    public static readonly Layout Scalar = new([], [], 0);

    private readonly int[] sizes;
    private readonly int[] strides;

    private Layout(int[] sizes, int[] strides, int offset, string? op = null)
    {
        this.sizes = sizes;
        this.strides = strides;
        Count = CheckedCount(sizes, op);
        // A view of nothing may start behind the end of its storage; nobody reads there.
        Offset = Count == 0 ? 0 : offset;
        End = Count == 0 ? 0 : CheckedEnd(sizes, strides, offset);
        IsContiguous = HasRowMajorStrides(sizes, strides, Count);
    }

    /// <summary>The index of the first element.</summary>
    public int Offset { get; }

    /// <summary>The number of elements, 1 for rank 0.</summary>
    public int Count { get; }

    /// <summary>One more than the highest index of an element, 0 where there is none: memory of this many elements holds them all.</summary>
    public int End { get; }

    /// <summary>Whether the elements lie in row-major order without gaps, from <see cref="Offset"/> on.</summary>
    public bool IsContiguous { get; }

    public int Rank => sizes.Length;

    public ReadOnlySpan<int> Sizes => sizes;

    public ReadOnlySpan<int> Strides => strides;

    /// <summary>The array behind <see cref="Sizes"/>, shared and never written.</summary>
    internal int[] SizesArray => sizes;

    /// <summary>A row-major layout at offset 0.</summary>
    /// <param name="sizes">The shape.</param>
    /// <param name="op">Who makes a tensor of this shape, for the message; the door knows it where an op does.</param>
    /// <exception cref="ShapeException">A size is negative, or there are too many elements or dimensions.</exception>
    public static Layout Contiguous(ReadOnlySpan<int> sizes, string? op = null) =>
        sizes.Length == 0 ? Scalar : new Layout(sizes.ToArray(), RowMajorStrides(sizes), 0, op);

    /// <summary>A layout of the caller's making. A stride may be 0, and negative where the offset makes up for it.</summary>
    /// <exception cref="ShapeException">An index is negative or above 2^31 - 2, or there are more than <see cref="MaxRank"/> dimensions.</exception>
    public static Layout Strided(ReadOnlySpan<int> sizes, ReadOnlySpan<int> strides, int offset) =>
        new(sizes.ToArray(), strides.ToArray(), offset);

    /// <summary>This layout if it is contiguous at offset 0, otherwise a row-major one of the same sizes.</summary>
    public Layout ToContiguous() => IsContiguous && Offset == 0 ? this : Contiguous(sizes);

    public bool SameSizes(Layout other) => ReferenceEquals(this, other) || Sizes.SequenceEqual(other.Sizes);

    /// <summary>Row-major strides of <paramref name="sizes"/>; a size of 0 counts as 1, as in PyTorch.</summary>
    public static int[] RowMajorStrides(ReadOnlySpan<int> sizes)
    {
        var strides = new int[sizes.Length];
        // Only shapes without elements come to the bound: nobody steps by these strides.
        long step = 1;
        for (int d = sizes.Length - 1; d >= 0; d--)
        {
            strides[d] = (int)step;
            step = Math.Min(step * Math.Max(sizes[d], 1), int.MaxValue);
        }
        return strides;
    }

    /// <summary>The product of the sizes, computed in 64 bits: at most 2^31 - 1 elements a tensor.</summary>
    /// <param name="sizes">The shape.</param>
    /// <param name="op">Who makes a tensor of this shape, for the message; the door knows it where an op does.</param>
    /// <exception cref="ShapeException">A size is negative, or there are too many elements or dimensions.</exception>
    public static int CheckedCount(ReadOnlySpan<int> sizes, string? op = null)
    {
        CheckRank(sizes.Length, op);
        long count = 1;
        bool empty = false;
        foreach (int size in sizes)
        {
            if (size < 0) throw Refused(op, $"{Describe(sizes)} is no shape: sizes are at least 0");
            empty |= size == 0;
            count = size == 0 || count > int.MaxValue ? count : count * size;
        }
        if (empty) return 0;
        if (count > int.MaxValue)
            throw Refused(op, $"the shape {Describe(sizes)} has more than {int.MaxValue} elements, the most that a tensor has");
        return (int)count;
    }

    private static int CheckedEnd(ReadOnlySpan<int> sizes, ReadOnlySpan<int> strides, int offset)
    {
        // All sizes together make at most 2^31 - 1 elements, so that no sum leaves 64 bits.
        long lowest = offset, highest = offset;
        for (int d = 0; d < sizes.Length; d++)
        {
            long reach = (sizes[d] - 1L) * strides[d];
            if (reach < 0) lowest += reach;
            else highest += reach;
        }
        if (lowest < 0 || highest >= int.MaxValue)
            throw Refused(null, $"a view of shape {Describe(sizes)} with strides {Describe(strides)} from {offset} on would reach from index {lowest} to {highest}: indices lie in [0, {int.MaxValue - 1}]");
        return (int)highest + 1;
    }

    /// <summary>Asked before memory is taken for a list of sizes, which a caller may make as long as he likes.</summary>
    /// <exception cref="ShapeException">There are more than <see cref="MaxRank"/> dimensions.</exception>
    public static void CheckRank(int rank, string? op = null)
    {
        if (rank > MaxRank) throw Refused(op, $"{rank} dimensions are more than {MaxRank}, the most that a tensor has");
    }

    private static ShapeException Refused(string? op, FormattableString what)
    {
        string text = FormattableString.Invariant(what);
        return op is null ? new(text) { NeedsName = true } : new($"{op}: {text}");
    }

    /// <summary>A shape as text, <c>[2, 3]</c>.</summary>
    public static string Describe(ReadOnlySpan<int> sizes)
    {
        var parts = new string[sizes.Length];
        for (int d = 0; d < sizes.Length; d++) parts[d] = sizes[d].ToString(CultureInfo.InvariantCulture);
        return "[" + string.Join(", ", parts) + "]";
    }

    public override string ToString() => Describe(sizes);

    private static bool HasRowMajorStrides(ReadOnlySpan<int> sizes, ReadOnlySpan<int> strides, int count)
    {
        if (count == 0) return true;
        long step = 1;
        for (int d = sizes.Length - 1; d >= 0; d--)
        {
            if (sizes[d] == 1) continue;
            if (strides[d] != step) return false;
            step *= sizes[d];
        }
        return true;
    }
}
