namespace Autograd;

public static partial class Linalg
{
    /// <summary>
    /// The inverse of the linear map that a tensor is from its last dimensions to its first (<c>torch.linalg.tensorinv</c>).
    /// </summary>
    /// <param name="a">The product of its first <paramref name="ind"/> sizes is that of the others.</param>
    /// <param name="ind">How many dimensions the map leads to; they come last in the result.</param>
    /// <exception cref="ShapeException">The products differ, or there are not that many dimensions.</exception>
    /// <exception cref="DTypeException">The dtype is not float32 or float64.</exception>
    /// <exception cref="LinAlgException">The map is singular.</exception>
    public static Tensor TensorInv(Tensor a, int ind = 2)
    {
        ArgumentNullException.ThrowIfNull(a);
        if (ind <= 0 || ind > a.Rank) throw new ShapeException($"TensorInv: {a.Shape} has no first {ind} dimensions; ind is at least 1");
        int[] first = a.Layout.Sizes[..ind].ToArray(), last = a.Layout.Sizes[ind..].ToArray();
        long rows = Product(first), columns = Product(last);
        if (rows != columns) throw new ShapeException($"TensorInv: the first {ind} sizes of {a.Shape} have the product {rows}, the others {columns}; they must be the same");
        return Op.Call(new InverseOp("TensorInv"), a.Reshape((int)rows, (int)rows)).Reshape([.. last, .. first]);
    }

    /// <summary>
    /// The X of A X = B, summed over all dimensions of X, which are the last of A (<c>torch.linalg.tensorsolve</c>).
    /// </summary>
    /// <param name="a">Its sizes are those of B and then those of X, of which the products are the same.</param>
    /// <param name="b">Any shape.</param>
    /// <param name="dims">Dimensions of A that are moved to its end first.</param>
    /// <exception cref="ShapeException">The sizes do not fit.</exception>
    /// <exception cref="DTypeException">The dtypes are not float32 or float64, or differ.</exception>
    /// <exception cref="LinAlgException">The map is singular.</exception>
    public static Tensor TensorSolve(Tensor a, Tensor b, ReadOnlySpan<int> dims = default)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        Matrices.NeedOneDType("TensorSolve", a, b);
        DTypes.NeedFloat("TensorSolve", a.DType);
        if (dims.Length > 0)
        {
            var moved = Dims.Mask("TensorSolve", dims, a.Rank);
            var order = Enumerable.Range(0, a.Rank).Where(d => !moved[d]).ToList();
            foreach (int dim in dims) order.Add(Dims.Wrap("TensorSolve", dim, a.Rank));
            a = a.Permute([.. order]);
        }
        int[] sizes = b.Rank <= a.Rank ? a.Layout.Sizes[b.Rank..].ToArray() : [];
        if (b.Rank > a.Rank || !a.Layout.Sizes[..b.Rank].SequenceEqual(b.Layout.Sizes) || Product(sizes) != b.Numel)
            throw new ShapeException($"TensorSolve: A of shape {a.Shape} must begin with the sizes of B, {b.Shape}, and go on with sizes of the product {b.Numel}");
        return Solve(a.Reshape(b.Numel, b.Numel), b.Reshape(b.Numel)).Reshape(sizes);
    }

    private static long Product(int[] sizes)
    {
        long product = 1;
        foreach (int size in sizes) product *= size;
        return product;
    }
}
