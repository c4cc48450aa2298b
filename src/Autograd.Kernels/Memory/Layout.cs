using System.Globalization;

namespace Autograd.Memory;

/// <summary>Where the elements of a tensor lie in its storage: sizes, strides and an offset, all counted in elements.</summary>
/// <remarks>Immutable, so that tensors and saved values share it. A view is a function from one layout to another.</remarks>
internal sealed class Layout
{
    /// <summary>The layout of a scalar: rank 0, one element.</summary>
    public static readonly Layout Scalar = new([], [], 0);

    private readonly int[] sizes;
    private readonly int[] strides;

    private Layout(int[] sizes, int[] strides, int offset)
    {
        this.sizes = sizes;
        this.strides = strides;
        Count = CheckedCount(sizes);
        // A view of nothing may start behind the end of its storage; nobody reads there.
        Offset = Count == 0 ? 0 : offset;
        IsContiguous = HasRowMajorStrides(sizes, strides, Count);
    }

    /// <summary>The index of the first element.</summary>
    public int Offset { get; }

    /// <summary>The number of elements, 1 for rank 0.</summary>
    public int Count { get; }

    /// <summary>Whether the elements lie in row-major order without gaps, from <see cref="Offset"/> on.</summary>
    public bool IsContiguous { get; }

    public int Rank => sizes.Length;

    public ReadOnlySpan<int> Sizes => sizes;

    public ReadOnlySpan<int> Strides => strides;

    /// <summary>The array behind <see cref="Sizes"/>, shared and never written.</summary>
    internal int[] SizesArray => sizes;

    /// <summary>A row-major layout at offset 0.</summary>
    public static Layout Contiguous(ReadOnlySpan<int> sizes) =>
        sizes.Length == 0 ? Scalar : new Layout(sizes.ToArray(), RowMajorStrides(sizes), 0);

    /// <summary>A layout of the caller's making; negative strides are not used by this library.</summary>
    public static Layout Strided(ReadOnlySpan<int> sizes, ReadOnlySpan<int> strides, int offset) =>
        new(sizes.ToArray(), strides.ToArray(), offset);

    /// <summary>This layout if it is contiguous at offset 0, otherwise a row-major one of the same sizes.</summary>
    public Layout ToContiguous() => IsContiguous && Offset == 0 ? this : Contiguous(sizes);

    public bool SameSizes(Layout other) => ReferenceEquals(this, other) || Sizes.SequenceEqual(other.Sizes);

    /// <summary>Row-major strides of <paramref name="sizes"/>; a size of 0 counts as 1, as in PyTorch.</summary>
    public static int[] RowMajorStrides(ReadOnlySpan<int> sizes)
    {
        var strides = new int[sizes.Length];
        long step = 1;
        for (int d = sizes.Length - 1; d >= 0; d--)
        {
            strides[d] = (int)Math.Min(step, int.MaxValue);
            step *= Math.Max(sizes[d], 1);
        }
        return strides;
    }

    /// <summary>The product of the sizes, computed in 64 bits: at most 2^31 - 1 elements a tensor.</summary>
    /// <exception cref="ArgumentException">A size is negative, or there are too many elements.</exception>
    public static int CheckedCount(ReadOnlySpan<int> sizes)
    {
        long count = 1;
        bool empty = false;
        foreach (int size in sizes)
        {
            if (size < 0) throw new ShapeException($"A shape has no negative sizes: {Describe(sizes)}");
            empty |= size == 0;
            count = size == 0 || count > int.MaxValue ? count : count * size;
        }
        if (empty) return 0;
        if (count > int.MaxValue)
            throw new ShapeException($"A tensor has at most {int.MaxValue} elements; the shape {Describe(sizes)} has more");
        return (int)count;
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
