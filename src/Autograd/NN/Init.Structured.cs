using Autograd.Memory;

namespace Autograd.NN;

public static partial class Init
{
    /// <summary>Ones on the diagonal of a matrix, zeros elsewhere: a linear layer begins as the identity (<c>eye_</c>).</summary>
    /// <exception cref="ShapeException">The tensor is no matrix.</exception>
    public static void Eye(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (tensor.Rank != 2) throw new ShapeException($"Init.Eye: a tensor of shape {tensor.Shape} has no diagonal; a matrix is needed");
        Write("Init.Eye", tensor, Tensor.Eye(tensor.Shape[0], tensor.Shape[1], tensor.DType));
    }

    /// <summary>
    /// 1 at the centre of the kernel from input channel i to output channel i, zeros elsewhere: a convolution with half its kernel as padding begins as the
    /// identity of as many channels as both sides have (<c>dirac_</c>).
    /// </summary>
    /// <param name="tensor">The weight of a convolution, <c>[out, in / groups, k]</c>, <c>[.., k, k]</c> or <c>[.., k, k, k]</c>.</param>
    /// <param name="groups">The groups of the convolution; each begins as the identity.</param>
    /// <exception cref="ShapeException">The tensor has not three to five dimensions, or its first does not fall into the groups.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no group.</exception>
    public static void Dirac(Tensor tensor, int groups = 1)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(groups);
        if (tensor.Rank is < 3 or > 5) throw new ShapeException($"Init.Dirac: a tensor of shape {tensor.Shape} is no weight of a convolution; it must have three to five dimensions");
        if (tensor.Shape[0] % groups != 0) throw new ShapeException($"Init.Dirac: the {tensor.Shape[0]} output channels of a weight of shape {tensor.Shape} do not fall into {groups} groups");
        Fill("Init.Dirac", tensor, x =>
        {
            var values = Tensor.Zeros(x.Shape, x.DType);
            var centres = values;
            for (int d = 2; d < x.Rank; d++) centres = centres.Select(2, x.Shape[d] / 2);
            // [groups, out / groups, in]: the diagonal of each group.
            centres.Unflatten(0, [groups, -1]).Diagonal(0, 1, 2).FillInPlace(1);
            return values;
        });
    }

    /// <summary>
    /// Orthonormal rows, or columns where there are fewer of them, of a weight flattened to <c>[out, rest]</c>, uniformly distributed (Saxe et al., 2014;
    /// Mezzadri, 2007; <c>orthogonal_</c>): Q of the QR decomposition of normal numbers, its columns with the signs of R's diagonal.
    /// </summary>
    /// <param name="tensor">A weight, <c>[out, in, ..]</c>, float32 or float64.</param>
    /// <param name="gain">A factor.</param>
    /// <param name="generator">The source of the draws; the thread's default one when not given.</param>
    /// <exception cref="ShapeException">The tensor has fewer than two dimensions.</exception>
    public static void Orthogonal(Tensor tensor, double gain = 1, Generator? generator = null)
    {
        using var face = Face.Of("Init.Orthogonal");
        ArgumentNullException.ThrowIfNull(tensor);
        if (tensor.Rank < 2) throw new ShapeException($"Init.Orthogonal: a tensor of shape {tensor.Shape} has no rows; it must have at least two dimensions");
        Fill("Init.Orthogonal", tensor, x =>
        {
            var drawn = Tensor.Randn([x.Shape[0], x.Numel / x.Shape[0]], x.DType, generator);
            bool isWide = drawn.Shape[0] < drawn.Shape[1];
            var (q, r) = Linalg.Qr(isWide ? drawn.T : drawn);
            q *= r.Diagonal().Sign();
            return ((isWide ? q.T : q) * gain).Reshape(x.Shape);
        });
    }

    /// <summary>Normal numbers, in each column a fraction of zeros at random rows (Martens, 2010; <c>sparse_</c>).</summary>
    /// <param name="tensor">A matrix, float32 or float64.</param>
    /// <param name="sparsity">The fraction of zeros in a column, in [0, 1], rounded up to a whole element.</param>
    /// <param name="std">The standard deviation of the others.</param>
    /// <param name="generator">The source of the draws; the thread's default one when not given.</param>
    /// <exception cref="ShapeException">The tensor is no matrix.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The fraction is not in [0, 1], or the standard deviation negative.</exception>
    public static void Sparse(Tensor tensor, double sparsity, double std = 0.01, Generator? generator = null)
    {
        using var face = Face.Of("Init.Sparse");
        ArgumentNullException.ThrowIfNull(tensor);
        if (tensor.Rank != 2) throw new ShapeException($"Init.Sparse: a tensor of shape {tensor.Shape} has no columns; a matrix is needed");
        if (sparsity is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(sparsity), sparsity, "Init.Sparse: a fraction lies in [0, 1]");
        Fill("Init.Sparse", tensor, x =>
        {
            var values = NormalOf(x, 0, std, generator);
            int rows = x.Shape[0], zeros = (int)Math.Ceiling(sparsity * rows);
            for (int column = 0; column < x.Shape[1]; column++)
            {
                var picked = Tensor.RandPerm(rows, generator)[..zeros];
                var view = values.Select(1, column);
                view.CopyInPlace(view.IndexFill(0, picked, 0));
            }
            return values;
        });
    }
}
