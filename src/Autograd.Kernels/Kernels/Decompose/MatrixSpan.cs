namespace Autograd.Kernels;

/// <summary>A matrix in memory by strides: element (i, j) is <c>data[i rowStride + j columnStride]</c>.</summary>
internal readonly ref struct MatrixSpan<T>
    where T : unmanaged
{
    public MatrixSpan(Span<T> data, int rows, int columns, int rowStride, int columnStride)
    {
        Data = data;
        Rows = rows;
        Columns = columns;
        RowStride = rowStride;
        ColumnStride = columnStride;
    }

    /// <summary>A row-major matrix without gaps.</summary>
    public MatrixSpan(Span<T> data, int rows, int columns)
        : this(data, rows, columns, columns, 1)
    {
    }

    public Span<T> Data { get; }

    public int Rows { get; }

    public int Columns { get; }

    public int RowStride { get; }

    public int ColumnStride { get; }

    public MatrixSpan<T> Transposed => new(Data, Columns, Rows, ColumnStride, RowStride);

    public ref T this[int i, int j] => ref Data[(i * RowStride) + (j * ColumnStride)];

    /// <summary>A row of a matrix whose rows lie without gaps.</summary>
    public Span<T> Row(int i) => Data.Slice(i * RowStride, Columns);

    /// <summary>Columns <paramref name="from"/> to <paramref name="to"/> (exclusive) of such a row.</summary>
    public Span<T> Row(int i, int from, int to) => Data.Slice((i * RowStride) + from, to - from);

    public MatrixSpan<T> Block(int row, int column, int rows, int columns) =>
        new(rows == 0 || columns == 0 ? [] : Data[((row * RowStride) + (column * ColumnStride))..], rows, columns, RowStride, ColumnStride);

    /// <summary>Exchanges two rows that lie without gaps.</summary>
    public void SwapRows(int a, int b)
    {
        if (a == b) return;
        Span<T> x = Row(a), y = Row(b);
        for (int j = 0; j < x.Length; j++) (x[j], y[j]) = (y[j], x[j]);
    }
}
