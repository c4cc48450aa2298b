using Autograd.Memory;

namespace Autograd;

/// <summary>Sizes of 1 repeated without a copy; its transpose sums what was repeated.</summary>
internal readonly struct ExpandView(int[] sizes) : IView
{
    public static string Name => "Expand";

    public Layout Map(Layout x) => (sizes.AsSpan().ContainsAnyInRange(int.MinValue, -1) ? null : x.TryExpand(sizes))
        ?? throw new ShapeException($"Expand: shape {x} does not expand to {Layout.Describe(sizes)}: only sizes of 1 are repeated, and new dimensions come on the left");

    public Tensor Adjoint(Tensor g, Layout x) => g.SumTo(x);
}

public partial class Tensor
{
    /// <summary>Sizes of 1 repeated to new sizes, without a copy (<c>Tensor.expand</c>, <c>broadcast_to</c>).</summary>
    /// <param name="shape">The new sizes; -1 keeps one. There may be more than the tensor has, on the left.</param>
    /// <exception cref="ShapeException">A size other than 1 would change.</exception>
    public Tensor Expand(params ReadOnlySpan<int> shape)
    {
        if (layout.Sizes.SequenceEqual(shape)) return this;
        var sizes = shape.ToArray();
        for (int d = 1; d <= sizes.Length; d++)
        {
            if (sizes[^d] == -1 && d <= Rank) sizes[^d] = layout.Sizes[^d];
        }
        return ViewOp.Apply(this, new ExpandView(sizes));
    }

    /// <summary>This tensor expanded to the shape of another (<c>Tensor.expand_as</c>).</summary>
    /// <exception cref="ShapeException">A size other than 1 would change.</exception>
    public Tensor ExpandAs(Tensor other)
    {
        using var face = Face.Of(nameof(ExpandAs));
        return Expand(NotNull.Of(other).Shape);
    }

    /// <summary>This tensor broadcast to a shape (<c>torch.broadcast_to</c>).</summary>
    /// <exception cref="ShapeException">A size other than 1 would change.</exception>
    public Tensor BroadcastTo(params ReadOnlySpan<int> shape)
    {
        using var face = Face.Of(nameof(BroadcastTo));
        return Expand(shape);
    }

    /// <summary>The sum over what broadcasting repeated, so that the result has the given sizes; the transpose of <see cref="Expand"/>.</summary>
    internal Tensor SumTo(Layout sizes)
    {
        if (layout.SameSizes(sizes)) return this;
        int added = Rank - sizes.Rank;
        Span<int> dims = stackalloc int[Rank];
        int count = 0;
        for (int d = 0; d < Rank; d++)
        {
            if (d < added || (sizes.Sizes[d - added] == 1 && layout.Sizes[d] != 1)) dims[count++] = d;
        }
        return Sum(dims[..count], keepDim: true).Reshape(sizes.Sizes);
    }
}
