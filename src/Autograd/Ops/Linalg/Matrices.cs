using System.Globalization;
using System.Numerics;
using Autograd.Kernels;
using Autograd.Memory;

namespace Autograd;

/// <summary>Batches of matrices <c>[..., M, N]</c>: what linear algebra asks of shapes and dtypes, and what it calls one of them in a message.</summary>
internal static class Matrices
{
    /// <summary>Throws unless the tensor holds matrices of float32 or float64.</summary>
    public static void Need(string op, Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Rank < 2) throw new ShapeException($"{op}: a tensor of shape {x.Shape} is no matrix; [..., M, N] is asked for");
        DTypes.NeedFloat(op, x.DType);
    }

    /// <summary>Throws unless the tensor holds square matrices of float32 or float64; gives their size.</summary>
    public static int NeedSquare(string op, Tensor x)
    {
        Need(op, x);
        int n = x.Layout.Sizes[^1];
        return x.Layout.Sizes[^2] == n ? n : throw new ShapeException($"{op}: matrices of shape {x.Shape} are not square; [..., N, N] is asked for");
    }

    /// <summary>Throws unless the dtypes are the same.</summary>
    public static void NeedOneDType(string op, Tensor x, Tensor y)
    {
        if (x.DType != y.DType)
            throw new DTypeException($"{op}: {x.DType.Name} {x.Shape} and {y.DType.Name} {y.Shape}: both operands need one dtype; convert one with To(DType.{DTypes.Promote(x.DType, y.DType)})");
    }

    /// <summary>The distance from 1 to the next number.</summary>
    public static double Precision(DType dtype) => dtype == DType.Float64 ? double.BitIncrement(1) - 1 : float.BitIncrement(1) - 1;

    /// <summary>The batch dimensions of two operands, broadcast.</summary>
    public static int[] Batch(string op, Tensor x, Tensor y) => LayoutViews.TryBroadcast(x.Layout.Sizes[..^2], y.Layout.Sizes[..^2])
        ?? throw new ShapeException($"{op}: the batch dimensions of {x.Shape} and {y.Shape} do not broadcast");

    /// <summary>The number of matrices.</summary>
    public static int Count(Layout x)
    {
        int count = 1;
        foreach (int size in x.Sizes[..^2]) count *= size;
        return count;
    }

    /// <summary>A matrix of a contiguous batch, counted from 0.</summary>
    public static Matrix<T> At<T>(Span<T> batch, Layout x, int item)
        where T : unmanaged
    {
        int m = x.Sizes[^2], n = x.Sizes[^1];
        return new Matrix<T>(batch.Slice(item * m * n, m * n), m, n);
    }

    /// <summary>A matrix of a batch of any layout, counted from 0, to be read.</summary>
    public static Matrix<T> Read<T>(ReadOnlySpan<T> memory, Layout x, int item)
        where T : unmanaged
    {
        var first = Matrix<T>.Of(memory, x).From(Start(x.Sizes, x.Strides, item));
        return new Matrix<T>(first.Data, first.Rows, first.Columns, first.RowStride, first.ColumnStride);
    }

    /// <summary>Where a matrix of a broadcast batch stands in the batch that lies in memory without gaps: item 3 of <c>[2, 3]</c> seen from <c>[1, 3]</c> is 0.</summary>
    public static int Source(Layout broadcast, int item)
    {
        int size = broadcast.Sizes[^2] * broadcast.Sizes[^1];
        return size == 0 ? 0 : Start(broadcast.Sizes, broadcast.Strides, item) / size;
    }

    /// <summary>Throws where a triangle has a zero on its diagonal.</summary>
    public static void NeedRegular<T>(string op, Matrix<T> triangle, Layout batch, int item)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int zero = TriangularKernel.FirstZero(triangle);
        if (zero >= 0) throw new LinAlgException($"{op}: {Name(batch, item)} is singular: pivot {zero} is 0");
    }

    /// <summary>What a message calls a matrix: the matrix, or matrix [1, 0] of the batch.</summary>
    public static string Name(Layout x, int item)
    {
        if (x.Rank == 2) return "the matrix";
        var index = new int[x.Rank - 2];
        for (int d = index.Length - 1; d >= 0; d--) item = Math.DivRem(item, x.Sizes[d], out index[d]);
        return string.Create(CultureInfo.InvariantCulture, $"matrix {Layout.Describe(index)} of the batch {x}");
    }

    private static int Start(ReadOnlySpan<int> sizes, ReadOnlySpan<int> strides, int item)
    {
        int at = 0;
        for (int d = sizes.Length - 3; d >= 0; d--)
        {
            item = Math.DivRem(item, sizes[d], out int index);
            at += index * strides[d];
        }
        return at;
    }
}
