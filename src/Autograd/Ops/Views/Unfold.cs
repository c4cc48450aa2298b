using Autograd.Memory;

namespace Autograd;

/// <summary>Sliding windows along a dimension, as a new last one; windows may overlap, so the transpose adds them up.</summary>
internal readonly struct UnfoldView(int dim, int size, int step) : IView
{
    public static string Name => "Unfold";

    public Layout Map(Layout x) => x.Unfold(dim, size, step);

    /// <summary>Element k of every window lies at k, k + step, ...: one scatter each, without overlap.</summary>
    public Tensor Adjoint(Tensor g, Layout x)
    {
        if (x.Rank == 0) return g.Reshape();
        var sum = Tensor.Zeros(x.Sizes, g.DType);
        for (int k = 0; k < size; k++)
            sum += ViewScatter.Apply(g.Select(-1, k), x, new SliceView(dim, k, g.Shape[dim], step));
        return sum;
    }
}

public partial class Tensor
{
    /// <summary>
    /// Windows of <paramref name="size"/> elements every <paramref name="step"/> along a dimension, as a new last one:
    /// <c>[..., L, ...] -> [..., (L - size) / step + 1, ..., size]</c> (<c>Tensor.unfold</c>). Windows share memory.
    /// </summary>
    /// <exception cref="ShapeException">The window is larger than the dimension, or the step is not positive.</exception>
    public Tensor Unfold(int dimension, int size, int step)
    {
        int d = Dims.Wrap("Unfold", dimension, Rank);
        int length = Rank == 0 ? 1 : layout.Sizes[d];
        if (size < 0 || size > length) throw new ShapeException($"Unfold: windows of {size} do not fit dimension {dimension} of {Shape}");
        if (step <= 0) throw new ShapeException($"Unfold: a step of {step} is not positive");
        return ViewOp.Apply(this, new UnfoldView(d, size, step));
    }
}
