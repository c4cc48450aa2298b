namespace Autograd;

/// <summary>What derivatives of eigenvectors and singular vectors have in common: quotients by differences of values.</summary>
internal static class Spectra
{
    /// <summary>X[i, j] / (v[j] - v[i]) off the diagonal, 0 on it.</summary>
    /// <param name="op">The op's name.</param>
    /// <param name="x"><c>[..., K, K]</c>.</param>
    /// <param name="values"><c>[..., K]</c>.</param>
    /// <exception cref="LinAlgException">Two values are equal.</exception>
    public static Tensor OverGaps(string op, Tensor x, Tensor values)
    {
        NeedDistinct(op, values);
        int k = values.Shape[-1];
        var one = Tensor.Eye(k, k, values.DType);
        return x / (values.Unsqueeze(-2) - values.Unsqueeze(-1) + one) * (1 - one);
    }

    /// <summary>Throws where two neighbours in sorted values are equal: their vectors may turn freely, and have no derivative.</summary>
    private static void NeedDistinct(string op, Tensor values)
    {
        values = values.Whole;
        if (!values.HasValues) return;
        int k = values.Shape[-1];
        var all = values.Detach().Double().ToArray<double>();
        for (int i = 1; i < all.Length; i++)
        {
            if (i % k == 0 || all[i] != all[i - 1]) continue;
            throw new LinAlgException($"{op}: values {i % k - 1} and {i % k} of matrix {i / k} are equal, {all[i]}: their vectors have no derivative; that of the values alone exists at first order");
        }
    }
}
