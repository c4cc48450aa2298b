using Autograd.Memory;

namespace Autograd;

/// <summary>A view of every sample of a batch: the dimension of the batch is taken off a layout, the sample's view applied, and the dimension put back in front.</summary>
/// <remarks>Not generic in the view, so that nested levels do not make a type each.</remarks>
internal readonly struct BatchedView(IView view) : IView
{
    public static string Name => "BatchedView";

    public static bool NeedsOrder => true;

    public static Layout Sample(Layout batch) => batch.Select(0, 0);

    public Layout Map(Layout x)
    {
        var mapped = view.Map(Sample(x));
        return Layout.Strided([x.Sizes[0], .. mapped.Sizes], [x.Strides[0], .. mapped.Strides], mapped.Offset);
    }

    public Tensor Adjoint(Tensor g, Layout x)
    {
        var inner = view;
        var sample = Sample(x);
        return BatchLevel.Over(g, one => inner.Adjoint(one, sample));
    }
}
