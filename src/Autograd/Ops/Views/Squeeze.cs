using Autograd.Memory;

namespace Autograd;

public partial class Tensor
{
    /// <summary>Without the dimensions of size 1 (<c>Tensor.squeeze</c>).</summary>
    public Tensor Squeeze()
    {
        var sizes = new List<int>();
        foreach (int size in layout.Sizes)
        {
            if (size != 1) sizes.Add(size);
        }
        return Reshaped([.. sizes]);
    }

    /// <summary>Without some dimensions, where their size is 1; others stay (<c>Tensor.squeeze</c>).</summary>
    /// <exception cref="ShapeException">There is no such dimension.</exception>
    public Tensor Squeeze(params ReadOnlySpan<int> dims)
    {
        var mask = dims.Length == 0 ? new bool[Rank] : Dims.Mask("Squeeze", dims, Rank);
        var sizes = new List<int>();
        for (int d = 0; d < Rank; d++)
        {
            if (!mask[d] || layout.Sizes[d] != 1) sizes.Add(layout.Sizes[d]);
        }
        return Reshaped([.. sizes]);
    }

    /// <summary>With a new dimension of size 1 before <paramref name="dim"/> (<c>Tensor.unsqueeze</c>).</summary>
    /// <exception cref="ShapeException"><paramref name="dim"/> is not in [-rank - 1, rank].</exception>
    public Tensor Unsqueeze(int dim)
    {
        Layout.CheckRank(Rank + 1, "Unsqueeze");
        int d = Dims.Wrap("Unsqueeze", dim, Rank + 1);
        return Reshaped([.. layout.Sizes[..d], 1, .. layout.Sizes[d..]]);
    }

    /// <summary>Adding and removing sizes of 1 never needs a copy.</summary>
    private Tensor Reshaped(int[] sizes) => ViewOp.Apply(this, new ReshapeView(sizes));
}
