namespace Autograd;

/// <summary>The norms of matrices that have a name and no number (<c>ord</c> of <c>torch.linalg.matrix_norm</c>).</summary>
public enum MatrixNormKind
{
    /// <summary>Frobenius: the root of the sum of squares.</summary>
    Fro,

    /// <summary>Nuclear: the sum of the singular values.</summary>
    Nuc,
}

public static partial class Linalg
{
    /// <summary>A norm of matrices by its name (<c>torch.linalg.matrix_norm</c>).</summary>
    /// <param name="a">At least two dimensions.</param>
    /// <param name="ord">Frobenius or nuclear.</param>
    /// <param name="dims">Rows and columns; the last two when not given.</param>
    /// <param name="keepDim">Leave the dimensions with size 1.</param>
    /// <exception cref="ShapeException">There are no such two dimensions.</exception>
    /// <exception cref="DTypeException">The dtype is not float32 or float64.</exception>
    public static Tensor MatrixNorm(Tensor a, MatrixNormKind ord = MatrixNormKind.Fro, ReadOnlySpan<int> dims = default, bool keepDim = false)
    {
        var (rows, columns) = NormDims("MatrixNorm", a, dims);
        return ord == MatrixNormKind.Fro
            ? a.VectorNorm(2, [rows, columns], keepDim)
            : OfSingularValues("MatrixNorm", a, rows, columns, keepDim, static s => s.Sum(-1));
    }

    /// <summary>
    /// A norm of matrices by its order (<c>torch.linalg.matrix_norm</c>): 1 the largest sum of magnitudes of a column, -1 the smallest, the
    /// infinities those of a row, 2 the largest singular value, -2 the smallest. The slope of a largest value that occurs twice is shared.
    /// </summary>
    /// <param name="a">At least two dimensions.</param>
    /// <param name="ord">1, -1, 2, -2 or an infinity.</param>
    /// <param name="dims">Rows and columns; the last two when not given.</param>
    /// <param name="keepDim">Leave the dimensions with size 1.</param>
    /// <exception cref="ShapeException">There are no such two dimensions, or an extreme of nothing is asked for.</exception>
    /// <exception cref="DTypeException">The dtype is not float32 or float64.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such norm.</exception>
    public static Tensor MatrixNorm(Tensor a, double ord, ReadOnlySpan<int> dims = default, bool keepDim = false) =>
        MatrixNorm("MatrixNorm", a, ord, dims, keepDim);

    /// <summary>The same for an op that is composed of it.</summary>
    internal static Tensor MatrixNorm(string op, Tensor a, double ord, ReadOnlySpan<int> dims = default, bool keepDim = false)
    {
        var (rows, columns) = NormDims(op, a, dims);
        return ord switch
        {
            1 => Sums(a, rows, columns, keepDim, static (x, d, keep) => x.AMax(d, keep)),
            -1 => Sums(a, rows, columns, keepDim, static (x, d, keep) => x.AMin(d, keep)),
            double.PositiveInfinity => Sums(a, columns, rows, keepDim, static (x, d, keep) => x.AMax(d, keep)),
            double.NegativeInfinity => Sums(a, columns, rows, keepDim, static (x, d, keep) => x.AMin(d, keep)),
            2 => OfSingularValues(op, a, rows, columns, keepDim, static s => s.AMax(-1)),
            -2 => OfSingularValues(op, a, rows, columns, keepDim, static s => s.AMin(-1)),
            _ => throw new ArgumentOutOfRangeException(nameof(ord), ord, $"{op}: the norms of matrices are 1, -1, 2, -2, the infinities, and by name MatrixNormKind.Fro and Nuc"),
        };
    }

    /// <summary>A norm of vectors (<c>torch.linalg.vector_norm</c>); see <see cref="Tensor.VectorNorm"/>.</summary>
    /// <exception cref="ShapeException">There is no such dimension, or one is named twice.</exception>
    /// <exception cref="DTypeException">The dtype is an integer's.</exception>
    public static Tensor VectorNorm(Tensor x, double ord = 2, ReadOnlySpan<int> dims = default, bool keepDim = false)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.VectorNorm(ord, dims, keepDim);
    }

    /// <summary>
    /// The norm of vectors along one dimension, or of matrices along two (<c>torch.linalg.norm</c>). Without an order it is the root of the sum of
    /// squares over the dimensions, over all where none is named; with one and no dimensions the tensor is a vector or a matrix.
    /// </summary>
    /// <param name="a">Any shape.</param>
    /// <param name="ord">An order of <see cref="VectorNorm"/> or of <see cref="MatrixNorm(Tensor, double, ReadOnlySpan{int}, bool)"/>.</param>
    /// <param name="dims">One dimension or two.</param>
    /// <param name="keepDim">Leave the dimensions with size 1.</param>
    /// <exception cref="ShapeException">With an order, there are neither one nor two dimensions; or there is no such dimension.</exception>
    /// <exception cref="DTypeException">The dtype is not float32 or float64.</exception>
    public static Tensor Norm(Tensor a, double? ord = null, ReadOnlySpan<int> dims = default, bool keepDim = false)
    {
        ArgumentNullException.ThrowIfNull(a);
        if (ord is not { } order) return a.VectorNorm(2, dims, keepDim);
        return (dims.Length == 0 ? a.Rank : dims.Length) switch
        {
            1 => a.VectorNorm(order, dims, keepDim),
            2 => MatrixNorm("Norm", a, order, dims, keepDim),
            var count => throw new ShapeException($"Norm: an order is for vectors or matrices, along one dimension or two, not {count} of {a.Shape}"),
        };
    }

    /// <summary>A norm of matrices by its name (<c>torch.linalg.norm</c>); see <see cref="MatrixNorm(Tensor, MatrixNormKind, ReadOnlySpan{int}, bool)"/>.</summary>
    /// <exception cref="ShapeException">The tensor is no matrix, and no two dimensions are named.</exception>
    /// <exception cref="DTypeException">The dtype is not float32 or float64.</exception>
    public static Tensor Norm(Tensor a, MatrixNormKind ord, ReadOnlySpan<int> dims = default, bool keepDim = false)
    {
        ArgumentNullException.ThrowIfNull(a);
        if (dims.Length == 0 && a.Rank != 2) throw new ShapeException($"Norm: {ord} of shape {a.Shape} is a norm of matrices: name two dimensions");
        return MatrixNorm(a, ord, dims, keepDim);
    }

    private static (int Rows, int Columns) NormDims(string op, Tensor a, ReadOnlySpan<int> dims)
    {
        Matrices.Need(op, a);
        if (dims.Length == 0) return (a.Rank - 2, a.Rank - 1);
        if (dims.Length != 2) throw new ShapeException($"{op}: two dimensions of {a.Shape} are asked for, not {dims.Length}");
        int rows = Dims.Wrap(op, dims[0], a.Rank), columns = Dims.Wrap(op, dims[1], a.Rank);
        return rows != columns ? (rows, columns) : throw new ShapeException($"{op}: dimensions {dims[0]} and {dims[1]} of {a.Shape} are the same");
    }

    /// <summary>Magnitudes summed along one dimension, and the extreme of the sums along the other.</summary>
    private static Tensor Sums(Tensor a, int summed, int other, bool keepDim, Func<Tensor, int, bool, Tensor> extreme)
    {
        var result = extreme(a.Abs().Sum(summed, keepDim: true), other, true);
        return keepDim ? result : result.Squeeze(summed, other);
    }

    private static Tensor OfSingularValues(string op, Tensor a, int rows, int columns, bool keepDim, Func<Tensor, Tensor> reduce)
    {
        var result = reduce(SingularValues(op, a.MoveDim([rows, columns], [-2, -1])));
        return keepDim ? result.Unsqueeze(Math.Min(rows, columns)).Unsqueeze(Math.Max(rows, columns)) : result;
    }
}
