namespace Autograd;

public static partial class Linalg
{
    /// <summary>
    /// The condition number |A| |A^-1| (<c>torch.linalg.cond</c>): of order 2, the default, the quotient of the largest and the smallest singular
    /// value, of any shape; infinite for a singular matrix, 0 for <c>[0, 0]</c>.
    /// </summary>
    /// <param name="a"><c>[..., M, N]</c>; square for any order but 2 and -2.</param>
    /// <param name="p">An order of <see cref="MatrixNorm(Tensor, double, ReadOnlySpan{int}, bool)"/>; -2 gives the inverse quotient.</param>
    /// <exception cref="ShapeException">The tensor is no matrix, or not square.</exception>
    /// <exception cref="DTypeException">The dtype is not float32 or float64.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such norm.</exception>
    public static Tensor Cond(Tensor a, double p = 2)
    {
        Matrices.Need("Cond", a);
        if (p is 2 or -2)
        {
            if (a.Numel == 0) return NoCondition(a);
            var s = SingularValues("Cond", a);
            Tensor largest = s.Select(-1, 0), smallest = s.Select(-1, s.Shape[-1] - 1);
            return p == 2 ? largest / smallest : smallest / largest;
        }
        Matrices.NeedSquare("Cond", a);
        if (a.Numel == 0) return NoCondition(a);
        var inverse = MatrixNorm("Cond", Op.Call(new InverseOp("Cond", infinite: true), a), p);
        return Tensor.Where(inverse.IsInf(), inverse, MatrixNorm("Cond", a, p) * inverse);
    }

    /// <summary>The condition number by a norm that has a name (<c>torch.linalg.cond</c>), from singular values; infinite for a singular matrix.</summary>
    /// <exception cref="ShapeException">The matrices are not square.</exception>
    /// <exception cref="DTypeException">The dtype is not float32 or float64.</exception>
    public static Tensor Cond(Tensor a, MatrixNormKind p)
    {
        Matrices.NeedSquare("Cond", a);
        if (a.Numel == 0) return NoCondition(a);
        var s = SingularValues("Cond", a);
        // The singular values of A^-1 are their reciprocals.
        return p == MatrixNormKind.Nuc ? s.Sum(-1) * s.Reciprocal().Sum(-1) : s.VectorNorm(2, [-1]) * s.Reciprocal().VectorNorm(2, [-1]);
    }

    /// <summary>
    /// The number of singular values above max(atol, rtol s_max) (<c>torch.linalg.matrix_rank</c>), int64; of magnitudes of eigenvalues where the
    /// matrices are symmetric. Not differentiable.
    /// </summary>
    /// <param name="a"><c>[..., M, N]</c>.</param>
    /// <param name="atol">0 when not given.</param>
    /// <param name="rtol">max(M, N) times the precision of the dtype when neither is given, 0 when only the other is.</param>
    /// <param name="hermitian">The matrices are symmetric; their lower triangle is read.</param>
    /// <exception cref="ShapeException">The tensor is no matrix, or not square where it is to be symmetric.</exception>
    /// <exception cref="DTypeException">The dtype is not float32 or float64.</exception>
    /// <exception cref="LinAlgException">An element is not finite.</exception>
    public static Tensor MatrixRank(Tensor a, double? atol = null, double? rtol = null, bool hermitian = false)
    {
        Matrices.Need("MatrixRank", a);
        var x = a.Detach();
        if (hermitian) Matrices.NeedSquare("MatrixRank", a);
        if (x.Numel == 0) return Tensor.Zeros(x.Layout.Sizes[..^2], DType.Int64);
        var values = hermitian ? Eigh("MatrixRank", x, upper: false).Values.Abs() : SingularValues("MatrixRank", x);
        double relative = rtol ?? (atol is > 0 ? 0 : Math.Max(x.Shape[-2], x.Shape[-1]) * Matrices.Precision(x.DType));
        var tolerance = (relative * values.AMax(-1, keepDim: true)).Maximum(Tensor.Scalar(atol ?? 0, x.DType));
        return values.Gt(tolerance).Sum(-1);
    }

    private static Tensor NoCondition(Tensor a) => Tensor.Zeros(a.Layout.Sizes[..^2], a.DType);
}
