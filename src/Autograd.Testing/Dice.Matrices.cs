namespace Autograd.Testing;

/// <content>Matrices <c>[..., M, N]</c> of a known condition, of any size; they are never expanded, as equal rows would be singular.</content>
public sealed partial class Dice
{
    /// <summary>Of full rank with singular values between about 0.7 and 2.7: large elements next to the diagonal, so that rows are exchanged.</summary>
    public Tensor Regular(params ReadOnlySpan<int> shape)
    {
        int rows = shape[^2], columns = shape[^1];
        return Elements(shape, (i, j) => (j == (i + 1) % Math.Max(Math.Min(rows, columns), 1) ? 1.2 + values.Uniform() : 0) + Little(rows, columns));
    }

    /// <summary>Symmetric and positive definite, with eigenvalues between about 0.7 and 2.7.</summary>
    public Tensor Definite(params ReadOnlySpan<int> shape) => Symmetric(shape, i => 1.2 + values.Uniform());

    /// <summary>Symmetric, with eigenvalues of either sign about 1 apart.</summary>
    public Tensor SpreadSymmetric(params ReadOnlySpan<int> shape)
    {
        int n = shape[^1];
        return Symmetric(shape, i => i - n / 2 + 0.7);
    }

    /// <summary>Of full rank, with singular values about 1 apart.</summary>
    public Tensor Spread(params ReadOnlySpan<int> shape)
    {
        int rows = shape[^2], columns = shape[^1], shorter = Math.Min(rows, columns);
        return Elements(shape, (i, j) => (j == (i + 1) % Math.Max(shorter, 1) && i < shorter ? 0.8 + i : 0) + Little(rows, columns));
    }

    /// <summary>A triangle with a diagonal in [1.2, 2.2]; what is beyond it is drawn as well and not to be read.</summary>
    public Tensor Triangle(params ReadOnlySpan<int> shape)
    {
        int rows = shape[^2], columns = shape[^1];
        return Elements(shape, (i, j) => (i == j ? 1.2 + values.Uniform() : 0) + Little(rows, columns));
    }

    private Tensor Symmetric(ReadOnlySpan<int> shape, Func<int, double> diagonal)
    {
        int n = shape[^1];
        var lower = new double[n, n];
        return Elements(shape, (i, j) =>
        {
            // The upper triangle is drawn first, row by row.
            if (i <= j) lower[j, i] = (i == j ? diagonal(i) : 0) + Little(n, n);
            return i <= j ? lower[j, i] : lower[i, j];
        });
    }

    /// <summary>So small that a row of them does not outweigh the element that stands out.</summary>
    private double Little(int rows, int columns) => (values.Uniform() - 0.5) / Math.Max(rows, Math.Max(columns, 1));

    private Tensor Elements(ReadOnlySpan<int> shape, Func<int, int, double> element)
    {
        int rows = shape[^2], columns = shape[^1];
        return Make(shape, index => element(index / columns % rows, index % columns), canRepeat: false);
    }
}
