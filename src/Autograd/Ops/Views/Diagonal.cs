using Autograd.Memory;

namespace Autograd;

/// <summary>The diagonal of two dimensions, as a new last one.</summary>
internal readonly struct DiagonalView(int offset, int dim1, int dim2) : IView
{
    public static string Name => "Diagonal";

    public Layout Map(Layout x) => x.Diagonal(offset, dim1, dim2);

    public Tensor Adjoint(Tensor g, Layout x) => ViewScatter.Apply(g, x, this);
}

public partial class Tensor
{
    /// <summary>The elements x[..., i, ..., i + offset, ...] as a view with i as the last dimension (<c>Tensor.diagonal</c>).</summary>
    /// <param name="offset">0 the main diagonal, positive above it, negative below.</param>
    /// <param name="dim1">The dimension of the rows.</param>
    /// <param name="dim2">The dimension of the columns.</param>
    /// <exception cref="ShapeException">The two dimensions are the same or do not exist.</exception>
    public Tensor Diagonal(int offset = 0, int dim1 = 0, int dim2 = 1)
    {
        int a = NeedDim("Diagonal", dim1), b = NeedDim("Diagonal", dim2);
        if (a == b) throw new ShapeException($"Diagonal: dimensions {dim1} and {dim2} of {Shape} are the same");
        return ViewOp.Apply(this, new DiagonalView(offset, a, b));
    }

    /// <summary>A tensor with these elements on the diagonal of two new dimensions and zeros elsewhere (<c>torch.diag_embed</c>).</summary>
    /// <param name="offset">0 the main diagonal, positive above it, negative below.</param>
    /// <param name="dim1">The dimension of the rows in the result.</param>
    /// <param name="dim2">The dimension of the columns in the result.</param>
    /// <exception cref="ShapeException">The two dimensions are the same or do not exist.</exception>
    public Tensor DiagEmbed(int offset = 0, int dim1 = -2, int dim2 = -1)
    {
        NeedDim("DiagEmbed", -1);
        int a = Dims.Wrap("DiagEmbed", dim1, Rank + 1), b = Dims.Wrap("DiagEmbed", dim2, Rank + 1);
        if (a == b) throw new ShapeException($"DiagEmbed: dimensions {dim1} and {dim2} are the same");
        int side = Dims.Size("DiagEmbed", layout.Sizes[^1] + Math.Abs((long)offset));
        var sizes = new List<int>(layout.Sizes[..^1].ToArray());
        sizes.Insert(Math.Min(a, b), side);
        sizes.Insert(Math.Max(a, b), side);
        return ViewScatter.Apply(this, Layout.Contiguous([.. sizes]), new DiagonalView(offset, a, b));
    }

    /// <summary>The diagonal of a matrix, or a matrix with this vector as its diagonal (<c>torch.diag</c>).</summary>
    /// <exception cref="ShapeException">The tensor is neither a vector nor a matrix.</exception>
    public Tensor Diag(int diagonal = 0) => Rank switch
    {
        1 => DiagEmbed(diagonal),
        2 => Diagonal(diagonal),
        _ => throw new ShapeException($"Diag: a tensor of shape {Shape} is neither a vector nor a matrix; use Diagonal or DiagEmbed"),
    };
}
