namespace Autograd;

/// <summary>
/// The matrix of cofactors, d det A / dA, where A^-T does not exist. For any orthogonal U and V, held constant, det A = det(U) det(V) det(B) with
/// B = U^T A V. Those of the singular value decomposition make the block B11 of the values that are not 0 regular and the others vanish;
/// with the Schur complement S = B22 - B21 B11^-1 B12, det B = det(B11) det(S). B11 has an inverse and S, as small as the rank is short,
/// polynomials without a division: derivatives of every order are exact.
/// </summary>
internal static class SingularCofactors
{
    // Without a division small numbers come out of differences of large ones: 2^12 roundings of float64 are 1e-12.
    private const int MostBeyondRank = 12;

    /// <summary><c>[..., N, N]</c>, in differentiable ops; regular matrices may be among them.</summary>
    /// <exception cref="AutogradException">Inside of Vmap, samples of very different ranks, which one formula cannot serve.</exception>
    public static Tensor Of(Tensor a)
    {
        // Samples of a batch cannot be taken apart.
        if (a.Hidden is not null) return OfOneRank(a);
        int n = a.Shape[-1];
        var items = a.Reshape([-1, n, n]).Unbind();
        return Tensor.Stack(Array.ConvertAll(items, OfOneRank)).Reshape(a.Shape);
    }

    /// <summary>The same block B11 for all: as large as the lowest rank.</summary>
    private static Tensor OfOneRank(Tensor a)
    {
        int n = a.Shape[-1];
        var (u, s, vh) = Linalg.Svd(a.Detach());
        int rank = LowestRank(s.Whole, n * Matrices.Precision(a.DType)), rest = n - rank;
        var b = u.MT.MatMul(a).MatMul(vh.MT);
        Tensor above = b.Narrow(-2, 0, rank), below = b.Narrow(-2, rank, rest);
        Tensor b11 = above.Narrow(-1, 0, rank), b12 = above.Narrow(-1, rank, rest), b21 = below.Narrow(-1, 0, rank), b22 = below.Narrow(-1, rank, rest);
        var inverse = Linalg.Inv(b11);
        Tensor x = inverse.MatMul(b12), y = b21.MatMul(inverse), det = Linalg.Det(b11);
        var (f, complement) = DivisionFree(b22 - b21.MatMul(x), rest);
        // d(det(B11) det(S)) with dS = dB22 - dB21 X - Y dB12 + Y dB11 X.
        var y1 = y.MT.MatMul(f);
        var top = Tensor.Cat([Scaled(inverse.MT, complement) + y1.MatMul(x.MT), -y1], -1);
        var bottom = Tensor.Cat([-f.MatMul(x.MT), f], -1);
        var sign = Linalg.Det(u) * Linalg.Det(vh);
        return Scaled(u.MatMul(Tensor.Cat([top, bottom], -2)).MatMul(vh), sign * det);
    }

    /// <summary>The number of singular values, <c>[..., N]</c>, that are not 0, of the matrix that has the fewest.</summary>
    private static int LowestRank(Tensor s, double precision)
    {
        double[] values = s.Double().ToArray<double>();
        int n = s.Shape[-1], lowest = n, highest = 0;
        for (int first = 0; first < values.Length; first += n)
        {
            double tolerance = precision * values[first];
            int rank = Array.FindAll(values[first..(first + n)], v => v > tolerance).Length;
            (lowest, highest) = (Math.Min(lowest, rank), Math.Max(highest, rank));
        }
        if (lowest < highest && n - lowest > MostBeyondRank)
            throw new AutogradException(FormattableString.Invariant($"Vmap: Det has no rule for the gradient of matrices of ranks from {lowest} to {highest} in one batch; call it sample by sample"));
        return lowest;
    }

    /// <summary>Each matrix times a number of its own.</summary>
    private static Tensor Scaled(Tensor matrices, Tensor numbers) => matrices * numbers.Unsqueeze(-1).Unsqueeze(-1);

    /// <summary>
    /// Cofactors and determinant by Faddeev and LeVerrier: M1 = I, c = -tr(S M) / k, M = S M + c I; M after n - 1 steps is the adjugate but for
    /// its sign, and the last c the determinant.
    /// </summary>
    private static (Tensor Cofactors, Tensor Det) DivisionFree(Tensor s, int n)
    {
        var one = Tensor.Eye(n, n, s.DType);
        if (n == 0) return (one, Tensor.Ones([], s.DType));
        Tensor m = one, product = s, c = -Trace(s);
        for (int k = 2; k <= n; k++)
        {
            m = product + Scaled(one, c);
            product = s.MatMul(m);
            c = -Trace(product) / k;
        }
        // det(xI - S) at x = 0 is (-1)^n det S.
        double sign = n % 2 == 0 ? 1 : -1;
        return (-sign * m.MT, sign * c);
    }

    private static Tensor Trace(Tensor matrices) => matrices.Diagonal(0, -2, -1).Sum(-1);
}
