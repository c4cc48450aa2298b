using static Autograd.Testing.IntegerResult;

namespace Autograd.Testing;

/// <summary>Products by an equation, and products of several tensors.</summary>
internal static class EinsumRows
{
    public static IEnumerable<OpRow> All() =>
    [
        new OpRow("Einsum", "torch.einsum").OnIntegers(Kept)
            .On(d => [d.Real(3, 4), d.Real(4, 2)], xs => Tensor.Einsum("ij,jk->ik", xs))
            .On(d => [d.Real(2, 3, 4), d.Real(2, 5, 4)], xs => Tensor.Einsum("bij,bkj->bik", xs))
            .On(d => [d.Real(3, 3)], xs => Tensor.Einsum("ii", xs))
            .On(d => [d.Real(3, 2, 3), d.Real(2)], xs => Tensor.Einsum("iji,j->i", xs))
            .On(d => [d.Real(2, 3, 4), d.Real(1, 4)], xs => Tensor.Einsum("...ij,...j->...i", xs))
            .On(d => [d.Real(2, 3), d.Real(4)], xs => Tensor.Einsum("ij,k", xs))
            .On(d => [d.Real(2), d.Real(2, 3), d.Real(3, 4), d.Real(4)], xs => Tensor.Einsum("i,ij,jk,k->", xs))
            .On(d => [d.Real(2, 3), d.Real(3, 4), d.Real(4, 2)], xs => Tensor.Einsum("ij,jk,kl->il", EinsumOrder.LeftToRight, xs))
            .On(d => [d.Real(d.Size(), d.Size()), d.Real(3)], xs => Tensor.Einsum("ij,k->kj", xs)),
        new OpRow("Kron", "torch.kron").OnIntegers(Kept)
            .On(d => (d.Real(2, 3), d.Real(3, 2)), (a, b) => a.Kron(b))
            .On(d => (d.Real(d.Shape()), d.Real(2)), (a, b) => a.Kron(b)),
        new OpRow("Cross", "torch.linalg.cross").OnIntegers(Kept)
            .On(d => (d.Real(d.Size(), 3), d.Real(1, 3)), (a, b) => Linalg.Cross(a, b))
            .On(d => (d.Real(2, 3, d.Size()), d.Real(2, 3, 1)), (a, b) => Linalg.Cross(a, b, 1))
            .On(d => (d.Real(2, 3), d.Real(2, 3)), (a, b) => a.Cross(b)),
        new OpRow("MultiDot", "torch.linalg.multi_dot").OnIntegers(Kept)
            .On(d => [d.Real(2, 4), d.Real(4, 3), d.Real(3, 5)], xs => Linalg.MultiDot(xs))
            .On(d => [d.Real(4), d.Real(4, 3), d.Real(3, 1), d.Real(1, 2), d.Real(2)], xs => Linalg.MultiDot(xs)),
        new OpRow("MatrixPower", "torch.linalg.matrix_power").OnIntegers(Refused)
            .On(d => Sized(d, d.Regular), x => x.MatrixPower(5))
            .On(d => Sized(d, d.Regular), x => Linalg.MatrixPower(x, -2)),
        new OpRow("Vander", "torch.linalg.vander").OnIntegers(Untested)
            .On(d => d.Real(3), x => Linalg.Vander(x))
            .On(d => d.OnGrid(0, 2, 3), x => Linalg.Vander(x, 4)),
    ];

    /// <summary>A square matrix of a drawn size.</summary>
    private static Tensor Sized(Dice d, Draws draw)
    {
        int n = d.Size();
        return draw(n, n);
    }

    private delegate Tensor Draws(params ReadOnlySpan<int> shape);
}
