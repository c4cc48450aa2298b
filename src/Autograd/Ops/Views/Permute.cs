using Autograd.Memory;

namespace Autograd;

/// <summary>The dimensions in another order.</summary>
internal readonly struct PermuteView(int[] dims) : IView
{
    public static string Name => "Permute";

    public Layout Map(Layout x) => x.Permute(dims);

    public Tensor Adjoint(Tensor g, Layout x)
    {
        var inverse = new int[dims.Length];
        for (int d = 0; d < dims.Length; d++) inverse[dims[d]] = d;
        return ViewOp.Apply(g, new PermuteView(inverse));
    }
}

public partial class Tensor
{
    /// <summary>This matrix transposed: <c>[N, M] -> [M, N]</c>; for a vector or scalar, itself (<c>Tensor.t()</c>, <c>Tensor.T</c>).</summary>
    /// <exception cref="ShapeException">The tensor has more than two dimensions; use <see cref="MT"/> or <see cref="Permute"/>.</exception>
    public Tensor T => Rank <= 2
        ? Rank == 2 ? Transpose(0, 1) : this
        : throw new ShapeException($"T: a tensor of shape {Shape} is no matrix; MT transposes the last two dimensions, Permute any");

    /// <summary>The last two dimensions exchanged: <c>[..., N, M] -> [..., M, N]</c> (<c>Tensor.mT</c>).</summary>
    /// <exception cref="ShapeException">The tensor has fewer than two dimensions.</exception>
    public Tensor MT => Rank >= 2 ? Transpose(-2, -1) : throw new ShapeException($"MT: a tensor of shape {Shape} has no two dimensions to exchange");

    /// <summary>The dimensions in another order: dimension d of the result is dimension <c>dims[d]</c> (<c>Tensor.permute</c>).</summary>
    /// <exception cref="ShapeException"><paramref name="dims"/> is not a permutation of the dimensions.</exception>
    public Tensor Permute(params ReadOnlySpan<int> dims)
    {
        if (dims.Length != Rank)
            throw new ShapeException($"Permute: {Layout.Describe(dims)} names {dims.Length} dimensions, the tensor of shape {Shape} has {Rank}");
        var order = new int[Rank];
        ulong seen = 0;
        for (int d = 0; d < Rank; d++)
        {
            order[d] = Dims.Wrap("Permute", dims[d], Rank);
            if ((seen & (1UL << order[d])) != 0) throw new ShapeException($"Permute: dimension {dims[d]} appears twice in {Layout.Describe(dims)}");
            seen |= 1UL << order[d];
        }
        return ViewOp.Apply(this, new PermuteView(order));
    }

    /// <summary>Two dimensions exchanged (<c>Tensor.transpose</c>, <c>swapaxes</c>).</summary>
    /// <exception cref="ShapeException">There is no such dimension.</exception>
    public Tensor Transpose(int dim0, int dim1)
    {
        int a = Dims.Wrap("Transpose", dim0, Rank), b = Dims.Wrap("Transpose", dim1, Rank);
        var order = new int[Rank];
        for (int d = 0; d < order.Length; d++) order[d] = d;
        if (Rank > 0) (order[a], order[b]) = (order[b], order[a]);
        return ViewOp.Apply(this, new PermuteView(order));
    }

    /// <summary>One dimension moved to another place, the others in order (<c>torch.movedim</c>).</summary>
    /// <exception cref="ShapeException">There is no such dimension.</exception>
    public Tensor MoveDim(int source, int destination) => MoveDim([source], [destination]);

    /// <summary>Several dimensions moved to other places, the others in order (<c>torch.movedim</c>).</summary>
    /// <exception cref="ShapeException">There is no such dimension, one is named twice, or the lists differ in length.</exception>
    public Tensor MoveDim(ReadOnlySpan<int> source, ReadOnlySpan<int> destination)
    {
        if (source.Length != destination.Length)
            throw new ShapeException($"MoveDim: {source.Length} dimensions cannot go to {destination.Length} places");
        var order = new int[Rank];
        Array.Fill(order, -1);
        var moved = new HashSet<int>();
        for (int i = 0; i < source.Length; i++)
        {
            int from = Dims.Wrap("MoveDim", source[i], Rank), to = Dims.Wrap("MoveDim", destination[i], Rank);
            if (!moved.Add(from) || (Rank > 0 && order[to] >= 0))
                throw new ShapeException($"MoveDim: a dimension appears twice in {Layout.Describe(source)} or {Layout.Describe(destination)}");
            if (Rank > 0) order[to] = from;
        }
        for (int d = 0, next = 0; d < Rank; d++)
        {
            if (order[d] >= 0) continue;
            while (moved.Contains(next)) next++;
            order[d] = next++;
        }
        return Permute(order);
    }
}
