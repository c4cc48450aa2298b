namespace Autograd;

/// <summary>The order of the first two dimensions of a grid (<c>indexing</c> of <c>torch.meshgrid</c>).</summary>
public enum MeshIndexing
{
    /// <summary>Rows, then columns: as matrices are indexed.</summary>
    IJ,

    /// <summary>Columns, then rows: as points in a plane are named.</summary>
    XY,
}

public partial class Tensor
{
    /// <summary>The coordinates of a grid over vectors: one tensor for each, all of the grid's shape (<c>torch.meshgrid</c>).</summary>
    /// <exception cref="ShapeException">A tensor has more than one dimension.</exception>
    public static Tensor[] Meshgrid(ReadOnlySpan<Tensor> tensors, MeshIndexing indexing = MeshIndexing.IJ)
    {
        int rank = tensors.Length;
        bool swap = indexing == MeshIndexing.XY && rank >= 2;
        var sizes = new int[rank];
        for (int i = 0; i < rank; i++)
        {
            if (tensors[i].Rank > 1) throw new ShapeException($"Meshgrid: a tensor of shape {tensors[i].Shape} is no vector");
            sizes[Axis(i, swap)] = tensors[i].Numel;
        }
        var grids = new Tensor[rank];
        for (int i = 0; i < rank; i++)
        {
            var line = new int[rank];
            Array.Fill(line, 1);
            line[Axis(i, swap)] = tensors[i].Numel;
            grids[i] = tensors[i].Reshape(line).Expand(sizes);
        }
        return grids;
    }

    /// <summary>The coordinates of the lower triangle of a matrix, row by row: <c>[2, N]</c>, int64 (<c>torch.tril_indices</c>).</summary>
    public static Tensor TrilIndices(int rows, int columns, int offset = 0) => Ones([rows, columns], DType.Bool).Tril(offset).NonZero().T.Contiguous();

    /// <summary>The coordinates of the upper triangle of a matrix, row by row: <c>[2, N]</c>, int64 (<c>torch.triu_indices</c>).</summary>
    public static Tensor TriuIndices(int rows, int columns, int offset = 0) => Ones([rows, columns], DType.Bool).Triu(offset).NonZero().T.Contiguous();

    /// <summary>A matrix with all elements, in row-major order, on a diagonal (<c>torch.diagflat</c>).</summary>
    public Tensor DiagFlat(int offset = 0) => Ravel().DiagEmbed(offset);

    private static int Axis(int i, bool swap) => swap && i < 2 ? 1 - i : i;
}
