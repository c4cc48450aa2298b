using static Autograd.Testing.Differentiability;
using static Autograd.Testing.IntegerResult;

namespace Autograd.Testing;

/// <summary>Solutions, determinants and the decompositions behind them, on matrices of a small condition.</summary>
internal static class LinalgRows
{
    public static IEnumerable<OpRow> All() =>
    [
        new OpRow("Inv", "torch.linalg.inv").Also("Inverse").OnIntegers(Refused)
            .On(d => Square(d, n => d.Regular(n, n)), x => Linalg.Inv(x))
            .On(d => Square(d, n => d.Regular(2, n, n)), x => x.Inverse()),
        new OpRow("Det", "torch.linalg.det").OnIntegers(Refused)
            .On(d => Square(d, n => d.Regular(n, n)), x => Linalg.Det(x))
            .On(d => d.Regular(2, 3, 3), x => x.Det())
            // Of rank n - 1 and n - 2: cofactors without an inverse.
            .On(d => d.Regular(3, 3) * Tensor.From([1.0, 0, 1]), x => Linalg.Det(x))
            .On(d => d.Regular(2, 4, 4) * Tensor.From([1.0, 0, 1, 0]), x => Linalg.Det(x)),
        new OpRow("SlogDet", "torch.linalg.slogdet").OnIntegers(Refused)
            .On(d => [Square(d, n => d.Regular(n, n))], xs => Two(Linalg.SlogDet(xs[0])))
            .On(d => [d.Regular(2, 3, 3)], xs => Two(xs[0].SlogDet())),
        new OpRow("LogDet", "torch.logdet").OnIntegers(Refused).On(d => Square(d, n => d.Definite(n, n)), x => x.LogDet()),
        new OpRow("Solve", "torch.linalg.solve").OnIntegers(Refused)
            .On(d => Pair(d, n => d.Regular(n, n), n => d.Real(n, 2)), (a, b) => Linalg.Solve(a, b))
            .On(d => Pair(d, n => d.Regular(n, n), n => d.Real(n)), (a, b) => Linalg.Solve(a, b))
            .On(d => (d.Regular(2, 1, 3, 3), d.Real(4, 3, 2)), (a, b) => Linalg.Solve(a, b))
            .On(d => (d.Regular(3, 3), d.Real(2, 2, 3)), (a, b) => Linalg.Solve(a, b, left: false)),
        new OpRow("TensorSolve", "torch.linalg.tensorsolve").OnIntegers(Refused)
            .On(d => (d.Regular(6, 6), d.Real(2, 3)), (a, b) => Linalg.TensorSolve(a.Reshape(2, 3, 6), b))
            .On(d => (d.Regular(6, 6), d.Real(6)), (a, b) => Linalg.TensorSolve(a.Reshape(2, 3, 6), b, [1, 0])),
        new OpRow("TensorInv", "torch.linalg.tensorinv").OnIntegers(Refused)
            .On(d => d.Regular(6, 6), x => Linalg.TensorInv(x.Reshape(6, 3, 2), 1))
            .On(d => d.Regular(4, 4), x => Linalg.TensorInv(x.Reshape(2, 2, 4))),
        new OpRow("SolveTriangular", "torch.linalg.solve_triangular").Also("TriangularSolve").OnIntegers(Refused)
            .On(d => Pair(d, n => d.Triangle(n, n), n => d.Real(n, 2)), (a, b) => Linalg.SolveTriangular(a, b, upper: true))
            .On(d => Pair(d, n => d.Triangle(2, n, n), n => d.Real(n, 2)), (a, b) => Linalg.SolveTriangular(a, b, upper: false, unitriangular: true))
            .On(d => (d.Triangle(3, 3), d.Real(2, 2, 3)), (a, b) => Linalg.SolveTriangular(a, b, upper: false, left: false))
            .On(d => (d.Triangle(3, 3), d.Real(3, 2)), (a, b) => b.TriangularSolve(a, transpose: true).Solution),
        new OpRow("LuFactor", "torch.linalg.lu_factor", Piecewise).OnIntegers(Refused)
            .On(d => [Square(d, n => d.Regular(n, n))], xs => Two(Linalg.LuFactor(xs[0])))
            .On(d => [d.Regular(2, 4, 3)], xs => Two(Linalg.LuFactor(xs[0])))
            .On(d => [d.Regular(2, 4)], xs => Two(Linalg.LuFactor(xs[0]))),
        new OpRow("Lu", "torch.linalg.lu", Piecewise).OnIntegers(Refused)
            .On(d => [Square(d, n => d.Regular(n, n))], xs => Three(Linalg.Lu(xs[0])))
            .On(d => [d.Regular(3, 4)], xs => Three(Linalg.Lu(xs[0]))),
        new OpRow("LuSolve", "torch.linalg.lu_solve", Piecewise).OnIntegers(Refused)
            .On(d => Pair(d, n => d.Regular(n, n), n => d.Real(n, 2)), (a, b) => ByFactors(a, b, left: true, adjoint: false))
            .On(d => (d.Regular(3, 3), d.Real(3, 2)), (a, b) => ByFactors(a, b, left: true, adjoint: true))
            .On(d => (d.Regular(3, 3), d.Real(2, 3)), (a, b) => ByFactors(a, b, left: false, adjoint: false)),
        // One triangle is read and the gradient is symmetric: differences see it on symmetric matrices alone.
        new OpRow("Cholesky", "torch.linalg.cholesky").OnIntegers(Untested)
            .On(d => Square(d, n => d.Definite(n, n)), x => Linalg.Cholesky(Symmetric(x)))
            .On(d => d.Definite(2, 3, 3), x => Symmetric(x).Cholesky(upper: true)),
        new OpRow("CholeskySolve", "torch.cholesky_solve").OnIntegers(Refused)
            .On(d => Pair(d, n => d.Triangle(n, n), n => d.Real(n, 2)), (l, b) => b.CholeskySolve(l))
            .On(d => (d.Triangle(2, 3, 3), d.Real(3, 2)), (u, b) => b.CholeskySolve(u, upper: true)),
        new OpRow("CholeskyInverse", "torch.cholesky_inverse").OnIntegers(Refused)
            .On(d => Square(d, n => d.Triangle(n, n)), x => x.CholeskyInverse())
            .On(d => d.Triangle(2, 2, 2), x => x.CholeskyInverse(upper: true)),
    ];

    internal static Tensor Symmetric(Tensor x) => (x + x.MT) * 0.5;

    internal static Tensor Square(Dice d, Func<int, Tensor> draw) => draw(d.Size());

    private static (Tensor First, Tensor Second) Pair(Dice d, Func<int, Tensor> first, Func<int, Tensor> second)
    {
        int n = d.Size();
        return (first(n), second(n));
    }

    private static Tensor ByFactors(Tensor a, Tensor b, bool left, bool adjoint)
    {
        var (lu, pivots) = Linalg.LuFactor(a);
        return Linalg.LuSolve(lu, pivots, b, left, adjoint);
    }

    private static Tensor[] Two((Tensor First, Tensor Second) pair) => [pair.First, pair.Second];

    private static Tensor[] Three((Tensor First, Tensor Second, Tensor Third) all) => [all.First, all.Second, all.Third];
}
