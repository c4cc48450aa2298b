namespace Autograd;

/// <summary>
/// The matrix of cofactors, d det A / dA, where A^-T does not exist. For any orthogonal U and V, held constant, det A = det(U) det(V) det(B) with
/// B = U^T A V. Those of the singular value decomposition make the block B11 of the values that are not 0 regular and the others vanish;
/// with the Schur complement S = B22 - B21 B11^-1 B12, det B = det(B11) det(S). B11 has an inverse and S, as small as the rank is short,
/// polynomials without a division: derivatives of every order are exact.
/// </summary>
internal static class SingularCofactors
{
    /// <summary><c>[..., N, N]</c>, in differentiable ops; regular matrices may be among them.</summary>
    public static Tensor Of(Tensor a)
    {
        int n = a.Shape[-1];
        var items = a.Reshape([-1, n, n]).Unbind();
        return Tensor.Stack(Array.ConvertAll(items, OfOne)).Reshape(a.Shape);
    }

    private static Tensor OfOne(Tensor a)
    {
        int n = a.Shape[0];
        var (u, s, vh) = Linalg.Svd(a.Detach());
        var values = s.Double().ToArray<double>();
        double tolerance = n * Matrices.Precision(a.DType) * values[0];
        int rank = Array.FindAll(values, v => v > tolerance).Length, rest = n - rank;
        var b = u.MT.MatMul(a).MatMul(vh.MT);
        Tensor b11 = b[..rank, ..rank], b12 = b[..rank, rank..], b21 = b[rank.., ..rank], b22 = b[rank.., rank..];
        var inverse = Linalg.Inv(b11);
        Tensor x = inverse.MatMul(b12), y = b21.MatMul(inverse), det = Linalg.Det(b11);
        var (f, complement) = DivisionFree(b22 - b21.MatMul(x), rest);
        // d(det(B11) det(S)) with dS = dB22 - dB21 X - Y dB12 + Y dB11 X.
        var y1 = y.MT.MatMul(f);
        var top = Tensor.Cat([complement * inverse.MT + y1.MatMul(x.MT), -y1], 1);
        var bottom = Tensor.Cat([-f.MatMul(x.MT), f], 1);
        var sign = Linalg.Det(u) * Linalg.Det(vh);
        return sign * det * u.MatMul(Tensor.Cat([top, bottom], 0)).MatMul(vh);
    }

    /// <summary>
    /// Cofactors and determinant by Faddeev and LeVerrier: M1 = I, c = -tr(S M) / k, M = S M + c I; M after n - 1 steps is the adjugate but for
    /// its sign, and the last c the determinant.
    /// </summary>
    private static (Tensor Cofactors, Tensor Det) DivisionFree(Tensor s, int n)
    {
        var one = Tensor.Eye(n, n, s.DType);
        if (n == 0) return (one, Tensor.Ones([], s.DType));
        Tensor m = one, product = s, c = -s.Trace();
        for (int k = 2; k <= n; k++)
        {
            m = product + c * one;
            product = s.MatMul(m);
            c = -product.Trace() / k;
        }
        // det(xI - S) at x = 0 is (-1)^n det S.
        double sign = n % 2 == 0 ? 1 : -1;
        return (-sign * m.MT, sign * c);
    }
}
