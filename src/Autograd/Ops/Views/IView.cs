using Autograd.Kernels;
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

/// <summary>Applies a view: no element moves.</summary>
/// <typeparam name="TView">The view.</typeparam>
internal struct ViewOp<TView>(TView view) : IOp, IBatches, IBuiltInLinear
    where TView : struct, IView
{
    private Layout x = null!;

    public static string Name => TView.Name;

    public Form Infer(ref OpCall c)
    {
        x = c.X.Layout;
        return Form.View(view.Map(x), c.X);
    }

    public readonly void Compute(in OpCall c)
    {
    }

    public readonly Node Record(in OpCall c) => c.Linear(this);

    public readonly Tensor[] Batch(in BatchOperands c)
    {
        var x = c[0]!;
        bool isOrdered = !TView.NeedsOrder || BatchedView.Sample(x.Layout).IsContiguous;
        return [ViewOp.Apply(isOrdered ? x : x.Contiguous(), new BatchedView(view))];
    }

    public readonly Tensor Apply(Tensor t) => ViewOp.Apply(TView.NeedsOrder ? t.Contiguous() : t, view);

    public readonly Tensor Adjoint(Tensor g) => view.Adjoint(g, x);

    public readonly void Visit(ref SavedVisitor saved)
    {
    }
}

/// <summary>Applies views.</summary>
internal static class ViewOp
{
    public static Tensor Apply<TView>(Tensor x, TView view)
        where TView : struct, IView => Op.Call(new ViewOp<TView>(view), x);
}

/// <summary>The transpose of a view whose elements do not overlap: zeros of the viewed shape, with g where the view looks.</summary>
/// <typeparam name="TView">The view.</typeparam>
internal struct ViewScatter<TView>(TView view, Layout sizes) : IOp, IBatches, IElementBody, IBuiltInLinear
    where TView : struct, IView
{
    public static string Name { get; } = TView.Name + "Scatter";

    public readonly Form Infer(ref OpCall c) => new(sizes.ToContiguous(), c.X.DType);

    public void Compute(in OpCall c) => c.Element(ref this);

    public readonly void Run<T>(in OpCall c)
        where T : unmanaged
    {
        var to = c.Result.Layout;
        c.Out<T>().Clear();
        CopyKernel.Copy(c.In<T>(0), c.X.Layout, c.Out<T>(), view.Map(to));
    }

    public readonly Node Record(in OpCall c) => c.Linear(this);

    public readonly Tensor[] Batch(in BatchOperands c) => [ViewScatter.Apply(c[0]!, c.Sizes(sizes), new BatchedView(view))];

    public readonly Tensor Apply(Tensor t) => ViewScatter.Apply(t, sizes, view);

    public readonly Tensor Adjoint(Tensor g) => ViewOp.Apply(g, view);

    public readonly void Visit(ref SavedVisitor saved)
    {
    }
}

/// <summary>Transposes of views.</summary>
internal static class ViewScatter
{
    public static Tensor Apply<TView>(Tensor g, Layout sizes, TView view)
        where TView : struct, IView => Op.Call(new ViewScatter<TView>(view, sizes), g);
}
