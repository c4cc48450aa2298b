using Autograd.Checks;

namespace Autograd.Tests.LinearAlgebra;

/// <summary>Singular and degenerate matrices: what has a value gives it, what has none throws and names the matrix and the pivot.</summary>
public sealed class SingularTests
{
    private static readonly Tensor Regular = Tensor.From([[2.0, 1], [1, 3]]);
    private static readonly Tensor Singular = Tensor.From([[1.0, 2], [2, 4]]);

    private static Tensor Batch() => Tensor.Stack([Regular, Singular]);

    public static TheoryData<string, Func<Tensor, Tensor>> NeedRegular() => new()
    {
        { "Inv", a => Linalg.Inv(a) },
        { "Inverse", a => a.Inverse() },
        { "Solve", a => Linalg.Solve(a, Tensor.Ones([2, 1], DType.Float64)) },
        { "MatrixPower", a => a.MatrixPower(-1) },
        { "SolveTriangular", a => Linalg.SolveTriangular(a - a.Triu(), Tensor.Ones([2, 1], DType.Float64), upper: false) },
        { "Cholesky", a => Linalg.Cholesky(a - Tensor.Eye(2, dtype: DType.Float64)) },
    };

    [Theory]
    [MemberData(nameof(NeedRegular))]
    public void What_needs_a_regular_matrix_names_the_one_that_is_not(string op, Func<Tensor, Tensor> call)
    {
        var thrown = Assert.Throws<LinAlgException>(() => call(Batch()));
        Assert.StartsWith(op + ": matrix [", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("pivot", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_message_counts_the_matrix_in_its_batch_and_the_pivot()
    {
        var batch = Tensor.Stack([Batch(), Batch()]);
        Assert.Equal("Inv: matrix [0, 1] of the batch [2, 2, 2, 2] is singular: pivot 1 is 0", Assert.Throws<LinAlgException>(() => Linalg.Inv(batch)).Message);
    }

    [Fact]
    public void A_determinant_of_zero_has_its_cofactors_as_gradient()
    {
        var a = Singular.Clone().RequiresGradInPlace();
        a.Det().Backward();
        Assert.True(a.Grad!.AllClose(Tensor.From([[4.0, -2], [-2, 1]])));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(3, 1)]
    [InlineData(4, 1)]
    [InlineData(4, 2)]
    [InlineData(5, 4)]
    public void Derivatives_of_a_determinant_of_short_rank_are_right_to_order_three(int n, int rank)
    {
        // A block in zeros: what is to be zero is so without rounding.
        var a = Tensor.Randn([rank, rank], DType.Float64, new Generator(7)).Pad([n - rank, 0, 0, n - rank]);
        var report = GradCheck.Run(xs => [Linalg.Det(xs[0])], [a.RequiresGradInPlace()], new GradCheckOptions { Order = 3 });
        Assert.True(report.Passed, report.ToString());
    }

    [Fact]
    public void A_regular_matrix_beside_a_singular_one_keeps_its_gradient()
    {
        var a = Batch().RequiresGradInPlace();
        a.Det().Sum().Backward();
        Assert.True(a.Grad![0].AllClose(Tensor.From([[3.0, -1], [-1, 2]])));
        Assert.True(a.Grad![1].AllClose(Tensor.From([[4.0, -2], [-2, 1]])));
    }

    [Fact]
    public void The_logarithm_of_a_determinant_of_zero_is_infinite_and_its_gradient_throws()
    {
        var a = Batch().RequiresGradInPlace();
        var (sign, log) = a.SlogDet();
        Assert.Equal([1.0, 0], sign.ToArray<double>());
        Assert.Equal(double.NegativeInfinity, log.ToArray<double>()[1]);
        Assert.StartsWith("SlogDet: matrix [1] of the batch", Assert.Throws<LinAlgException>(() => log.Sum().Backward()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_negative_determinant_has_no_logarithm() =>
        Assert.True(double.IsNaN(Tensor.From([[0.0, 1], [1, 0]]).LogDet().Item()));

    [Fact]
    public void Vectors_of_equal_values_have_no_derivative_and_the_values_have()
    {
        var a = Tensor.Eye(3, dtype: DType.Float64).RequiresGradInPlace();
        Linalg.Svdvals(a).Sum().Backward();
        Assert.True(a.Grad!.AllClose(Tensor.Eye(3, dtype: DType.Float64)));
        Assert.Contains("equal", Assert.Throws<LinAlgException>(() => Linalg.Eigh(a).Eigenvectors.Square().Sum().Backward()).Message, StringComparison.Ordinal);
        Assert.Contains("equal", Assert.Throws<LinAlgException>(() => Linalg.Svd(a).U.Square().Sum().Backward()).Message, StringComparison.Ordinal);
    }

    /// <summary>The planes of the two vectors whose values are not 0 have derivatives, in both modes; 0 + 0 divides nothing.</summary>
    [Fact]
    public void Vectors_beside_a_singular_value_of_0_have_derivatives()
    {
        static Tensor[] Planes(Tensor[] xs)
        {
            var (u, s, vh) = Linalg.Svd(xs[0]);
            Tensor left = u.Narrow(-1, 0, 2), right = vh.Narrow(-2, 0, 2);
            return [left.MatMul(left.MT), right.MT.MatMul(right), s.Narrow(-1, 0, 2)];
        }
        var a = Tensor.From([[3.0, 0, 0], [0, 2, 0], [0, 0, 0]]).RequiresGradInPlace();
        Assert.Equal(0, Linalg.Svdvals(a.Detach())[2].Item());
        GradCheck.Run(Planes, [a]).ThrowIfFailed();
    }

    [Fact]
    public void Ranks_conditions_and_pseudo_inverses_of_singular_matrices_have_values()
    {
        Assert.Equal([2L, 1], Linalg.MatrixRank(Batch()).ToArray<long>());
        Assert.True(Linalg.Cond(Singular).Item() > 1e15);
        Assert.Equal(double.PositiveInfinity, Linalg.Cond(Singular, 1).Item());
        Assert.True(Linalg.Pinv(Singular).AllClose(Singular / 25.0));
        Assert.True(Linalg.Pinv(Tensor.Zeros([2, 3], DType.Float64)).AllClose(Tensor.Zeros([3, 2], DType.Float64)));
    }

    [Fact]
    public void A_pseudo_inverse_without_a_value_that_counts_refuses_its_gradient()
    {
        var a = Tensor.From([[3.0, 0], [0, 1]]).RequiresGradInPlace();
        Assert.StartsWith("Pinv:", Assert.Throws<AutogradException>(() => Linalg.Pinv(a, rtol: 0.5).Sum().Backward()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_completes_a_basis_has_no_derivative()
    {
        var a = Tensor.Randn([3, 2], DType.Float64, new Generator(1)).RequiresGradInPlace();
        Assert.StartsWith("Qr:", Assert.Throws<AutogradException>(() => Linalg.Qr(a, QrMode.Complete).R.Sum().Backward()).Message, StringComparison.Ordinal);
        Assert.StartsWith("Svd:", Assert.Throws<AutogradException>(() => Linalg.Svd(a).U.Sum().Backward()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Elements_that_are_not_finite_are_named()
    {
        var a = Tensor.From([[1.0, double.NaN], [double.NaN, 1]]);
        Assert.Contains("not finite", Assert.Throws<LinAlgException>(() => Linalg.Svd(a)).Message, StringComparison.Ordinal);
        Assert.Contains("not finite", Assert.Throws<LinAlgException>(() => Linalg.Eigh(a)).Message, StringComparison.Ordinal);
        Assert.True(double.IsNaN(Linalg.Det(a).Item()));
    }

    [Fact]
    public void Eigenvalues_of_general_matrices_are_refused_by_name()
    {
        Assert.StartsWith("Eig:", Assert.Throws<NotSupportedException>(() => Linalg.Eig(Regular)).Message, StringComparison.Ordinal);
        Assert.StartsWith("Eigvals:", Assert.Throws<NotSupportedException>(() => Linalg.Eigvals(Regular)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_trace_of_a_tall_matrix_has_the_identity_as_gradient()
    {
        var a = Tensor.Ones([4, 2], DType.Float64).RequiresGradInPlace();
        a.Trace().Backward();
        Assert.True(a.Grad!.AllClose(Tensor.Eye(4, 2, DType.Float64)));
    }
}
