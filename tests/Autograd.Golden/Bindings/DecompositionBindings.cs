using System.Text.Json;

namespace Autograd.Golden;

/// <summary>Decompositions, solutions, determinants, norms of matrices, and sums of products.</summary>
internal static class DecompositionBindings
{
    public static BindingTable Table { get; } = new()
    {
        { "einsum", a => Tensor.Einsum(a.Text("equation"), a.Tensors("operands")) },
        { "kron", a => a.Tensor("input").Kron(a.Tensor("other")) },
        { "cross", a => a.Tensor("input").Cross(a.Tensor("other"), a.OptionalInt("dim")) },
        { "linalg.cross", a => Linalg.Cross(a.Tensor("input"), a.Tensor("other"), a.Int("dim", -1)) },
        { "linalg.multi_dot", a => Linalg.MultiDot(a.Tensors("tensors")) },
        { "chain_matmul", a => Linalg.MultiDot(a.Tensors("matrices")) },
        { "matrix_power", a => a.Tensor("input").MatrixPower(a.Int("n")) },
        { "linalg.matrix_power", a => Linalg.MatrixPower(a.Tensor("A"), a.Int("n")) },
        { "matrix_exp", x => x.MatrixExp() },
        { "linalg.matrix_exp", a => Linalg.MatrixExp(a.Tensor("A")) },
        { "linalg.vander", a => Linalg.Vander(a.Tensor("x"), a.OptionalInt("N")) },
        { "det", x => x.Det() },
        { "logdet", x => x.LogDet() },
        { "slogdet", a => Both(a.Tensor("input").SlogDet()) },
        { "linalg.det", a => Linalg.Det(Matrix(a)) },
        { "linalg.slogdet", a => Both(Linalg.SlogDet(Matrix(a))) },
        { "inverse", x => x.Inverse() },
        { "linalg.inv", a => Linalg.Inv(Matrix(a)) },
        { "pinverse", a => a.Tensor("input").Pinverse(a.Double("rcond", 1e-15)) },
        { "linalg.pinv", a => Linalg.Pinv(Matrix(a), a.OptionalDouble("atol"), a.OptionalDouble("rtol"), a.Bool("hermitian")) },
        { "linalg.solve", a => Linalg.Solve(a.Tensor("A"), a.Tensor("B"), a.Bool("left", true)) },
        { "linalg.tensorinv", a => Linalg.TensorInv(Matrix(a), a.Int("ind", 2)) },
        { "linalg.tensorsolve", a => Linalg.TensorSolve(a.Tensor("A"), a.Tensor("B"), a.OptionalInts("dims") ?? []) },
        { "vdot", a => a.Tensor("input").Dot(a.Tensor("other")) },
        { "ger", a => a.Tensor("input").Outer(a.Tensor("vec2")) },
        { "linalg.matmul", a => a.Tensor("input").MatMul(a.Tensor("other")) },
        { "linalg.diagonal", a => Matrix(a).Diagonal(a.Int("offset", 0), a.Int("dim1", -2), a.Int("dim2", -1)) },
        { "linalg.solve_triangular", a => Linalg.SolveTriangular(a.Tensor("A"), a.Tensor("B"), a.Bool("upper"), a.Bool("left", true), a.Bool("unitriangular")) },
        { "triangular_solve", a => a.Tensor("b").TriangularSolve(a.Tensor("A"), a.Bool("upper", true), a.Bool("transpose"), a.Bool("unitriangular")).Solution },
        { "cholesky", a => a.Tensor("input").Cholesky(a.Bool("upper")) },
        { "linalg.cholesky", a => Linalg.Cholesky(Matrix(a), a.Bool("upper")) },
        { "cholesky_solve", a => a.Tensor("B").CholeskySolve(a.Tensor("L"), a.Bool("upper")) },
        { "cholesky_inverse", a => a.Tensor("L").CholeskyInverse(a.Bool("upper")) },
        { "linalg.lu", a => Three(Linalg.Lu(Matrix(a))) },
        { "linalg.lu_factor", a => LuFactor(a) },
        { "linalg.lu_solve", a => Linalg.LuSolve(a.Tensor("LU"), a.Tensor("pivots").To(DType.Int32), a.Tensor("B"), a.Bool("left", true), a.Bool("adjoint")) },
        { "linalg.qr", a => Both(Linalg.Qr(Matrix(a), Enum.Parse<QrMode>(a.Text("mode", "reduced"), ignoreCase: true))) },
        { "linalg.eigh", a => Both(Linalg.Eigh(Matrix(a), IsUpper(a))) },
        { "linalg.eigvalsh", a => Linalg.Eigvalsh(Matrix(a), IsUpper(a)) },
        { "linalg.svd", a => Three(Linalg.Svd(Matrix(a), a.Bool("full_matrices", true))) },
        { "linalg.svdvals", a => Linalg.Svdvals(Matrix(a)) },
        { "linalg.lstsq", a => Linalg.Lstsq(a.Tensor("A"), a.Tensor("B"), a.OptionalDouble("rcond")).Solution },
        { "linalg.matrix_norm", a => Name(a, "ord") is { } name
            ? Linalg.MatrixNorm(Matrix(a), name, Dims(a), a.Bool("keepdim"))
            : a.OptionalDouble("ord") is { } ord
            ? Linalg.MatrixNorm(Matrix(a), ord, Dims(a), a.Bool("keepdim"))
            : Linalg.MatrixNorm(Matrix(a), dims: Dims(a), keepDim: a.Bool("keepdim")) },
        { "linalg.norm", a => Name(a, "ord") is { } name
            ? Linalg.Norm(Matrix(a), name, Dims(a), a.Bool("keepdim"))
            : Linalg.Norm(Matrix(a), a.OptionalDouble("ord"), Dims(a), a.Bool("keepdim")) },
        { "linalg.cond", a => Name(a, "p") is { } name ? Linalg.Cond(Matrix(a), name) : Linalg.Cond(Matrix(a), a.Double("p", 2)) },
        { "linalg.matrix_rank", a => Linalg.MatrixRank(Matrix(a), a.OptionalDouble("atol"), a.OptionalDouble("rtol"), a.Bool("hermitian")) },
    };

    /// <summary>The bank has one kind of integers.</summary>
    private static Tensor[] LuFactor(CaseArguments a)
    {
        var (lu, pivots) = Linalg.LuFactor(Matrix(a));
        return [lu, pivots.Long()];
    }

    private static Tensor Matrix(CaseArguments a) => a.Tensor("A");

    private static bool IsUpper(CaseArguments a) => a.Text("UPLO", "L") is "U" or "u";

    private static int[] Dims(CaseArguments a) => a.OptionalInts("dim") ?? [];

    /// <summary>A norm by its name; infinities are numbers.</summary>
    private static MatrixNormKind? Name(CaseArguments a, string argument) =>
        a.Argument(argument) is { ValueKind: JsonValueKind.String } text && Enum.TryParse<MatrixNormKind>(text.GetString(), ignoreCase: true, out var name) ? name : null;

    private static Tensor[] Both((Tensor First, Tensor Second) pair) => [pair.First, pair.Second];

    private static Tensor[] Three((Tensor First, Tensor Second, Tensor Third) all) => [all.First, all.Second, all.Third];
}
