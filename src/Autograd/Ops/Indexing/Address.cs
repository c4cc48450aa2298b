using System.Numerics;
using Autograd.Kernels;
using Autograd.Memory;

namespace Autograd;

/// <summary>How an index tensor names elements of a tensor of rank 1 or more; reading, writing and adding there are one family of ops.</summary>
internal interface IAddress
{
    static abstract string ReadName { get; }

    static abstract string WriteName { get; }

    static abstract string AddName { get; }

    static abstract string TransposeName { get; }

    /// <summary>Whether every element has an index of its own, and the index the rank of the tensor.</summary>
    static abstract bool IsOfElements { get; }

    /// <summary>The shape of what is read at the indices.</summary>
    /// <exception cref="ShapeException">The index does not fit.</exception>
    static abstract int[] ReadSizes(string op, Tensor x, int dim, Tensor index);

    /// <summary>Throws where a source does not fit the indices.</summary>
    static abstract void CheckSource(string op, Tensor x, int dim, Tensor index, Tensor source);

    /// <summary>A source as the loops take it.</summary>
    static abstract Tensor Ordered(Tensor source);

    /// <summary>Reads; false where an index is outside, and then nothing of y counts.</summary>
    static abstract bool TryRead<T>(ReadOnlySpan<T> x, Layout layout, int dim, ReadOnlySpan<long> index, Layout at, Span<T> y)
        where T : unmanaged;

    /// <summary>Writes a source over what is there; all indices are inside.</summary>
    static abstract void Write<T>(Span<T> y, Layout layout, int dim, ReadOnlySpan<long> index, Layout at, ReadOnlySpan<T> source, Layout from)
        where T : unmanaged;

    /// <summary>Adds a source to what is there; all indices are inside.</summary>
    static abstract void Add<T>(Span<T> y, Layout layout, int dim, ReadOnlySpan<long> index, Layout at, ReadOnlySpan<T> source, Layout from)
        where T : unmanaged, INumber<T>;
}

/// <summary>An index for every element: [i, index[i, j, k], k] for dimension 1. The index has the rank of the tensor.</summary>
internal readonly struct ElementAddress : IAddress
{
    public static string ReadName => "Gather";

    public static string WriteName => "Scatter";

    public static string AddName => "ScatterAdd";

    public static string TransposeName => "GatherTranspose";

    public static bool IsOfElements => true;

    public static int[] ReadSizes(string op, Tensor x, int dim, Tensor index)
    {
        bool fits = index.Rank == x.Rank || index.Numel == 0;
        for (int d = 0; fits && index.Numel > 0 && d < x.Rank; d++) fits = d == dim || index.Layout.Sizes[d] <= x.Layout.Sizes[d];
        return fits
            ? index.Layout.SizesArray
            : throw new ShapeException($"{op}: an index of shape {index.Shape} does not fit {x.Shape}: it needs the same rank, and sizes no larger outside of dimension {dim}");
    }

    public static void CheckSource(string op, Tensor x, int dim, Tensor index, Tensor source)
    {
        ReadSizes(op, x, dim, index);
        bool fits = source.Rank == index.Rank || index.Numel == 0;
        for (int d = 0; fits && index.Numel > 0 && d < index.Rank; d++) fits = index.Layout.Sizes[d] <= source.Layout.Sizes[d];
        if (!fits) throw new ShapeException($"{op}: a source of shape {source.Shape} is smaller than the index of shape {index.Shape}");
    }

    public static Tensor Ordered(Tensor source) => source;

    public static bool TryRead<T>(ReadOnlySpan<T> x, Layout layout, int dim, ReadOnlySpan<long> index, Layout at, Span<T> y)
        where T : unmanaged => GatherKernel.TryGather(x, layout, dim, index, at, y);

    public static void Write<T>(Span<T> y, Layout layout, int dim, ReadOnlySpan<long> index, Layout at, ReadOnlySpan<T> source, Layout from)
        where T : unmanaged
    {
        if (at.Count > 0) ScatterKernel.Scatter(y, layout, dim, index, at, source, from);
    }

    public static void Add<T>(Span<T> y, Layout layout, int dim, ReadOnlySpan<long> index, Layout at, ReadOnlySpan<T> source, Layout from)
        where T : unmanaged, INumber<T>
    {
        if (at.Count > 0) ScatterKernel.ScatterAdd(y, layout, dim, index, at, source, from);
    }
}

/// <summary>An index for every block of a dimension: [.., index[m], ..]. The index is a vector; its loops want sources in order.</summary>
internal readonly struct BlockAddress : IAddress
{
    public static string ReadName => "IndexSelect";

    public static string WriteName => "IndexCopy";

    public static string AddName => "IndexAdd";

    public static string TransposeName => "IndexSelectTranspose";

    public static bool IsOfElements => false;

    public static int[] ReadSizes(string op, Tensor x, int dim, Tensor index)
    {
        if (index.Rank > 1) throw new ShapeException($"{op}: the index has shape {index.Shape}; a vector is needed");
        var sizes = x.Shape.ToArray();
        sizes[dim] = index.Numel;
        return sizes;
    }

    public static void CheckSource(string op, Tensor x, int dim, Tensor index, Tensor source)
    {
        int[] expected = ReadSizes(op, x, dim, index);
        if (!source.Layout.Sizes.SequenceEqual(expected))
            throw new ShapeException($"{op}: a source of shape {source.Shape} does not fit {index.Numel} indices of dimension {dim} of {x.Shape}; it must be {Layout.Describe(expected)}");
    }

    public static Tensor Ordered(Tensor source) => source.Contiguous();

    public static bool TryRead<T>(ReadOnlySpan<T> x, Layout layout, int dim, ReadOnlySpan<long> index, Layout at, Span<T> y)
        where T : unmanaged
    {
        if (!GatherIndex.AllInside(index, at, layout.Sizes[dim])) return false;
        var (before, after) = Around(layout, dim);
        using var offsets = new Scratch<int>(at.Count);
        GatherIndex.Offsets(index, at, layout.Sizes[dim], layout.Strides[dim], offsets.Span);
        GatherKernel.Read(x, before, offsets.Span, after, y);
        return true;
    }

    public static void Write<T>(Span<T> y, Layout layout, int dim, ReadOnlySpan<long> index, Layout at, ReadOnlySpan<T> source, Layout from)
        where T : unmanaged
    {
        var (before, after) = Around(layout, dim);
        using var offsets = new Scratch<int>(at.Count);
        GatherIndex.Offsets(index, at, layout.Sizes[dim], layout.Strides[dim], offsets.Span);
        BlockKernel.Write(y, before, offsets.Span, after, source.Slice(from.Offset, from.Count));
    }

    public static void Add<T>(Span<T> y, Layout layout, int dim, ReadOnlySpan<long> index, Layout at, ReadOnlySpan<T> source, Layout from)
        where T : unmanaged, INumber<T>
    {
        var (before, after) = Around(layout, dim);
        using var offsets = new Scratch<int>(at.Count);
        GatherIndex.Offsets(index, at, layout.Sizes[dim], layout.Strides[dim], offsets.Span);
        BlockKernel.Accumulate(y, before, offsets.Span, after, source.Slice(from.Offset, from.Count));
    }

    /// <summary>The layouts of the dimensions before and behind one: blocks that an index moves as a whole.</summary>
    private static (Layout Before, Layout After) Around(Layout x, int dim) => (
        Layout.Strided(x.Sizes[..dim], x.Strides[..dim], x.Offset),
        Layout.Strided(x.Sizes[(dim + 1)..], x.Strides[(dim + 1)..], 0));
}
