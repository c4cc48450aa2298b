using Autograd.Memory;

namespace Autograd;

/// <summary>Elements start, start + step, ... along a dimension.</summary>
internal readonly struct SliceView(int dim, int start, int length, int step) : IView
{
    public static string Name => "Slice";

    public Layout Map(Layout x) => x.Slice(dim, start, length, step);

    public Tensor Adjoint(Tensor g, Layout x) => ViewScatter.Apply(g, x, this);
}

/// <summary>One index of a dimension, which goes away.</summary>
internal readonly struct SelectView(int dim, int index) : IView
{
    public static string Name => "Select";

    public Layout Map(Layout x) => x.Select(dim, index);

    public Tensor Adjoint(Tensor g, Layout x) => ViewScatter.Apply(g, x, this);
}

public partial class Tensor
{
    /// <summary><paramref name="length"/> elements of a dimension from <paramref name="start"/> on (<c>Tensor.narrow</c>).</summary>
    /// <exception cref="ShapeException">The range leaves the dimension.</exception>
    public Tensor Narrow(int dim, int start, int length)
    {
        int d = NeedDim("Narrow", dim);
        int size = layout.Sizes[d];
        int first = start < 0 ? start + size : start;
        if (first < 0 || length < 0 || first + (long)length > size)
            throw new ShapeException($"Narrow: {length} elements from {start} on leave dimension {dim} of {Shape}");
        return ViewOp.Apply(this, new SliceView(d, first, length, 1));
    }

    /// <summary>
    /// Elements of a dimension from <paramref name="start"/> up to, not including, <paramref name="end"/>, every
    /// <paramref name="step"/>-th, with Python's meaning of negative and too large bounds (<c>x[start:end:step]</c>).
    /// </summary>
    /// <exception cref="ShapeException">The step is not positive; use <see cref="Flip"/> to go backward.</exception>
    public Tensor Slice(int dim, int? start = null, int? end = null, int step = 1)
    {
        int d = NeedDim("Slice", dim);
        if (step <= 0) throw new ShapeException($"Slice: a step of {step} is not positive; Flip the dimension to go backward");
        int size = layout.Sizes[d];
        int first = Bound(start ?? 0, size), last = Bound(end ?? size, size);
        int length = last <= first ? 0 : (last - first - 1) / step + 1;
        return ViewOp.Apply(this, new SliceView(d, first, length, step));
    }

    /// <summary>One index of a dimension, which goes away (<c>Tensor.select</c>).</summary>
    /// <exception cref="ShapeException">The index leaves the dimension.</exception>
    public Tensor Select(int dim, int index)
    {
        int d = NeedDim("Select", dim);
        int size = layout.Sizes[d];
        int i = index < 0 ? index + size : index;
        if ((uint)i >= (uint)size) throw new ShapeException($"Select: index {index} leaves dimension {dim} of {Shape}: it must lie in [{-size}, {size - 1}]");
        return ViewOp.Apply(this, new SelectView(d, i));
    }

    private static int Bound(int index, int size) => Math.Clamp(index < 0 ? index + size : index, 0, size);

    private int NeedDim(string op, int dim) => Rank > 0
        ? Dims.Wrap(op, dim, Rank)
        : throw new ShapeException($"{op}: a scalar has no dimension {dim}");
}
