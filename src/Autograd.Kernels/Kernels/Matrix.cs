using System.Runtime.InteropServices;
using Autograd.Memory;

namespace Autograd.Kernels;

/// <summary>
/// A matrix in memory that somebody else keeps, or a batch of matrices a fixed step apart: element (i, j) of number b is
/// <c>Data[b BatchStride + i RowStride + j ColumnStride]</c>. A stride of 0 repeats.
/// </summary>
/// <remarks>
/// A span and its layout are checked against each other once, when it is made from them:
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
    /// <summary>One matrix, row-major without gaps.</summary>
    public Matrix(Span<T> data, int rows, int columns)
        : this(data, rows, columns, columns, 1)
    {
    }

    /// <summary>One matrix by strides.</summary>
    public Matrix(Span<T> data, int rows, int columns, int rowStride, int columnStride)
        : this(data, 1, 0, rows, rowStride, columns, columnStride)
    {
    }

    private Matrix(Span<T> data, int batch, int batchStride, int rows, int rowStride, int columns, int columnStride)
    {
        Data = data;
        (Batch, BatchStride) = (batch, batchStride);
        (Rows, RowStride) = (rows, rowStride);
        (Columns, ColumnStride) = (columns, columnStride);
    }

    /// <summary>The memory, from the first element on.</summary>
    public Span<T> Data { get; }

    /// <summary>The number of matrices, 1 for a single one.</summary>
    public int Batch { get; }

    public int BatchStride { get; }

    public int Rows { get; }

    public int RowStride { get; }

    public int Columns { get; }

    public int ColumnStride { get; }

    /// <summary>Rows and columns exchanged; nothing moves.</summary>
    public Matrix<T> Transposed => new(Data, Batch, BatchStride, Columns, ColumnStride, Rows, RowStride);

    /// <summary>An element of the first matrix.</summary>
    public ref T this[int i, int j] => ref Data[(i * RowStride) + (j * ColumnStride)];

    /// <summary>The last two dimensions of a layout, and the one before them, if there is one, as the batch.</summary>
    /// <exception cref="ShapeException">The layout reaches out of the span.</exception>
    public static Matrix<T> Of(ReadOnlySpan<T> data, Layout layout)
    {
        Bounds.Check(data, layout);
        ReadOnlySpan<int> sizes = layout.Sizes, strides = layout.Strides;
        bool batch = sizes.Length > 2;
        // Strides of an empty layout lead nowhere.
        return new(
            layout.Count == 0 ? [] : MemoryMarshal.CreateSpan(ref MemoryMarshal.GetReference(data), data.Length)[layout.Offset..],
            batch ? sizes[^3] : 1, batch ? strides[^3] : 0, sizes[^2], strides[^2], sizes[^1], strides[^1]);
    }

    /// <summary>The same, this many elements further on; an empty one stays.</summary>
    public Matrix<T> From(int elements) => new(Data.IsEmpty ? Data : Data[elements..], Batch, BatchStride, Rows, RowStride, Columns, ColumnStride);

    /// <summary>Rows and columns of the first matrix, from (row, column) on.</summary>
    public Matrix<T> Block(int row, int column, int rows, int columns) =>
        new(rows == 0 || columns == 0 ? [] : Data[((row * RowStride) + (column * ColumnStride))..], rows, columns, RowStride, ColumnStride);

    /// <summary>A row of a matrix whose rows lie without gaps.</summary>
    public Span<T> Row(int i) => Data.Slice(i * RowStride, Columns);

    /// <summary>Columns <paramref name="from"/> to <paramref name="to"/> (exclusive) of such a row.</summary>
    public Span<T> Row(int i, int from, int to) => Data.Slice((i * RowStride) + from, to - from);

    /// <summary>Exchanges two rows that lie without gaps.</summary>
    public void SwapRows(int a, int b)
    {
        if (a == b) return;
        Span<T> x = Row(a), y = Row(b);
        for (int j = 0; j < x.Length; j++) (x[j], y[j]) = (y[j], x[j]);
    }
}
