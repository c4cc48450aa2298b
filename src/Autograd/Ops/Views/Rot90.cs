using Autograd.Memory;

namespace Autograd;

public partial class Tensor
{
    /// <summary>A copy turned by k quarters in the plane of two dimensions, from the first to the second (<c>torch.rot90</c>).</summary>
    /// <param name="k">Quarters; negative ones turn back.</param>
    /// <param name="first">The first dimension of the plane.</param>
    /// <param name="second">The second.</param>
    /// <exception cref="ShapeException">There is no such dimension, or both are the same.</exception>
    public Tensor Rot90(int k = 1, int first = 0, int second = 1)
    {
        using var face = Face.Of(nameof(Rot90));
        int a = NeedDim("Rot90", first), b = NeedDim("Rot90", second);
        if (a == b) throw new ShapeException($"Rot90: dimensions {first} and {second} of shape {Shape} are the same");
        return (((k % 4) + 4) % 4) switch
        {
            1 => Flip(b).Transpose(a, b).Contiguous(),
            2 => Flip(a, b),
            3 => Flip(a).Transpose(a, b).Contiguous(),
            _ => Clone(),
        };
    }
}
