namespace Autograd.Tests.LinearAlgebra;

/// <summary>What does not fit is refused by the name of the op that was called, with the shapes and dtypes of both sides.</summary>
public sealed class MessageTests
{
    private static readonly Tensor Wide = Tensor.Ones([2, 3], DType.Float64);
    private static readonly Tensor Square = Tensor.Eye(3, dtype: DType.Float64);
    private static readonly Tensor Vector = Tensor.Ones([4], DType.Float64);

    /// <summary>Calls of one matrix, by the op's name.</summary>
    private static readonly Dictionary<string, Action<Tensor>> OfSquares = new(StringComparer.Ordinal)
    {
        ["Inv"] = a => Linalg.Inv(a),
        ["Inverse"] = a => a.Inverse(),
        ["Det"] = a => Linalg.Det(a),
        ["SlogDet"] = a => Linalg.SlogDet(a),
        ["LogDet"] = a => a.LogDet(),
        ["Solve"] = a => Linalg.Solve(a, Square),
        ["SolveTriangular"] = a => Linalg.SolveTriangular(a, Square, upper: true),
        ["TriangularSolve"] = a => Square.TriangularSolve(a),
        ["LuSolve"] = a => Linalg.LuSolve(a, Tensor.Ones([3], DType.Int32), Square),
        ["Cholesky"] = a => Linalg.Cholesky(a),
        ["CholeskySolve"] = a => Square.CholeskySolve(a),
        ["CholeskyInverse"] = a => a.CholeskyInverse(),
        ["Eigh"] = a => Linalg.Eigh(a),
        ["Eigvalsh"] = a => Linalg.Eigvalsh(a),
        ["MatrixPower"] = a => a.MatrixPower(2),
        ["MatrixExp"] = a => a.MatrixExp(),
        ["Cond"] = a => Linalg.Cond(a, 1),
    };

    private static readonly Dictionary<string, Action<Tensor>> OfMatrices = new(StringComparer.Ordinal)
    {
        ["LuFactor"] = a => Linalg.LuFactor(a),
        ["Lu"] = a => Linalg.Lu(a),
        ["Qr"] = a => Linalg.Qr(a),
        ["Svd"] = a => Linalg.Svd(a),
        ["Svdvals"] = a => Linalg.Svdvals(a),
        ["Pinv"] = a => Linalg.Pinv(a),
        ["Lstsq"] = a => Linalg.Lstsq(a, Square),
        ["MatrixRank"] = a => Linalg.MatrixRank(a),
        ["MatrixNorm"] = a => Linalg.MatrixNorm(a, 2),
    };

    public static TheoryData<string> Squares() => [.. OfSquares.Keys];

    public static TheoryData<string> All() => [.. OfSquares.Keys, .. OfMatrices.Keys];

    public static TheoryData<string, Action, string> Wrong() => new()
    {
        { "Solve", () => Linalg.Solve(Square, Wide), "[2, 3] does not fit A of shape [3, 3]" },
        { "Solve", () => Linalg.Solve(Square, Square.Float()), "float64 [3, 3] and float32 [3, 3]" },
        { "Solve", () => Linalg.Solve(Square, Tensor.Ones([3], DType.Float64), left: false), "[3]" },
        { "SolveTriangular", () => Linalg.SolveTriangular(Square, Wide, upper: true), "[2, 3] does not fit the triangle of shape [3, 3]" },
        { "CholeskySolve", () => Wide.CholeskySolve(Square), "[2, 3] does not fit the triangle of shape [3, 3]" },
        { "LuSolve", () => Linalg.LuSolve(Square, Tensor.Ones([2], DType.Int32), Square), "[2] do not belong to factors of shape [3, 3]" },
        { "LuSolve", () => Linalg.LuSolve(Square, Tensor.Ones([3], DType.Int64), Square), "int64" },
        { "Lstsq", () => Linalg.Lstsq(Wide, Square), "[3, 3] does not fit A of shape [2, 3]" },
        { "Solve", () => Linalg.Solve(Tensor.Ones([2, 3, 3], DType.Float64), Tensor.Ones([4, 3, 1], DType.Float64)), "[2, 3, 3] and [4, 3, 1] do not broadcast" },
        { "MultiDot", () => Linalg.MultiDot(Wide, Wide), "[2, 3] x [2, 3]" },
        { "MultiDot", () => Linalg.MultiDot(Wide), "not 1" },
        { "Cross", () => Linalg.Cross(Vector, Vector), "[4]" },
        { "Cross", () => Linalg.Cross(Wide, Wide, 5), "dimension 5" },
        { "MatrixNorm", () => Linalg.MatrixNorm(Wide, 3), "2, -2" },
        { "MatrixNorm", () => Linalg.MatrixNorm(Wide, 1, [0, 0]), "are the same" },
        { "MatrixNorm", () => Linalg.MatrixNorm(Wide, 1, [0, 7]), "dimension 7" },
        { "Cond", () => Linalg.Cond(Square, 3), "2, -2" },
        { "Norm", () => Linalg.Norm(Tensor.Ones(2, 2, 2), 1), "[2, 2, 2]" },
        { "Norm", () => Linalg.Norm(Vector, MatrixNormKind.Nuc), "[4]" },
        { "Vander", () => Linalg.Vander(Vector, 0), "0 powers of shape [4]" },
        { "TensorInv", () => Linalg.TensorInv(Wide, 1), "[2, 3]" },
        { "TensorSolve", () => Linalg.TensorSolve(Wide, Vector), "[2, 3]" },
        { "Einsum", () => Tensor.Einsum("i,i", Vector, Vector.Float()), "float64 and float32" },
        { "Einsum", () => Tensor.Einsum("i", Vector.Bool()), "bool" },
    };

    [Theory]
    [MemberData(nameof(Squares))]
    public void A_matrix_that_is_not_square_is_named(string op)
    {
        var thrown = Assert.Throws<ShapeException>(() => OfSquares[op](Wide));
        Assert.StartsWith(op + ": ", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("[2, 3]", thrown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_vector_is_no_matrix(string op)
    {
        var thrown = Assert.Throws<ShapeException>(() => Call(op, Vector));
        Assert.StartsWith(op + ": ", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("[4]", thrown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Integers_are_refused(string op)
    {
        var thrown = Assert.Throws<DTypeException>(() => Call(op, Square.Long()));
        Assert.StartsWith(op + ": ", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("int64", thrown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_does_not_fit_names_both_sides(string op, Action call, string reason)
    {
        var thrown = Assert.ThrowsAny<ArgumentException>(call);
        Assert.StartsWith(op + ": ", thrown.Message, StringComparison.Ordinal);
        Assert.Contains(reason, thrown.Message, StringComparison.Ordinal);
    }

    private static void Call(string op, Tensor a) => (OfSquares.GetValueOrDefault(op) ?? OfMatrices[op])(a);
}
