using Autograd.Memory;

namespace Autograd;

/// <summary>A view: a function from layout to layout, linear in the values, with its transpose.</summary>
internal interface IView
{
    static abstract string Name { get; }

    /// <summary>Whether the view reads elements in row-major order: a tangent with other strides than the value had needs a copy.</summary>
    static virtual bool NeedsOrder => false;

    /// <summary>The layout of the view of a tensor with layout <paramref name="x"/>.</summary>
    Layout Map(Layout x);

    /// <summary>The gradient of the viewed tensor, whose layout was <paramref name="x"/>, from that of the view.</summary>
    Tensor Adjoint(Tensor g, Layout x);
}

/// <summary>Applies views: no element moves.</summary>
internal static class ViewOp
{
    public static Tensor Apply<TView>(Tensor x, TView view)
        where TView : struct, IView
    {
        var y = x.Alias(view.Map(x.Layout));
        return Op.Records(TView.Name, x)
            ? Op.Record(TView.Name, y, new LinearRule<Viewing<TView>>(new(view, x.Layout)), x)
            : Op.Pass(TView.Name, y, x);
    }

    private readonly struct Viewing<TView>(TView view, Layout x) : ILinear
        where TView : struct, IView
    {
        public static string Name => TView.Name;

        public Tensor Apply(Tensor t) => ViewOp.Apply(TView.NeedsOrder ? t.Contiguous() : t, view);

        public Tensor Adjoint(Tensor g) => view.Adjoint(g, x);

        public void Visit(ref SavedVisitor saved)
        {
        }
    }
}

/// <summary>The transpose of a view whose elements do not overlap: zeros of the viewed shape, with g where the view looks.</summary>
internal static class ViewScatter
{
    public static Tensor Apply<TView>(Tensor g, Layout sizes, TView view)
        where TView : struct, IView
    {
        var y = Tensor.Zeros(sizes.Sizes, g.DType);
        CopyOp.Into(g, y, view.Map(y.Layout));
        string name = Scattering<TView>.Name;
        return Op.Records(name, g)
            ? Op.Record(name, y, new LinearRule<Scattering<TView>>(new(view, sizes)), g)
            : Op.Pass(name, y, g);
    }

    private readonly struct Scattering<TView>(TView view, Layout sizes) : ILinear
        where TView : struct, IView
    {
        public static string Name { get; } = TView.Name + "Scatter";

        public Tensor Apply(Tensor t) => ViewScatter.Apply(t, sizes, view);

        public Tensor Adjoint(Tensor g) => ViewOp.Apply(g, view);

        public void Visit(ref SavedVisitor saved)
        {
        }
    }
}
