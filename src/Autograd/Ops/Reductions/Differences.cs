using Autograd.Memory;

namespace Autograd;

public partial class Tensor
{
    /// <summary>Differences of neighbours along a dimension, n times over (<c>torch.diff</c>); of bools, where they change.</summary>
    /// <param name="n">How often.</param>
    /// <param name="dim">The dimension.</param>
    /// <param name="prepend">What comes before the first element.</param>
    /// <param name="append">What comes behind the last element.</param>
    /// <exception cref="ShapeException">There is no such dimension, or what is joined does not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="n"/> is negative.</exception>
    public Tensor Diff(int n = 1, int dim = -1, Tensor? prepend = null, Tensor? append = null)
    {
        using var face = Face.Of(nameof(Diff));
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        int d = NeedDim("Diff", dim);
        if (n == 0) return this;
        var x = this;
        if (prepend is not null) x = Cat([prepend, x], d);
        if (append is not null) x = Cat([x, append], d);
        // Of nothing there are no differences, however often.
        for (int i = 0; i < n && x.Shape[d] > 0; i++)
        {
            int length = x.Shape[d] - 1;
            var (before, after) = (x.Narrow(d, 0, length), x.Narrow(d, 1, length));
            x = x.DType == DType.Bool ? after.LogicalXor(before) : after - before;
        }
        return x;
    }

    /// <summary>The integral of y over a dimension by the trapezoidal rule, with points a distance apart (<c>torch.trapezoid</c>).</summary>
    /// <exception cref="ShapeException">There is no such dimension.</exception>
    public Tensor Trapezoid(double dx = 1, int dim = -1)
    {
        using var face = Face.Of(nameof(Trapezoid));
        var (before, after) = Neighbours("Trapezoid", dim);
        return (before + after).Sum(dim) * (dx / 2);
    }

    /// <summary>The integral of y over a dimension by the trapezoidal rule at points x, a vector or of y's shape (<c>torch.trapezoid</c>).</summary>
    /// <exception cref="ShapeException">There is no such dimension, or the points do not fit.</exception>
    public Tensor Trapezoid(Tensor x, int dim = -1)
    {
        using var face = Face.Of(nameof(Trapezoid));
        ArgumentNullException.ThrowIfNull(x);
        int d = NeedDim("Trapezoid", dim);
        if (x.Rank == 1 ? x.Numel != layout.Sizes[d] : LayoutViews.TryBroadcast(x.layout.Sizes, layout.Sizes) is null)
            throw new ShapeException($"Trapezoid: points of shape {x.Shape} do not fit dimension {d} of shape {Shape}: a vector of {layout.Sizes[d]} or a tensor of that shape is needed");
        var (before, after) = Neighbours("Trapezoid", d);
        var widths = x.Rank == 1 ? x.Diff().Reshape([-1, .. Enumerable.Repeat(1, Rank - 1 - d)]) : x.Diff(1, d - Rank);
        return ((before + after) * widths).Sum(d) / 2;
    }

    private (Tensor Before, Tensor After) Neighbours(string op, int dim)
    {
        int d = NeedDim(op, dim), length = Math.Max(layout.Sizes[d] - 1, 0);
        return (Narrow(d, 0, length), Narrow(d, layout.Sizes[d] - length, length));
    }
}
