using Autograd.Memory;

namespace Autograd;

/// <summary>The same elements in row-major order under other sizes.</summary>
internal readonly struct ReshapeView(int[] sizes) : IView
{
    public static string Name => "View";

    public static bool NeedsOrder => true;

    public Layout Map(Layout x) => x.TryView(sizes) ?? throw new ShapeException(
        $"View: a tensor of shape {x} with strides {Layout.Describe(x.Strides)} cannot be seen as {Layout.Describe(sizes)} without a copy; use Reshape, or Contiguous() first");

    public Tensor Adjoint(Tensor g, Layout x) => g.Reshape(x.Sizes);

    /// <summary>Resolves one -1 and checks the number of elements.</summary>
    public static int[] Resolve(string op, Tensor x, ReadOnlySpan<int> sizes) => Resolve(op, x, x.Numel, sizes);

    /// <summary>The same of some elements of a tensor: those of a dimension.</summary>
    public static int[] Resolve(string op, Tensor x, int count, ReadOnlySpan<int> sizes)
    {
        var resolved = sizes.ToArray();
        int free = -1;
        long known = 1;
        for (int d = 0; d < sizes.Length; d++)
        {
            if (sizes[d] == -1 && free < 0) free = d;
            else if (sizes[d] < 0) throw new ShapeException($"{op}: {Layout.Describe(sizes)} is no shape: sizes are at least 0, and one of them may be -1");
            else known = Math.Min(known, int.MaxValue + 1L) * sizes[d];
        }
        if (free >= 0)
        {
            if (known == 0 || count % known != 0)
                throw new ShapeException($"{op}: {count} elements of a tensor of shape {x.Shape} do not fill {Layout.Describe(sizes)} for any size in place of -1");
            resolved[free] = (int)(count / known);
        }
        else if (known != count)
        {
            throw new ShapeException($"{op}: shape {x.Shape} has {x.Numel} elements, {Layout.Describe(sizes)} has {known}");
        }
        return resolved;
    }
}

public partial class Tensor
{
    /// <summary>The same elements under other sizes: a view where strides allow it, otherwise a copy (<c>Tensor.reshape</c>).</summary>
    /// <param name="shape">The new sizes; one may be -1 and follows from the others.</param>
    /// <exception cref="ShapeException">The number of elements differs.</exception>
    public Tensor Reshape(params ReadOnlySpan<int> shape)
    {
        var sizes = ReshapeView.Resolve("Reshape", this, shape);
        if (layout.Sizes.SequenceEqual(sizes)) return ViewOp.Apply(this, new ReshapeView(sizes));
        return ViewOp.Apply(layout.TryView(sizes) is null ? Contiguous() : this, new ReshapeView(sizes));
    }

    /// <summary>The same elements under other sizes, always sharing memory (<c>Tensor.view</c>).</summary>
    /// <param name="shape">The new sizes; one may be -1 and follows from the others.</param>
    /// <exception cref="ShapeException">The number of elements differs, or the strides would need a copy.</exception>
    public Tensor View(params ReadOnlySpan<int> shape) => ViewOp.Apply(this, new ReshapeView(ReshapeView.Resolve("View", this, shape)));

    /// <summary>This tensor under the shape of another (<c>Tensor.reshape_as</c>).</summary>
    /// <exception cref="ShapeException">The number of elements differs.</exception>
    public Tensor ReshapeAs(Tensor other)
    {
        using var face = Face.Of(nameof(ReshapeAs));
        return Reshape(NotNull.Of(other).Shape);
    }

    /// <summary>Dimensions <paramref name="startDim"/> to <paramref name="endDim"/> as one (<c>Tensor.flatten</c>).</summary>
    /// <exception cref="ShapeException">There is no such dimension, or they are in the wrong order.</exception>
    public Tensor Flatten(int startDim = 0, int endDim = -1)
    {
        int start = Dims.Wrap("Flatten", startDim, Rank), end = Dims.Wrap("Flatten", endDim, Rank);
        if (start > end) throw new ShapeException($"Flatten: startDim {startDim} comes after endDim {endDim} in {Shape}");
        if (Rank == 0) return Reshape(1);
        long size = 1;
        for (int d = start; d <= end; d++) size = Dims.Size("Flatten", size * layout.Sizes[d]);
        return Reshape([.. layout.Sizes[..start], (int)size, .. layout.Sizes[(end + 1)..]]);
    }

    /// <summary>One dimension as several (<c>Tensor.unflatten</c>).</summary>
    /// <param name="dim">The dimension.</param>
    /// <param name="sizes">Its new sizes; one may be -1.</param>
    /// <exception cref="ShapeException">The sizes do not multiply to that of the dimension.</exception>
    public Tensor Unflatten(int dim, params ReadOnlySpan<int> sizes)
    {
        int d = NeedDim("Unflatten", dim);
        return Reshape([.. layout.Sizes[..d], .. ReshapeView.Resolve("Unflatten", this, layout.Sizes[d], sizes), .. layout.Sizes[(d + 1)..]]);
    }

    /// <summary>All elements in one dimension, row-major (<c>torch.ravel</c>).</summary>
    public Tensor Ravel() => Reshape(-1);
}
