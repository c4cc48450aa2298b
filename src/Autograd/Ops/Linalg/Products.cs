using Autograd.Memory;

namespace Autograd;

public static partial class Linalg
{
    /// <summary>
    /// The product of several matrices in the order that takes the fewest multiplications (<c>torch.linalg.multi_dot</c>; Cormen et al., 15.2).
    /// The first may be a row and the last a column, given as vectors.
    /// </summary>
    /// <exception cref="ShapeException">There are fewer than two, one has more than two dimensions, or the sizes do not fit.</exception>
    /// <exception cref="DTypeException">The dtypes differ.</exception>
    public static Tensor MultiDot(params ReadOnlySpan<Tensor> tensors)
    {
        if (tensors.Length < 2) throw new ShapeException($"MultiDot: two tensors or more are asked for, not {tensors.Length}");
        var factors = tensors.ToArray();
        bool isRow = factors[0].Rank == 1, isColumn = factors[^1].Rank == 1;
        if (isRow) factors[0] = factors[0].Unsqueeze(0);
        if (isColumn) factors[^1] = factors[^1].Unsqueeze(1);
        for (int i = 0; i < factors.Length; i++)
        {
            if (factors[i].Rank != 2)
                throw new ShapeException($"MultiDot: tensor {i} has shape {tensors[i].Shape}: matrices are multiplied, the first and the last may be vectors");
            if (i > 0 && factors[i - 1].Shape[1] != factors[i].Shape[0])
                throw new ShapeException($"MultiDot: {tensors[i - 1].Shape} x {tensors[i].Shape} at {i}: inner sizes {factors[i - 1].Shape[1]} and {factors[i].Shape[0]} differ");
        }
        var product = Chain(factors, Splits(factors), 0, factors.Length - 1);
        if (isColumn) product = product.Squeeze(1);
        return isRow ? product.Squeeze(0) : product;
    }

    /// <summary>The n-th power of each matrix by repeated squaring (<c>torch.linalg.matrix_power</c>); a negative one of the inverse.</summary>
    /// <exception cref="ShapeException">The matrices are not square.</exception>
    /// <exception cref="DTypeException">The dtype is not float32 or float64.</exception>
    /// <exception cref="LinAlgException">n is negative and a matrix is singular.</exception>
    public static Tensor MatrixPower(Tensor a, int n)
    {
        int size = Matrices.NeedSquare("MatrixPower", a);
        if (n == 0) return Tensor.Eye(size, size, a.DType).Expand(a.Shape).Clone();
        var square = n < 0 ? Op.Call(new InverseOp("MatrixPower"), a) : a;
        Tensor? product = null;
        for (long left = Math.Abs((long)n); ; left >>= 1)
        {
            if ((left & 1) != 0) product = product is null ? square : product.MatMul(square);
            if (left <= 1) return product!;
            square = square.MatMul(square);
        }
    }

    /// <summary>The cross product of vectors of three along a dimension (<c>torch.linalg.cross</c>); the other dimensions broadcast.</summary>
    /// <exception cref="ShapeException">The dimension has not 3 elements, or the shapes do not broadcast.</exception>
    public static Tensor Cross(Tensor input, Tensor other, int dim = -1)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(other);
        if (input.Rank != other.Rank) throw new ShapeException($"Cross: {input.Shape} and {other.Shape} have different numbers of dimensions");
        int d = Dims.Wrap("Cross", dim, input.Rank);
        if (input.Rank == 0 || input.Shape[d] != 3 || other.Shape[d] != 3)
            throw new ShapeException($"Cross: dimension {dim} of {input.Shape} and {other.Shape} must have 3 elements in both");
        // c_i = a_(i+1) b_(i+2) - a_(i+2) b_(i+1).
        return input.Roll(-1, d) * other.Roll(-2, d) - input.Roll(-2, d) * other.Roll(-1, d);
    }

    /// <summary>The scalar products of vectors along a dimension (<c>torch.linalg.vecdot</c>); see <see cref="Tensor.VecDot"/>.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor VecDot(Tensor x, Tensor y, int dim = -1)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.VecDot(y, dim);
    }

    /// <summary>The powers x^0 to x^(N-1) of each element as a row (<c>torch.linalg.vander</c>): <c>[..., M] -> [..., M, N]</c>.</summary>
    /// <param name="x">The last dimension is a vector; a scalar is a vector of one.</param>
    /// <param name="n">N; that of elements of the last dimension when not given.</param>
    /// <exception cref="ShapeException">N is not positive.</exception>
    public static Tensor Vander(Tensor x, int? n = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        var vectors = x.AtLeast1D();
        int count = n ?? vectors.Shape[-1];
        if (count <= 0) throw new ShapeException($"Vander: {count} powers of shape {x.Shape}: at least 1 is asked for");
        var ones = Tensor.OnesLike(vectors).Unsqueeze(-1);
        if (count == 1) return ones;
        // Products one after the other, which have the right slope at 0.
        var powers = vectors.Unsqueeze(-1).Expand([.. vectors.Shape, count - 1]).CumProd(-1);
        return Tensor.Cat([ones.To(powers.DType), powers], -1);
    }

    /// <summary>Where each product of a chain is split: the last multiplication of factors i to j comes after factor splits[i, j].</summary>
    private static int[,] Splits(Tensor[] factors)
    {
        int n = factors.Length;
        var (cost, splits) = (new double[n, n], new int[n, n]);
        for (int length = 1; length < n; length++)
        {
            for (int i = 0; i + length < n; i++)
            {
                int j = i + length;
                cost[i, j] = double.PositiveInfinity;
                for (int k = i; k < j; k++)
                {
                    double total = cost[i, k] + cost[k + 1, j] + (double)factors[i].Shape[0] * factors[k].Shape[1] * factors[j].Shape[1];
                    if (total < cost[i, j]) (cost[i, j], splits[i, j]) = (total, k);
                }
            }
        }
        return splits;
    }

    private static Tensor Chain(Tensor[] factors, int[,] splits, int first, int last) => first == last
        ? factors[first]
        : Chain(factors, splits, first, splits[first, last]).MatMul(Chain(factors, splits, splits[first, last] + 1, last));
}

public partial class Tensor
{
    /// <summary>The power of each matrix (<c>torch.matrix_power</c>); see <see cref="Linalg.MatrixPower"/>.</summary>
    /// <exception cref="ShapeException">The matrices are not square.</exception>
    /// <exception cref="DTypeException">The dtype is not float32 or float64.</exception>
    /// <exception cref="LinAlgException">n is negative and a matrix is singular.</exception>
    public Tensor MatrixPower(int n) => Linalg.MatrixPower(this, n);

    /// <summary>
    /// The cross product of vectors of three (<c>torch.cross</c>) along a dimension; along the first of size 3 when none is given, as PyTorch does.
    /// </summary>
    /// <exception cref="ShapeException">The dimension has not 3 elements, or the shapes do not broadcast.</exception>
    public Tensor Cross(Tensor other, int? dim = null) => Linalg.Cross(this, other, dim ?? Math.Max(Array.IndexOf(layout.SizesArray, 3), 0));

    /// <summary>
    /// The Kronecker product (<c>torch.kron</c>): every element of this tensor times the whole other, <c>[..., M, N] x [..., P, Q] -> [..., MP, NQ]</c>
    /// in every dimension, missing ones being 1.
    /// </summary>
    public Tensor Kron(Tensor other)
    {
        ArgumentNullException.ThrowIfNull(other);
        int rank = Math.Max(Rank, other.Rank);
        Layout.CheckRank(2 * rank, "Kron");
        int[] left = new int[2 * rank], right = new int[2 * rank], sizes = new int[rank];
        for (int d = 0; d < rank; d++)
        {
            int mine = d - (rank - Rank), its = d - (rank - other.Rank);
            (left[2 * d], left[2 * d + 1]) = (mine < 0 ? 1 : layout.Sizes[mine], 1);
            (right[2 * d], right[2 * d + 1]) = (1, its < 0 ? 1 : other.layout.Sizes[its]);
            sizes[d] = Dims.Size("Kron", (long)left[2 * d] * right[2 * d + 1]);
        }
        return (Reshape(left) * other.Reshape(right)).Reshape(sizes);
    }
}
