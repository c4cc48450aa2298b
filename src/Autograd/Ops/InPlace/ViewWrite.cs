using Autograd.Kernels;
using Autograd.Memory;

namespace Autograd;

/// <summary>x with the elements of a view replaced: gx = g, zero inside the view; gvalue = g seen through the view.</summary>
/// <typeparam name="TView">The view; its elements do not overlap.</typeparam>
internal struct ViewWriteOp<TView>(TView view) : IOp, IBatches, IElementBody, IBuiltInRule
    where TView : struct, IView
{
    private Layout sizes = null!;
    private Layout valueSizes = null!;

    public static string Name { get; } = TView.Name + "Write";

    /// <summary>Value has the dtype of x and broadcasts to what the view shows.</summary>
    public Form Infer(ref OpCall c)
    {
        (sizes, valueSizes) = (c.X.Layout, c.Y.Layout);
        ViewWrite.Target(Name, c.Y, view.Map(sizes.ToContiguous()));
        return Form.Like(c.X);
    }

    public void Compute(in OpCall c) => c.Element(ref this);

    public readonly void Run<T>(in OpCall c)
        where T : unmanaged
    {
        var y = c.Out<T>();
        var to = c.Result.Layout;
        var at = view.Map(to);
        CopyKernel.Copy(c.In<T>(0), sizes, y, to);
        CopyKernel.Copy(c.In<T>(1), valueSizes.TryExpand(at.Sizes)!, y, at);
    }

    public readonly Node Record(in OpCall c) => c.Node(this);

    public readonly Tensor[] Batch(in BatchOperands c)
    {
        var x = c.Front(0);
        int shown = view.Map(BatchedView.Sample(x.Layout.ToContiguous())).Rank;
        return [ViewWrite.Functional(x, c.Aligned(1, shown), new BatchedView(view))];
    }

    /// <summary>The node of a write that happened in place.</summary>
    public static Node Recorded(TView view, Tensor x, Tensor value)
    {
        var node = new Node<ViewWriteOp<TView>>(new(view) { sizes = x.Layout, valueSizes = value.Layout });
        node.AddInputs(x, value, default, 2);
        return node;
    }

    public readonly void Backward(in Cotangents c)
    {
        if (c[0] is not { } g) return;
        if (c.Needs(0)) c.Add(0, ViewWrite.Functional(g.Reshape(sizes.Sizes), Tensor.Zeros([], g.DType), view));
        if (c.Needs(1)) c.Add(1, ViewOp.Apply(g, view).SumTo(valueSizes));
    }

    public readonly void Forward(in Tangents t)
    {
        var all = t.OutputShape(0);
        if (t[0] is { } dx) t.Set(0, ViewWrite.Functional(dx, Tensor.Zeros([], dx.DType), view));
        if (t[1] is { } dv) t.Set(0, ViewWrite.Functional(Tensor.Zeros(all, dv.DType), dv, view));
    }

    public readonly void Visit(ref SavedVisitor saved)
    {
    }
}

/// <summary>Writes through views, as a function and in place.</summary>
internal static class ViewWrite
{
    public static Tensor Functional<TView>(Tensor x, Tensor value, TView view)
        where TView : struct, IView => Op.Call(new ViewWriteOp<TView>(view), x, value.To(x.DType));

    /// <summary>The same without the function's second pass: only the elements of the view are written.</summary>
    public static Tensor InPlace<TView>(string op, Tensor x, Tensor value, TView view)
        where TView : struct, IView
    {
        bool records = Writes.Records(op, x, value) && x.DType.IsDifferentiable;
        Writes.Check(op, x, records);
        var target = Target(op, value, view.Map(x.Layout));
        // What is read may lie in the memory that is written.
        CopyOp.Into(ReferenceEquals(value.Storage, x.Storage) ? value.Detach().Clone() : value, x, target);
        if (records) ViewWriteOp<TView>.Recorded(view, x, value.To(x.DType)).SetOutput(x);
        x.Storage.Bump(op, records);
        return x;
    }

    public static Layout Target(string op, Tensor value, Layout target) => value.Layout.TryExpand(target.Sizes) is not null
        ? target
        : throw new ShapeException($"{op}: a value of shape {value.Shape} does not broadcast to the {target} elements written");
}
