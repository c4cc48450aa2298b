namespace Autograd;

public static partial class Linalg
{
    /// <summary>
    /// The X of the least |A X - B|, and of those the smallest (<c>torch.linalg.lstsq</c>): pinv(A) B by singular values, whatever the rank, as
    /// PyTorch's driver gelsd. Differentiable at constant rank.
    /// </summary>
    /// <param name="a">A: <c>[..., M, N]</c>.</param>
    /// <param name="b">B: <c>[..., M, K]</c>, or <c>[..., M]</c> as in <see cref="Solve"/>; batches broadcast.</param>
    /// <param name="rcond">Singular values up to rcond s_max count as 0; max(M, N) times the precision of the dtype when not given.</param>
    /// <returns>The solution <c>[..., N, K]</c>; the sums of squares of A X - B <c>[..., K]</c> where M exceeds N, otherwise no elements; the rank of
    /// each A, int64; its singular values.</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    /// <exception cref="DTypeException">The dtypes are not float32 or float64, or differ.</exception>
    /// <exception cref="LinAlgException">An element of A is not finite.</exception>
    public static (Tensor Solution, Tensor Residuals, Tensor Rank, Tensor SingularValues) Lstsq(Tensor a, Tensor b, double? rcond = null)
    {
        Matrices.Need("Lstsq", a);
        ArgumentNullException.ThrowIfNull(b);
        Matrices.NeedOneDType("Lstsq", a, b);
        bool isVector = b.Rank == 1 || (b.Rank == a.Rank - 1 && b.Layout.Sizes.SequenceEqual(a.Layout.Sizes[..^1]));
        var right = isVector ? b.Unsqueeze(-1) : b;
        if (right.Rank < 2 || right.Shape[-2] != a.Shape[-2])
            throw new ShapeException($"Lstsq: B of shape {b.Shape} does not fit A of shape {a.Shape}: its rows must be {a.Shape[-2]}");
        Matrices.Batch("Lstsq", a, right);
        var solution = Op.Call(new PinvOp("Lstsq", atol: null, rcond), a).MatMul(right);
        var residuals = a.Shape[-2] > a.Shape[-1] ? (a.MatMul(solution) - right).Square().Sum(-2) : Tensor.Empty([0], a.DType);
        var values = SingularValues("Lstsq", a);
        return (isVector ? solution.Squeeze(-1) : solution, residuals, MatrixRank(a, rtol: rcond), values);
    }
}
