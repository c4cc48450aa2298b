using static Autograd.Testing.Differentiability;
using static Autograd.Testing.IntegerResult;

namespace Autograd.Testing;

/// <summary>
/// Orthogonal decompositions and what follows from them, on matrices whose values lie apart. The sign of a vector is free: squares and
/// products of a vector with itself are checked.
/// </summary>
internal static class SpectralRows
{
    private const double Infinity = double.PositiveInfinity;

    public static IEnumerable<OpRow> All() =>
    [
        new OpRow("Qr", "torch.linalg.qr").OnIntegers(Refused)
            .On(d => LinalgRows.Square(d, n => d.Regular(n, n)), x => Mixed(Linalg.Qr(x)))
            .On(d => [d.Regular(2, 4, 3)], xs => Two(Linalg.Qr(xs[0])))
            .On(d => d.Regular(2, 4), x => Mixed(Linalg.Qr(x)))
            .On(d => d.Regular(3, 3), x => Mixed(Linalg.Qr(x, QrMode.Complete)))
            .On(d => d.Regular(4, 3), x => Linalg.Qr(x, QrMode.R).R),
        new OpRow("Eigh", "torch.linalg.eigh").OnIntegers(Untested)
            .On(d => [LinalgRows.Square(d, n => d.SpreadSymmetric(n, n))], xs => Squared(Linalg.Eigh(LinalgRows.Symmetric(xs[0]))))
            .On(d => [d.SpreadSymmetric(2, 3, 3)], xs => Squared(Linalg.Eigh(LinalgRows.Symmetric(xs[0]), upper: true))),
        new OpRow("Eigvalsh", "torch.linalg.eigvalsh").OnIntegers(Untested)
            .On(d => LinalgRows.Square(d, n => d.SpreadSymmetric(n, n)), x => Linalg.Eigvalsh(LinalgRows.Symmetric(x))),
        new OpRow("Svd", "torch.linalg.svd").OnIntegers(Refused)
            .On(d => [LinalgRows.Square(d, n => d.Spread(n, n))], xs => Projections(Linalg.Svd(xs[0])))
            .On(d => [d.Spread(2, 4, 3)], xs => Projections(Linalg.Svd(xs[0], fullMatrices: false)))
            .On(d => [d.Spread(2, 4)], xs => Projections(Linalg.Svd(xs[0], fullMatrices: false))),
        new OpRow("Svdvals", "torch.linalg.svdvals").OnIntegers(Refused)
            .On(d => LinalgRows.Square(d, n => d.Spread(n, n)), x => Linalg.Svdvals(x))
            .On(d => d.Spread(2, 3, 4), x => Linalg.Svdvals(x)),
        new OpRow("Pinv", "torch.linalg.pinv").Also("Pinverse").OnIntegers(Refused)
            .On(d => LinalgRows.Square(d, n => d.Regular(n, n)), x => Linalg.Pinv(x))
            .On(d => d.Regular(2, 4, 3), x => Linalg.Pinv(x))
            .On(d => d.Regular(2, 4), x => x.Pinverse())
            // Of rank 2 for every x: the rank stays.
            .On(d => (d.Regular(4, 2), d.Regular(2, 3)), (a, b) => Linalg.Pinv(a.MatMul(b), rtol: 1e-4))
            .On(d => d.SpreadSymmetric(3, 3), x => Linalg.Pinv(x, hermitian: true)),
        new OpRow("Lstsq", "torch.linalg.lstsq").OnIntegers(Refused)
            .On(d => [d.Regular(4, 2), d.Real(4, 3)], xs => Four(Linalg.Lstsq(xs[0], xs[1])))
            .On(d => [d.Regular(2, 2, 3), d.Real(2, 1)], xs => [Linalg.Lstsq(xs[0], xs[1]).Solution])
            .On(d => [d.Regular(3, 3), d.Real(3)], xs => [Linalg.Lstsq(xs[0], xs[1]).Solution]),
        new OpRow("MatrixNorm", "torch.linalg.matrix_norm", Piecewise).OnIntegers(Refused)
            .On(d => d.Regular(2, 3, 4), x => Linalg.MatrixNorm(x))
            .On(d => d.Spread(2, 3, 4), x => Linalg.MatrixNorm(x, MatrixNormKind.Nuc, keepDim: true))
            .On(d => d.Distinct(3, 4), x => Linalg.MatrixNorm(x, 1))
            .On(d => d.Distinct(3, 4), x => Linalg.MatrixNorm(x, -1, keepDim: true))
            .On(d => d.Spread(3, 4), x => Linalg.MatrixNorm(x, 2))
            .On(d => d.Spread(4, 2, 3), x => Linalg.MatrixNorm(x, -2, [2, 1], keepDim: true))
            .On(d => d.Distinct(3, 4), x => Linalg.MatrixNorm(x, Infinity))
            .On(d => d.Distinct(3, 4, 2), x => Linalg.MatrixNorm(x, -Infinity, [0, 2])),
        new OpRow("Cond", "torch.linalg.cond", Piecewise).OnIntegers(Refused)
            .On(d => LinalgRows.Square(d, n => d.Spread(n, n)), x => Linalg.Cond(x))
            .On(d => d.Spread(2, 3, 4), x => Linalg.Cond(x, -2))
            .On(d => d.Regular(3, 3), x => Linalg.Cond(x, 1))
            .On(d => d.Regular(2, 3, 3), x => Linalg.Cond(x, -Infinity))
            .On(d => d.Spread(3, 3), x => Linalg.Cond(x, MatrixNormKind.Fro))
            .On(d => d.Spread(3, 3), x => Linalg.Cond(x, MatrixNormKind.Nuc)),
        new OpRow("MatrixRank", "torch.linalg.matrix_rank", NotDifferentiable).OnIntegers(Refused)
            .On(d => d.Regular(2, 3, 4), x => Linalg.MatrixRank(x))
            .On(d => d.SpreadSymmetric(4, 4), x => Linalg.MatrixRank(x, atol: 1, hermitian: true)),
        new OpRow("MatrixExp", "torch.matrix_exp").OnIntegers(Refused)
            .On(d => LinalgRows.Square(d, n => d.Regular(n, n)), x => x.MatrixExp())
            .On(d => d.Between(-8, 8, 2, 2, 2), x => Linalg.MatrixExp(x)),
    ];

    private static Tensor[] Two((Tensor First, Tensor Second) pair) => [pair.First, pair.Second];

    /// <summary>Both at once: the last columns of a matrix do not move Q alone, and a zero has no relative error.</summary>
    private static Tensor Mixed((Tensor Q, Tensor R) qr) => qr.Q.MatMul(qr.R.Sin());

    private static Tensor[] Four((Tensor, Tensor, Tensor, Tensor) all) => [all.Item1, all.Item2, all.Item3, all.Item4];

    private static Tensor[] Squared((Tensor Values, Tensor Vectors) pair) => [pair.Values, pair.Vectors.Square()];

    /// <summary>The values, and products in which the free signs cancel.</summary>
    private static Tensor[] Projections((Tensor U, Tensor S, Tensor Vh) svd) => [svd.U.Square(), svd.S, svd.U.Square().MatMul(svd.Vh.Square())];
}
