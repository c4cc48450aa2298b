using Autograd.Memory;

namespace Autograd;

public partial class Tensor
{
    /// <summary>
    /// The distances of all rows of one matrix to all rows of another, <c>[.., P, M]</c> and <c>[.., R, M]</c> to <c>[.., P, R]</c>; leading
    /// dimensions broadcast (<c>torch.cdist</c>). The slope between equal rows is 0. Takes memory of [.., P, R, M].
    /// </summary>
    /// <param name="x1">float32 or float64.</param>
    /// <param name="x2">Of the same dtype.</param>
    /// <param name="p">The order of the norm, at least 0; infinity for the largest difference, whose ties share the slope.</param>
    /// <exception cref="ShapeException">One has fewer than two dimensions, or the rows differ in length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">p is negative.</exception>
    public static Tensor CDist(Tensor x1, Tensor x2, double p = 2)
    {
        using var face = Face.Of(nameof(CDist));
        ArgumentNullException.ThrowIfNull(x1);
        ArgumentNullException.ThrowIfNull(x2);
        if (!(p >= 0)) throw new ArgumentOutOfRangeException(nameof(p), p, "CDist: the order of the norm is at least 0");
        if (x1.Rank < 2 || x2.Rank < 2 || x1.Shape[-1] != x2.Shape[-1])
            throw new ShapeException($"CDist: rows of one length are asked for, [.., P, M] and [.., R, M], not {x1.Shape} and {x2.Shape}");
        return (x1.Unsqueeze(-2) - x2.Unsqueeze(-3)).VectorNorm(p, [-1]);
    }
}
