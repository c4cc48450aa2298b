namespace Autograd;

/// <summary>Batches of normalised tensors and of their statistics: samples become groups, as groups do not see each other whatever a group is.</summary>
internal static class BatchedNorm
{
    /// <summary><c>[B, N, G, K, P] -> [N, B G, K, P]</c>.</summary>
    public static Tensor Folded(Tensor x) => x.MoveDim(0, 1).Flatten(1, 2).Contiguous();

    /// <summary><c>[N, B G, K, P] -> [B, N, G, K, P]</c>.</summary>
    public static Tensor Unfolded(Tensor x, int batch) => x.Unflatten(1, batch, x.Shape[1] / batch).MoveDim(1, 0);
}
