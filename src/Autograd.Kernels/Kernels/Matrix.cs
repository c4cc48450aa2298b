using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Autograd.Memory;

namespace Autograd.Kernels;

/// <summary>
/// A matrix in memory that somebody else keeps, or a batch of matrices a fixed step apart: element (i, j) of number b lies
/// <c>b BatchStride + i RowStride + j ColumnStride</c> elements behind the first. A stride of 0 repeats.
/// </summary>
/// <remarks>
/// It is made from a span and its layout, which are checked against each other once, here:
/// <code>
/// var a = Matrix&lt;T&gt;.Of(c.In&lt;T&gt;(0), c.X.Layout);            // [m, k], or [batch, m, k]
/// var b = Matrix&lt;T&gt;.Of(c.In&lt;T&gt;(1), c.Y.Layout).Transposed;  // [n, k] read as [k, n]
/// MatMul.Run(a, b, Matrix&lt;T&gt;.Of(c.Out&lt;T&gt;(), c.Result.Layout));
/// </code>
/// Of more than three dimensions it takes the last three; <see cref="From"/> goes on to where the others lead. It lives on the
/// stack and allocates nothing. Whether it is read or written is the kernel's to say.
/// </remarks>
internal readonly ref struct Matrix<T>
    where T : unmanaged
{
    private readonly ref T start;

    private Matrix(ref T start, int batch, nint batchStride, int rows, nint rowStride, int columns, nint columnStride)
    {
        this.start = ref start;
        (Batch, BatchStride) = (batch, batchStride);
        (Rows, RowStride) = (rows, rowStride);
        (Columns, ColumnStride) = (columns, columnStride);
    }

    /// <summary>The number of matrices, 1 for a single one.</summary>
    public int Batch { get; }

    public nint BatchStride { get; }

    public int Rows { get; }

    public nint RowStride { get; }

    public int Columns { get; }

    public nint ColumnStride { get; }

    /// <summary>Rows and columns exchanged; nothing moves.</summary>
    public Matrix<T> Transposed => new(ref start, Batch, BatchStride, Columns, ColumnStride, Rows, RowStride);

    /// <summary>The last two dimensions of a layout, and the one before them, if there is one, as the batch.</summary>
    /// <exception cref="ShapeException">The layout reaches out of the span.</exception>
    public static Matrix<T> Of(ReadOnlySpan<T> data, Layout layout)
    {
        Bounds.Check(data, layout);
        ReadOnlySpan<int> sizes = layout.Sizes, strides = layout.Strides;
        bool batch = sizes.Length > 2;
        return new(
            ref Unsafe.Add(ref MemoryMarshal.GetReference(data), layout.Offset),
            batch ? sizes[^3] : 1, batch ? strides[^3] : 0, sizes[^2], strides[^2], sizes[^1], strides[^1]);
    }

    /// <summary>The same, this many elements further on: the caller stays inside of the layout it gave to <see cref="Of"/>.</summary>
    public Matrix<T> From(nint elements) =>
        new(ref Unsafe.Add(ref start, elements), Batch, BatchStride, Rows, RowStride, Columns, ColumnStride);

    /// <summary>The first element, for <c>fixed</c>.</summary>
    public ref T GetPinnableReference() => ref start;
}
