using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using Autograd.Memory;

namespace Autograd.Kernels.Tests;

/// <summary>A matrix of a test: elements at any strides in a buffer of its own, guarded by NaN around them.</summary>
internal sealed class StridedMatrix<T>
    where T : unmanaged, INumber<T>
{
    private const int Guard = 64;
    private readonly T[] data;

    public StridedMatrix(int rows, int columns, nint rowStride, nint columnStride)
    {
        Rows = rows;
        Columns = columns;
        RowStride = rowStride;
        ColumnStride = columnStride;
        long length = rows == 0 || columns == 0 ? 0 : ((rows - 1) * rowStride) + ((columns - 1) * columnStride) + 1;
        data = new T[length + (2 * Guard)];
        Array.Fill(data, T.CreateTruncating(double.NaN));
    }

    public int Rows { get; }

    public int Columns { get; }

    public nint RowStride { get; }

    public nint ColumnStride { get; }

    public Matrix<T> Matrix => Matrix<T>.Of(data, Layout.Strided([Rows, Columns], [(int)RowStride, (int)ColumnStride], Guard));

    public T this[int i, int j]
    {
        get => data[Guard + (i * RowStride) + (j * ColumnStride)];
        set => data[Guard + (i * RowStride) + (j * ColumnStride)] = value;
    }

    public static StridedMatrix<T> Of(T[,] values, nint rowStride, nint columnStride)
    {
        var m = new StridedMatrix<T>(values.GetLength(0), values.GetLength(1), rowStride, columnStride);
        for (int i = 0; i < m.Rows; i++)
            for (int j = 0; j < m.Columns; j++) m[i, j] = values[i, j];
        return m;
    }

    public T[,] ToArray()
    {
        var values = new T[Rows, Columns];
        for (int i = 0; i < Rows; i++)
            for (int j = 0; j < Columns; j++) values[i, j] = this[i, j];
        return values;
    }

    /// <summary>How many elements of the whole buffer are numbers: the others must be as they were.</summary>
    public int Written() => data.Count(x => !T.IsNaN(x));
}

internal static unsafe class MatMulReference
{
    public static T[,] Random<T>(System.Random random, int rows, int columns)
        where T : unmanaged, INumber<T>
    {
        var values = new T[rows, columns];
        for (int i = 0; i < rows; i++)
            for (int j = 0; j < columns; j++) values[i, j] = T.CreateTruncating((random.NextDouble() * 2) - 1);
        return values;
    }

    public static T[,] Transposed<T>(T[,] x)
    {
        var y = new T[x.GetLength(1), x.GetLength(0)];
        for (int i = 0; i < x.GetLength(0); i++)
            for (int j = 0; j < x.GetLength(1); j++) y[j, i] = x[i, j];
        return y;
    }

    /// <summary>The product as this library computes it from contiguous operands.</summary>
    public static T[,] Run<T>(T[,] a, T[,] b, T[]? bias = null)
        where T : unmanaged, INumber<T>
    {
        var c = new T[a.GetLength(0), b.GetLength(1)];
        MatMul.Run(Of(a), Of(b), Of(c), bias);
        return c;
    }

    /// <summary>A whole array.</summary>
    public static Matrix<T> Of<T>(T[,] x)
        where T : unmanaged => Corner(x, x.GetLength(0), x.GetLength(1));

    /// <summary>The first rows and columns of an array.</summary>
    public static Matrix<T> Corner<T>(T[,] x, int rows, int columns)
        where T : unmanaged => Matrix<T>.Of(Elements(x), Layout.Strided([rows, columns], [x.GetLength(1), 1], 0));

    /// <summary>The elements of an array in row-major order.</summary>
    public static ReadOnlySpan<T> Elements<T>(T[,] x)
        where T : unmanaged => x.Length == 0 ? default : MemoryMarshal.CreateReadOnlySpan(ref x[0, 0], x.Length);

    public static void AssertClose<T>(T[,] a, T[,] b, T[]? bias, T[,]? before, T[,] c)
        where T : unmanaged, INumber<T>
    {
        double epsilon = typeof(T) == typeof(float) ? 1.2e-7 : 2.3e-16;
        int depth = a.GetLength(1);
        for (int i = 0; i < c.GetLength(0); i++)
        {
            for (int j = 0; j < c.GetLength(1); j++)
            {
                double sum = before is not null ? double.CreateTruncating(before[i, j]) : bias is null ? 0 : double.CreateTruncating(bias[j]);
                double size = Math.Abs(sum);
                for (int k = 0; k < depth; k++)
                {
                    double term = double.CreateTruncating(a[i, k]) * double.CreateTruncating(b[k, j]);
                    sum += term;
                    size += Math.Abs(term);
                }
                Assert.InRange(double.CreateTruncating(c[i, j]), sum - (size * epsilon * (depth + 2)), sum + (size * epsilon * (depth + 2)));
            }
        }
    }

    public static void AssertSameBits<T>(T[,] expected, T[,] actual)
        where T : unmanaged
    {
        Assert.Equal(expected.Length, actual.Length);
        fixed (T* e = expected, a = actual)
        {
            Assert.True(
                new ReadOnlySpan<byte>(e, expected.Length * sizeof(T)).SequenceEqual(new ReadOnlySpan<byte>(a, actual.Length * sizeof(T))),
                $"bits differ in {typeof(T).Name}[{expected.GetLength(0).ToString(CultureInfo.InvariantCulture)}, {expected.GetLength(1).ToString(CultureInfo.InvariantCulture)}]");
        }
    }
}
